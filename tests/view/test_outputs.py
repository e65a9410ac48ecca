"""The outputs that a reply leaves in the notebook."""

from __future__ import annotations

import base64
from dataclasses import replace

from assist_magic.reply import File, Image, Reply, Step, Text, Usage
from assist_magic.view.outputs import outputs

PLOT = Image("file-plot", b"\x89PNG")
STEP = Step("step_1", "code_interpreter", "completed", "", "print('<b>')\n", "<b>\n", (PLOT,), 0.31)
FILE = File("file-csv", "p.csv", "sandbox:/mnt/data/p.csv", "p.csv")
WHOLE = Reply(
    thread_id="thread_1",
    run_id="run_1",
    assistant_id="asst_1",
    model="a-model",
    status="completed",
    parts=(Text("See"), Text("[p](sandbox:/mnt/data/p.csv)", (FILE,)), PLOT, Text("End $5")),
    steps=(STEP,),
    usage=Usage(10, 5),
    seconds=4.2,
)


def data(reply: Reply) -> list[dict[str, str]]:
    return [output.data for output in outputs(reply)]


def test_steps_then_the_parts_in_order_with_neighbouring_texts_joined() -> None:
    steps, first, image, last = data(WHOLE)
    assert list(steps) == ["text/html", "text/plain"]
    assert first == {
        "text/markdown": "See\n\n[p](p.csv)",
        "text/plain": "See\n\np (p.csv)",
    }
    assert image == {
        "image/png": base64.b64encode(b"\x89PNG").decode(),
        "text/plain": "<assistant image>",
    }
    assert last == {"text/markdown": "End <span>&#36;</span>5", "text/plain": "End $5"}


def test_the_steps_are_plain_html_with_everything_escaped() -> None:
    assert data(WHOLE)[0]["text/html"] == (
        "<details><summary>Worked in 1 step: Python</summary>\n"
        '<div class="highlight"><pre><code>print('
        '<span class="s">&#x27;&lt;b&gt;&#x27;</span>)</code></pre></div>\n'
        "<blockquote><pre>&lt;b&gt;</pre></blockquote>\n</details>"
    )
    assert data(WHOLE)[0]["text/plain"] == "Worked in 1 step: Python\n\n    print('<b>')\n\n<b>"


def test_several_steps_are_named_and_a_failed_one_is_marked() -> None:
    failed = Step("s2", "function", "failed", "weather", '{"x": 1}', "no")
    html = data(replace(WHOLE, steps=(STEP, failed)))[0]["text/html"]
    assert "<summary>Worked in 2 steps: Python, weather</summary>" in html
    assert "<p><b>weather (failed)</b></p>" in html


def test_an_image_of_a_step_that_the_answer_does_not_show_is_shown_after_the_steps() -> None:
    _, image, _ = data(replace(WHOLE, parts=(Text("End"),)))
    assert "image/png" in image


def test_data_says_nothing_of_ids_times_and_tokens_and_metadata_does() -> None:
    later = replace(
        WHOLE,
        thread_id="thread_2",
        run_id="run_2",
        steps=(replace(STEP, id="step_2", seconds=9.0),),
        usage=Usage(99, 99),
        seconds=99.0,
    )
    assert data(later) == data(WHOLE)
    record = outputs(WHOLE)[1].metadata["assist_magic"]
    assert record["thread"] == "thread_1"
    assert record["usage"] == {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    assert record["step_seconds"] == [0.31]
    assert record["files"][0]["file_id"] == "file-csv"


def test_notes_come_first_as_one_small_line_each() -> None:
    first, *_ = data(replace(WHOLE, notes=("The thread was *lost*.",)))
    assert first == {
        "text/markdown": r"*The thread was \*lost\*.*",
        "text/plain": "The thread was *lost*.",
    }


def test_a_reply_that_has_not_completed_is_marked() -> None:
    endings = {
        "cancelled": "(stopped)",
        "failed": "(failed)",
        "expired": "(expired)",
        "incomplete": "(cut short)",
        "in_progress": "(stopped)",
    }
    for status, words in endings.items():
        partial = replace(WHOLE, status=status, steps=(), parts=(Text("Half"),))  # type: ignore[arg-type]
        assert [bundle["text/plain"] for bundle in data(partial)] == ["Half", words]


def test_a_reply_without_anything_says_so() -> None:
    assert data(Reply(status="completed"))[0]["text/plain"] == "(no answer)"


def test_an_image_that_was_not_fetched_is_told_in_words() -> None:
    (only,) = data(replace(WHOLE, steps=(), parts=(Image("file-x"),)))
    assert only["text/plain"] == "(an image that could not be fetched)"


def test_no_control_code_is_left_in_an_output() -> None:
    bad = "\x1b[31mred\x1b[2J\x07"
    step = replace(STEP, input=f"print({bad!s})", logs=f"10%\r20%\r\n{bad}", images=())
    reply = replace(WHOLE, steps=(step,), parts=(Text(bad),), notes=(f"A {bad} note.",))
    for bundle in data(reply):
        for text in bundle.values():
            assert "red" in text
            assert not set(text) & {"\x1b", "\x07", "\r"}
            assert "10%" not in text


def test_a_long_log_keeps_its_two_ends() -> None:
    log = "begin " + "x" * 1_000_000 + " end"
    for text in data(replace(WHOLE, steps=(replace(STEP, logs=log),)))[0].values():
        assert len(text) < 4500
        assert "begin" in text
        assert " end" in text
        assert "… 996,010 characters are left out here; reply.steps has them all …" in text


def test_the_plain_form_keeps_formulas_as_they_stand() -> None:
    (only,) = data(replace(WHOLE, steps=(), parts=(Text(r"So \(x\) and \[y\]"),)))
    assert only["text/plain"] == r"So \(x\) and \[y\]"
