"""The magics themselves: what they send, show, keep and refuse, in a real IPython shell."""

from __future__ import annotations

from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

import assist_magic
from assist_magic.config import Settings
from assist_magic.errors import BackendUnavailable, RunFailed, UsageError
from assist_magic.magic import prompt_of
from assist_magic.reply import Reply
from assist_magic.session import session
from tests.conftest import run_cell
from tests.proxy import Fault, Proxy

PROMPTS = [
    r"Simplify $\frac{a}{b}$ and {a} and $b, then %a.",
    "What is x?",
    ">>> a = 1\n>>> a\nWhy?",
    "In [1]: a\nOut[1]: 1",
    "    indented\n\tand tabbed\n\n\nlast  ",
    "!ls {a}\n%time x\n?help\nhelp??",
    "'''\"\"\" \\n \\\\ 'quotes'\n```python\nprint('{a}')\n```",
    "# NBVAL_something in a line stays\nsee # NBVAL_SKIP",
    "größer ∑ 🎲 \u2028 line",
    "trailing spaces   ",
]


def sent(proxy: Proxy) -> str:
    """The question of the last request."""
    body: Any = proxy.bodies[-1]
    messages = body.get("additional_messages") or body["thread"]["messages"]
    return str(messages[-1]["content"])


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_cell_is_sent_to_the_letter(proxy: Proxy, shell: InteractiveShell, prompt: str) -> None:
    shell.user_ns.update(a=5, b=7)
    run_cell(shell, f"%%assistant\n{prompt}\n")
    assert sent(proxy) == prompt


@pytest.mark.parametrize(
    "prompt",
    ["what is x?", "what is 2 + 2?", r"and $\frac{a}{b}$?", "is {a} it??", "what's 'x'", "a % b"],
)
def test_a_line_is_sent_to_the_letter(proxy: Proxy, shell: InteractiveShell, prompt: str) -> None:
    shell.user_ns.update(a=5, b=7)
    run_cell(shell, f"%assistant {prompt}")
    assert sent(proxy) == prompt


def test_lines_among_other_code(proxy: Proxy, shell: InteractiveShell) -> None:
    run_cell(shell, "a = 5\n%assistant what is a?\nb = a + 1\ntext = '''\n%assistant b?\n'''")

    assert sent(proxy) == "what is a?"
    assert shell.user_ns["b"] == 6
    assert shell.user_ns["text"] == "\n%assistant b?\n"
    assert proxy.count("/runs") == 1


def test_marks_of_nbval_are_not_part_of_the_question() -> None:
    cell = "# NBVAL_IGNORE_OUTPUT\nWhat is x?\n# PYTEST_VALIDATE_IGNORE_OUTPUT\n"
    assert prompt_of(cell) == "What is x?"
    assert prompt_of("# NBVAL_CHECK this\nx\n\n") == "# NBVAL_CHECK this\nx\n"


def test_the_reply_is_kept_and_nothing_is_echoed(
    proxy: Proxy, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    result = shell.run_cell("%%assistant -o answer\nhello")

    assert result.result is None
    reply = shell.user_ns["answer"]
    assert isinstance(reply, Reply)
    assert reply.text == "Hello there, how are you?"
    assert capsys.readouterr().out.count("Hello there") == 1


def test_what_came_of_a_failed_run_is_kept_too(proxy: Proxy, shell: InteractiveShell) -> None:
    with pytest.raises(RunFailed):
        run_cell(shell, "%%assistant -o answer\nbreak down")
    assert shell.user_ns["answer"].text == "I was"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("%%assistant --pol\nhello", "Did you mean --poll?"),
        ("%%assistant -f nowhere.csv\nhello", "There is no file nowhere.csv"),
        ("%%assistant\n  \n", "no question"),
        ("%%assistant", "no question"),
        ("%%assistant\n", "no question"),
        ("%%assistant What is 2+3?", "The question goes on the lines below"),
        ("%assistant stauts", "Did you mean status?"),
        ("%assistant -t physics", "-t physics names the thread of one question"),
        ("%assistant", "Write a question or a command"),
    ],
)
def test_an_error_is_one_line_and_fails_the_cell(
    front: object,
    shell: InteractiveShell,
    capsys: pytest.CaptureFixture[str],
    cell: str,
    words: str,
) -> None:
    result = shell.run_cell(cell)
    shown = capsys.readouterr()

    assert isinstance(result.error_in_exec, UsageError)
    text = (shown.out + shown.err).strip()
    assert words in text
    assert "\n" not in text
    assert len(text) < 300


def test_help_is_a_page_of_every_option(
    bare: object, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    for cell in ("%assistant --help", "%%assistant -h\nwhatever"):
        run_cell(shell, cell)
        assert "--poll" in capsys.readouterr().out
    documented = shell.find_line_magic("assistant").__doc__
    assert "Examples" in documented
    run_cell(shell, "%assistant?")


def test_a_cell_magic_may_stand_inside_another(proxy: Proxy, shell: InteractiveShell) -> None:
    run_cell(shell, "%%time\n%%assistant\nIs $x$ {x}?\n")
    assert sent(proxy) == "Is $x$ {x}?"


def test_unloading_leaves_nothing(shell: InteractiveShell) -> None:
    before = len(shell.input_transformers_cleanup)
    shell.run_line_magic("reload_ext", "assist_magic")
    assert len(shell.input_transformers_cleanup) == before

    shell.run_line_magic("unload_ext", "assist_magic")
    assert len(shell.input_transformers_cleanup) == before - 1
    assert shell.find_line_magic("assistant") is None
    assert shell.find_cell_magic("assistant") is None


def test_status_says_who_answers_and_why(
    front: object, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    run_cell(shell, "%assistant status")
    before = capsys.readouterr().out
    run_cell(shell, "%%assistant -o reply\nHow much is six times seven?")
    capsys.readouterr()
    run_cell(shell, "%assistant status")
    after = capsys.readouterr().out

    assert "your own engine at http://127.0.0.1:" in before
    assert "no other server of assistants is named" in before
    assert "scripted:" in before
    assert "ASSIST_MAGIC_MODEL names it" in before
    assert f"version    {assist_magic.__version__}" in before
    assert "sandbox" in before
    assert "none yet" in before
    assert shell.user_ns["reply"].thread_id in after
    assert "tokens in 1 run (" in after


def test_the_model_can_be_listed_and_chosen(
    front: object, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    run_cell(shell, "%assistant model")
    listed = capsys.readouterr().out
    assert "solver" in listed
    assert "ASSIST_MAGIC_MODEL names it" in listed

    run_cell(shell, "%assistant model solver")
    run_cell(shell, "%%assistant -o reply\nSolve 4x + 11 = 19")
    assert shell.user_ns["reply"].model == "solver"
    with pytest.raises(UsageError, match=r"no model 'gpt-99'|There is no model 'gpt-99' here"):
        run_cell(shell, "%assistant model gpt-99")
    assert session.model == "solver"


def test_new_begins_the_thread_again(front: object, shell: InteractiveShell) -> None:
    run_cell(shell, "%%assistant -o first\nhello")
    run_cell(shell, "%assistant -t homework new")
    run_cell(shell, "%%assistant -o second\nhello")
    run_cell(shell, "%assistant --new")
    run_cell(shell, "%%assistant -o third\nhello")
    first, second, third = (shell.user_ns[each] for each in ("first", "second", "third"))

    assert second.thread_id == first.thread_id
    assert third.thread_id != first.thread_id


def test_show_draws_the_last_answer_again(
    front: object, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UsageError, match="Nothing was asked"):
        run_cell(shell, "%assistant show")
    capsys.readouterr()
    run_cell(shell, "%%assistant -o first\nHow much is six times seven?")
    asked = capsys.readouterr().out
    run_cell(shell, "%assistant -o again show")
    shown = capsys.readouterr().out

    first, again = shell.user_ns["first"], shell.user_ns["again"]
    assert again.parts == first.parts
    assert again.steps == first.steps
    assert shown == asked


def test_the_status_of_a_server_elsewhere(
    proxy: Proxy, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    run_cell(shell, "%assistant status")
    shown = capsys.readouterr().out

    assert "ASSIST_MAGIC_BASE_URL names it" in shown
    assert Settings.from_environment().api_key not in shown


def test_a_cell_can_have_more_than_one_line_in_a_terminal(shell: InteractiveShell) -> None:
    complete = shell.input_transformer_manager.check_complete
    assert complete("%%assistant")[0] == "incomplete"
    assert complete("%%assistant\nWhat is")[0] == "incomplete"
    assert complete("%%assistant\nWhat is\nx?\n\n")[0] == "complete"


@pytest.mark.parametrize("model", ["m", None])
def test_status_and_model_of_a_dead_server_say_what_was_chosen(
    bare: object,
    shell: InteractiveShell,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    model: str | None,
) -> None:
    monkeypatch.setenv("ASSIST_MAGIC_BASE_URL", "http://127.0.0.1:1/v1")
    if model:
        monkeypatch.setenv("ASSIST_MAGIC_MODEL", model)
    run_cell(shell, "%assistant status")
    shown = capsys.readouterr().out
    assert "http://127.0.0.1:1/v1 (ASSIST_MAGIC_BASE_URL names it)" in shown
    assert "No server answers at http://127.0.0.1:1/v1" in shown
    assert "ASSIST_MAGIC_BASE_URL names it: start that server, or correct" in shown
    with pytest.raises(BackendUnavailable, match="No server answers"):
        run_cell(shell, "%assistant model")


def test_a_server_that_does_not_list_its_models_says_so(
    proxy: Proxy, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    proxy.faults.append(Fault("/models", status=403, message="not for you"))
    run_cell(shell, "%assistant model")
    shown = capsys.readouterr().out
    assert "There are" not in shown
    assert "Which others there are is not known: 127.0.0.1" in shown


def test_status_with_a_wrong_key_says_which(
    proxy: Proxy,
    shell: InteractiveShell,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ASSIST_MAGIC_API_KEY", "sk-wrong")
    run_cell(shell, "%assistant status")
    shown = capsys.readouterr().out
    assert "ASSIST_MAGIC_BASE_URL names it" in shown
    assert "does not accept ASSIST_MAGIC_API_KEY (401)" in shown


def test_show_tells_why_the_last_run_failed(
    front: object, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RunFailed):
        run_cell(shell, "%%assistant\nbreak down")
    capsys.readouterr()
    run_cell(shell, "%assistant show")
    assert "The model is gone." in capsys.readouterr().out


@pytest.mark.parametrize("options", ["-a Nobody", "-m nonsense"])
def test_an_error_before_anything_was_sent_leaves_nothing_else(
    front: object, shell: InteractiveShell, capsys: pytest.CaptureFixture[str], options: str
) -> None:
    result = shell.run_cell(f"%%assistant {options}\nhello")
    assert isinstance(result.error_in_exec, UsageError)
    assert "failed" not in capsys.readouterr().out


def test_a_refused_key_leaves_nothing_else(
    proxy: Proxy,
    shell: InteractiveShell,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ASSIST_MAGIC_API_KEY", "sk-wrong")
    shell.run_cell("%%assistant\nhello")
    assert "(failed)" not in capsys.readouterr().out
