"""What a live view is told, and when, on a clock that the test moves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assist_magic.reply import Image, Reply, Step, Text, Usage
from assist_magic.view.live import Progress

GOING = Reply("thread_1", "run_1", "asst_1", "a-model", "in_progress")


class Screen:
    """Replays changes as the widget's script does."""

    def __init__(self) -> None:
        self.now = 0.0
        self.progress = Progress(clock=lambda: self.now)
        self.known: dict[str, Any] = {}

    def show(self, reply: Reply, later: float = 10.0) -> bool:
        """Show a snapshot `later` seconds after the last; whether anything was told."""
        self.now += later
        change = self.progress.next(reply)
        for key, at, addition in (change or {}).pop("edits", []):
            before = self.known.get(key, "").encode("utf-16-le")[: 2 * at]
            self.known[key] = before.decode("utf-16-le") + addition
        self.known.update(change or {})
        return change is not None


def text(value: str) -> Reply:
    return replace(GOING, parts=(Text(value),))


def test_a_snapshot_that_is_not_new_is_not_told_again() -> None:
    screen = Screen()
    assert screen.show(text("Hello"))
    assert not screen.show(text("Hello"))


def test_first_text_is_told_at_once_even_right_after_a_change_of_state() -> None:
    screen = Screen()
    assert screen.show(GOING)
    assert screen.show(text("H"), later=0.01)


def test_text_is_held_back_until_it_is_worth_a_message_or_time_has_passed() -> None:
    screen = Screen()
    screen.show(text("Hello"))
    assert not screen.show(text("Hello, you"), later=0.2)
    assert screen.show(text("Hello, you" + " and you" * 5), later=0.2)
    assert not screen.show(text("Hello, you" + " and you" * 9), later=0.05)
    assert screen.show(text("Hello, you" + " and you" * 5 + "."), later=3)


def test_a_change_of_state_takes_the_text_along() -> None:
    screen = Screen()
    screen.show(text("Hello"))
    working = Step("s", "code_interpreter", "in_progress")
    assert screen.show(replace(text("Hello, you"), steps=(working,)), later=0.2)
    assert screen.known["text 0 0"] == "Hello, you"
    assert screen.known["head"]["state"] == "Running Python"


def test_blocks_and_letters_beyond_the_basic_plane_arrive_whole() -> None:
    whole = (
        "First 😀 **bold** 😀.\n\n- one\n- two\n\n```py\nx = '😀'\n```\n\n\\[\nx\n\n= 1\n\\]\n\nEnd"
    )
    screen = Screen()
    for end in range(1, len(whole) + 1):
        screen.show(text(whole[:end]))
    blocks = [screen.known[f"text 0 {number}"] for number in range(5)]
    assert blocks == [
        "First 😀 **bold** 😀.",
        "- one\n- two",
        "```py\nx = '😀'\n```",
        "$$\nx\n= 1\n$$",
        "End",
    ]


def test_a_text_that_is_not_a_continuation_replaces_what_was_there() -> None:
    screen = Screen()
    screen.show(text("One.\n\nTwo.\n\nThree."))
    screen.show(text("Another."))
    assert screen.known["text 0 0"] == "Another."
    assert screen.known["text 0 1"] == screen.known["text 0 2"] == ""


def test_steps_grow_by_their_additions_and_lose_the_colours_of_terminals() -> None:
    screen = Screen()
    step = Step("s", "code_interpreter", "in_progress", input="print(1)")
    screen.show(replace(GOING, steps=(step,)))
    done = replace(step, status="completed", input="print(1)\nx", logs="\x1b[31m1\x1b[0m\n")
    screen.show(replace(GOING, steps=(done,)))
    assert screen.known["step 0"] == {"name": "Python", "state": "done"}
    assert screen.known["code 0"] == "print(1)\nx"
    assert screen.known["log 0"] == "1"


def test_python_is_coloured_once_it_is_whole() -> None:
    screen = Screen()
    growing = Step("s", "code_interpreter", "in_progress", input="x = '😀'")
    screen.show(replace(GOING, steps=(growing,)))
    assert "colours 0" not in screen.known
    step = replace(growing, input="x = '😀' # x")
    screen.show(replace(GOING, steps=(step,)))
    assert "colours 0" not in screen.known
    assert screen.show(replace(GOING, steps=(step,)), later=0.3)
    assert screen.known["colours 0"] == [["", 4], ["s", 4], ["", 1], ["c", 3]]
    assert not screen.show(replace(GOING, steps=(step,)))
    printed = Step("t", "code_interpreter", "in_progress", input="1", logs="1")
    call = Step("f", "function", "completed", "weather", '{"x": 1}')
    screen.show(replace(GOING, steps=(step, printed, call)))
    assert screen.known["colours 1"] == [["m", 1]]
    assert "colours 2" not in screen.known


def test_an_image_is_told_once_and_moves_into_the_answer() -> None:
    screen = Screen()
    image = Image("file-1", b"png")
    step = Step("s", "code_interpreter", "completed", images=(image, Image("file-2", b"two")))
    screen.show(replace(GOING, steps=(step,)))
    assert screen.known["plot 0 0"] == "data:image/png;base64,cG5n"
    screen.show(replace(GOING, steps=(step,), parts=(Image("file-1", b"png"), Text("See."))))
    assert screen.known["image 0 0"] == "plot 0 0"


def test_the_state_is_told_in_words() -> None:
    def words(reply: Reply) -> str:
        screen = Screen()
        screen.show(reply)
        state: str = screen.known["head"]["state"]
        return state

    assert words(Reply()) == "Sending the question"
    assert words(GOING) == "Thinking"
    assert words(text("Hello")) == "Writing the answer"
    assert words(replace(GOING, status="cancelling")) == "Stopping"
    searching = Step("s", "file_search", "in_progress")
    assert words(replace(GOING, steps=(searching,))) == "Searching the files"
    calling = Step("s", "function", "in_progress", name="weather")
    assert words(replace(GOING, steps=(calling,))) == "Calling weather"


def test_tokens_are_told_when_the_server_has_counted_them() -> None:
    screen = Screen()
    screen.show(replace(GOING, usage=Usage(1200, 34)))
    assert screen.known["head"]["tokens"] == "1,234 tokens"
