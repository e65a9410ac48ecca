"""Whether an answer has the shape that a recorded one had."""

from __future__ import annotations

from typing import Any

# What v1 gained between the recordings of November 2023 and its last specification.
_LATER = {
    "assistant": {"temperature", "top_p", "response_format"},
    "thread.message": {"status", "completed_at", "incomplete_at", "incomplete_details"},
    "thread.run": {
        "required_action",
        "usage",
        "temperature",
        "top_p",
        "max_prompt_tokens",
        "max_completion_tokens",
        "truncation_strategy",
        "tool_choice",
        "response_format",
        "incomplete_details",
    },
    "thread.run.step": {"metadata", "usage", "expired_at"},
    "function": {"output"},
}


def assert_like(recorded: Any, found: Any, where: str = "answer") -> None:
    """Every field of the recorded answer is there with the same type, and none that v1 never had.

    A recorded null stands for any value; of a list, each element is like the recorded one at its
    place, or like the last.
    """
    if isinstance(recorded, dict):
        assert isinstance(found, dict), f"{where} is {found!r}"
        assert not set(recorded) - set(found), f"{where} lacks fields"
        kind = recorded.get("object") or where.rpartition(".")[2]
        more = set(found) - set(recorded)
        assert more <= _LATER.get(kind, set()), f"{where} has more fields"
        for key, value in recorded.items():
            if key != "metadata":
                assert_like(value, found[key], f"{where}.{key}")
    elif isinstance(recorded, list):
        assert isinstance(found, list), f"{where} is {found!r}"
        assert bool(found) == bool(recorded), f"{where} has {len(found)} elements"
        for index, value in enumerate(found):
            each = recorded[min(index, len(recorded) - 1)]
            assert_like(each, value, f"{where}[{index}]")
    elif isinstance(recorded, str | bool):
        assert type(found) is type(recorded), f"{where} is {found!r}"
    elif isinstance(recorded, int):
        assert isinstance(found, int | float), f"{where} is {found!r}"
