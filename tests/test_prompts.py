"""What a user wrote in a message, told apart from what was sent along with it."""

from __future__ import annotations

from typing import Any

import pytest

from assist_magic.prompts import Prompt, joined, metadata_of, prompt_in

TABLE = '[in: sales.csv, 2 rows × 1 column\nx: object\nAll rows:\nx\n[1]\n""\n]'
IMAGE = "[in: plot.png, image of 3 × 4 pixels]"


def message(*texts: str, **more: Any) -> dict[str, Any]:
    return {"content": [{"type": "text", "text": {"value": each}} for each in texts], **more}


@pytest.mark.parametrize(
    ("texts", "prompt", "values"),
    [
        (("Hello\n\nrate = 5",), "Hello\n\nrate = 5", ()),
        (("Look.", 'rate = 0.5\nkinds = ["a"]'), "Look.", ("rate", "kinds")),
        (("Look.", TABLE), "Look.", ("sales",)),
        (("Look.", f"rate = 1\n\n{TABLE}\n\n{IMAGE}"), "Look.", ("rate", "sales", "plot")),
        (("Look.", TABLE.replace("sales.csv", "sales-2.csv")), "Look.", ("sales",)),
        (("Two parts", "of another client"), "Two parts\n\nof another client", ()),
        (("Look\n\nat it.", "größe = 3"), "Look\n\nat it.", ("größe",)),
        ((f"By a v1 server.\n\n{TABLE}\n\n{IMAGE}",), "By a v1 server.", ("sales", "plot")),
        ((f"{TABLE}",), TABLE, ()),
        ((), "", ()),
    ],
)
def test_what_was_sent_along_is_no_prompt(
    texts: tuple[str, ...], prompt: str, values: tuple[str, ...]
) -> None:
    found = prompt_in(message(*texts), {})
    assert (found.text, found.values) == (prompt, values)


def test_files_are_named_in_either_dialect() -> None:
    names = {"file-1": "cars.csv", "file-2": "sales.csv"}
    attached = [{"file_id": "file-1"}, {"file_id": "file-2"}, {"file_id": "file-3"}]
    found = prompt_in(message("Look.", TABLE, attachments=attached), names)
    assert (found.files, found.values) == (("cars.csv", "file-3"), ("sales",))
    assert found.given == ("cars.csv", "file-3", "sales")
    assert prompt_in(message("Look.", file_ids=["file-1"]), names).files == ("cars.csv",)


@pytest.mark.parametrize("written", ["What is @{x}?", "é@{x}" * 300])
def test_what_was_written_goes_along(written: str) -> None:
    metadata = metadata_of(written, "What is 42?")
    assert all(len(each) <= 512 for each in metadata.values())
    found = prompt_in(message("What is 42?", metadata=metadata), {})
    assert (found.text, found.is_expanded) == (written, True)
    assert metadata_of(written, written) == metadata_of(None, "x") == {}
    assert metadata_of("x" * 10_000, "y") == {}


def test_the_cell_asks_again() -> None:
    prompt = Prompt("What is @{x}?", ("rate", "sales"), ("a b.csv",), True)
    assert prompt.cell == "%%assistant -f 'a b.csv' -i rate -i sales --expand\nWhat is @{x}?"
    assert Prompt("hello").cell == "%%assistant\nhello"


def test_prompts_that_were_answered_together() -> None:
    assert joined([Prompt("a", ("x",)), Prompt(""), Prompt("b", ("x", "y"), ("f",))]) == Prompt(
        "a\n\nb", ("x", "y"), ("f",)
    )
