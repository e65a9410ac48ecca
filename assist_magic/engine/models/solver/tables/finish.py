"""What a question wants done with a result: ordered, cut, made into shares, drawn, or saved."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

_FILE = re.compile(
    r",? ?(?:and )?(?:then )?(?:please )?(?:save|export|write|store|download|output)"
    r"(?P<what>(?: (?:it|this|that|them|result|results|table|everything|the|as|to|in|into|a|an|csv"
    r"|file|called|named|excel|joined|merged)\b(?!\.))*) ?[\"'`]?(?P<file>[\w-]+\.(?:csv|xlsx"
    r"|json))[\"'`]?",
    re.IGNORECASE,
)

_UNNAMED = re.compile(
    r",? ?(?:and )?(?:then )?(?:please )?(?:save|export|write|store|download)(?P<what> .*?)??"
    r"(?: as| to| in| into)?(?: an?| the)?(?: new)? (?P<kind>csv|excel|json)(?: file)?[.!]?",
    re.IGNORECASE,
)
_ENDINGS = {"csv": "csv", "excel": "xlsx", "json": "json"}

_ROWS_FILE = re.compile(
    r"(?:please )?(?:save|export|write|store) (?:me )?(?P<rows>.+?) (?:as|to|in|into)\b(?: an?\b"
    r"| the\b)?"
    r"(?: csv| file)* ?[\"'`]?(?P<file>[\w-]+\.(?:csv|xlsx|json))[\"'`]?[.!]?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Finish:
    """What becomes of a result.

    `end` is which end comes first, `top` how many of them are shown; `step` makes "share",
    "growth" or "running" totals of the values; `chart` draws, `crossed` lays two groups out as
    rows and columns, `file` is the name that it is saved under. `bins`, `trend` and `color` are of
    plots of the rows themselves.
    """

    end: str = ""
    top: int = 0
    step: str = ""
    chart: str = ""
    crossed: bool = False
    file: str = ""
    bins: int = 0
    trend: bool = False
    color: str = ""


def file_taken(text: str) -> tuple[str, str]:
    """The text of a question without its wish to save the result, and the name of that file."""
    match = _FILE.search(text)
    if match is None:
        rows = _ROWS_FILE.fullmatch(text.strip())
        return (f"show {rows['rows']}", rows["file"]) if rows else _unnamed(text)
    kept = " joined table " if re.search("joined|merged", match["what"], re.IGNORECASE) else " "
    return f"{text[: match.start()]}{kept}{text[match.end() :]}".strip(" ,"), match["file"]


def _unnamed(text: str) -> tuple[str, str]:
    """The same for a file that is given no name: "save that as CSV", "export x as a CSV file"."""
    match = re.search(rf"{_UNNAMED.pattern}$", text.strip(), re.IGNORECASE)
    if match is None:
        return text, ""
    what = re.sub(_THAT, "", match["what"] or "", flags=re.IGNORECASE).strip()
    before = text.strip()[: match.start()]
    if what and before:
        return text, ""
    return (f"show {what}" if what else before), f"result.{_ENDINGS[match['kind'].lower()]}"


_THAT = r"^ (?:it|this|that|them|(?:the )?(?:results?|table))$"

_ORDER = r"(?:sort(?:ed)?|order(?:ed)?|rank(?:ed)?)"
_IT = r"(?: (?:it|them|that|this|result|results|values?|by (?:it|value|size|result|that)))*"
_KIND = r"(?P<kind>bar|line|pie|stacked|heat)"
_SHOWN = r"(?:plot |find |make |turn )?(?:it |that |this |them |result )?"
_PERIODS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter"}
_PERIODS |= {"yearly": "year", "annual": "year", "annually": "year", "month by month": "month"}
_GROWN = "(?:percentage |percent |relative )?(?:growth(?: rate)?s?|change|increase)"
_OVER = (
    "(?:(?P<period>month|year|quarter|week) (?:over|on|by) (?:month|year|quarter|week)|"
    r"(?P<column>@\d+) (?:over|on|by) (?P=column)|from "
    "(?P<period2>month|year|quarter|week) to (?:month|year|quarter|week)|mom|yoy)"
)


def finished(skeleton: str) -> tuple[str, Finish]:
    """The skeleton without these wishes, and the wishes."""
    finish = Finish()
    for form, make in _FORMS:
        if match := form.search(skeleton):
            rest = f"{skeleton[: match.start()]} {skeleton[match.end() :]}"
            finish, added = make(finish, match)
            skeleton = re.sub(r" +", " ", f"{rest}{added}").strip(" ,")
    return skeleton, finish


def _top(finish: Finish, match: re.Match[str]) -> tuple[Finish, str]:
    said = {"max": "max", "best": "max", "min": "min", "worst": "min"}
    end = said.get(match.groupdict().get("end") or "", finish.end)
    return replace(finish, top=int(match["top"]), end=end), ""


def _ordered(finish: Finish, match: re.Match[str]) -> tuple[Finish, str]:
    down = re.search("desc|decreas|max|high|larg|^$", match["order"])
    return replace(finish, end="max" if down else "min"), ""


def _drawn(finish: Finish, match: re.Match[str]) -> tuple[Finish, str]:
    return replace(finish, chart=match.groupdict().get("kind") or finish.chart or "auto"), ""


def _crossed(finish: Finish, match: re.Match[str]) -> tuple[Finish, str]:
    return replace(finish, crossed=True), ""


def _period(finish: Finish, match: re.Match[str]) -> tuple[Finish, str]:
    return finish, f" by {_PERIODS[match['word']]}"


def _grown(finish: Finish, match: re.Match[str]) -> tuple[Finish, str]:
    said = match.groupdict()
    period = said.get("period") or said.get("period2") or said.get("column")
    period = period or {"mom": "month", "yoy": "year"}.get(match.group().split()[0], "")
    return replace(finish, step="growth"), f" by {period}" if period else ""


def _running(finish: Finish, match: re.Match[str]) -> tuple[Finish, str]:
    return replace(finish, step="running"), ""


def _shared(finish: Finish, match: re.Match[str]) -> tuple[Finish, str]:
    return replace(finish, step="share"), ""


_Make = Callable[[Finish, re.Match[str]], tuple[Finish, str]]


def _binned(finish: Finish, match: re.Match[str]) -> tuple[Finish, str]:
    return replace(finish, bins=min(max(int(match["bins"]), 1), 500)), ""


def _trended(finish: Finish, match: re.Match[str]) -> tuple[Finish, str]:
    return replace(finish, trend=True), ""


def _coloured(finish: Finish, match: re.Match[str]) -> tuple[Finish, str]:
    return replace(finish, color=match["color"]), ""


_FORMS: tuple[tuple[re.Pattern[str], _Make], ...] = tuple(
    (re.compile(form), make)
    for form, make in (
        (r",? (?:with|in|using|and)? ?(?P<bins>\d+) (?:bins?|bars|buckets|classes"
        r"|intervals)\b", _binned),
        (r",? (?:with|and|including|plus|add) (?:linear )?(?:trend|regression|best fit|fit|fitted)"
         r"(?: ?-?line)?\b", _trended),
        (r",? (?:and )?(?:with )?(?:colou?red|colou?r|hue)(?: points)?(?: by)? "
        r"(?P<color>@\d+)", _coloured),
        (r"(?<!mean )(?<!median )(?<!max )(?<!min )\b(?P<word>daily|weekly|monthly|quarterly"
        r"|yearly|annual|month by month)\b", _period),
        (rf"^(?:find )?(?:{_OVER})(?: {_GROWN})?(?: of| in)?\b", _grown),
        (rf"^(?:find )?{_GROWN}(?: (?:{_OVER}))?(?: of| in) ", _grown),
        (rf" (?:{_GROWN} )?(?:{_OVER})(?: {_GROWN})?$", _grown),
        (r"(?<=\w) growth(?: rates?)?(?= by|$)", _grown),
        (r"\b(?:running|cumulative|cumulated)\b", _running),
        (
            r" ?,? ?(?:find )?(?:it |that |this |them |result )?(?:as|in) (?:percentages?"
            r"|percent|%|shares?)"
            r"(?: of (?:sum|whole|all))?$",
            _shared,
        ),
        (rf" ?,? ?(?:and )?{_ORDER}{_IT} (?:in |from )?(?P<order>(?:desc|asc|decreas|increas)\w*)"
         r"(?: order)?$", _ordered),
        (rf" ?,? ?(?:and )?{_ORDER}{_IT} (?:from )?(?P<order>max|min|high\w*|low\w*|larg\w*"
        rf"|small\w*)"
         r"(?: (?:to \w+|first))?$", _ordered),
        (r" ?,? (?:in )?(?P<order>descending|ascending)(?: order)?$", _ordered),
        (rf"^(?P<order>){_ORDER}{_IT}$", _ordered),
        (r" ?,? (?P<order>max|min) (?:\w+ )?first$", _ordered),
        (r" ?,? ?(?:and )?(?:find |list |only |just )*(?:first|top) (?P<top>\d+)(?: only)?(?: "
        r"rows)?$", _top),
        (r" ?,? ?(?:and )?find (?P<top>\d+) (?P<end>max|best|min|worst)$", _top),
        (
            rf" ?,? ?(?:and )?{_SHOWN}(?:as|in|into|with|using) (?:{_KIND}|plot)(?= by|$)",
            _drawn,
        ),
        (rf"^make (?:it|that|this) {_KIND}$", _drawn),
        (rf"^(?:plot )?{_KIND}(?: of| for| with| showing|:)? ", _drawn),
        (rf" ?,? ?(?:and )?plot (?:it|that|this|them|result)(?: as {_KIND})?$", _drawn),
        (r"^plot (?=@\d+ over (?:time|@\d+) by @\d+)", _drawn),
        (r"^plot (?=sum|mean|median|count|max|min|rows|@\d+ by|std|distinct)", _drawn),
        (r" ?,? ?(?:as )?(?:pivot|crosstab|cross table|contingency)(?: table)?$", _crossed),
        (r"^(?:find )?(?:pivot|crosstab|cross table|contingency)(?: table)? (?:of|for|with"
        r"|between) ",
         _crossed),
    )
)  # fmt: skip
