"""Data with holes: groups without any value, rows without a group, one name in many spellings."""

from __future__ import annotations

from pathlib import Path

from tests.engine.models.solver.conversation import Conversation, Python
from tests.engine.models.solver.shop import bold, lines
from tests.engine.models.solver.shop import table as cells
from tests.engine.models.solver.test_tables import ask, write

MONTHS = "month,sales\n2024-01,5\n2024-02,\n2024-03,7\n2024-04,8\n"
SPELT = (
    "city,amount\nNorth,1\n NORTH,2\nnorth,4\n South,8\nsouth ,16\n,32\nWest,\n"
    "Nordic,64\nNorth,128\n"
)


def test_a_group_without_any_value_has_no_sum(python: Python, tmp_path: Path) -> None:
    path = write(tmp_path, "sales.csv", MONTHS)
    answer = ask(python, "total sales by month as a line chart", path)
    assert lines(answer)[2] == ["2024-02", "–"]
    assert cells(answer) == {"2024-01": 5, "2024-03": 7, "2024-04": 8}
    lowest = ask(python, "which month has the lowest total sales?", path)
    assert bold(lowest) == ["2024-01"]
    grown = ask(python, "month over month growth of sales", path)
    assert cells(grown) == {"2024-04": 14.2857}


def test_rows_without_a_group_are_told(python: Python, tmp_path: Path) -> None:
    path = write(tmp_path, "amounts.csv", SPELT)
    answer = ask(python, "total amount by city", path)
    assert "Rows without a group left out: 1." in answer.text
    assert "Rows without a value left out: 1." in answer.text


def test_spellings_of_one_name_count_as_one(python: Python, tmp_path: Path) -> None:
    path = write(tmp_path, "amounts.csv", SPELT)
    talk = Conversation(python, {str(path): path})
    answer = talk.ask("total amount by city")
    assert cells(answer) == {"North": 135, "South": 24, "Nordic": 64}
    note = "spellings of `city` that differ in capitals or spaces count as one"
    assert note in answer.text
    assert bold(talk.ask("how many rows are from the North?")) == ["4"]
    assert bold(talk.ask("how many different cities are there?")) == ["4"]
    assert note not in talk.ask("total amount").text


def test_time_runs_along_the_axis(python: Python, sales: Path) -> None:
    answer = ask(python, "line chart of monthly revenue by region", sales)
    assert lines(answer)[0][1:] == ["Americas", "Asia", "Europe"]
    (picture,) = answer.pictures
    assert picture["lines"] == 3
    assert picture["x"] == "month of order_date"


def test_a_type_in_brackets_is_no_formula(python: Python, sales: Path) -> None:
    assert r"\[" not in ask(python, "what are the columns?", sales).text
