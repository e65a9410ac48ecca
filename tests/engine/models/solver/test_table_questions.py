"""Which rows, ranks, shares, relations and follow-ups; the truths are worked out by csv alone."""

from __future__ import annotations

import csv
import statistics
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import vega_datasets

from assist_magic.engine.models.base import Declined
from assist_magic.engine.models.solver.tables.code import number
from assist_magic.engine.models.solver.tables.names import in_unit
from tests.engine.models.solver.conversation import Conversation, Python
from tests.engine.models.solver.test_tables import PENGUINS, ROWS, ask, cells, write

WEATHER = Path(vega_datasets.__file__).parent / "_data" / "seattle-weather.csv"
DAYS = list(csv.DictReader(WEATHER.open(encoding="utf-8")))
Row = dict[str, str]


def mass(row: Row) -> float:
    return float(row["body_mass_g"]) if row["body_mass_g"] != "NA" else float("nan")


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("How many penguins are female?", lambda row: row["sex"] == "female"),
        ("How many female penguins are there?", lambda row: row["sex"] == "female"),
        ("how many Gentoos are there", lambda row: row["species"] == "Gentoo"),
        (
            "How many Adelie penguins live on Dream?",
            lambda row: (row["species"], row["island"]) == ("Adelie", "Dream"),
        ),
        ("How many penguins weigh more than 4,000 g?", lambda row: mass(row) > 4000),
        ("count the penguins with a body mass of at least 4000", lambda row: mass(row) >= 4000),
        (
            "How many penguins from Biscoe have a body mass between 4000 and 5000?",
            lambda row: row["island"] == "Biscoe" and 4000 <= mass(row) <= 5000,
        ),
        ("How many penguins are not from Biscoe?", lambda row: row["island"] != "Biscoe"),
        ("How many Adelie or Gentoo penguins are there?", lambda row: row["species"][0] in "AG"),
        ("How many penguins were there in 2008?", lambda row: row["year"] == "2008"),
        (
            "number of rows where sex is male and body_mass_g > 5000",
            lambda row: row["sex"] == "male" and mass(row) > 5000,
        ),
    ],
)
def test_which_rows_are_counted(
    python: Python, question: str, holds: Callable[[Row], bool]
) -> None:
    assert f"**{sum(map(holds, ROWS))}** of the 344 rows" in ask(python, question).text


def test_a_measure_of_some_rows(python: Python) -> None:
    males = [mass(row) for row in ROWS if row["sex"] == "male" and row["species"] == "Gentoo"]
    text = ask(python, "What is the average body mass of male Gentoo penguins?").text
    assert f"**{statistics.fmean(males):.4f}**" in text
    others = [mass(row) for row in ROWS if row["species"] != "Adelie" and mass(row) == mass(row)]
    text = ask(python, "mean body mass excluding Adelie").text
    assert f"**{statistics.fmean(others):.4f}**" in text


def test_no_row_fits(python: Python) -> None:
    assert "No row" in ask(python, "How many Gentoo penguins live on Dream?").text


def test_dates(python: Python) -> None:
    july = [float(day["temp_max"]) for day in DAYS if day["date"][5:7] == "07"]
    text = ask(python, "What is the average temp_max in July?", WEATHER).text
    assert f"**{statistics.fmean(july):.4f}**" in text
    years: Counter[str] = Counter()
    for day in DAYS:
        years[day["date"][:4]] += float(day["precipitation"])  # type: ignore[assignment]
    found = cells(ask(python, "total precipitation per year", WEATHER))
    assert found == pytest.approx(years, abs=1e-3)
    assert len(cells(ask(python, "mean wind by month", WEATHER))) == 48
    hottest = max(DAYS, key=lambda day: float(day["temp_max"]))
    assert f"**{hottest['date']}**" in ask(python, "What was the hottest day?", WEATHER).text


def test_two_groups_and_two_measures(python: Python) -> None:
    text = ask(python, "mean body mass by species and sex").text
    wanted = [mass(row) for row in ROWS if (row["species"], row["sex"]) == ("Gentoo", "male")]
    assert f"| Gentoo | male | {statistics.fmean(wanted):.4f} |" in text
    text = ask(python, "What is the minimum and maximum body mass?").text
    assert "**2700**" in text
    assert "**6300**" in text
    assert text.endswith("computed with pandas.*")


def test_ranks(python: Python) -> None:
    masses = sorted((mass(row) for row in ROWS if mass(row) == mass(row)), reverse=True)
    text = ask(python, "top 3 heaviest penguins").text
    for value in masses[:3]:
        assert f"| {value:.0f} |" in text
    assert "| 2700 | Chinstrap |" in ask(python, "Which penguin is the lightest?").text
    lines = ask(python, "sort by body mass descending").text.splitlines()
    assert f"| {masses[0]:.0f} |" in lines[4]


def test_shares_and_distinct(python: Python) -> None:
    females = sum(row["sex"] == "female" for row in ROWS)
    text = ask(python, "What percentage of the penguins are female?").text
    assert f"**{100 * females / len(ROWS):.4f} %**" in text
    counts = Counter(row["species"] for row in ROWS)
    found = cells(ask(python, "What percentage of the penguins is each species?"))
    assert found == pytest.approx({k: 100 * n / len(ROWS) for k, n in counts.items()}, abs=1e-3)
    assert "is **3**" in ask(python, "How many islands are there?").text
    assert "Biscoe, Dream, Torgersen" in ask(python, "Which islands are there?").text


def test_relations(python: Python) -> None:
    whole = [row for row in ROWS if mass(row) == mass(row)]
    truth = statistics.correlation(
        [mass(row) for row in whole], [float(row["flipper_length_mm"]) for row in whole]
    )
    text = ask(python, "correlation of body mass and flipper length").text
    assert f"**{truth:.4f}**" in text
    assert "strong" in text
    assert "| 0.8712 |" in ask(python, "correlation matrix").text
    assert "has **0** outliers" in ask(python, "Are there outliers in body mass?").text
    assert "**4750**" in ask(python, "What is the 75th percentile of body mass?").text


@pytest.mark.parametrize(
    ("question", "x", "y"),
    [
        ("bar chart of mean body mass by species", "species", "mean of body_mass_g"),
        ("plot the number of penguins by island", "island", "number of rows"),
        ("plot body mass by species", "species", "body_mass_g"),
        ("line chart of mean body mass by year", "year", "mean of body_mass_g"),
    ],
)
def test_charts(python: Python, question: str, x: str, y: str) -> None:
    (picture,) = ask(python, question).pictures
    assert (picture["x"], picture["y"]) == (x, y)


def test_over_time(python: Python) -> None:
    (picture,) = ask(python, "Plot temp_max over time", WEATHER).pictures
    assert (picture["x"], picture["y"]) == ("date", "temp_max")
    (picture,) = ask(python, "plot the average temp_max by month", WEATHER).pictures
    assert picture["y"] == "mean of temp_max"


def test_follow_ups(python: Python) -> None:
    talk = Conversation(python, {str(PENGUINS): PENGUINS})
    talk.ask("What is the mean body mass by species?")
    assert "for each `island`" in talk.ask("now by island").text
    assert "The median" in talk.ask("and the median?").text
    assert talk.ask("plot that").pictures[0]["y"] == "median of body_mass_g"
    assert "where `sex` is female" in talk.ask("only for females").text
    assert "The median of `flipper_length_mm`" in talk.ask("what about flipper length?").text
    talk.ask("2 + 2")
    with pytest.raises(Declined):
        talk.ask("now by island")


@pytest.mark.parametrize(
    "question",
    [
        "How many penguins weigh at least 5 kg?",
        "How many penguins weigh more than the average?",
        "What is the second heaviest penguin?",
        "Which species has more females than males?",
        "How many penguins are there per square metre?",
        "How many penguins will there be in 2030?",
        "What is the mean body mass of penguins with long flippers?",
        "Why do Gentoo penguins live on Biscoe?",
        "Compare the average body mass of males and females",
        "plot body mass by flipper length and species",
        "average body mass of Gentoo penguins or of those on Dream",
        "sum of bill length and bill depth",
        "How many more Adelie than Gentoo penguins are there?",
        "Which species has the most females?",
        "average of bill length divided by bill depth",
        "How many penguins are neither female nor male?",
    ],
)
def test_what_is_left_over_is_declined(python: Python, question: str) -> None:
    with pytest.raises(Declined):
        ask(python, question)


def test_values_that_two_columns_have_are_left_alone(python: Python, tmp_path: Path) -> None:
    path = write(tmp_path, "moves.csv", "start,goal,n\nRome,Oslo,1\nOslo,Rome,2\nRome,Bonn,4\n")
    assert "**1** of" in ask(python, "how many rows are there with goal Bonn", path).text
    with pytest.raises(Declined):
        ask(python, "how many rows are from Rome", path)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("81.000000", "81"),
        ("6300.0", "6300"),
        ("4201.754386", "4201.7544"),
        ("0.012345678", "0.01235"),
        ("-0.871201", "-0.8712"),
        ("0.1", "0.1"),
        ("nan", "–"),
        ("1e-07", "1.000e-7"),
        ("Adelie", "Adelie"),
    ],
)
def test_numbers_are_rounded_for_people(printed: str, shown: str) -> None:
    assert number(printed) == shown


def test_units_are_never_converted() -> None:
    assert in_unit("body_mass_g", "grams")
    assert not in_unit("body_mass_g", "kg")
    assert not in_unit("Height (cm)", "m")
    assert in_unit("precipitation", "mm")
    assert not in_unit("precipitation", "elephants")


def test_rows_by_their_own_name_and_short_values(python: Python, tmp_path: Path) -> None:
    text = "student,class,score\n" + "".join(f"S{i},{'AB'[i % 2]},{50 + i}\n" for i in range(20))
    path = write(tmp_path, "marks.csv", text)
    assert "has **20 rows**" in ask(python, "How many students are there?", path).text
    answer = ask(python, "How many students in class A have a score above 60?", path)
    assert "**4** of the 20 rows" in answer.text


def test_a_tie_is_told(python: Python, tmp_path: Path) -> None:
    path = write(tmp_path, "sold.csv", "city,n\nRome,4\nOslo,3\nBonn,1\nOslo,1\n")
    text = ask(python, "Which city has the highest total n?", path).text
    assert "with the same value, **Oslo** and **Rome**" in text or "**Rome** and **Oslo**" in text
