"""How an evaluation asks: models of an endpoint with our instructions, and without."""

from __future__ import annotations

from pathlib import Path

from assist_magic.backend.discovery import Endpoint
from assist_magic.engine.models.habits import HABITS
from assist_magic.presets import STANDARD
from tests.answers.engine import running
from tests.answers.question import Question, Reply
from tests.answers.report import Graded, kept, table
from tests.engine.models.endpoint import KEY, serving
from tests.engine.models.test_chat import chunks

QUESTION = Question("warm-up", "What is 2 + 3?", "number", 5)


def test_an_endpoints_model_is_asked_with_our_instructions_and_without(tmp_path: Path) -> None:
    said = chunks({"content": "It is **5**."}, "stop")
    with (
        serving("/chat/completions", lambda body: said) as served,
        running(tmp_path, Endpoint(served.url, KEY, "the test's")) as engine,
    ):
        for name in ("gpt", "plain:gpt", "solver"):
            assert "5" in engine.ask(QUESTION, name).text
    told, plain = served.bodies
    assert told["model"] == plain["model"] == "gpt"
    assert told["messages"][0]["content"] == f"{STANDARD.instructions}\n\n{HABITS}"
    assert plain["messages"] == [{"role": "user", "content": "What is 2 + 3?"}]
    assert served.keys[0] == f"Bearer {KEY}"


def test_the_table_tells_how_long_answers_took() -> None:
    replies = [Reply("5", (), 0, float(second)) for second in range(1, 21)]
    graded = [Graded("gpt", QUESTION, reply, "right") for reply in replies]
    last = table(graded).splitlines()[-1]
    assert last == "| **gpt** | **all** | 20 | 20 | 0 | 0 | 10.00 | 19.00 |"


def test_answers_that_were_kept_are_shown_again(tmp_path: Path) -> None:
    reply = Reply("It is 5.", ("print(5)",), 0, 1.25)
    asked = [Graded("gpt", QUESTION, reply, "right"), Graded("gpt", QUESTION, reply, "wrong")]
    file = tmp_path / "answers.jsonl"
    file.write_text("".join(f"{each.line()}\n" for each in asked))
    assert table(kept(file)) == table(asked)
