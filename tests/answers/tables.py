"""60 questions on three public tables that packages ship; truths by csv and statistics alone."""

from __future__ import annotations

import csv
import json
import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import palmerpenguins
import vega_datasets

from tests.answers.question import Question

Row = dict[str, str]
Measure = Callable[[Sequence[float]], float]
_VEGA = Path(vega_datasets.__file__).parent / "_data"
_WITHIN = 1e-3


def questions(folder: Path) -> list[Question]:
    """All of them; tables that no package has as a CSV file are written to `folder`."""
    penguins = Path(palmerpenguins.__file__).parent / "data" / "penguins.csv"
    weather = _VEGA / "seattle-weather.csv"
    cars = _cars(folder)
    return [
        *_on("penguins", penguins, _PENGUINS),
        *_on("cars", cars, _CARS),
        *_on("weather", weather, _WEATHER),
    ]


def _cars(folder: Path) -> Path:
    rows = json.loads((_VEGA / "cars.json").read_text())
    path = folder / "cars.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _on(name: str, path: Path, asked: Iterable[tuple[str, str, Any]]) -> list[Question]:
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = []
    for text, kind, truth in asked:
        true = truth(rows) if callable(truth) else truth
        others: tuple[str, ...] = ()
        if kind == "word":
            true, others = true
        made = Question(f"table: {name}", text, kind, true, others, (path,), _WITHIN)  # type: ignore[arg-type]
        found.append(made)
    return found


def _numbers(rows: Iterable[Row], column: str) -> list[float]:
    return [float(row[column]) for row in rows if row[column] not in ("", "NA")]


def _groups(rows: Iterable[Row], by: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[by] not in ("", "NA"):
            found[row[by]].append(row)
    return found


def _all(measure: Measure, column: str) -> Callable[[list[Row]], float]:
    return lambda rows: measure(_numbers(rows, column))


def _each(measure: Measure, column: str, by: str) -> Callable[[list[Row]], dict[str, float]]:
    return lambda rows: {
        name: measure(_numbers(group, column)) for name, group in _groups(rows, by).items()
    }


def _counts(by: str) -> Callable[[list[Row]], dict[str, int]]:
    return lambda rows: {name: len(group) for name, group in _groups(rows, by).items()}


def _how_many(holds: Callable[[Row], bool]) -> Callable[[list[Row]], int]:
    return lambda rows: sum(map(holds, rows))


def _of(measure: Measure, column: str, holds: Callable[[Row], bool]) -> Any:
    return lambda rows: measure(_numbers(filter(holds, rows), column))


def _best(measure: Measure, column: str, by: str, highest: bool = True) -> Any:
    def find(rows: list[Row]) -> tuple[str, tuple[str, ...]]:
        values = _each(measure, column, by)(rows)
        best = (max if highest else min)(values, key=lambda name: values[name])
        return best, tuple(set(values) - {best})

    return find


def _at_best(column: str, name: str, highest: bool = True) -> Any:
    def find(rows: list[Row]) -> tuple[str, tuple[str, ...]]:
        filled = [row for row in rows if row[column] not in ("", "NA")]
        return (max if highest else min)(filled, key=lambda row: float(row[column]))[name], ()

    return find


def _correlation(first: str, second: str) -> Callable[[list[Row]], float]:
    def find(rows: list[Row]) -> float:
        whole = [row for row in rows if {row[first], row[second]}.isdisjoint({"", "NA"})]
        return statistics.correlation(_numbers(whole, first), _numbers(whole, second))

    return find


def _missing(column: str = "") -> Callable[[list[Row]], int]:
    return lambda rows: sum(
        value in ("", "NA") for row in rows for name, value in row.items() if column in ("", name)
    )


def _share(by: str) -> Callable[[list[Row]], dict[str, float]]:
    return lambda rows: {
        name: 100 * count / len(rows) for name, count in Counter(r[by] for r in rows).items()
    }


def _over(column: str, limit: float) -> Callable[[Row], bool]:
    return lambda row: row[column] not in ("", "NA") and float(row[column]) > limit


def _part(column: str, length: int, of: str, measure: Measure) -> Any:
    """A measure for each beginning of a date: 4 signs are its year, 7 its month."""

    def find(rows: list[Row]) -> dict[str, float]:
        groups: dict[str, list[float]] = defaultdict(list)
        for row in rows:
            groups[row[column][:length].replace("/", "-")].append(float(row[of]))
        return {name: measure(values) for name, values in groups.items()}

    return find


def _quartile(column: str, share: float) -> Callable[[list[Row]], float]:
    def find(rows: list[Row]) -> float:
        values = sorted(_numbers(rows, column))
        place = share * (len(values) - 1)
        low, part = math.floor(place), place % 1
        return values[low] + part * (values[min(low + 1, len(values) - 1)] - values[low])

    return find


def _spread(values: Sequence[float]) -> float:
    return max(values) - min(values)


_mean, _median, _stdev = statistics.fmean, statistics.median, statistics.stdev

_PENGUINS: tuple[tuple[str, str, Any], ...] = (
    ("How many rows are in this file?", "number", len),
    ("What is the average body mass?", "number", _all(_mean, "body_mass_g")),
    (
        "What is the mean body mass by species?",
        "cells",
        _each(_mean, "body_mass_g", "species"),
    ),
    ("median flipper length per island", "cells", _each(_median, "flipper_length_mm", "island")),
    ("How many penguins are there of each species?", "cells", _counts("species")),
    ("Which species is the heaviest on average?", "word", _best(_mean, "body_mass_g", "species")),
    (
        "Which island has the lowest average bill depth?",
        "word",
        _best(_mean, "bill_depth_mm", "island", False),
    ),
    ("How many missing values does the sex column have?", "number", _missing("sex")),
    (
        "How many penguins live on Biscoe?",
        "number",
        _how_many(lambda row: row["island"] == "Biscoe"),
    ),
    (
        "How many Adelie penguins weigh more than 4000 g?",
        "number",
        _how_many(lambda row: row["species"] == "Adelie" and _over("body_mass_g", 4000)(row)),
    ),
    (
        "What is the average bill length of female penguins?",
        "number",
        _of(_mean, "bill_length_mm", lambda row: row["sex"] == "female"),
    ),
    (
        "What is the correlation between flipper length and body mass?",
        "number",
        _correlation("flipper_length_mm", "body_mass_g"),
    ),
    ("What is the standard deviation of bill depth?", "number", _all(_stdev, "bill_depth_mm")),
    ("What percentage of the penguins is each species?", "cells", _share("species")),
    ("maximum body mass of each sex", "cells", _each(max, "body_mass_g", "sex")),
    ("What is the range of the flipper length?", "number", _all(_spread, "flipper_length_mm")),
    ("How many different islands are there?", "number", lambda rows: len(_groups(rows, "island"))),
    ("Plot a histogram of the body mass.", "plot", ("body_mass_g", "hist")),
    (
        "Make a scatter plot of flipper length against body mass",
        "plot",
        ("flipper_length_mm", "body_mass_g", "scatter"),
    ),
    ("Show a box plot of bill length by species", "plot", ("bill_length_mm", "species", "box")),
)

_CARS: tuple[tuple[str, str, Any], ...] = (
    ("How many cars are in the table?", "number", len),
    ("What is the average horsepower?", "number", _all(_mean, "Horsepower")),
    (
        "What is the average miles per gallon for each origin?",
        "cells",
        _each(_mean, "Miles_per_Gallon", "Origin"),
    ),
    (
        "How many cars from Japan have a horsepower over 100?",
        "number",
        _how_many(lambda row: row["Origin"] == "Japan" and _over("Horsepower", 100)(row)),
    ),
    ("Which car has the highest horsepower?", "word", _at_best("Horsepower", "Name")),
    ("Which car is the heaviest?", "word", _at_best("Weight_in_lbs", "Name")),
    ("How many cars are there for each number of cylinders?", "cells", _counts("Cylinders")),
    (
        "What is the median weight of cars with 4 cylinders?",
        "number",
        _of(_median, "Weight_in_lbs", lambda row: row["Cylinders"] == "4"),
    ),
    ("Which origin has the most cars?", "word", _best(len, "Weight_in_lbs", "Origin")),
    ("How many values are missing in Miles_per_Gallon?", "number", _missing("Miles_per_Gallon")),
    (
        "What is the correlation of weight and miles per gallon?",
        "number",
        _correlation("Weight_in_lbs", "Miles_per_Gallon"),
    ),
    (
        "average acceleration of European cars",
        "number",
        _of(_mean, "Acceleration", lambda row: row["Origin"] == "Europe"),
    ),
    (
        "How many cars have more than 6 cylinders?",
        "number",
        _how_many(_over("Cylinders", 6)),
    ),
    ("mean weight by year", "cells", _part("Year", 4, "Weight_in_lbs", _mean)),
    ("What share of the cars comes from each origin?", "cells", _share("Origin")),
    (
        "What is the 90th percentile of horsepower?",
        "number",
        _quartile("Horsepower", 0.9),
    ),
    ("What is the lowest displacement?", "number", _all(min, "Displacement")),
    (
        "Draw a bar chart of the average horsepower by origin",
        "plot",
        ("Horsepower", "Origin", "bar"),
    ),
    ("Plot horsepower vs. weight", "plot", ("Horsepower", "Weight_in_lbs")),
    ("What is the total weight of all cars?", "number", _all(sum, "Weight_in_lbs")),
)

_WEATHER: tuple[tuple[str, str, Any], ...] = (
    ("How many days are in the data?", "number", len),
    ("What was the highest maximum temperature?", "number", _all(max, "temp_max")),
    ("What is the average wind?", "number", _all(_mean, "wind")),
    ("How many days were there of each weather?", "cells", _counts("weather")),
    (
        "What is the average temp_max for each weather?",
        "cells",
        _each(_mean, "temp_max", "weather"),
    ),
    ("total precipitation per year", "cells", _part("date", 4, "precipitation", sum)),
    ("What is the average temp_min by month?", "cells", _part("date", 7, "temp_min", _mean)),
    (
        "How many days had snow?",
        "number",
        _how_many(lambda row: row["weather"] == "snow"),
    ),
    (
        "How many days had more than 20 mm of precipitation?",
        "number",
        _how_many(_over("precipitation", 20)),
    ),
    ("On which date was the wind strongest?", "word", _at_best("wind", "date")),
    ("What was the coldest day?", "word", _at_best("temp_min", "date", False)),
    (
        "What is the mean wind on rainy days?",
        "number",
        _of(_mean, "wind", lambda row: row["weather"] == "rain"),
    ),
    (
        "What is the correlation between temp_max and temp_min?",
        "number",
        _correlation("temp_max", "temp_min"),
    ),
    (
        "How much precipitation was there in 2013?",
        "number",
        _of(sum, "precipitation", lambda row: row["date"].startswith("2013")),
    ),
    (
        "What is the average temp_max in July?",
        "number",
        _of(_mean, "temp_max", lambda row: row["date"][5:7] == "07"),
    ),
    (
        "On how many days was the minimum temperature below 0?",
        "number",
        _how_many(lambda row: float(row["temp_min"]) < 0),
    ),
    ("What is the median precipitation?", "number", _all(_median, "precipitation")),
    ("Are there any missing values?", "number", _missing()),
    ("Plot temp_max over time", "plot", ("temp_max", "date")),
    ("Plot a histogram of wind", "plot", ("wind", "hist")),
)
