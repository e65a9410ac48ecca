"""Questions on two uploads: joined by their key, or what one has that the other has not."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Answer, Conversation, Python
from tests.engine.models.solver.shop import COUNTRY, CUSTOMERS, ORDERS, bold, saved, summed
from tests.engine.models.solver.shop import table as cells

BY_COUNTRY = summed(lambda row: COUNTRY[row["customer_id"]])
ALONE = sorted(set(COUNTRY) - {row["customer_id"] for row in ORDERS}, key=int)


def ask(python: Python, question: str, *files: Path) -> Answer:
    return Conversation(python, {str(file): file for file in files}).ask(question)


@pytest.mark.parametrize(
    "question",
    [
        "join sales.csv and customers.csv on customer_id and give revenue per country",
        "merge the two tables and show the total revenue by country",
        "Total revenue by country, using both files",
        "total revenue by country",
        "Merge sales with customers. What is the total revenue per country?",
        "合并两个表,按 country 统计 revenue 总和",
    ],
)
def test_questions_on_two_tables(
    python: Python, sales: Path, customers: Path, question: str
) -> None:
    answer = ask(python, question, sales, customers)
    assert cells(answer) == pytest.approx(BY_COUNTRY)
    assert f"{len(ALONE)} rows of `customers.csv`" in answer.text or "customers.csv" in answer.text


def test_a_join_goes_on(python: Python, sales: Path, customers: Path) -> None:
    talk = Conversation(python, {str(sales): sales, str(customers): customers})
    talk.ask("join the two files on customer_id and show the total revenue by country")
    answer = talk.ask("same for Asia only")
    asia = [row for row in ORDERS if row["region"] == "Asia"]
    assert cells(answer) == pytest.approx(summed(lambda row: COUNTRY[row["customer_id"]], asia))
    orders = Counter(COUNTRY[row["customer_id"]] for row in ORDERS)
    answer = talk.ask("how many orders are there per country in the joined table")
    assert cells(answer) == pytest.approx(dict(orders))


def test_what_has_no_match(python: Python, sales: Path, customers: Path) -> None:
    for question in ("Which customers have no orders?", "customers without sales"):
        answer = ask(python, question, sales, customers)
        assert bold(answer)[0] == f"{len(ALONE)} rows"
        assert all(f"| Firm {int(n):02} |" in answer.text for n in ALONE)
    assert bold(ask(python, "orders without a customer", sales, customers))[0] == "0 rows"


def test_the_joined_table_is_saved(
    python: Python, sales: Path, customers: Path, tmp_path: Path
) -> None:
    python.run(f"import os; os.chdir({str(tmp_path)!r})")
    text = ask(python, "save the merged table as merged.csv", sales, customers).text
    assert f"**{len(ORDERS)} rows** and **9 columns**" in text
    assert "[merged.csv](sandbox:/mnt/data/merged.csv)" in text
    rows = list(csv.DictReader((tmp_path / "merged.csv").open(encoding="utf-8")))
    assert all(COUNTRY[row["customer_id"]] == row["country"] for row in rows)
    text = ask(python, "left join customers with sales; how many rows does it have?",
               sales, customers).text  # fmt: skip
    assert f"**{len(ORDERS) + len(ALONE)} rows**" in text


def test_keys_of_two_types(python: Python, sales: Path, tmp_path: Path) -> None:
    others = [{**row, "customer_id": row["customer_id"]} for row in CUSTOMERS]
    others.append({"customer_id": "none", "name": "Nobody", "country": "Peru"})
    customers = saved(tmp_path / "customers.csv", others)
    answer = ask(python, "join both files on customer_id and give revenue per country",
                 sales, customers)  # fmt: skip
    assert cells(answer) == pytest.approx(BY_COUNTRY)


def test_keys_that_repeat_are_told_or_declined(python: Python, sales: Path, tmp_path: Path) -> None:
    twice = saved(tmp_path / "customers.csv", [*CUSTOMERS, CUSTOMERS[0]])
    text = ask(python, "merge the two tables on customer_id", sales, twice).text
    extra = sum(row["customer_id"] == CUSTOMERS[0]["customer_id"] for row in ORDERS)
    assert f"{len(ORDERS) + extra} rows" in text
    assert "repeats in both files" in text
    with pytest.raises(Declined):
        ask(python, "total revenue by country", sales, twice)


def test_no_common_key_is_told(python: Python, sales: Path, tmp_path: Path) -> None:
    other = saved(
        tmp_path / "other.csv", [{"town": "Rome", "size": "1"}, {"town": "Oslo", "size": "2"}]
    )
    with pytest.raises(Declined, match="name it"):
        ask(python, "join the two tables and give revenue per town", sales, other)
    with pytest.raises(Declined, match="do not both have one column"):
        ask(python, "join the two tables on town and give revenue per town", sales, other)
