"""Hostile text at every door of the views: no control codes in a terminal, no tags in HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assist_magic.errors import RunFailed
from assist_magic.reply import Step
from assist_magic.view import open_view
from assist_magic.view.live import Progress
from assist_magic.view.outputs import outputs
from assist_magic.view.steps import step_name
from tests.browser.doors import everywhere
from tests.browser.hostile import answers

CODES = "\x1b]0;title\x07\x1b[2J\x1b[31mred\x1b[0m\x9b1m\x08\x08\rgone\x00\x7f\x1bc\x1b]8;;http://e\x1b\\x"
TEXTS = [CODES, *(f"{text}{CODES}" for text in answers(7, 60))]
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
SHOWN = {"details", "summary", "p", "b", "pre", "code", "blockquote", "div", "span", "em"}
CLASSES = {"highlight", "k", "m", "s"}


class Tags(HTMLParser):
    """The tags of a page; none has attributes but the classes of code."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        assert all(name == "class" and value in CLASSES for name, value in attrs)


def test_no_code_of_a_terminal_gets_there(capsys: pytest.CaptureFixture[str]) -> None:
    for text in TEXTS:
        with open_view("terminal") as view:
            view.show(everywhere(text))
        assert not CONTROLS.search(capsys.readouterr().out), text


def test_outputs_hold_no_control_codes_and_no_tags_but_their_own(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    for text in TEXTS:
        table.write_text(f'"{text}",b\n"{text}",1\n', encoding="utf-8")
        for output in outputs(everywhere(text, str(table))):
            assert not CONTROLS.search(output.data["text/plain"]), text
            assert Tags(output.data.get("text/html", "")).found <= SHOWN


def test_what_the_widget_is_told_has_no_control_codes() -> None:
    for text in TEXTS:
        told = Progress().next(everywhere(text)) or {}
        head, steps = told["head"], [told[f"step {number}"] for number in range(4)]
        for words in (*head.values(), *(step["name"] for step in steps), *told["notes"]):
            assert not CONTROLS.search(words), text


def test_a_function_is_called_by_what_a_name_may_hold() -> None:
    names = [step_name(Step("s", "function", "completed", text)) for text in TEXTS]
    assert all(re.fullmatch(r"[\w .:/…-]{1,64}", name) for name in names)
    assert step_name(Step("s", "function", "completed", "ns.get_x-1")) == "ns.get_x-1"


def test_an_error_holds_no_control_codes() -> None:
    for text in TEXTS:
        error = RunFailed(text)
        lines = error._render_traceback_()
        assert lines[0].startswith("\x1b[1mRunFailed\x1b[0m: ")
        assert not CONTROLS.search(lines[0].removeprefix("\x1b[1mRunFailed\x1b[0m: "))
        assert not CONTROLS.search(str(error)), text
