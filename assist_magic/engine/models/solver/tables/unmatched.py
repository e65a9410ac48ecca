"""The rows of one table that another does not know: "which customers have no orders?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.tables.code import (
    TableTask,
    markdown_table,
    printed_rows,
    table_script,
)
from assist_magic.engine.models.solver.tables.joins import called, key_of
from assist_magic.engine.models.solver.tables.table import Table
from assist_magic.engine.models.solver.task import said


@dataclass(frozen=True)
class Unmatched(TableTask):
    """The rows of one file whose key the other one does not have."""

    table: Table
    other: Table
    key: str
    shown: tuple[str, ...]

    def code(self) -> str:
        body = _UNMATCHED.replace("<key>", self.key)
        body = body.replace("<shown>", ", ".join(f'"{name}"' for name in self.shown))
        other = self.other.load.replace("table = ", "other = ", 1)
        return table_script(self.table, f"{other}\n{body}")

    def answer(self, printed: Printed) -> str:
        count = printed.value("result").exact
        noun = "row" if count == "1" else "rows"
        verb = "has" if count == "1" else "have"
        intro = (
            f"**{count} {noun}** of `{self.table.title}` {verb} a `{self.key}` that "
            f"`{self.other.title}` does not have."
        )
        fine = printed.value("check").is_true
        check = "Check: the keys as sets differ by as many." if fine else "**The check failed.**"
        if count == "0":
            return said(intro, check)
        names, rows = printed_rows(printed, "rows")
        more = f"The first {len(rows)} are shown." if int(count) > len(rows) else ""
        return said(intro, markdown_table(names, rows), more, check)


_UNMATCHED = """
# Rows whose <key> the other file does not have
alone = table[~table["<key>"].isin(other["<key>"])]
print("result =", len(alone))
print("rows:")
print(alone[[<shown>]].head(30).to_csv(index=False))

# Check: by sets of the keys
missing = set(table["<key>"].dropna()) - set(other["<key>"].dropna())
print("check =", len(missing) == alone["<key>"].nunique())
"""
_LACK = (
    r"(?:have|has|had|with|are|is|were|was|do|does|did|placed|made|without|not|never|no|any|zero"
    r"|in|a|an|the|matching|match|for|of|who|that|which)"
)


def unmatched(text: str, tables: Sequence[Table]) -> Unmatched | None:
    """ "Which customers have no orders?": rows of one table that the other does not know."""
    if len(tables) != 2 or not re.search(
        r"\b(?:no|not|without|never|don't|didn't)\b", text.lower()
    ):
        return None
    small = re.sub(r"(?:don't|didn't|doesn't|haven't)", "do not", text.lower())
    for table, other in (tables, tables[::-1]):
        one, two = ("|".join(map(re.escape, called(each))).lower() for each in (table, other))
        form = (
            rf"(?:which|what|list|show|find|are there|how many|give me|the|all|any| )*(?:{one})"
            rf"(?: {_LACK})+ (?:{two})(?: at all)?[ ?.!]*"
        )
        if re.fullmatch(form, small.strip()):
            key = key_of(table, other, "")
            names = [c.name for c in table.columns if not c.prepare][:6]
            return Unmatched(table, other, key, tuple(dict.fromkeys([key, *names])))
    return None
