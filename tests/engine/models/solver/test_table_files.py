"""Files as people have them: money, percentages, dates of all kinds, JSON, large ones."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Python
from tests.engine.models.solver.shop import bold, lines
from tests.engine.models.solver.shop import table as cells
from tests.engine.models.solver.test_tables import ask, write

MONEY = 'item,price,part,sold\nx,$5.00,12%,"1,234"\ny,"$1,200.50",8%,900\nz,$3.25,80%,"2,000"\n'
GERMAN = "Datum;Filiale;Umsatz (€)\n05.01.2024;Köln;1.469,19\n15.02.2024;Köln;17,21\n" + (
    "03.02.2024;Bonn;1.000,00\n"
)


@pytest.mark.parametrize(
    ("content", "question", "truth"),
    [
        (MONEY, "total price", "1208.75"),
        (MONEY, "mean part", "33.3333"),
        (MONEY, "total sold", "4134"),
        (MONEY, "how many rows have a price over 4", "2"),
        ("id,value\n1,5\n2,7\n", "mean value", "6"),
        ("a,a,b\n1,2,3\n3,4,5\n", "mean a.1", "3"),
        ('id,note,n\n1,"one\ntwo",5\n2,x,7\n', "mean n", "6"),
        ("\ufeffname,score\nA,1\nB,3\n", "mean score", "2"),
        ("x,y\n1,2\n", "how many rows are there", "1 row"),
    ],
)
def test_numbers_as_they_are_written(
    python: Python, tmp_path: Path, content: str, question: str, truth: str
) -> None:
    assert bold(ask(python, question, write(tmp_path, "data.csv", content)))[0] == truth


def test_a_german_export(python: Python, tmp_path: Path) -> None:
    path = write(tmp_path, "umsatz.csv", GERMAN, "cp1252")
    assert cells(ask(python, "total Umsatz per Filiale", path)) == {"Köln": 1486.4, "Bonn": 1000}
    by_month = cells(ask(python, "Umsatz by month", path))
    assert by_month == {"2024-01": 1469.19, "2024-02": 1017.21}


@pytest.mark.parametrize(
    ("dates", "separator", "months", "note"),
    [
        (("1/15/2024", "2/20/2024"), ",", ("2024-01", "2024-02"), ""),
        (("15/01/2024", "20/02/2024"), ",", ("2024-01", "2024-02"), ""),
        (("01/02/2024", "02/03/2024"), ",", ("2024-01", "2024-02"), "month/day/year"),
        (("01/02/2024", "02/03/2024"), ";", ("2024-02", "2024-03"), "day/month/year"),
        (("5 Jan 2024", "7 Feb 2024"), ",", ("2024-01", "2024-02"), ""),
        (("2024-01", "2024-02"), ",", ("2024-01", "2024-02"), ""),
    ],
)
def test_dates(
    python: Python,
    tmp_path: Path,
    dates: tuple[str, str],
    separator: str,
    months: tuple[str, str],
    note: str,
) -> None:
    amounts = ("5,5", "7,5") if separator == ";" else ("5.5", "7.5")
    rows = [f"{day}{separator}{n}" for day, n in zip(dates, amounts, strict=True)]
    path = write(tmp_path, "days.csv", "\n".join([f"day{separator}amount", *rows]) + "\n")
    answer = ask(python, "total amount by month", path)
    assert cells(answer) == {months[0]: 5.5, months[1]: 7.5}
    assert ("dates are read as " + note in answer.text) if note else "read as" not in answer.text


def test_json_records(python: Python, tmp_path: Path) -> None:
    rows = [{"city": "Rome", "n": 3}, {"city": "Oslo", "n": 5}, {"city": "Rome", "n": None}]
    whole = write(tmp_path, "rows.json", json.dumps(rows))
    by_line = write(tmp_path, "rows.jsonl", "\n".join(map(json.dumps, rows)))
    for path in (whole, by_line):
        assert cells(ask(python, "total n by city", path)) == {"Rome": 3, "Oslo": 5}
    with pytest.raises(Declined):
        ask(python, "total n", write(tmp_path, "deep.json", '[{"n": {"a": 1}}, {"n": {"a": 2}}]'))


def test_money_is_shown_as_it_is_written(python: Python, tmp_path: Path) -> None:
    rows = lines(ask(python, "list the first 3 rows", write(tmp_path, "data.csv", MONEY)))
    assert rows[2] == ["y", "$1,200.50", "8%", "900"]


def test_a_million_rows_take_about_a_second(python: Python, tmp_path: Path) -> None:
    names = "ABCDE"
    content = "day,shop,amount\n" + "".join(
        f"2024-{1 + i % 12:02}-05,{names[i % 5]},{i % 97}\n" for i in range(1_000_000)
    )
    path = write(tmp_path, "large.csv", content)
    ask(python, "mean amount", path)
    began = time.perf_counter()
    answer = ask(python, "total amount by month", path)
    assert time.perf_counter() - began < 8  # about 1 s on a free machine
    assert sum(cells(answer).values()) == sum(i % 97 for i in range(1_000_000))


@pytest.mark.parametrize("end", ["Total,,425\n", "Grand total:,,425\n\n", ",,425\n"])
def test_titles_and_totals_around_the_rows(python: Python, tmp_path: Path, end: str) -> None:
    top = "Report: quarterly\nMade on 2024-01-03\n\nyear,store,sold\n"
    rows = "2021,A,100\n2022,A,140\n2021,B,90\n2022,B,95\n"
    path = write(tmp_path, "export.csv", top + rows + end)
    answer = ask(python, "total sold", path)
    is_total = end[:1] != ","
    assert bold(answer) == ["425" if is_total else "850"]
    assert ("the row of totals at the end of `export.csv` is left out" in answer.text) == is_total
    if is_total:
        assert bold(ask(python, "total sold in 2021", path)) == ["190"]
