"""Two small tables of a shop, made here, and the plain Python that works out truths on them."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.engine.models.solver.conversation import Answer

Order = dict[str, str]
REGIONS = ("Europe", "Asia", "Americas")
PRODUCTS = ("Phone", "Laptop", "Desk chair", "Monitor")
COUNTRIES = ("France", "Japan", "Brazil")


def orders() -> list[Order]:
    """160 orders of one and a half years; some have no revenue, some no region."""
    made = []
    for i in range(160):
        day = date(2023, 1, 2) + timedelta(days=(i * 341) // 100)
        quantity, price = 1 + (i * 7) % 9, (19.5, 120.0, 250.25)[i * 5 % 3]
        made.append(
            {
                "order_id": str(1000 + i),
                "order_date": day.isoformat(),
                "customer_id": str(1 + (i * 11) % 17),
                "region": "" if i % 41 == 3 else REGIONS[(i * i + i // 3) % 3],
                "product": PRODUCTS[(i * 3 + i // 7) % 4],
                "quantity": str(quantity),
                "revenue": "" if i % 37 == 5 else f"{quantity * price:.2f}",
            }
        )
    return made


ORDERS = orders()
CUSTOMERS = [
    {"customer_id": str(n), "name": f"Firm {n:02}", "country": COUNTRIES[n % 3]}
    for n in range(1, 21)
]
COUNTRY = {row["customer_id"]: row["country"] for row in CUSTOMERS}


def saved(path: Path, rows: list[Order]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="session")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("shop") / "sales.csv", ORDERS)


@pytest.fixture(scope="session")
def customers(sales: Path) -> Path:
    return saved(sales.parent / "customers.csv", CUSTOMERS)


def summed(
    key: Callable[[Order], str], rows: Iterable[Order] = ORDERS, column: str = "revenue"
) -> dict[str, float]:
    """The sum of a column for each key; rows without a key or a value are left out."""
    found: dict[str, float] = defaultdict(float)
    for row in rows:
        if key(row) and row[column]:
            found[key(row)] += float(row[column])
    return dict(found)


def month(row: Order) -> str:
    return row["order_date"][:7]


def lines(answer: Answer) -> list[list[str]]:
    """The rows of the first Markdown table in an answer, its head first, without the rule."""
    found: list[list[str]] = []
    for line in answer.text.splitlines():
        if not line.startswith("|"):
            if found:
                break
            continue
        found.append([cell.replace("\\", "") for cell in line.strip("| ").split(" | ")])
    return [found[0], *found[2:]] if found else []


def table(answer: Answer) -> dict[str, float]:
    """The same as names and the number of each."""
    return {row[0]: float(row[-1]) for row in lines(answer)[1:] if row[-1] != "–"}


def bold(answer: Answer) -> list[str]:
    return re.findall(r"\*\*(.+?)\*\*", answer.text)
