"""What all questions on tables share: their program, numbers and tables as an answer shows them."""

from __future__ import annotations

import csv
import re
from decimal import Decimal, InvalidOperation

from assist_magic.engine.models.solver.printed import Printed, Unexpected
from assist_magic.engine.models.solver.tables.condition import Condition, filtering
from assist_magic.engine.models.solver.tables.table import Table
from assist_magic.engine.models.solver.task import Task

_IMPORTS = {
    "combinations(": "from itertools import combinations",
    "math.": "import math",
    "np.": "import numpy as np",
    "plt.": "import matplotlib.pyplot as plt",
    "statistics.": "import statistics",
}
_SHOWN = 60


class TableTask(Task):
    """A task whose code is pandas code."""

    library = "pandas"


def table_script(
    table: Table, body: str, where: tuple[Condition, ...] = (), before: str = ""
) -> str:
    """A program that reads a table, keeps the rows that are meant, and goes on with `body`.

    Columns that are not ready to be worked with are made so first, if the program uses them;
    `before` are lines that need all rows.
    """
    rest = "\n".join([before, filtering(where), body])
    used = [line for name, line in _IMPORTS.items() if re.search(rf"\b{re.escape(name)}", rest)]
    used.sort(key=lambda line: (line.startswith("from"), line))
    ready = [c.preparation for c in table.columns if c.prepare and _is_used(c.name, rest)]
    parts = ["\n".join([*used, "import pandas as pd"]), "\n".join([table.load, *ready, before])]
    parts += [filtering(where), body]
    text = "\n\n".join(part.strip() for part in parts if part.strip())
    return re.sub(r"\n{3,}", "\n\n", text) + "\n"


def _is_used(name: str, code: str) -> bool:
    said = re.escape(f'"{name}"')
    form = rf"(?<!\[)\[{said}\]|(?:groupby|sort_values)\([^)]*{said}"
    return re.search(form, code) is not None or _EVERY_COLUMN.search(code) is not None


_EVERY_COLUMN = re.compile(
    r"table\.(?:dtypes|corr|isna|select_dtypes|to_|head|drop\b)|chosen = table$", re.M
)
"""Code that works on all columns of a table."""


def saving(name: str, file: str, index: bool = False) -> str:
    """Code that saves a result as a file, and says so."""
    kind = file.rpartition(".")[2]
    options = "" if index or kind == "json" else ", index=False"
    made = {"csv": "to_csv", "xlsx": "to_excel", "json": "to_json"}[kind]
    frame = f"{name}.reset_index()" if kind == "json" and index else name
    options = ', orient="records"' if kind == "json" else options
    return f'\n# Save it\n{frame}.{made}("{file}"{options})\nprint("saved =", "{file}")'


def linked(printed: Printed) -> str:
    """The link to a file that the code saved."""
    files = [value.exact for value in printed.values("saved")]
    return f"Saved as [{files[0]}](sandbox:/mnt/data/{files[0]})." if files else ""


def number(text: str) -> str:
    """A number as an answer shows it: four digits behind the point at most, or four that count."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite():
        return "–"
    if value == value.to_integral_value():
        return f"{value:.0f}"
    if abs(value) < Decimal("1e-4"):
        return f"{value:.3e}"
    places = 4 if abs(value) >= 1 else 3 - value.adjusted()
    return f"{value:.{places}f}".rstrip("0").rstrip(".")


def markdown_table(
    header: tuple[str, ...], rows: list[tuple[str, ...]], *, alike: bool = True
) -> str:
    """A Markdown table, numbers to the right; a long one is cut, and says so.

    The amounts of a column get as many decimals each if its cells are `alike`.
    """
    kept = rows[:_SHOWN]
    columns = [_aligned([row[place] for row in kept], alike) for place in range(len(header))]
    rule = tuple(mark for mark, _ in columns)
    lines = [header, rule, *zip(*(cells for _, cells in columns), strict=True)]
    shown = "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)
    more = f"\n\n… and {len(rows) - _SHOWN} more." if len(rows) > _SHOWN else ""
    return shown + more


def _aligned(cells: list[str], alike: bool) -> tuple[str, list[str]]:
    """The mark below the head of a column, and its cells."""
    figures = [cell for cell in cells if cell not in ("–", "(missing)")]
    if not figures or not all(map(_FIGURE.fullmatch, figures)):
        return "---", cells
    places = {len(cell.partition(".")[2]) for cell in figures}
    if not alike or max(places) > 2 or any("e" in cell for cell in figures):
        return "---:", cells
    return "---:", [
        f"{Decimal(cell):.{max(places)}f}" if _FIGURE.fullmatch(cell) else cell for cell in cells
    ]


_FIGURE = re.compile(r"-?\d+(?:\.\d+)?(?:e-\d+)?")


def plain(text: str) -> str:
    """A text of a table within a sentence in Markdown."""
    return _cell(text)


def _cell(text: str) -> str:
    # A bracket is not escaped where it begins no link: front ends read \[ as a formula's begin.
    return re.sub(r"([|\\`*_<>$]|\](?=[(\[:]))", r"\\\1", text)


def printed_rows(printed: Printed, label: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The names and the rows that the code printed as CSV under a heading.

    Raises:
        Unexpected: they are not there.
    """
    parts = printed.text.split(f"{label}:\n", 1)
    if len(parts) != 2:
        raise Unexpected(f"the code did not print “{label}”")
    lines = list(csv.reader(parts[1].split("\n\n", 1)[0].strip("\n").splitlines()))
    if len(lines) < 2 or any(len(line) != len(lines[0]) for line in lines):
        raise Unexpected(f"the code printed “{label}” in another form")
    names = tuple(lines[0])
    return names, [tuple(cell if cell else "(missing)" for cell in line) for line in lines[1:]]


def checked(printed: Printed) -> str:
    """The line on the check that the code made."""
    if printed.value("check").is_true:
        return "Check: worked out again in another way, the result is the same."
    return "**The check failed**: worked out in another way, the result differs."


def kept(printed: Printed, where: tuple[Condition, ...]) -> bool:
    """Whether any row was left by the conditions."""
    return not where or printed.value("rows kept").exact != "0"
