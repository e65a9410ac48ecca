"""The public surface: what `import assist_magic` promises."""

from __future__ import annotations

import subprocess
import sys

import pytest

import assist_magic


def test_every_public_name_is_there() -> None:
    assert assist_magic.__all__ == sorted(assist_magic.__all__)
    for name in assist_magic.__all__:
        assert getattr(assist_magic, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = assist_magic.nothing


def test_importing_it_brings_in_nothing_of_others() -> None:
    code = (
        "import sys; before = set(sys.modules); import assist_magic; "
        "print({each.split('.')[0] for each in set(sys.modules) - before} "
        "- set(sys.stdlib_module_names))"
    )
    seen = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    assert seen.stdout.strip() == "{'assist_magic'}"


def test_names_are_listed_and_a_reply_is_shown_in_short() -> None:
    assert set(assist_magic.__all__) <= set(dir(assist_magic))
    text = assist_magic.Text("long " * 500)
    step = assist_magic.Step("step_1", "code_interpreter", "completed")
    reply = assist_magic.Reply(
        thread_id="thread_1", status="completed", parts=(text, text), steps=(step,)
    )
    assert repr(reply) == "<Reply completed, 2 parts, 1 step, thread_1>"
