"""One measure of the rows that are meant, of all or for each group: its code and answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.results import Results
from assist_magic.engine.models.solver.tables.code import (
    TableTask,
    checked,
    kept,
    linked,
    markdown_table,
    number,
    plain,
    printed_rows,
    saving,
    table_script,
)
from assist_magic.engine.models.solver.tables.condition import Condition, in_words
from assist_magic.engine.models.solver.tables.finish import Finish
from assist_magic.engine.models.solver.tables.measures import Measure
from assist_magic.engine.models.solver.tables.periods import WEEKDAYS, Group
from assist_magic.engine.models.solver.tables.table import Table
from assist_magic.engine.models.solver.task import said


@dataclass(frozen=True)
class Query(TableTask):
    """One measure of one column (or of the rows), for the whole table or for each group.

    `within` keeps the top ones of each first group, not of all.
    """

    table: Table
    measure: Measure
    value: str = ""
    groups: tuple[Group, ...] = ()
    where: tuple[Condition, ...] = ()
    finish: Finish = Finish()
    within: bool = False
    notes: tuple[str, ...] = ()

    def code(self) -> str:
        if not self.groups:
            return self._single_code()
        names = [f'"{group.name}"' for group in self.groups]
        variables = ["name"] if len(names) == 1 else ["first", "second"]
        source = "whole" if self.value else "table"
        pairs = zip(names, variables, strict=True)
        picked = [f"{source}[{name}] == {variable}" for name, variable in pairs]
        several = " & ".join(f"({each})" for each in picked)
        filled = {
            "value": self.value,
            "label": " and ".join(group.name for group in self.groups),
            "names": names[0] if len(names) == 1 else f"[{', '.join(names)}]",
            "list": ", ".join(names),
            "each": ", ".join(variables),
            "picked": picked[0] if len(picked) == 1 else several,
        }
        body = self.measure.grouped
        for name, text in filled.items():
            body = body.replace(f"<{name}>", text)
        parts = [group.code for group in self.groups if group.code]
        steps = [*parts, body, *self._steps(), _PRINT]
        if self.finish.file:
            steps.append(saving("result", self.finish.file, index=True))
        return table_script(self.table, "\n".join(steps), self.where)

    def _single_code(self) -> str:
        body = self.measure.single.replace("<value>", self.value)
        if self.finish.step != "share":
            return table_script(self.table, body, self.where)
        before = f'whole = table["{self.value}"].sum()'
        share = '\nprint("share =", 100 * result / whole)\nprint("whole =", whole)'
        return table_script(self.table, f"{body.rstrip()}{share}", self.where, before)

    def _steps(self) -> list[str]:
        """What is done with the values of the groups, in this order: parts, order, cut, layout."""
        step, end, top = self.finish.step, self._end, self.finish.top
        label = self.groups[0].name
        steps = [f"result = result.reindex({WEEKDAYS}).dropna()"] if _is_weekday(self) else []
        if step == "growth" and self.groups[0].freq:
            steps.append(_EVERY_PERIOD.replace("<freq>", self.groups[0].freq))
        if step:
            steps.append(_STEPS[step].replace("<label>", label))
        if end and not self.within:
            order = "" if end == "min" else "ascending=False"
            steps.append(f"result = result.sort_values({order})")
        if self.within:
            which = {"max": "nlargest", "min": "nsmallest"}[end or "max"]
            group = f'groupby("{label}", group_keys=False)'
            steps.append(f"# The first {top} of each\nresult = result.{group}.{which}({top})")
        elif top:
            steps.append(f"result = result.head({top})")
        if self.is_crossed:
            filled = "fill_value=0" if self.measure.name == "rows" and not step else ""
            steps.append(f"# Rows and columns\nresult = result.unstack({filled})")
        return steps

    @property
    def is_crossed(self) -> bool:
        """Whether two groups are laid out as rows and columns."""
        return self.finish.crossed and len(self.groups) == 2

    @property
    def _end(self) -> str:
        if self.finish.end or self.finish.step == "running":
            return self.finish.end
        by_size = self.measure.name in ("rows", "share") or self.finish.step == "share"
        is_free = len(self.groups) == 1 and not self.groups[0].in_order and not _is_weekday(self)
        return "max" if by_size and is_free or self.finish.top else ""

    def results(self) -> Results:
        return Results(query=self)

    @property
    def subject(self) -> str:
        """What is measured, in words."""
        words = self.measure.words
        return f"{words} of `{self.value}`" if self.value else words

    @property
    def heading(self) -> str:
        """What is measured, for the head of a table or the axis of a plot."""
        short = f"{self.measure.short} of {self.value}" if self.value else self.measure.short
        before, after = _HEADINGS[self.finish.step]
        unit = " (%)" if self.measure.name == "share" and not after else after
        return f"{before}{short}{unit}"

    def answer(self, printed: Printed) -> str:
        if not kept(printed, self.where):
            return f"No row of {self.table.label} fits:{in_words(self.where)}."
        if self.groups:
            return self._by_groups(printed)
        result = number(printed.value("result").exact)
        about = f"in {self.table.label}{in_words(self.where)}"
        if self.finish.step == "share":
            share, whole = (number(printed.value(each).exact) for each in ("share", "whole"))
            intro = f"The {self.subject} {about} is {result} of {whole}: **{share} %**."
            return said(intro, gaps(printed), checked(printed))
        if self.measure.name == "rows":
            return self._count(printed, result)
        if self.measure.name == "share":
            part, whole = (printed.value(name).exact for name in ("rows kept", "rows in all"))
            return f"{part} of {whole} rows{in_words(self.where)}: **{result} %**."
        listed = ", ".join(plain(each.exact) for each in printed.values("value"))
        intro = f"The {self.subject} {about} is **{result}**."
        return said(intro, listed, gaps(printed), checked(printed))

    def _count(self, printed: Printed, result: str) -> str:
        noun = "row" if result == "1" else "rows"
        if not self.where:
            return f"{self.table.label} has **{result} {noun}**."
        whole = printed.value("rows in all").exact
        intro = f"**{result}** of the {whole} rows of {self.table.label}: the {noun}"
        return f"{intro}{in_words(self.where)}."

    def _by_groups(self, printed: Printed) -> str:
        header, rows = printed_rows(printed, "result")
        first = 1 if self.is_crossed else len(self.groups)
        shown = [(*row[:first], *map(_figure, row[first:])) for row in rows]
        names = tuple(group.name for group in self.groups)
        each = " and ".join(f"`{name}`" for name in names)
        before = {"growth": "change of the ", "running": "running ", "share": "share of the "}
        change = before.get(self.finish.step, "")
        is_sum = change == "running " and self.measure.name == "sum"
        subject = f"total of `{self.value}`" if is_sum else self.subject
        about = f"for each {each} in {self.table.label}{in_words(self.where)}"
        head = header if self.is_crossed else (*names, self.heading)
        unit = f", {self.heading}" if self.is_crossed and self.finish.step else ""
        return said(
            self._leader(rows),
            f"The {change}{subject} {about}{unit}:",
            markdown_table(head, shown),
            gaps(printed),
            checked(printed),
            linked(printed),
        )

    def _leader(self, rows: list[tuple[str, ...]]) -> str:
        """The sentence on who comes first, where that was asked for."""
        if not self.finish.end or self.finish.top or self.is_crossed:
            return ""
        best = {"max": "highest", "min": "lowest"}[self.finish.end]
        first = [", ".join(map(plain, row[:-1])) for row in rows if row[-1] == rows[0][-1]]
        leaders = " and ".join(f"**{name}**" for name in first)
        verb = "is" if len(first) == 1 else "are, with the same value,"
        value = f" ({number(rows[0][-1])})" if len(first) == 1 else ""
        return f"The {best} {verb} {leaders}{value}."


def _figure(cell: str) -> str:
    return "–" if cell == "(missing)" else number(cell)


def _is_weekday(query: Query) -> bool:
    is_weekday = bool(re.search(r"day_name\(\)$", query.groups[0].code))
    return is_weekday and len(query.groups) == 1 and not query.finish.end


def gaps(printed: Printed) -> str:
    """The lines on rows that had no value, or belong to no group."""
    told = []
    for what in ("a value", "a group"):
        found = [value.exact for value in printed.values(f"rows without {what}")]
        told += [f"Rows without {what} left out: {found[0]}."] if found and found != ["0"] else []
    return said(*told)


_PRINT = 'print("result:")\nprint(result.to_csv())'
_EVERY_PERIOD = """
# Every period has its line, also one without rows
periods = pd.period_range(result.index.min(), result.index.max(), freq="<freq>")
result = result.reindex(periods)"""
_STEPS = {
    "growth": """
# The change from one <label> to the next, in percent
result = 100 * result.pct_change(fill_method=None)""",
    "running": """
# The running total
result = result.cumsum()""",
    "share": """
# The share of each in the total, in percent
result = 100 * result / result.sum()""",
}
_HEADINGS = {
    "": ("", ""),
    "growth": ("change of ", " (%)"),
    "running": ("running ", ""),
    "share": ("share of ", " (%)"),
}
