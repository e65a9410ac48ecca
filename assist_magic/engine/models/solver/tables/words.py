"""Questions on tables as skeletons: columns are @0, @1, …, and many ways of asking become one.

What says which rows are meant is taken out of the skeleton; see table_conditions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assist_magic.engine.models.solver import words
from assist_magic.engine.models.solver.notation.signs import plain
from assist_magic.engine.models.solver.tables.chinese import in_english
from assist_magic.engine.models.solver.tables.condition import Condition
from assist_magic.engine.models.solver.tables.conditions import Conditions
from assist_magic.engine.models.solver.tables.finish import Finish, file_taken, finished
from assist_magic.engine.models.solver.tables.names import mentioned, name_words, row_words
from assist_magic.engine.models.solver.tables.table import Table
from assist_magic.engine.models.solver.tables.values import texts_taken, valued
from assist_magic.engine.models.solver.words import rules

if TYPE_CHECKING:
    from assist_magic.engine.models.solver.task import Task

MEASURES = {
    "mean": "mean|average|avg|averaged|mean value|average value",
    "median": "median|median value",
    "sum": "sum|total|sum total|sum up|totals|sums|total sum",
    "min": "min|minimum|smallest|lowest|least|minimal|minima|fewest|weakest",
    "max": "max|maximum|largest|highest|greatest|biggest|maximal|most|maxima|strongest",
    "std": "std|standard deviations?|stdev|sd|std dev|standard dev",
    "var": "variance|var",
    "iqr": "interquartile range|iqr",
    "range": "range|spread",
    "distinct": "(?:count )?(?:different|distinct|unique)(?: values)?",
    "count": "count|number of|how many|counts|amount of rows",
}
"""The measures, and how people say them."""

_PLOTS = {
    "stacked": "stacked (?:bar|column)s?(?: ?(?:chart|plot|graph|diagram))?",
    "heat": "heat ?maps?(?: (?:chart|plot))?",
    "pie": "pie ?(?:chart|plot|graph|diagram)?|pies",
    "histogram": "histogram|hist|distribution plot|histograms",
    "scatter": "scatter ?plot|scatter(?: (?:chart|graph|diagram))?|scattergram",
    "bar": "(?:(?:grouped|clustered|horizontal|vertical) )?(?:bar|column)s? ?"
    "(?:chart|plot|graph|diagram)s?|(?:grouped|clustered) bars?|barplot|barchart|bars",
    "line": "line (?:chart|plot|graph|diagram)|lineplot|linechart|time series plot",
    "box": "box ?plots?|box (?:chart|and whisker plot)",
}

_RESERVED_WORDS = """
mean average median sum total min max minimum maximum std count number by per of the and in
for each plot histogram scatter bar line box chart graph row rows column columns table data
file missing value values summary describe shape a an is are what how many most least find
show over against versus with to from group highest lowest all
top sort share percentage different unique no yes not other none first last
"""
RESERVED = frozenset(_RESERVED_WORDS.split())
"""Words of this grammar; a column or a value of such a name has to be quoted."""

_THING = (
    r"(?:(?:this|that|my|our|given|uploaded|attached|whole|entire|following|csv|data) )*"
    r"(?:table|data ?set|data ?frame|data|csv|file|spreadsheet|dataset|set|df)"
)
_ROWS = (
    r"(?:rows?|records?|entries|entry|observations?|samples?|lines(?! (?:plot|chart))|data points?"
    r"|cases|examples|items|individuals)"
)
_THAN = "(?= -?\\d)"
_COMPARISONS = rules(
    (r"(?<=\d),(?=\d{3}\b)", ""),
    (r"(-?\d+(?:\.\d+)?)( [a-z]{1,3})? or (?:more|above|higher|over|better"
    r"|greater)\b", r"least_ \1\2"),
    (r"(-?\d+(?:\.\d+)?)( [a-z]{1,3})? or (?:less|below|lower|under|fewer|worse)\b", r"most_ \1\2"),
    (r"\b(?:more|greater|bigger|higher|larger|heavier|better|longer) than (?=(?:the )?(?:average"
    r"|mean|median)\b)", "above "),
    (r"\b(?:less|smaller|lower|lighter|worse|shorter|fewer) than (?=(?:the )?(?:average|mean"
    r"|median)\b)", "below "),
    (r">=|\b(?:at least|no less than|not less than|minimum of|not under)" + _THAN, "least_"),
    (r"<=|\b(?:at most|no more than|not more than|up to|not over)" + _THAN, "most_"),
    (
        r"\b(?:more|greater|bigger|higher|larger|longer|stronger|later|over|above|better) than"
        + _THAN + r"|\b(?:over|above|exceed(?:s|ing)?)" + _THAN + "|>",
        "over",
    ),
    (
        r"\b(?:less|fewer|smaller|lower|shorter|weaker|earlier|below|under) than"
        + _THAN + r"|\b(?:under|below)" + _THAN + "|<",
        "under",
    ),
    (r"!=|\b(?:not equal to|different from)" + _THAN, "other"),
    (r"==?|\b(?:equal to|equals|exactly)" + _THAN, "exactly"),
    (r" +", " "),
)  # fmt: skip

_SMALL_WORDS = "one two three four five six seven eight nine ten eleven twelve"
_SMALL = _SMALL_WORDS.split()
_COUNTS = rules(
    *(
        (rf"\b(top|first|last|bottom|the|worst|best) {word}\b(?! of| or| and)", rf"\1 {value}")
        for value, word in enumerate(_SMALL, start=1)
    ),
    (r"\b(top|first|last|bottom) (?:a )?(?:dozen)\b", r"\1 12"),
)

_TABLE_RULES = rules(
    (r"[`\"'*()]", " "),
    (r"\b(?:the|an|a)\b", " "),
    (r" +", " "),
    (r"\bpass(?:ed)? (?=@\d+(?: with| at)? (?:over|least_))", "with "),
    (r"\bfail(?:ed)? (?=@\d+(?: with| at)? (?:under|most_))", "with "),
    (r"(@\d+) (?:with|at) (?=(?:over|least_|under|most_) -?\d)", r"\1 "),
    (r"\bwho\b", "which rows"),
    (r"\bbest (?=@|rows)", "max "),
    (r"\b(?:longest|heaviest|tallest|biggest|oldest|fastest) (?=@)", "max "),
    (r"\b(?:shortest|lightest|youngest|slowest) (?=@)", "min "),
    (r"\bworst (?=@|rows)", "min "),
    (r"\b(?:compare|list|show) (?=(?:mean|average|median|sum|total)\b)", "find "),
    (
        r"\b(?:grouped by|group by|for each|for every|for different|per|by each|across|in each"
        r"|within each|broken down by|split by|depending on|within|among|for all|of each|each)\b",
        "by",
    ),
    (r"\bby count of (?=@)|\bby number of (?=@)", "by "),
    (r"\b(?:versus|vs\.?|against|as function of)(?= |$)", "against"),
    *((rf"\b(?:{said})\b", kind) for kind, said in _PLOTS.items()),
    *((rf"\b(?:{said})\b", kind) for kind, said in MEASURES.items()),
    (r"\bby count (?=@)", "by "),
    (r"\bcount count\b", "count"),
    (rf"^(?:find|what'?s) (?:in|inside|about) (?:the )?{_THING}\b(?! by)", "find overview"),
    (rf" ?(?:,? ?\b(?:in|of|for|from|on|about) )?\b{_THING}\b(?! by)", " table"),
    (rf"\b{_ROWS}\b", "rows"),
    (r"\b(?:all|these|those|every) (?=rows|table)", ""),
    (r"\bby rows\b", ""),
    (
        r"\b(?:make|create|produce|generate|find|draw|plot|display|show|build|have|see|visuali[sz]e"
        r"|graph|give me|do) (?:me )?(?=(?:histogram|scatter|bar|line|box|pie|stacked|heat)\b)",
        "plot ",
    ),
    (r"\b(?:graph|draw|visuali[sz]e|chart)\b", "plot"),
    (r"\b(?:columns?|variables?|feature|values?|field) (?=@)", ""),
    (r"(@\d+) (?:columns?|variable|values?|field)\b", r"\1"),
    (r" +", " "),
    (r"^(?: |[.,!:;?] ?)+|(?: ?[.,!:;?])+ ?$", ""),
)
_ENDS = rules(
    (r"\btable rows\b|\brows table\b", "rows"),
    (r"\b(most|least)_\b", r"\1"),
    (r"^((?:find )?count)(?= (?:are|is|have|do|does)\b|$)", r"\1 rows"),
    (r"(?<=[\w@]) (?:(?:of|in|for|from|on|among) )?table$", ""),
    (r"(?<=@\d) (?:of|in|for|from|on|among) rows(?= by |$)", ""),
    (r"(?<=@\d\d) (?:of|in|for|from|on|among) rows(?= by |$)", ""),
    (r"\bcount distinct\b", "distinct"),
    (r" over time(?= .*\bby (?:day|week|month|quarter|year)\b)", ""),
    (r"^(?:rows|table) ?[:,] ", ""),
    (r"^(?:load|read|open|import|look at|consider|take) table(?: and| ,| then)* ", ""),
    (r"(?<=\d) (?:on|in|at|from|and) by (?=@)", " and "),
    (r"\bby (@\d+) count$", r"by \1"),
    (r"\brows count\b|\bcount of rows\b", "count rows"),
    (r"\b(?:first|lower) quartile\b", "25th percentile"),
    (r"\b(?:third|upper) quartile\b", "75th percentile"),
    (r"\b(?:comes?|came|is|are) from by\b", "is by"),
    (r"\b(by )?((?:and )?by )(?=@)", "by "),
    (r" +", " "),
    (r"^(?: |[.,!:;?] ?)+|(?: ?[.,!:;?])+ ?$", ""),
)

_EXTREMES = {
    "heaviest": ("max", "weight mass"),
    "lightest": ("min", "weight mass"),
    "tallest": ("max", "height"),
    "longest": ("max", "length duration"),
    "shortest": ("min", "height length duration"),
    "oldest": ("max", "age"),
    "youngest": ("min", "age"),
    "cheapest": ("min", "price cost fare"),
    "most expensive": ("max", "price cost fare"),
    "fastest": ("max", "speed"),
    "slowest": ("min", "speed"),
    "hottest": ("max", "temp_max temp temperature"),
    "warmest": ("max", "temp_max temp temperature"),
    "coldest": ("min", "temp_min temp temperature"),
    "wettest": ("max", "precipitation rain rainfall"),
    "windiest": ("max", "wind"),
    "richest": ("max", "income gdp wealth"),
}
"""What an adjective asks for, and the names of columns that it can mean."""

_VERBS = {"weigh": "weight mass", "weighs": "weight mass", "weighing": "weight mass",
          "heavier": "weight mass", "lighter": "weight mass", "taller": "height",
          "older": "age", "younger": "age", "faster": "speed", "cost": "price",
          "costs": "price"}  # fmt: skip
_LESS = frozenset({"lighter", "younger"})


@dataclass(frozen=True)
class TableQuestion:
    """The skeleton of a question on one table, and the conditions on the rows that it is about.

    `finish` is what is wanted of the result, `last` the query that the question before it set,
    `text` the question as it was put.
    """

    skeleton: str
    table: Table
    where: tuple[Condition, ...] = ()
    finish: Finish = Finish()
    last: Task | None = None
    text: str = ""

    def column(self, mark: str) -> int:
        """The place of the column behind a mark such as "@2"."""
        return int(mark[1:])


def read(text: str, table: Table) -> TableQuestion:
    """A question with the columns of a table, their values and the table's own name marked."""
    said = text
    text, file = file_taken(words.rewritten(plain(text), _COUNTS))
    text, texts = texts_taken(_sheet_named(text, table))
    text = _numbered(_described(text, table), table)
    text = mentioned(text, table, RESERVED)
    text = text.replace(table.path, " table ").replace(table.file, " table ")
    text, values = valued(text, table, RESERVED)
    text = in_english(text)
    text = re.sub(r"\bdays? of (?:the )?week\b", "weekday", text, flags=re.IGNORECASE)
    text = re.sub(rf"(@\d+) +{_FIGURES}\b", r"\1", text, flags=re.IGNORECASE)
    text = _rows_named(text, table)
    text = re.sub(r"\bvs\.", "vs", text)
    text = re.sub(r"([.,!:;?])(?=\s|$)", r" \1 ", text.lower())
    text = words.rewritten(text, _COMPARISONS)
    text = words.rewritten(text, words.TABLE_PHRASES)
    text = words.rewritten(text, _TABLE_RULES)
    conditions = Conditions(table, values, texts)
    skeleton = words.rewritten(conditions.taken(text), _ENDS)
    skeleton, finish = finished(skeleton)
    skeleton = words.rewritten(skeleton, _ENDS)
    finish = replace(finish, file=file)
    return TableQuestion(skeleton, table, tuple(conditions.found), finish, text=said)


def _sheet_named(text: str, table: Table) -> str:
    """The text with "the Customers sheet" as "table", where that is the sheet of the table."""
    if not table.sheet:
        return text
    name, kind = rf"[\"'`]?{re.escape(table.sheet)}[\"'`]?", "(?:sheet|tab|worksheet)"
    whole = rf"(?: (?:of|in|from) {re.escape(table.file)})?"
    form = rf"(?:\b{kind} {name}|{name} {kind}\b){whole}"
    return re.sub(form, " table ", text, flags=re.IGNORECASE)


_PERSONS = frozenset({"student", "name", "pupil", "person", "employee", "patient", "passenger"})
_PEOPLE = ("people", "persons", "kids", "pupils", "children", "students")
_FIGURES = r"(?:grades?|scores?|marks?|results?|figures?|levels?|numbers)"
"""What people call the numbers of a column, after its name."""


def _numbered(text: str, table: Table) -> str:
    """The text with "orders" as rows where each row has an order id of its own."""
    names = {word for column in table.columns if column.unique for word in name_words(column.name)}
    for name in names - RESERVED - {"id", "name", "number", "no", "code", "key", "date", "index"}:
        others = [
            c for c in table.columns if not (c.unique or c.is_date) and name in name_words(c.name)
        ]
        if len(name) > 2 and not others:
            form = rf"\b{re.escape(name)}s\b"
            text = re.sub(form, " rows ", text, flags=re.IGNORECASE)
    for column in table.columns:
        of, *rest = name_words(column.name)
        if rest == ["name"] and column.is_text:
            text = re.sub(rf"\b{of}s\b", " rows ", text, flags=re.IGNORECASE)
    if any(_PERSONS & set(name_words(column.name)) for column in table.columns):
        text = re.sub(rf"\b(?:{'|'.join(_PEOPLE)})\b(?!\.\w)", " rows ", text, flags=re.IGNORECASE)
    return text


def _rows_named(text: str, table: Table) -> str:
    """The text with what a row is called as "rows": the file's own name, or days."""
    names = row_words(table)
    if any(column.is_date and column.unique for column in table.columns):
        names |= {"day", "days"}
    for name in sorted(names - RESERVED - _HOW_OFTEN, key=len, reverse=True):
        before = _COUNTED if name in _AMOUNTS else ""
        text = re.sub(rf"{before}(?<![\w@$]){re.escape(name)}(?!\w)", " rows ", text, flags=re.I)
    return text


_HOW_OFTEN = frozenset({"hourly", "daily", "weekly", "monthly", "quarterly", "yearly", "annual"})
_AMOUNTS = frozenset({"sale", "sales", "revenue", "revenues"})
"""Names of files that people also call the amounts in them."""
_COUNTED = r"(?:(?<=how many )|(?<=number of )|(?<=count of )|(?<=count the )|(?<=top \d ))"


def _described(text: str, table: Table) -> str:
    """The text with "heaviest" as "max" of the column that it can mean, "weigh" as that column."""
    for word, (end, names) in _EXTREMES.items():
        if (name := _one_of(names, table)) and re.search(rf"\b{word}\b", text, re.IGNORECASE):
            text = re.sub(rf"\b{word}\b", f'{end} of "{name}"', text, flags=re.IGNORECASE)
    if len(table.dates()) == 1:
        recent = r"\b(?:most recent|latest|newest)(?! (?:month|year|week|quarter))\b"
        name = f'max of "{table.dates()[0].name}"'
        text = re.sub(recent, name, text, flags=re.IGNORECASE)
    for word, names in _VERBS.items():
        form = rf"\b{word}(?= (?:more |less )?than -?\d)"
        if (name := _one_of(names, table)) and re.search(form, text, re.IGNORECASE):
            more = {True: " less", False: " more"}[word in _LESS] if word.endswith("er") else ""
            text = re.sub(form, f'with "{name}"{more}', text, flags=re.IGNORECASE)
    return text


def _one_of(names: str, table: Table) -> str:
    """The only column of numbers that one of the names fits, the first name that fits any."""
    for name in names.split():
        wanted = set(name.split("_"))
        fitting = [
            c.name for c in table.columns if c.is_number and wanted <= set(name_words(c.name))
        ]
        if fitting:
            return fitting[0] if len(fitting) == 1 else ""
    return ""
