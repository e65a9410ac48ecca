"""What a streamed answer costs between kernel and front end, counted on a real kernel."""

from __future__ import annotations

import pytest

from tests.view.kernels import Message, final_outputs, run, running_kernel, size

# An answer of `tokens` tokens of 5.5 characters comes at `rate` tokens a second; the kernel's
# clock is advanced instead of waited for, ten snapshots a second.
STREAM = """
import itertools
from assist_magic.reply import Reply, Text
from assist_magic.view import live, open_view
from tests.view.kernels import ANSWER

def stream(tokens, rate):
    text = "".join(itertools.islice(itertools.cycle(ANSWER), int(tokens * 5.5)))
    view, now = open_view(), [0.0]
    view._progress = live.Progress(clock=lambda: now[0])
    with view:
        for tick in range(int(tokens / rate * 10) + 2):
            now[0] = tick / 10
            arrived = text[: int(tick / 10 * rate * 5.5)]
            reply = Reply("thread_1", "run_1", "asst_1", "a-model", "in_progress", (Text(arrived),))
            view.show(reply)
        view.finish(Reply("thread_1", "run_1", "asst_1", "a-model", "completed", (Text(text),)))
"""


@pytest.fixture(scope="module")
def streamed() -> dict[tuple[int, int], list[Message]]:
    """Messages by number of tokens and tokens a second."""
    cases = [(2000, 100), (2000, 10), (4000, 100)]
    with running_kernel() as client:
        run(client, STREAM)
        return {case: run(client, f"stream{case}", "cell-1") for case in cases}


def test_an_answer_of_2000_tokens_keeps_to_its_budget(
    streamed: dict[tuple[int, int], list[Message]],
) -> None:
    for case in [(2000, 100), (2000, 10)]:
        messages = streamed[case]
        assert len(messages) <= 150
        assert sum(map(size, messages)) <= 64 * 1024


def test_the_traffic_grows_with_the_length_of_the_answer(
    streamed: dict[tuple[int, int], list[Message]],
) -> None:
    once, twice = (sum(map(size, streamed[tokens, 100])) for tokens in (2000, 4000))
    assert twice <= 2.2 * once
    assert len(streamed[4000, 100]) <= 2.2 * len(streamed[2000, 100])


def test_no_widget_is_left(streamed: dict[tuple[int, int], list[Message]]) -> None:
    messages = streamed[2000, 100]
    opened = [
        message["content"]["comm_id"] for message in messages if "comm_open" in _kind(message)
    ]
    closed = [
        message["content"]["comm_id"] for message in messages if "comm_close" in _kind(message)
    ]
    assert sorted(opened) == sorted(closed)
    (output,) = final_outputs(messages)
    assert list(output["data"]) == ["text/markdown", "text/plain"]


def _kind(message: Message) -> str:
    kind: str = message["msg_type"]
    return kind
