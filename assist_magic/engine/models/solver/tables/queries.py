"""Which measure a question asks for, of which rows, by which groups."""

from __future__ import annotations

import re
from dataclasses import replace

from assist_magic.engine.models.solver.results import Results
from assist_magic.engine.models.solver.tables.meaning import adds_up, is_label, measure_of
from assist_magic.engine.models.solver.tables.measures import (
    MEASURES,
    Measure,
    part_of_each,
    weighted,
)
from assist_magic.engine.models.solver.tables.names import name_words
from assist_magic.engine.models.solver.tables.periods import MARKS, group_of
from assist_magic.engine.models.solver.tables.query import Query
from assist_magic.engine.models.solver.tables.words import MEASURES as SAID
from assist_magic.engine.models.solver.tables.words import TableQuestion
from assist_magic.engine.models.solver.task import Groups, NotSure, Several, Task, pattern

_M = f"{{measure: {'|'.join(SAID)}|\\d+(?:st|nd|rd|th) percentile}}"
_G = f"{{group: {MARKS}}}"
_H = f"{{second: {MARKS}}}"
_BY = f"(?: ?,? by {_G}(?:(?: and|,| ,| and by| by) {_H})?)?"
_V = "{value: @\\d+}"
_THERE = (
    "(?: (?:is|are|was|were|has|have|had|there|do we|do|does|in|of|total|exist|table|it|left|sold"
    "|spent|earned|made|generated|ordered))*"
)
_MEASURED = pattern(
    f"(?:find )?{_M} (?:of |for |in )?{_V}{_THERE}{_BY}(?: is)?",
    "(?:which|what|find) (?:are )?{value: @\\d+} (?:are|is|exist|table)(?: there| in)?(?: table)?",
    f"(?:for |find )?by {_G}(?: and {_H})? ?,? ?(?:find )?{_M} (?:of )?{_V}{_THERE}",
    f"(?:find )?{_G} by {_M} {_V}",
    f"how (?:does|did|do|has) (?:find )?{_M} (?:of )?{_V} (?:differ|vary|changed?|develop(?:ed)?)"
    f" (?:by|with|between|over) {_G}",
    f"(?:find )?{_V} {{measure: mean|median|sum|min|max|std}}{_BY}",
    "(?:find )?(?:count )?{measure: distinct} {value: @\\d+}(?: (?:are|is|there|table|and|which"
    "|what|they|list|in))*",
)
_PLAIN = pattern(
    f"(?:find )?{_V} ?,? by {_G}(?:(?: and|,| ,| and by| by) {_H})?",
    f"(?:find )?by {_G}(?: and {_H})? ?,? ?{_V}",
    f"(?:find )?(?:what |how much )?(?:was |is )?{_V}",
    f"how (?:did|does|has) {_V} (?:changed?|vary|develop(?:ed)?|differ) (?:by|over|with) {_G}",
    f"how much {_V}{_THERE}{_BY}",
)
_COUNTED = pattern(
    f"(?:find |on )?count (?:of )?rows{_THERE}{_BY}",
    f"(?:find )?rows{_THERE} by {_G}(?:(?: and|,| ,| and by| by) {_H})?",
    f"(?:find )?count{_THERE} by {_G}(?: (?:live|lives|found|on))*(?: (?:and|by) {_H})?{_THERE}",
    f"(?:find )?(?:frequency|frequencies|frequency table|value counts|distribution) (?:of|for|by) "
    f"{_G}",
    f"(?:for )?by {_G} ?,? ?(?:find )?count (?:of )?rows{_THERE}",
    f"count of {_G}",
)
_CROSSED = pattern(f"(?:find )?(?:count rows )?(?:of |by )?{_G} (?:and|by|against|with) {_H}")
_WHICH = pattern(
    f"(?:which|what|find|in which|on which) {_G} (?:has|have|with|is|had|was|shows|of) (?:find )?"
    f"{{end: max|min}} (?:of )?{_M} (?:of )?{_V}",
    f"(?:which|what) {_G} (?:is|are|was|has|have) {{end: max|min}} (?:of )?{_V} (?:on |in "
    f"|by )?{_M}",
    f"(?:which|what) {_G} (?:is|are|was|has|have) {_M} {{end: max|min}} (?:of )?{_V}",
    f"(?:find )?{{side: top|bottom}} {{top: \\d+}} {_G} by {_M} (?:of )?{_V}",
    f"(?:find )?{_G} (?:with|that has|of) {{end: max|min}} {_M} (?:of )?{_V}",
    f"(?:find )?{{rank: rank}} {_G} by {_M} (?:of )?{_V}",
)
_WHICH_PLAIN = pattern(
    f"(?:in |on )?(?:which|what|find) {_G} (?:has|have|with|is|had|was|shows|brought in|brought"
    f"|made"
    f"|generated|sold|of) (?:find )?{{end: max|min}} (?:of )?{_V}",
    f"(?:find )?{{side: top|bottom}} {{top: \\d+}} {_G} by {_V}",
    f"(?:in |on )?(?:which|what) {_G} (?:is|was|were|are|had|has) {_V} {{end: max|min}}",
    f"(?:find )?{{rank: rank}} {_G} by {_V}",
    f"(?:find )?{{end: max|min}} {_V} (?:by|in|of) {_G}",
)
_MOST = pattern(
    f"(?:which|what|find) {_G} (?:has|have|with|is|had|was) {{end: max|min}} (?:count of )?rows",
    f"(?:which|what|find) (?:is |are )?(?:find )?{{end: max|min}} (?:common|frequent|popular"
    f"|often)(?: (?:count of|value of|value|in|of))? {_G}",
    f"(?:which|what) {_G} (?:is|are|was|occurs|appears|comes) (?:find )?{{end: max|min}}"
    " (?:common|frequent|popular|often|frequently)",
    f"(?:find )?mode (?:of )?{_G}",
    f"(?:find )?{{end: max|min}} (?:common|frequent) (?:count |value )?(?:of )?{_G}",
    f"(?:find )?{{side: top|bottom}} {{top: \\d+}} {_G} by count (?:of )?rows",
)
_SHARE = pattern(
    "(?:find |what )*(?:share|percentage|percent|proportion|fraction|%)(?: of)?(?: rows)?"
    f"(?: (?:is|are|was|were|comes|come|has|have))*(?: of)?{_BY}",
)
_PART = "(?:share|percentage|percent|proportion|fraction|%)"
_SHARE_OF = pattern(
    f"(?:find |what )*{_PART} (?:of )?(?:sum )?(?:of )?{_V}(?: (?:is|are|was|comes?|came|made"
    f"|goes))*"
    f"{_BY}",
    f"(?:find |what )*{_PART} (?:of )?(?:sum )?(?:of )?{_V} (?:does|do|did|is|comes? from) by {_G}"
    "(?: (?:make up|makes up|have|contribute|account for|bring|bring in))?",
    f"(?:find )?{_V} shares?{_BY}",
    f"(?:find |what )*{_PART} (?:of )?by {_G} (?:in|of|on) (?:sum )?(?:of )?{_V}",
    f"(?:find )?{_V} share {_BY}",
)
_WITHIN = pattern(
    f"(?:find )?{{side: top|bottom}} {{top: \\d+}} {_H} (?:by|in|of) {_G} (?:by|with) "
    f"(?:sum )?{_V}",
    f"by {_G} ?,? (?:find )?{{side: top|bottom}} {{top: \\d+}} {_H} (?:by|with) (?:sum )?{_V}",
)
_WITHIN_LAST = pattern(
    f"(?:find )?{{side: top|bottom}} {{top: \\d+}} {_H} (?:by|with) (?:sum )?{_V} (?:by|in) {_G}",
)
_WEIGHTED = pattern(
    "(?:find )?(?:weighted )?mean (?:of )?{value: @\\d+} ?,? weighted (?:by|with) {weight: @\\d+}",
    "(?:find )?{weight: @\\d+} ?-? ?weighted mean (?:of )?{value: @\\d+}",
    "(?:find )?weighted mean (?:of )?{value: @\\d+} (?:by|with|using) {weight: @\\d+}(?: as "
    "weights?)?",
)


def recognise(question: TableQuestion) -> Task | None:
    """ "mean body mass by species", "how many cars from Japan", "which island has most rows"."""
    return None if question.finish.chart else measured(question)


def measured(question: TableQuestion) -> Task | None:
    """The query, or the queries, that a question sets, whether they are to be drawn or not."""
    if parts := _parts(question.skeleton):
        tasks = [measured(replace(question, skeleton=part)) for part in parts]
        return Measures(tuple(task for task in tasks if task)) if all(tasks) else None
    for form, make in _FORMS:
        match = form.match(question.skeleton)
        made = make(question, match) if match is not None else None
        if made is not None:
            return made if can_finish(made) else None
    return None


def can_finish(query: Query) -> bool:
    """Whether the wishes on the result make sense for it."""
    finish, groups = query.finish, query.groups
    adds_up = query.measure.name in ("sum", "rows", "count")
    if finish.step == "share":
        return adds_up and bool(groups or query.where)
    if finish.step:
        return len(groups) == 1 and groups[0].in_order and (adds_up or finish.step == "growth")
    if finish.crossed:
        return len(groups) == 2
    return bool(groups) or not (finish.end or finish.top or finish.file or finish.chart)


_NAMES = "|".join(SAID)
_MEASURES_OF = re.compile(
    rf"(?:find )?(?P<all>(?:{_NAMES})(?:(?: ?, (?:and )?| and )(?:find )?(?:{_NAMES}))+)"
    r"(?P<rest> (?:of |for )?@\d+.*)"
)
_NTH = r"\d+(?:st|nd|rd|th)"
_PERCENTILES = re.compile(
    rf"(?:find )?(?P<all>{_NTH}(?:(?: ?, (?:and )?| and ){_NTH})+) percentiles?(?P<rest> of @\d+.*)"
)
_OF_COLUMNS = re.compile(
    rf"(?:find )?(?P<first>(?!sum|range)(?:{_NAMES}) (?:of |for )?)"
    rf"(?P<all>@\d+(?:(?: ?, (?:and )?| and )@\d+)+)(?P<rest>(?: by .*)?)"
)


def _parts(skeleton: str) -> list[str]:
    """ "mean and median of @5", "mean of @2 and @3 by @0" as one question for each."""
    if match := _MEASURES_OF.fullmatch(skeleton):
        return [f"{name}{match['rest']}" for name in re.findall(_NAMES, match["all"])]
    if match := _PERCENTILES.fullmatch(skeleton):
        return [f"{nth} percentile{match['rest']}" for nth in re.findall(r"\d+\w\w", match["all"])]
    if match := _OF_COLUMNS.fullmatch(skeleton):
        marks = re.findall(r"@\d+", match["all"])
        return [f"{match['first']}{mark}{match['rest']}" for mark in marks]
    return []


def _measured(question: TableQuestion, match: Groups) -> Query | None:
    column = question.table.columns[question.column(match["value"])]
    if match.get("measure") == "count" and any(re.search(r"[<>]", c.code) for c in question.where):
        return None  # "how many products have revenue over 10": of a row, or all together?
    return _query(
        question, match, measure_of(match.get("measure", "distinct"), column), column.name
    )


def _plainly(question: TableQuestion, match: Groups) -> Query | None:
    """A column without a measure: what adds up is added up, else it is the mean of groups."""
    column = question.table.columns[question.column(match["value"])]
    if not column.is_number or is_label(column):
        return None
    adds = adds_up(column) or question.skeleton.startswith("how much")
    drawn = question.finish.chart and not _is_time(question, match.get("group", ""))
    if not adds and ("group" not in match or question.finish.step or drawn):
        return None
    if not adds and ("end" in match or "top" in match or not _is_few(question, match["group"])):
        return None
    is_total = adds and name_words(column.name)[0] == "total"
    if "group" not in match and not question.where and not is_total:
        return None
    measure = MEASURES["sum" if adds else "mean"]
    query = _query(question, match, measure, column.name)
    return replace(
        query, notes=(f"`{column.name}` without a measure is read as its {measure.words}",)
    )


def _is_time(question: TableQuestion, mark: str) -> bool:
    """Whether a mark means periods or dates."""
    return not mark.startswith("@") or question.table.columns[int(mark[1:])].is_date


def _is_few(question: TableQuestion, mark: str) -> bool:
    """Whether a mark means groups, rather than numbers of all kinds."""
    column = question.table.columns[int(mark[1:])] if mark.startswith("@") else None
    return column is None or not column.is_number or column.few or is_label(column)


def _counted(question: TableQuestion, match: Groups) -> Query:
    return _query(question, match, MEASURES["rows"], "")


def _crossing(question: TableQuestion, match: Groups) -> Query | None:
    return _counted(question, match) if question.finish.crossed else None


def _shared(question: TableQuestion, match: Groups) -> Query | None:
    if question.where and "group" in match:
        query = _query(question, match, part_of_each(question.where), "")
        return replace(query, where=())
    if not question.where and "group" not in match or "second" in match:
        return None
    if len(question.where) > 1:
        raise NotSure("it is not clear which rows are the whole that a share is taken of")
    return _query(question, match, MEASURES["share"], "")


def _shared_of(question: TableQuestion, match: Groups) -> Query | None:
    column = question.table.columns[question.column(match["value"])]
    if not column.is_number or is_label(column):
        return None
    finish = replace(question.finish, step="share")
    return _query(replace(question, finish=finish), match, MEASURES["sum"], column.name)


def _top_within(question: TableQuestion, match: Groups) -> Query | None:
    column = question.table.columns[question.column(match["value"])]
    if not adds_up(column):
        return None
    query = _query(question, match, MEASURES["sum"], column.name)
    note = f"`{column.name}` is added up for each `{query.groups[1].name}`"
    return replace(query, within=True, notes=(note,))


def _weighting(question: TableQuestion, match: Groups) -> Query:
    columns = [question.table.columns[question.column(match[each])] for each in ("value", "weight")]
    if not all(column.is_number for column in columns):
        raise NotSure("a weighted mean needs two columns of numbers")
    return _query(question, match, weighted(columns[1].name), columns[0].name)


_FORMS = (
    (_WITHIN, _top_within),
    (_WITHIN_LAST, _top_within),
    (_CROSSED, _crossing),
    (_COUNTED, _counted),
    (_WEIGHTED, _weighting),
    (_MEASURED, _measured),
    (_WHICH, _measured),
    (_MOST, _counted),
    (_SHARE, _shared),
    (_SHARE_OF, _shared_of),
    (_WHICH_PLAIN, _plainly),
    (_PLAIN, _plainly),
)


def _query(question: TableQuestion, match: Groups, measure: Measure, value: str) -> Query:
    groups = tuple(
        group_of(question.table, match[each]) for each in ("group", "second") if each in match
    )
    if value in [group.name for group in groups] or len(set(groups)) != len(groups):
        raise NotSure("the groups and the values are the same column")
    finish = question.finish
    if "end" in match:
        finish = replace(finish, end=match["end"])
    if "top" in match:
        end = "min" if match.get("side") == "bottom" else "max"
        finish = replace(finish, end=end, top=int(match["top"]))
    if "rank" in match or re.match(r"(?:find )?mode\b", question.skeleton):
        finish = replace(finish, end="max")
    return Query(question.table, measure, value, groups, question.where, finish)


class Measures(Several):
    """Several queries of one sentence."""

    library = "pandas"

    def results(self) -> Results:
        return self.tasks[-1].results()
