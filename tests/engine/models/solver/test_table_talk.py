"""A talk about one table as people have it: one thing after the other, each leaning on the last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation, Python
from tests.engine.models.solver.shop import ORDERS, bold, lines, month, summed
from tests.engine.models.solver.shop import table as cells
from tests.engine.models.solver.test_tables import PENGUINS, ask, write


@pytest.fixture
def shop(python: Python, sales: Path, tmp_path: Path) -> Iterator[Conversation]:
    """A talk about the orders, whose files are saved in a folder of the test."""
    before, _ = python.run("import os; print(os.getcwd())")
    python.run(f"import os; os.chdir({str(tmp_path)!r})")
    yield Conversation(python, {str(sales): sales})
    python.run(f"import os; os.chdir({before.strip()!r})")


def _rounded(sums: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in sums.items()}


def test_one_result_in_many_forms(shop: Conversation) -> None:
    shop.ask("total revenue by region")
    assert [picture["bars"] for picture in shop.ask("as a chart").pictures] == [3]
    by_product = _rounded(summed(lambda row: row["product"]))
    assert cells(shop.ask("now by product")) == by_product
    ordered = cells(shop.ask("sort it"))
    assert list(ordered.values()) == sorted(by_product.values(), reverse=True)
    of_2023 = [row for row in ORDERS if row["order_date"].startswith("2023")]
    asked = cells(shop.ask("only 2023"))
    assert asked == _rounded(summed(lambda row: row["product"], of_2023))
    monthly = cells(shop.ask("by month"))
    assert list(monthly) == sorted(_rounded(summed(month, of_2023)))
    (picture,) = shop.ask("make it a line chart").pictures
    assert picture["lines"] == 1
    saved = shop.ask("save that as CSV")
    assert "[result.csv](sandbox:/mnt/data/result.csv)" in saved.text
    assert cells(saved) == monthly


def test_a_question_that_nobody_answered_changes_nothing(shop: Conversation) -> None:
    shop.ask("total revenue by region")
    with pytest.raises(Declined):
        shop.ask("which of our competitors does better?")
    assert len(shop.ask("as a bar chart").pictures) == 1
    # Another model's answer does: "that" may be in it.
    with pytest.raises(Declined):
        shop.ask("which of our competitors does better?")
    shop.messages.append(type(shop.messages[0])("assistant", "Perhaps the one next door."))
    with pytest.raises(Declined):
        shop.ask("as a bar chart")


def test_rows_that_were_listed(shop: Conversation) -> None:
    shop.ask("top 5 orders by revenue")
    asian = lines(shop.ask("only in Asia"))
    assert {row[asian[0].index("region")] for row in asian[1:]} == {"Asia"}
    assert len(lines(shop.ask("only the first 3"))) == 4
    assert "result.csv" in shop.ask("save that as a CSV file").text


def test_what_rows_were_chosen_by_is_shown(python: Python, sales: Path) -> None:
    answer = ask(python, "orders with revenue between 1000 and 2000", sales)
    assert lines(answer)[0][1] == "revenue"
    known = [float(row["revenue"]) for row in ORDERS if row["revenue"]]
    assert bold(answer) == [f"{sum(1000 <= value <= 2000 for value in known)} rows"]


@pytest.mark.parametrize(
    "question",
    [
        "what is in this file?",
        "what's in this file",
        "what is this file about?",
        "what does this dataset contain?",
        "give me an overview of the data",
        "tell me about this data",
        "take a look at the file",
    ],
)
def test_a_first_look(python: Python, sales: Path, question: str) -> None:
    answer = ask(python, question, sales)
    assert bold(answer) == ["160 rows", "7 columns"]
    assert "revenue" in answer.text


@pytest.mark.parametrize(
    ("question", "bars", "columns"),
    [
        ("heat map of revenue by region and product", 0, 4),
        ("plot revenue over time by region", 0, 3),
        ("pie chart of revenue share by region", 3, 1),
    ],
)
def test_pictures(python: Python, sales: Path, question: str, bars: int, columns: int) -> None:
    answer = ask(python, question, sales)
    (picture,) = answer.pictures
    assert picture["bars"] == bars
    assert len(lines(answer)[0]) == columns + 1


def test_a_line_follows_time_whatever_the_order(python: Python, sales: Path) -> None:
    code = ask(python, "line chart of total revenue by month sorted descending", sales).code
    assert "sort_values" not in code


def test_pictures_by_group(python: Python) -> None:
    histogram = ask(python, "histogram of flipper length by species")
    assert [picture["bars"] for picture in histogram.pictures] == [60]
    scatter = ask(python, "scatter plot of bill length against bill depth by species")
    assert [picture["clouds"] for picture in scatter.pictures] == [3]
    assert PENGUINS.name in histogram.text


def test_a_total_that_is_a_column(python: Python, tmp_path: Path) -> None:
    path = write(tmp_path, "export.csv", "id,Total Revenue ($)\n1,$5.00\n2,$7.50\n3,$7.50\n")
    assert bold(ask(python, "total revenue", path)) == ["20"]


def test_names_in_the_plural(python: Python, tmp_path: Path) -> None:
    path = write(tmp_path, "people.csv", "city,n\nOslo,1\nRome,2\nRome,3\n")
    assert bold(ask(python, "how many different cities are there?", path)) == ["2"]


def test_wide_tables_are_read_fast(python: Python, tmp_path: Path) -> None:
    names = [f"sensor_{n}" for n in range(400)]
    rows = [",".join(str(n + i) for i in range(400)) for n in range(3)]
    path = write(tmp_path, "wide.csv", "\n".join([",".join(names), *rows]) + "\n")
    assert bold(ask(python, "mean of sensor_17", path)) == ["18"]


def test_amounts_stand_to_the_right(python: Python, tmp_path: Path) -> None:
    path = write(tmp_path, "shops.csv", "shop,sold\nA,5\nB,7.25\nC,1200.5\n")
    text = ask(python, "total sold by shop", path).text
    table = "| shop | sum of sold |\n| --- | ---: |\n| A | 5.00 |\n| B | 7.25 |\n| C | 1200.50 |"
    assert table in text


def test_who_is_declined_hears_of_the_columns(python: Python, tmp_path: Path) -> None:
    path = write(tmp_path, "shops.csv", "shop,sold\nA,5\nB,7\n")
    with pytest.raises(Declined, match="the columns of `shops.csv` are `shop`, `sold`"):
        ask(python, "total profit by shop", path)
    with pytest.raises(Declined, match="`heads.csv` has no rows below a header"):
        ask(python, "how many rows are there?", write(tmp_path, "heads.csv", "a,b\n"))


def test_the_top_of_each_group_adds_up(python: Python, sales: Path) -> None:
    answer = ask(python, "top 2 products by revenue in each region", sales)
    sums = summed(lambda row: f"{row['region']}|{row['product']}" if row["region"] else "")
    found = {f"{row[0]}|{row[1]}": float(row[2]) for row in lines(answer)[1:]}
    for region in ("Europe", "Asia", "Americas"):
        best = sorted((s for s in sums if s.startswith(region)), key=sums.__getitem__)[-2:]
        assert {name for name in found if name.startswith(region)} == set(best)
    assert found == {name: round(sums[name], 2) for name in found}
