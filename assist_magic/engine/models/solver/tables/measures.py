"""The measures of a column as code: with pandas, and once more in plain Python as the check."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.tables.condition import Condition, in_words


@dataclass(frozen=True)
class Measure:
    """A measure in words, and its code for a whole column and for each group.

    In the code <value>, <names>, <list>, <each>, <picked> and <label> stand for what a question
    fills in.
    """

    name: str
    words: str
    short: str
    single: str
    grouped: str


_SINGLE = """
# The <measure> of the column <value>
values = table["<value>"]
result = <pandas>
print("result =", result)
print("rows without a value =", values.isna().sum())

# Check: from a plain list of the values, without pandas
known = values.dropna().tolist()
again = <plain>
print("check =", abs(again - result) <= 1e-9 * (1 + abs(result)))
"""

_GROUPED = """
# The <measure> of <value> for each <label>
values = table.groupby(<names>)["<value>"]
result = <pandas>
print("rows without a value =", table["<value>"].isna().sum())
print("rows without a group =", table[[<list>]].isna().any(axis=1).sum())

# Check: pick the rows of the first groups one after the other, without groupby
whole = table[[<list>, "<value>"]].dropna()
same = []
for <each> in result.index[:20]:
    known = whole.loc[<picked>, "<value>"].tolist()
    if len(known) > <least>:
        again = <plain>
        same.append(abs(again - result[<each>]) <= 1e-9 * (1 + abs(again)))
print("check =", all(same))
"""


def _made(
    name: str, words: str, pandas: str, plain: str, least: int = 0, grouped: str = ""
) -> Measure:
    codes = []
    for code, made in ((_SINGLE, pandas), (_GROUPED, grouped or pandas)):
        for mark, text in (("measure", words), ("pandas", made), ("plain", plain)):
            code = code.replace(f"<{mark}>", text)
        codes.append(code.replace("<least>", str(least)))
    return Measure(name, words, name, codes[0], codes[1])


_ROWS = Measure(
    "rows",
    "number of rows",
    "rows",
    'print("result =", len(table))\n',
    """
# The number of rows for each <label>
result = table.groupby(<names>).size()
print("rows without a value =", table[[<list>]].isna().any(axis=1).sum())

# Check: pick the rows of the first groups one after the other, without groupby
same = []
for <each> in result.index[:20]:
    picked = <picked>
    same.append(picked.sum() == result[<each>])
print("check =", all(same))
""",
)
_SHARE = Measure(
    "share",
    "share of the rows",
    "share",
    'share = 100 * len(table) / everything\nprint("result =", share)\n',
    """
# The share of the rows, in percent, for each <label>
result = 100 * table.groupby(<names>).size() / len(table)
print("rows without a value =", table[[<list>]].isna().any(axis=1).sum())

# Check: pick the rows of the first groups one after the other, without groupby
same = []
for <each> in result.index[:20]:
    picked = <picked>
    same.append(abs(100 * picked.mean() - result[<each>]) < 1e-9)
print("check =", all(same))
""",
)
_DISTINCT = Measure(
    "distinct",
    "number of different values",
    "different values",
    """
# The different values of the column <value>
different = table["<value>"].dropna().unique()
print("result =", len(different))
for text in sorted(map(str, different))[:20]:
    print("value =", text)
print("check =", len(set(table["<value>"].dropna().tolist())) == len(different))
""",
    _made("distinct", "number of different values", "values.nunique()", "len(set(known))").grouped,
)
_MEAN = _made("mean", "mean", "values.mean()", "statistics.fmean(known)")

MEASURES = {
    "mean": _MEAN,
    "median": _made("median", "median", "values.median()", "statistics.median(known)"),
    "sum": _made(
        # A group without any value has no sum: pandas would call it 0.
        "sum",
        "sum",
        "values.sum()",
        "math.fsum(known)",
        grouped="values.sum(min_count=1)",
    ),
    "min": _made("min", "minimum", "values.min()", "sorted(known)[0]"),
    "max": _made("max", "maximum", "values.max()", "sorted(known)[-1]"),
    "std": _made("std", "standard deviation", "values.std()", "statistics.stdev(known)", 1),
    "var": _made("var", "variance", "values.var()", "statistics.variance(known)", 1),
    "range": _made(
        "range", "range", "values.max() - values.min()", "sorted(known)[-1] - sorted(known)[0]"
    ),
    "iqr": _made(
        "iqr",
        "interquartile range",
        "values.quantile(0.75) - values.quantile(0.25)",
        "np.percentile(known, 75) - np.percentile(known, 25)",
    ),
    "distinct": _DISTINCT,
    "count": _made("count", "number of values", "values.count()", "len(known)"),
    "rows": _ROWS,
    "share": _SHARE,
}
"""By the words of the skeleton; "rows" and "share" are of the rows, not of a column."""


def weighted(weight: str) -> Measure:
    """The mean of a column, each value as often as another column says."""
    words = f"mean, weighted by `{weight}`,"
    return Measure("weighted", words, words, _WEIGHTED.replace("<weight>", weight), "")


_WEIGHTED = """
# The mean of <value>, weighted by <weight>
known = table[["<value>", "<weight>"]].dropna()
result = (known["<value>"] * known["<weight>"]).sum() / known["<weight>"].sum()
print("result =", result)
print("rows without a value =", len(table) - len(known))

# Check: numpy's own weighted average
again = np.average(known["<value>"], weights=known["<weight>"])
print("check =", abs(again - result) <= 1e-9 * (1 + abs(result)))
"""


def part_of_each(where: tuple[Condition, ...]) -> Measure:
    """The share of the rows of a group that fit conditions, in percent of the group."""
    fits = " & ".join(f"({condition.code})" for condition in where)
    words = f"share of the rows{in_words(where)}, in percent,"
    return Measure("part", words, "share (%)", "", _PART.replace("<fits>", fits))


_PART = """
# The share of the rows that fit, in percent, for each <label>
table["fits"] = <fits>
result = 100 * table.groupby(<names>)["fits"].mean()
print("rows without a value =", table[[<list>]].isna().any(axis=1).sum())

# Check: pick the rows of the first groups one after the other, without groupby
same = []
for <each> in result.index[:20]:
    picked = table[<picked>]
    same.append(abs(100 * picked["fits"].sum() / len(picked) - result[<each>]) < 1e-9)
print("check =", all(same))
"""


def percentile(said: str) -> Measure:
    """The measure of "90th": nine in ten values are below it."""
    share = int(said[:-2]) / 100
    words = f"{said} percentile"
    plain = f"np.percentile(known, {said[:-2]})"
    return _made(words, words, f"values.quantile({share})", plain)
