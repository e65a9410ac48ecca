"""Excel workbooks and Parquet files; the truths are worked out here from the cells written."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation, Python
from tests.engine.models.solver.shop import bold, lines
from tests.engine.models.solver.shop import table as cells
from tests.engine.models.solver.test_tables import ask, write

START = datetime(2024, 1, 5)
ORDERS = [
    (
        n,
        START + timedelta(days=9 * n),
        ("East", "West", "east ")[n % 3],
        n * 2.5,
        f"{n}",
        f"${n}.00",
    )
    for n in range(1, 25)
]
HEADER = ("order", "day", "region", "amount", "pieces", "price")


def saved(path: Path, *, above: int = 0, mixed: bool = False) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Orders"
    for _ in range(above):
        sheet.append(["Report of the year"])
    for row in (HEADER, *ORDERS):
        sheet.append(row)
    sheet.append((25, START, None, "n/a" if not mixed else "unknown", "2", "$1.00"))
    shops = book.create_sheet("Shops")
    for shop in (("region", "manager"), ("East", "Ann"), ("West", "Bo")):
        shops.append(shop)
    book.save(path)
    return path


@pytest.fixture
def talk(python: Python, tmp_path: Path) -> Conversation:
    path = saved(tmp_path / "shop.xlsx")
    return Conversation(python, {str(path): path})


def test_a_sheet_is_found_by_its_columns(talk: Conversation) -> None:
    answer = talk.ask("total amount by region")
    sums: dict[str, float] = defaultdict(float)
    for order in ORDERS:
        sums[order[2].strip().title()] += order[3]
    assert cells(answer) == dict(sums)
    assert "in `Orders` of `shop.xlsx`" in answer.text
    monthly = cells(talk.ask("total amount by month"))
    assert monthly["2024-01"] == sum(x[3] for x in ORDERS if x[1] < datetime(2024, 2, 1))
    assert len(talk.ask("as a chart").pictures) == 1  # of the same sheet
    assert bold(talk.ask("total pieces")) == [str(sum(range(1, 25)) + 2)]
    assert bold(talk.ask("total price")) == [str(sum(range(1, 25)) + 1)]


def test_a_sheet_is_named(talk: Conversation) -> None:
    with pytest.raises(Declined, match="`Orders` of `shop.xlsx` and `Shops` of `shop.xlsx`"):
        talk.ask("how many rows are there?")
    assert bold(talk.ask("how many rows are in the Shops sheet?")) == ["2 rows"]
    assert bold(talk.ask('how many rows has sheet "Orders" of shop.xlsx?')) == ["25 rows"]


def test_two_sheets_are_joined(talk: Conversation) -> None:
    answer = talk.ask("join Orders and Shops on region and find total amount by manager")
    assert "Joined `Orders`" in answer.text
    assert lines(answer)[0][0] == "manager"


def test_rows_above_the_header(python: Python, tmp_path: Path) -> None:
    path = saved(tmp_path / "report.xlsx", above=3)
    assert bold(ask(python, "total pieces", path)) == ["302"]


def test_a_column_of_numbers_and_words_has_no_sum(python: Python, tmp_path: Path) -> None:
    path = saved(tmp_path / "mixed.xlsx", mixed=True)
    with pytest.raises(Declined):
        ask(python, "total amount", path)
    assert bold(ask(python, "total pieces", path)) == ["302"]


def test_no_workbook(python: Python, tmp_path: Path) -> None:
    with pytest.raises(Declined):
        ask(python, "how many rows are there?", write(tmp_path, "broken.xlsx", "no workbook"))


def test_parquet(python: Python, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    frame = pd.DataFrame(ORDERS, columns=list(HEADER))
    frame["region"] = frame["region"].astype("category")
    frame["price"] = pd.Series([Decimal(n) / 4 for n in range(24)], dtype=object)
    frame["day"] = frame["day"].dt.date
    path = tmp_path / "orders.parquet"
    frame.to_parquet(path)
    talk = Conversation(python, {str(path): path})
    assert cells(talk.ask("total amount by region")) == {
        "East": sum(x[3] for x in ORDERS if x[2] != "West"),
        "West": sum(x[3] for x in ORDERS if x[2] == "West"),
    }
    assert bold(talk.ask("total price")) == ["69"]
    assert len(cells(talk.ask("total amount by month"))) == 8
    assert bold(talk.ask("how many rows are from the East?")) == ["16"]


def test_a_row_of_totals(python: Python, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("shop", "sold"), ("A", 5), ("B", 7), ("Total", 12), (None, None)):
        sheet.append(row)
    book.save(tmp_path / "totals.xlsx")
    assert bold(ask(python, "total sold", tmp_path / "totals.xlsx")) == ["12"]
