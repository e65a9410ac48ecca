"""Questions on tables as skeletons: columns are @0, @1, …, and many ways of asking become one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assist_magic.engine.models.solver import words
from assist_magic.engine.models.solver.question import plain
from assist_magic.engine.models.solver.tables import Table, mentioned, name_words
from assist_magic.engine.models.solver.words import rules

MEASURES = {
    "mean": "mean|average|avg|averaged|mean value|average value",
    "median": "median|median value",
    "sum": "sum|total|sum total|sum up|totals|sums",
    "min": "min|minimum|smallest|lowest|least|minimal|minima",
    "max": "max|maximum|largest|highest|greatest|biggest|maximal|most|maxima",
    "std": "std|standard deviation|stdev",
    "count": "count|number of|how many|counts",
}
"""pandas' names of the measures, and how people say them."""

_PLOTS = {
    "histogram": "histogram|distribution plot|histograms",
    "scatter": "scatter ?plot|scatter(?: (?:chart|graph|diagram))?|scattergram",
    "bar": "bar (?:chart|plot|graph|diagram)|barplot|barchart|bars|column chart",
    "line": "line (?:chart|plot|graph|diagram)|lineplot|linechart|time series plot",
    "box": "box ?plots?|box (?:chart|and whisker plot)",
}

_RESERVED_WORDS = """
mean average median sum total min max minimum maximum std count number by per of the and in
for each plot histogram scatter bar line box chart graph row rows column columns table data
file missing value values summary describe shape a an is are what how many most least find
show over against versus with to from group highest lowest all
"""
RESERVED = frozenset(_RESERVED_WORDS.split())
"""Words of this grammar; a column of such a name has to be quoted."""

_THING = (
    r"(?:(?:this|that|my|our|given|uploaded|attached|whole|entire|following|csv|data) )*"
    r"(?:table|data ?set|data ?frame|data|csv|file|spreadsheet|dataset|set|df)"
)

_TABLE_RULES = rules(
    (r"[`\"'*]", " "),
    (r"\b(?:the|an|a)\b", " "),
    (r" +", " "),
    (
        r"\b(?:grouped by|group by|for each|for every|for different|per|by each|across|in each"
        r"|within each|broken down by|split by|depending on|within|among|for all|of each|each)\b",
        "by",
    ),
    (r"\b(?:versus|vs\.?|against|as function of)(?= |$)", "against"),
    *((rf"\b(?:{said})\b", kind) for kind, said in _PLOTS.items()),
    *((rf"\b(?:{said})\b", kind) for kind, said in MEASURES.items()),
    (rf" ?(?:,? ?\b(?:in|of|for|from|on|about) )?\b{_THING}\b(?! by)", " table"),
    (
        r"\b(?:make|create|produce|generate|find|draw|plot|display|show|build|have|see|visuali[sz]e"
        r"|graph|give me|do) (?:me )?(?=(?:histogram|scatter|bar|line|box)\b)",
        "plot ",
    ),
    (r"\b(?:graph|draw|visuali[sz]e|chart)\b", "plot"),
    (r"\b(?:columns?|variables?|feature|values?|field) (?=@)", ""),
    (r"(@\d+) (?:columns?|variable|values?|field)\b", r"\1"),
    (r" +", " "),
    (r"^(?: |[.,!:;?] ?)+|(?: ?[.,!:;?])+ ?$", ""),
)


@dataclass(frozen=True)
class TableQuestion:
    """The skeleton of a question on one table."""

    skeleton: str
    table: Table

    def column(self, mark: str) -> int:
        """The place of the column behind a mark such as "@2"."""
        return int(mark[1:])


def read(text: str, table: Table) -> TableQuestion:
    """A question with the columns of a table, and the table's own name, marked."""
    text = mentioned(plain(text), table, RESERVED)
    text = text.replace(table.path, " table ").replace(table.file, " table ")
    stem = " ".join(name_words(table.file.rsplit(".", 1)[0]))
    text = re.sub(rf"\b{re.escape(stem)}\b", " rows ", text, flags=re.IGNORECASE)
    text = re.sub(r"([.,!:;?])(?=\s|$)", r" \1 ", text.lower())
    text = words.rewritten(text, words.TABLE_PHRASES)
    return TableQuestion(words.rewritten(text, _TABLE_RULES), table)
