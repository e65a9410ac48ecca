"""Two uploads as one table: which ones are joined, by which key, and what an answer tells of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assist_magic.engine.models.solver.printed import Printed, Unexpected
from assist_magic.engine.models.solver.results import Results
from assist_magic.engine.models.solver.tables.code import (
    TableTask,
    linked,
    markdown_table,
    number,
    printed_rows,
    saving,
    table_script,
)
from assist_magic.engine.models.solver.tables.columns import Column
from assist_magic.engine.models.solver.tables.finish import file_taken
from assist_magic.engine.models.solver.tables.names import name_words, row_words
from assist_magic.engine.models.solver.tables.table import Table
from assist_magic.engine.models.solver.task import NotSure, Task, said


@dataclass(frozen=True)
class Joined(Table):
    """Two tables as one; `left` and `right` are their files."""

    left: str = ""
    right: str = ""
    key: str = ""
    how: str = "inner"
    names: tuple[str, str] = ("", "")

    @property
    def label(self) -> str:
        return f"`{self.left}` joined with `{self.right}`"

    def told(self, printed: Printed) -> str:
        """How the rows of the two files came together."""
        rows, of_left, of_right, lone_left, lone_right = (
            int(printed.value(label).exact)
            for label in ("joined rows", "left rows", "right rows", "left alone", "right alone")
        )
        one = f"`{self.left}` ({of_left} rows) and `{self.right}` ({of_right} rows)"
        text = f"Joined {one} on `{self.key}` ({self.how} join): {rows} rows."
        for file, count, keeps in (
            (self.left, lone_left, self.how in ("left", "outer")),
            (self.right, lone_right, self.how in ("right", "outer")),
        ):
            if count:
                kept = "kept, with gaps" if keeps else "left out"
                noun, verb = ("row", "has") if count == 1 else ("rows", "have")
                text += f" {count} {noun} of `{file}` {verb} no match: {kept}."
        if printed.value("both repeat").is_true:
            text += f" `{self.key}` repeats in both files: their rows are in it more than once."
        return text


_TWO = r"(?:the |these |those |my |both |two |uploaded |attached |data )*"
_TABLES = rf"{_TWO}(?:tables|files|data ?sets|datasets|csvs|sheets|them)"
_VERB = (
    r"(?:(?P<how>left|right|inner|outer|full)(?: outer)?[- ])?(?:join|merge|combine"
    r"|link)(?:ing|ed)?"
)
_KEY = (
    r"(?: ?,? (?:on|by|using|via|over)(?: the)?(?: column| key| field)?s? "
    r"[`\"']?(?P<key>[\w .-]+?)[`\"']?)?"
)
_REST = r"(?: ?[.,:;] ?(?:and |then )*| (?:and(?: then)?|then|to) |$)"


def asked(text: str, tables: Sequence[Table]) -> tuple[Joined, str] | None:
    """The join that a question names, and the rest of the question; None if it names none.

    Raises:
        NotSure: it is not clear which tables, or by which key.
    """
    form = _form(tables)
    match = form.search(text)
    if match is None:
        return None
    named = [_table_of(match[each], tables) for each in ("one", "two") if match[each]]
    pair = [table for table in named if table] or list(tables)
    if len(pair) != 2 or pair[0] == pair[1]:
        raise NotSure("it is not clear which two tables are to be joined")
    key = key_of(pair[0], pair[1], (match["key"] or match["key2"] or "").strip())
    how = (match["how"] or "inner").lower().replace("full", "outer")
    rest = f"{text[: match.start()]} {text[match.end() :]}".strip(" .,;:")
    return joined(pair[0], pair[1], key, how), rest


def _form(tables: Sequence[Table]) -> re.Pattern[str]:
    names = "|".join(
        sorted({re.escape(name) for table in tables for name in called(table)}, key=len)[::-1]
    )
    thing = rf"(?:the )?[`\"']?(?:{names})[`\"']?(?: table| file| data)?"
    pair = rf"(?P<one>{thing}) (?:and|with|to|onto|into) (?P<two>{thing})|{_TABLES}"
    using = (
        r"(?: in| for| from| of)? ?(?:using|across|from|with|over|in) (?:the )?(?:both|two|joined|"
        r"merged|combined) (?:the )?(?:tables?|files?|data ?sets?|data|csvs?)"
        r"(?: (?:on|by) (?P<key2>\w+))?"
    )
    han = (
        r"[把将]?(?:合并|连接|关联|联合|拼接)这?(?:两[个张]?|二)?(?:表格?|文件|数据集?)?[,，并后再、\s]*"
        r"|[把将]?(?:这?两[个张]?)(?:表格?|文件|数据集?)(?:合并|连接|关联|联合)(?:起来)?[,，并后再、\s]*"
    )
    what = r"(?:the )?(?:joined|merged|combined) (?:table|file|data ?set|data)"
    return re.compile(
        rf"(?:\b(?:please )?{_VERB} (?:{pair}){_KEY}{_REST})|{using}|{what}|{han}", re.IGNORECASE
    )


def called(table: Table) -> list[str]:
    stem = table.title.rsplit(".", 1)[0]
    return [table.path, table.title, stem, stem.replace("_", " "), *row_words(table)]


def _table_of(said: str, tables: Sequence[Table]) -> Table | None:
    bare = re.sub(r"^the |[`\"']| (?:table|file|data)$", "", said.strip(), flags=re.IGNORECASE)
    found = [t for t in tables if bare.lower() in [name.lower() for name in called(t)]]
    return found[0] if len(found) == 1 else None


def key_of(left: Table, right: Table, said: str) -> str:
    """The column that both have; if they share several, the one that is named or tells rows."""
    shared = [c.name for c in left.columns if c.name in {other.name for other in right.columns}]
    if said:
        wanted = [name for name in shared if name_words(name) == name_words(said)]
        if len(wanted) != 1:
            raise NotSure(f"the tables do not both have one column “{said}”")
        return wanted[0]
    telling = [name for name in shared if left.named(name).unique or right.named(name).unique]
    if len(shared) == 1 or len(telling) == 1:
        return (shared if len(shared) == 1 else telling)[0]
    raise NotSure("it is not clear by which column the tables belong together; name it")


def possible(tables: Sequence[Table]) -> Joined | None:
    """The join of two tables that share one column which tells the rows of one of them."""
    if len(tables) != 2:
        return None
    left, right = sorted(tables, key=lambda table: sum(c.unique for c in table.columns[:1]))
    shared = [c.name for c in left.columns if c.name in {other.name for other in right.columns}]
    if len(shared) != 1 or not (left.named(shared[0]).unique or right.named(shared[0]).unique):
        return None
    if left.named(shared[0]).unique:
        left, right = right, left
    return joined(left, right, shared[0], "inner")


def joined(left: Table, right: Table, key: str, how: str) -> Joined:
    """The join as a table of its own, whose code reads both files."""
    stems = [re.sub(r"\W", "_", table.title.rsplit(".", 1)[0]) for table in (left, right)]
    names = [stem if stem.isidentifier() and stem != "table" else f"file_{stem}" for stem in stems]
    both = {c.name for c in left.columns} & {c.name for c in right.columns} - {key}
    columns: list[Column] = []
    for table, stem in ((left, stems[0]), (right, stems[1])):
        for column in table.columns:
            if column.name == key and table is right:
                continue
            name = f"{column.name}_{stem}" if column.name in both else column.name
            is_unique = column.unique and table is left and right.named(key).unique
            columns.append(replace(column, name=name, unique=is_unique))
    filled = {
        "left": names[0],
        "right": names[1],
        "key": key,
        "how": how,
        "suffixes": f', suffixes=("_{stems[0]}", "_{stems[1]}")' if both else "",
    }
    code = _JOIN
    if left.named(key).is_number != right.named(key).is_number:
        code = _SAME_TYPE + code
    for name, text in filled.items():
        code = code.replace(f"<{name}>", text)
    loads = [
        table.load.replace("table = ", f"{name} = ", 1)
        for table, name in zip((left, right), names, strict=True)
    ]
    load = "\n".join([*loads, code.strip()])
    return Joined(
        left.path,
        tuple(columns),
        load,
        note="; ".join(filter(None, [left.note, right.note])),
        left=left.title,
        right=right.title,
        key=key,
        how=how,
        names=(names[0], names[1]),
    )


_SAME_TYPE = """
# One file has numbers as the key and the other one texts: compare them as texts
<left>["<key>"] = <left>["<key>"].astype(str).str.strip().str.removesuffix(".0")
<right>["<key>"] = <right>["<key>"].astype(str).str.strip().str.removesuffix(".0")
"""
_JOIN = """
# The rows of both that have the same <key>
table = <left>.merge(<right>, on="<key>", how="<how>"<suffixes>)
print("left rows =", len(<left>))
print("right rows =", len(<right>))
print("left alone =", (~<left>["<key>"].isin(<right>["<key>"])).sum())
print("right alone =", (~<right>["<key>"].isin(<left>["<key>"])).sum())
print("joined rows =", len(table))
repeated = [<left>["<key>"].duplicated().any(), <right>["<key>"].duplicated().any()]
print("both repeat =", all(repeated))
"""


@dataclass(frozen=True)
class OnJoined(Task):
    """A question on two files as one table; `is_asked` if it named the join itself."""

    task: Task
    table: Joined
    is_asked: bool = True
    library = "pandas"

    @property
    def notes(self) -> tuple[str, ...]:  # type: ignore[override]
        return self.task.notes

    def code(self) -> str:
        return self.task.code()

    def answer(self, printed: Printed) -> str:
        if not self.is_asked and printed.value("both repeat").is_true:
            raise Unexpected("the key repeats in both tables, and nobody asked to join them")
        return said(self.table.told(printed), self.task.answer(printed))

    def results(self) -> Results:
        return self.task.results()


@dataclass(frozen=True)
class Merge(TableTask):
    """The joined table itself: its size, its first rows, and its file if one is wanted."""

    table: Joined
    file: str = ""

    def code(self) -> str:
        more = {"inner": "", "left": _LEFT_TOO, "right": _RIGHT_TOO}
        lone = more.get(self.table.how, _LEFT_TOO + _RIGHT_TOO)
        body = _FIRST.replace("<lone>", lone)
        names = {"left": self.table.names[0], "right": self.table.names[1], "key": self.table.key}
        for name, text in names.items():
            body = body.replace(f"<{name}>", text)
        return table_script(self.table, body + (saving("table", self.file) if self.file else ""))

    def answer(self, printed: Printed) -> str:
        rows, columns = printed.value("joined rows").exact, printed.value("columns").exact
        names, first = printed_rows(printed, "first rows")
        listed = markdown_table(names, [tuple(map(number, row)) for row in first])
        noun = "row" if rows == "1" else "rows"
        size = f"The joined table has **{rows} {noun}** and **{columns} columns**. Its first rows:"
        fine = printed.value("check").is_true
        check = "Check: counted by the keys alone, it has the same number of rows."
        return said(size, listed, check if fine else "**The check failed.**", linked(printed))


_FIRST = """
print("columns =", table.shape[1])
print("first rows:")
print(table.head(5).to_csv(index=False))

# Check: count the rows by their keys alone
lefts = <left>["<key>"].value_counts(dropna=False)
rights = <right>["<key>"].value_counts(dropna=False)
again = lefts.mul(rights, fill_value=0).sum()<lone>
print("check =", again == len(table))
"""
_LEFT_TOO = ' + (~<left>["<key>"].isin(<right>["<key>"])).sum()'
_RIGHT_TOO = ' + (~<right>["<key>"].isin(<left>["<key>"])).sum()'


def merging(text: str, tables: Sequence[Table]) -> Merge | None:
    """ "merge the two tables (and save it as merged.csv)"."""
    rest, file = file_taken(text)
    found = asked(rest, tables)
    if found is None or re.sub(_POLITE, "", found[1], flags=re.IGNORECASE).strip(" .,?!"):
        return None
    return Merge(found[0], file)


_POLITE = r"\b(?:please|can you|could you|show|me|give|the|result|and|then|it|table|now)\b"
