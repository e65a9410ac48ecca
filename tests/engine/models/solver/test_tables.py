"""Questions on uploaded tables; the truths are worked out here with the csv module alone."""

from __future__ import annotations

import csv
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import palmerpenguins
import pytest

from assist_magic.engine.models.base import Declined
from assist_magic.engine.models.solver.tables.names import name_words
from assist_magic.engine.models.solver.tables.table import tables_in
from tests.engine.models.solver.conversation import Answer, Conversation, Python

PENGUINS = Path(palmerpenguins.__file__).parent / "data" / "penguins.csv"
ROWS = list(csv.DictReader(PENGUINS.open(encoding="utf-8")))


def groups(by: str, value: str) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for row in ROWS:
        if row[value] not in ("", "NA"):
            found[row[by]].append(float(row[value]))
    return found


def ask(python: Python, question: str, *files: Path) -> Answer:
    """The answer on files that lie where their paths say, as in a sandbox of no namespaces."""
    return Conversation(python, {str(file): file for file in files or (PENGUINS,)}).ask(question)


def cells(answer: Answer) -> dict[str, float]:
    """The Markdown table of two columns in an answer."""
    lines = [line.strip("| ").split(" | ") for line in answer.text.splitlines() if line[:1] == "|"]
    return {name: float(value) for name, value in lines[2:]}


def write(folder: Path, name: str, content: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize(
    "question",
    [
        "What is the average body mass by species?",
        "mean of body_mass_g by species",
        "Compute the mean body mass for each species",
        "Please give me the average `body_mass_g` per species.",
        "What is the average body mass (g) of each species?",
        "For each species, what is the mean body mass?",
        "average BODY MASS grouped by Species in this table",
        "Could you calculate the mean body_mass_g across species?",
    ],
)
def test_mean_by_group_in_many_phrasings(python: Python, question: str) -> None:
    answer = ask(python, question)
    truth = {
        name: statistics.fmean(values) for name, values in groups("species", "body_mass_g").items()
    }
    assert cells(answer) == pytest.approx(truth, abs=1e-4)
    assert "left out: 2" in answer.text
    assert "in another way, the result is the same" in answer.text
    assert answer.text.endswith("*Exact solver: computed with pandas.*")


@pytest.mark.parametrize(
    ("word", "measure"),
    [
        ("mean", statistics.fmean),
        ("median", statistics.median),
        ("total", sum),
        ("minimum", min),
        ("highest", max),
        ("standard deviation", statistics.stdev),
    ],
)
def test_measures(python: Python, word: str, measure: Callable[[list[float]], float]) -> None:
    truth = {name: measure(values) for name, values in groups("island", "bill_length_mm").items()}
    answer = ask(python, f"What is the {word} bill length by island?")
    assert cells(answer) == pytest.approx(truth, abs=1e-4)


def test_one_value_of_the_whole_table(python: Python) -> None:
    every = [value for values in groups("species", "body_mass_g").values() for value in values]
    assert f"**{statistics.fmean(every):.4f}**" in ask(python, "What is the mean body mass?").text
    assert "**6300**" in ask(python, "maximum body mass").text


@pytest.mark.parametrize(
    "question",
    ["How many penguins per species?", "count of rows by species", "number of records per species"],
)
def test_counts(python: Python, question: str) -> None:
    assert cells(ask(python, question)) == Counter(row["species"] for row in ROWS)


def test_which_group_is_first(python: Python) -> None:
    answer = ask(python, "Which species has the highest average body mass?")
    assert "The highest is **Gentoo**" in answer.text
    answer = ask(python, "Which species has the lowest median flipper length?")
    assert "The lowest is **Adelie**" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "What is the shape of the data?",
        "How many rows and columns does this table have?",
        "How many columns are in the file?",
    ],
)
def test_shape(python: Python, question: str) -> None:
    answer = ask(python, question)
    assert f"**{len(ROWS)} rows**" in answer.text
    assert f"**{len(ROWS[0])} columns**" in answer.text


@pytest.mark.parametrize(
    "question", ["How many rows are there?", "number of rows", "How many penguins are there?"]
)
def test_rows(python: Python, question: str) -> None:
    assert f"has **{len(ROWS)} rows**" in ask(python, question).text


@pytest.mark.parametrize(
    "question",
    [
        "Are there any missing values?",
        "How many missing values are there?",
        "missing values per column",
    ],
)
def test_missing_values(python: Python, question: str) -> None:
    truth = {name: sum(row[name] in ("", "NA") for row in ROWS) for name in ROWS[0]}
    answer = ask(python, question)
    found = {name.replace("\\", ""): value for name, value in cells(answer).items()}
    assert found == {name: count for name, count in truth.items() if count}
    assert f"**{sum(truth.values())}** in all" in answer.text


@pytest.mark.parametrize(
    "question",
    ["Summarize the table", "describe the data", "Give me summary statistics"],
)
def test_summary(python: Python, question: str) -> None:
    text = ask(python, question).text
    assert (
        "| body\\_mass\\_g | 342 | 4201.7544 | 801.9545 | 2700 | 3550 | 4050 | 4750 | 6300 |"
        in text
    )
    assert "| species | 344 | 3 | Adelie | 152 |" in text
    assert "nan" not in text.lower()


def test_columns(python: Python) -> None:
    text = ask(python, "Which columns are there?").text
    assert "bill\\_length\\_mm" in text


@pytest.mark.parametrize(
    ("question", "x", "y", "part"),
    [
        ("Plot a histogram of body mass", "body_mass_g", "number of rows", "bars"),
        ("Show the distribution of flipper length", "flipper_length_mm", "number of rows", "bars"),
        (
            "scatter plot of flipper length vs body mass",
            "body_mass_g",
            "flipper_length_mm",
            "clouds",
        ),
        ("Plot bill length against bill depth", "bill_depth_mm", "bill_length_mm", "clouds"),
        (
            "Make a scatter plot of bill depth and bill length",
            "bill_depth_mm",
            "bill_length_mm",
            "clouds",
        ),
        ("bar chart of mean body mass by species", "species", "mean of body_mass_g", "bars"),
        ("Draw a bar chart of the species", "species", "number of rows", "bars"),
        ("line plot of body mass over year", "year", "body_mass_g", "lines"),
        ("box plot of body mass by species", "species", "body_mass_g", "lines"),
    ],
)
def test_plots(python: Python, question: str, x: str, y: str, part: str) -> None:
    answer = ask(python, question)
    (picture,) = answer.pictures
    assert (picture["x"], picture["y"]) == (x, y)
    assert picture[part] > 0
    assert "The plot shows" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "What is the average colour by species?",
        "Why are Gentoo penguins heavy?",
        "What does this data tell us about climate change?",
        "What is the mean of species?",
        "What is the average length by species?",
        "scatter plot of species and body mass",
        "predict the body mass",
        "mean body mass by species excluding the old ones",
        "How many penguins weigh more than 4 kg?",
        "How many penguins are longer than 20?",
        "average body mass of Adelie and Gentoo penguins",
        "How many penguins like fish?",
        "What is the average body mass of green penguins?",
        "average body mass of penguins over 4000",
        "How many body masses are there?",
        "What is the mean body mass by month?",
        "Which penguin is the fastest?",
        "How many penguins live on Iceland?",
        "average body mass of penguins in 2008 and 2009",
        "How has body mass changed?",
        "What is the correlation of everything?",
    ],
)
def test_what_is_not_clear_is_declined(python: Python, question: str) -> None:
    with pytest.raises(Declined):
        ask(python, question)


def test_mathematics_is_still_answered_beside_a_table(python: Python) -> None:
    assert "x = 2" in ask(python, "Solve 4x + 11 = 19").text


@pytest.mark.parametrize(
    ("separator", "encoding", "comma"),
    [(";", "utf-8", True), ("\t", "utf-8", False), (",", "utf-8-sig", False), (";", "cp1252", True)]
    + [(",", "cp1252", False), (",", "utf-16", False)],
)
def test_separators_and_encodings(
    python: Python, tmp_path: Path, separator: str, encoding: str, comma: bool
) -> None:
    lines = [["Ort", "Größe (m²)"], ["Köln", "1.5"], ["Köln", "2.5"], ["Überlingen", "4"]]
    text = "\n".join(separator.join(line) for line in lines) + "\n"
    path = write(tmp_path, "orte.csv", text.replace(".", ",") if comma else text, encoding)
    answer = ask(python, "What is the average Größe per Ort?", path)
    assert cells(answer) == {"Köln": 2.0, "Überlingen": 4.0}


def test_the_table_that_has_the_columns_is_taken(python: Python, tmp_path: Path) -> None:
    sales = write(tmp_path, "sales.csv", "region,amount\nnorth,1\nsouth,3\nnorth,5\n")
    people = write(tmp_path, "people.csv", "name,age\nAda,36\nAlan,41\n")
    assert cells(ask(python, "total amount by region", sales, people)) == {"north": 6, "south": 3}
    assert "**38.5**" in ask(python, "What is the mean age?", sales, people).text
    with pytest.raises(Declined):
        ask(python, "How many rows are there?", sales, people)
    assert "**2 rows**" in ask(python, "How many rows does people.csv have?", sales, people).text


def test_the_attached_table_is_taken(python: Python, tmp_path: Path) -> None:
    one = write(tmp_path, "one.csv", "age\n1\n2\n")
    two = write(tmp_path, "two.csv", "age\n3\n4\n")
    asked = f"What is the mean age?\n\n[attached: {two}]"
    assert "**3.5**" in ask(python, asked, one, two).text
    assert "x = 2" in ask(python, f"Solve 4x = 8\n\n[attached: {two}]", one, two).text


def test_columns_of_the_same_name_in_two_tables_are_declined(
    python: Python, tmp_path: Path
) -> None:
    one = write(tmp_path, "one.csv", "age\n1\n2\n")
    two = write(tmp_path, "two.csv", "age\n3\n4\n")
    three = write(tmp_path, "three.csv", "weight\n3\n4\n")
    with pytest.raises(
        Declined, match=r"several .* fit \(`one.csv` and `two.csv`\); name the file"
    ):
        ask(python, "What is the mean age?", one, two, three)
    with pytest.raises(Declined, match=r"fit \(`one.csv`, `two.csv` and `three.csv`\)"):
        ask(python, "How many rows are there?", one, two, three)
    assert "3.5" in ask(python, "What is the mean weight?", one, two, three).text
    assert "4" in ask(python, "What is 2 + 2?", one, two, three).text


@pytest.mark.parametrize(
    "name", ['a"]; import os; x=["', "a\\", "{a}", "a'b", "$a$", "`a`", "<b>a</b>", "a|b"]
)
def test_odd_column_names_cannot_become_code(python: Python, tmp_path: Path, name: str) -> None:
    path = tmp_path / "odd.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([[name, "n"], ["u", 1], ["v", 2], ["u", 3]])
    try:
        answer = ask(python, f'What is the mean n by "{name}"?', path)
    except Declined:
        return
    assert cells(answer) == {"u": 2.0, "v": 2.0}


def test_what_is_no_table_is_left_alone(tmp_path: Path) -> None:
    paths = [
        write(tmp_path, "empty.csv", ""),
        write(tmp_path, "header.csv", "a,b\n"),
        write(tmp_path, "binary.csv", "a\x00b\n1\n"),
        write(tmp_path, "notes.pdf", "a,b\n1,2\n"),
        tmp_path / "absent.csv",
    ]
    assert tables_in({str(path): path for path in paths}) == ()


def test_only_the_beginning_of_a_large_file_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "large.csv", "a,b\n" + "1,2\n" * 2_000_000)
    (table,) = tables_in({str(path): path})
    assert [column.name for column in table.columns] == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("body_mass_g", ("body", "mass", "g")),
        ("Body Mass (g)", ("body", "mass")),
        ("bodyMass", ("body", "mass")),
        ("Flipper.Length", ("flipper", "length")),
        ("(x)", ("x",)),
    ],
)
def test_words_of_a_column(name: str, words: tuple[str, ...]) -> None:
    assert name_words(name) == words
