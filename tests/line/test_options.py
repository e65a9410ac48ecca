"""What a line of the magics says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_magic.errors import UsageError
from assist_magic.line.options import COMMANDS, OPTIONS, Line, Options, parse, parse_line
from assist_magic.line.reference import reference


def test_every_option_is_read() -> None:
    line = "-a Tutor -t 'my homework' --new -f a.csv --file='b c.csv' -o reply --poll -m gpt-4"
    assert parse(line) == Options(
        assistant="Tutor",
        thread="my homework",
        new=True,
        files=("a.csv", "b c.csv"),
        out="reply",
        poll=True,
        model="gpt-4",
    )
    assert parse("--hint") == Options(hint=True)
    assert parse("") == Options()
    assert parse("--help").help


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("--pol", "no option --pol. Did you mean --poll?"),
        ("--flie a.csv", "Did you mean --file?"),
        ("-z", "There is no option -z."),
        ("-t", "-t/--thread: expected one argument"),
        ("-f 'a.csv", 'A quote is not closed in "\'a.csv"'),
        ("hello", "'hello' is no option. The question goes on the lines below"),
        ("-f a.csv b.csv", "Each file needs its own -f."),
        ("-o 2x", "'2x' is none"),
        ("-o class", "'class' is none"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(line: str, words: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(line)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("status", Line(Options(), "status")),
        ("model", Line(Options(), "model")),
        ("model local:0.5b", Line(Options(), "model", ("local:0.5b",))),
        ("-t homework new", Line(Options(thread="homework"), "new")),
        ("--new", Line(Options(new=True), "new")),
        ("-- status", Line(Options(), prompt="status")),
        ("-- stauts", Line(Options(), prompt="stauts")),
        ("vertex", Line(Options(), prompt="vertex")),
        ("new ideas please", Line(Options(), prompt="new ideas please")),
        ("show 2", Line(Options(), "show", ("2",))),
        ("show run_a1", Line(Options(), "show", ("run_a1",))),
        ("show me the plot", Line(Options(), prompt="show me the plot")),
        ("history lesson", Line(Options(), prompt="history lesson")),
        ("cancel that", Line(Options(), prompt="cancel that")),
        ("forget --server", Line(Options(), "forget", ("--server",))),
        ("forget it", Line(Options(), prompt="forget it")),
        ("use 'my homework'", Line(Options(), "use", ("my homework",))),
        ("use the chain rule", Line(Options(), prompt="use the chain rule")),
        ("upload a.csv 'b c.csv'", Line(Options(), "upload", ("a.csv", "b c.csv"))),
        ("instructions Don't  stop", Line(Options(), "instructions", ("Don't  stop",))),
        ("export my.md", Line(Options(), "export", ("my.md",))),
        ("model of an atom", Line(Options(), prompt="model of an atom")),
        ("what's 'x'?", Line(Options(), prompt="what's 'x'?")),
        (r"Simplify $\frac{a}{b}$", Line(Options(), prompt=r"Simplify $\frac{a}{b}$")),
        ("-5x^2 + 7x: its vertex?", Line(Options(), prompt="-5x^2 + 7x: its vertex?")),
        ("- 5 + 3", Line(Options(), prompt="- 5 + 3")),
        ("-- -x^2: its roots?", Line(Options(), prompt="-x^2: its roots?")),
        ("-m gpt-4 two  spaces", Line(Options(model="gpt-4"), prompt="two  spaces")),
    ],
)
def test_lines(line: str, expected: Line) -> None:
    assert parse_line(line) == expected


def test_a_command_that_lacks_its_word_is_no_question() -> None:
    for name in ("upload", "export"):
        with pytest.raises(UsageError, match=f"behind `%assistant {name}`"):
            parse_line(name)


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=80))
def test_a_prompt_behind_the_dashes_is_never_changed(prompt: str) -> None:
    assert parse_line(f"-o x -- {prompt}").prompt == prompt.strip() or (
        parse_line(f"-o x -- {prompt}").command is not None
    )


def test_the_reference_knows_every_option_and_command() -> None:
    page = reference()
    for option in OPTIONS:
        assert all(flag in page for flag in option.flags)
        assert option.help in page
    for command in COMMANDS:
        assert f"%assistant {command.name}" in page
    assert max(map(len, page.splitlines())) <= 100


@pytest.mark.parametrize(("word", "near"), [("stauts", "status"), ("shwo", "show")])
def test_a_misspelt_command_is_no_question(word: str, near: str) -> None:
    with pytest.raises(UsageError, match=f"no command '{word}'. Did you mean {near}?"):
        parse_line(word)
