"""What the words of a question mean for a column: whether it adds up, and its measure."""

from __future__ import annotations

from assist_magic.engine.models.solver.tables.columns import Column
from assist_magic.engine.models.solver.tables.measures import MEASURES, Measure, percentile
from assist_magic.engine.models.solver.tables.names import name_words
from assist_magic.engine.models.solver.task import NotSure

_ADDED_WORDS = """
revenue revenues sales sale amount amounts quantity qty profit profits units turnover cost costs
spending expense expenses expenditure volume turnover umsatz menge anzahl kosten gewinn betrag sold
rainfall precipitation goals deaths births cases visits downloads clicks orders
销售额 销量 数量 金额 收入 利润 成本 营业额 总额 订单数
"""
_ADDED = frozenset(_ADDED_WORDS.split())
_LABEL_WORDS = frozenset(
    {"id", "year", "code", "zip", "number", "no", "nr", "key", "month", "编号"}
)


def adds_up(column: Column) -> bool:
    """Whether the values of a column make sense as a total, as far as its name tells."""
    words = name_words(column.name)
    per_row = {"unit", "average", "avg", "mean", "per", "rate", "price"}
    return column.is_number and bool(_ADDED & set(words)) and not per_row & set(words)


def is_label(column: Column) -> bool:
    """Whether a number of a column is but a name: a year, a code."""
    return bool(_LABEL_WORDS & set(name_words(column.name)))


def measure_of(said_as: str, column: Column) -> Measure:
    """The measure that a word of the skeleton means for a column.

    Raises:
        NotSure: the column does not have it.
    """
    if said_as.endswith("percentile"):
        measure = percentile(said_as.split()[0])
    elif said_as == "count":
        # "How many islands are there?" asks for the different ones.
        if column.is_number:
            raise NotSure(f"it is not clear what of {column.name} is to be counted")
        measure = MEASURES["distinct"]
    else:
        measure = MEASURES[said_as]
    if not column.is_number and measure is not MEASURES["distinct"]:
        raise NotSure(f"the column {column.name} does not hold numbers")
    return measure
