"""Tables of values of functions, and stories of prices that a teacher tells."""

from __future__ import annotations

import re

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation

PARABOLA = [["-2", "-1", "0", "1", "2", "3", "4"], ["8", "3", "0", "-1", "0", "3", "8"]]
TABLES = {
    "Make a table of values of y = x² - 2x from -2 to 4": PARABOLA,
    "value table for y = x^2 - 2x, -2 <= x <= 4": PARABOLA,
    "Create a table of values for y = 1/x for x = -2, -1, 0, 1, 2": [
        ["-2", "-1", "0", "1", "2"],
        [r"-\frac{1}{2}", "-1", "–", "1", r"\frac{1}{2}"],
    ],
    "table of values for y = 2x+1 with x from 0 to 1 in steps of 0.5": [
        ["0", r"\frac{1}{2}", "1"],
        ["1", "2", "3"],
    ],
    "table of values of f(x) = sqrt(x) for x = 0, 1, 2": [
        ["0", "1", "2"],
        ["0", "1", r"\approx 1.4142"],
    ],
}


@pytest.mark.parametrize(("question", "rows"), TABLES.items(), ids=list(TABLES))
def test_tables(talk: Conversation, question: str, rows: list[list[str]]) -> None:
    lines = [line for line in talk.ask(question).text.splitlines() if re.match(r"\| *\\", line)]
    cells = [[re.sub(r"^\\\(|\\\)$", "", c.strip()) for c in row.split("|")[2:-1]] for row in lines]
    assert cells == rows


def test_its_graph(talk: Conversation) -> None:
    talk.ask("Make a table of values of y = x^2 - 2x from -2 to 4")
    assert talk.ask("plot it").pictures


@pytest.mark.parametrize(
    "question",
    [
        "Make a table of values of y = x^2 from 4 to -2",
        "Make a table of values of y = x^2 from 0 to 500",
        "value table of y = ax from 0 to 2",
    ],
)
def test_no_table(talk: Conversation, question: str) -> None:
    with pytest.raises(Declined):
        talk.ask(question)


STORIES = {
    "A right triangle has legs 3 cm and 4 cm. How long is the hypotenuse?": "5",
    "A price rises from 80 to 92. By how many percent?": r"15\,\%",
    "A shirt costs 40 € and is reduced by 25%. What is the new price?": "30",
    "After a 20% discount a bag costs 48 €. What was the original price?": "60",
    "After a discount of 15%, a coat costs 68 euros. What was the original price?": "80",
    "Simple interest on 1200 € at 3% for 2 years": "72",
    "1000 at 5% compound interest for 3 years": "1157.625",
}


@pytest.mark.parametrize(("question", "result"), STORIES.items(), ids=list(STORIES))
def test_stories(talk: Conversation, question: str, result: str) -> None:
    answer = talk.ask(question).text
    assert re.search(rf"= {re.escape(result)}(?!\d)", answer)
    assert "The check failed" not in answer
