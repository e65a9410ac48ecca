"""Tables are cleaned and saved; what is saved is read again with the csv module alone."""

from __future__ import annotations

import csv
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation, Python
from tests.engine.models.solver.shop import ORDERS, Order, bold
from tests.engine.models.solver.test_tables import write

KNOWN = [float(row["revenue"]) for row in ORDERS if row["revenue"]]


@pytest.fixture
def shop(python: Python, sales: Path, tmp_path: Path) -> Iterator[Conversation]:
    """A talk about the orders, whose files are saved in a folder of the test."""
    before, _ = python.run("import os; print(os.getcwd())")
    python.run(f"import os; os.chdir({str(tmp_path)!r})")
    yield Conversation(python, {str(sales): sales})
    python.run(f"import os; os.chdir({before.strip()!r})")


def rows(path: Path) -> list[Order]:
    return list(csv.DictReader(path.open(encoding="utf-8")))


def without(column: str) -> list[str]:
    return [row["order_id"] for row in ORDERS if row[column]]


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("remove rows with missing revenue", without("revenue")),
        ("drop all rows where revenue is missing", without("revenue")),
        ("delete rows without a region", without("region")),
        (
            "drop rows with missing values",
            [row["order_id"] for row in ORDERS if all(row.values())],
        ),
        (
            "remove orders with revenue under 100",
            [x["order_id"] for x in ORDERS if not x["revenue"] or float(x["revenue"]) >= 100],
        ),
        (
            "keep only rows with revenue over 100",
            [x["order_id"] for x in ORDERS if x["revenue"] and float(x["revenue"]) > 100],
        ),
        ("remove duplicates and rows with missing revenue", without("revenue")),
        ("remove duplicate rows", [row["order_id"] for row in ORDERS]),
    ],
)
def test_rows_go(shop: Conversation, tmp_path: Path, question: str, kept: list[str]) -> None:
    answer = shop.ask(question)
    assert [row["order_id"] for row in rows(tmp_path / "sales_clean.csv")] == kept
    assert "[sales_clean.csv](sandbox:/mnt/data/sales_clean.csv)" in answer.text
    gone = len(ORDERS) - len(kept)
    assert bold(answer) == ([f"{gone} rows are gone"] if gone else [])
    assert list(rows(tmp_path / "sales_clean.csv")[0]) == list(ORDERS[0])


@pytest.mark.parametrize(
    ("question", "column", "value"),
    [
        ("fill missing revenue with the median", "revenue", statistics.median(KNOWN)),
        ("fill missing values in revenue with the mean", "revenue", statistics.fmean(KNOWN)),
        ("replace missing revenue by 0", "revenue", 0),
        ("fill missing values with 0", "revenue", 0),
        ('replace missing values of region with "Unknown"', "region", "Unknown"),
    ],
)
def test_gaps_are_filled(
    shop: Conversation, tmp_path: Path, question: str, column: str, value: float | str
) -> None:
    shop.ask(f"{question}, and save it as filled.csv")
    filled = rows(tmp_path / "filled.csv")
    for before, after in zip(ORDERS, filled, strict=True):
        if before[column]:
            assert after[column].lstrip("0") == before[column].lstrip("0") or float(
                after[column]
            ) == float(before[column])
        elif isinstance(value, str):
            assert after[column] == value
        else:
            assert float(after[column]) == pytest.approx(value)


def test_columns_go(shop: Conversation, tmp_path: Path) -> None:
    shop.ask("drop the columns region and product and save as slim.csv")
    assert list(rows(tmp_path / "slim.csv")[0]) == [
        name for name in ORDERS[0] if name not in ("region", "product")
    ]


def test_money_dates_and_names_come_out_clean(
    shop: Conversation, tmp_path: Path, python: Python
) -> None:
    messy = "day;shop;sold\n05.01.2024;East;1.200,50\n05.01.2024;east ;1.200,50\n6.2.2024;West;3\n"
    path = write(tmp_path, "messy.csv", messy)
    Conversation(python, {str(path): path}).ask("remove duplicates and save as clean.csv")
    assert [list(row.values()) for row in rows(tmp_path / "clean.csv")] == [
        ["2024-01-05", "East", "1200.5"],
        ["2024-02-06", "West", "3.0"],
    ]


@pytest.mark.parametrize(
    "question",
    [
        "clean the data",
        "remove rows with missing revenue and missing region",
        "fill missing region with the mean",
        "remove duplicates and save as sales.csv",
    ],
)
def test_what_is_not_clear_is_declined(shop: Conversation, question: str) -> None:
    with pytest.raises(Declined):
        shop.ask(question)
