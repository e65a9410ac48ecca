"""Several files of one form are one table, unless a question names one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation, Python
from tests.engine.models.solver.shop import ORDERS, bold, saved, summed
from tests.engine.models.solver.shop import table as cells
from tests.engine.models.solver.test_tables import ask, write

YEARS = ("2023", "2024")


def of_year(year: str) -> list[dict[str, str]]:
    return [row for row in ORDERS if row["order_date"].startswith(year)]


@pytest.fixture
def years(tmp_path: Path) -> list[Path]:
    return [saved(tmp_path / f"sales_{year}.csv", of_year(year)) for year in YEARS]


def test_files_of_one_form(python: Python, years: list[Path]) -> None:
    talk = Conversation(python, {str(path): path for path in years})
    answer = talk.ask("total revenue by region")
    sums = {name: round(value, 2) for name, value in summed(lambda row: row["region"]).items()}
    assert cells(answer) == sums
    assert "in `sales_2023.csv` + `sales_2024.csv`:" in answer.text
    assert len(talk.ask("as a chart").pictures) == 1
    assert list(cells(talk.ask("by year"))) == ["2023", "2024"]
    assert bold(talk.ask("how many rows are there?")) == [f"{len(ORDERS)} rows"]
    named = talk.ask("how many rows are in sales_2023.csv?")
    assert bold(named) == [f"{len(of_year('2023'))} rows"]


def test_files_of_other_forms(python: Python, years: list[Path], tmp_path: Path) -> None:
    other = write(tmp_path, "costs.csv", "region,revenue\nAsia,$5.00\nEurope,$7.00\n")
    with pytest.raises(Declined, match="several of the uploaded tables fit"):
        ask(python, "total revenue by region", years[0], other)


def test_the_year_in_a_file_name_is_no_row(python: Python, tmp_path: Path) -> None:
    path = write(tmp_path, "sales_2023.csv", "day,sold\n2022-12-31,5\n2023-01-02,7\n2023-05-01,9\n")
    assert bold(ask(python, "total sold in 2023", path)) == ["16"]
