"""Citations: which passage of which document each mark of an answer stands for.

A mark names a place among the steps of the thread and one among the passages that were found
there; how many steps the thread had before this run is not said, so it is told from what fits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from assist_magic.progress.pieces import Json, StepPart
from assist_magic.reply import Citation

_MARK = re.compile(r"【(\d+):(\d+)(?:†([^【】\n]*))?】")

Searches = Mapping[int, Sequence[Json]]
"""What each step that searched has found, by the step's place in its run."""


def searches_of(steps: Iterable[StepPart]) -> Searches:
    """The results of the steps of a run, those of each step in one row."""
    rows = {
        step.order: [found for _, call in sorted(step.calls.items()) for found in call.found]
        for step in steps
    }
    return {order: row for order, row in rows.items() if row}


def names_of(found: Sequence[Json]) -> str:
    """Which files the passages of a search are of, a line each, the best first."""
    counts = Counter(str(each.get("file_name") or each.get("file_id")) for each in found)
    return "\n".join(
        f"{name}: {count} passage{'' if count == 1 else 's'}" for name, count in counts.items()
    )


def citations_of(annotations: Iterable[Json], searches: Searches) -> tuple[Citation, ...]:
    """The citations among the annotations of a text, in reading order."""
    cited = sorted(
        (each for each in annotations if (each.get("file_citation") or {}).get("file_id")),
        key=lambda each: each.get("start_index") or 0,
    )
    before = _steps_before(cited, searches)
    return tuple(_citation(each, searches, before) for each in cited)


def _citation(annotation: Json, searches: Searches, before: int) -> Citation:
    marker, file_id = str(annotation.get("text") or ""), annotation["file_citation"]["file_id"]
    passage = _passage(annotation, searches, before)
    found = passage or next(
        (each for row in searches.values() for each in row if each.get("file_id") == file_id), {}
    )
    mark = _MARK.fullmatch(marker)
    name = found.get("file_name") or (mark and mark[3]) or file_id
    quote = annotation["file_citation"].get("quote") or _text(passage)
    return Citation(file_id, str(name), marker, quote)


def _steps_before(cited: Sequence[Json], searches: Searches) -> int:
    """How many steps the thread had before the run: the number that fits most marks."""
    places = [int(mark[1]) for each in cited if (mark := _MARK.fullmatch(each.get("text") or ""))]
    choices = sorted({place - order for place in places for order in searches})
    fits = {each: sum(bool(_passage(one, searches, each)) for one in cited) for each in choices}
    return max(choices, key=lambda each: fits[each], default=0)


def _passage(annotation: Json, searches: Searches, before: int) -> Json:
    """The result that an annotation's mark leads to, if it is of the file that it cites."""
    mark = _MARK.fullmatch(annotation.get("text") or "")
    row = searches.get(int(mark[1]) - before, ()) if mark else ()
    place = int(mark[2]) if mark else 0
    found = row[place] if place < len(row) else {}
    return found if found.get("file_id") == annotation["file_citation"]["file_id"] else {}


def _text(passage: Json) -> str:
    return "\n".join(str(each.get("text") or "") for each in passage.get("content") or [])
