"""Citations as v1 told them: with a `quote`, the sentence of the file that they rest on.

v2 keeps of a citation only its mark and its file; what was found stands in the run's steps.
"""

from __future__ import annotations

import re
from typing import Any

from assist_magic.engine.objects import RunStep, dump
from assist_magic.engine.search.words import question_terms
from assist_magic.engine.store import Store

Json = dict[str, Any]

_MARK = re.compile(r"【(\d+):(\d+)")
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?。!?](?=\s|$)|(?=\n)|$)")


class Quotes:
    """Quotes for the citations of one thread's messages. Reads the store: call it in a thread."""

    def __init__(self, store: Store, thread_id: str) -> None:
        self._store, self._thread_id = store, thread_id
        self._steps: list[RunStep] = []

    def quoted(self, annotation: Json, text: str) -> Json:
        """The annotation of a message with that text; a citation with its quote."""
        if annotation.get("type") != "file_citation":
            return annotation
        cited = annotation["file_citation"]
        passage = self._passage(annotation["text"], cited["file_id"])
        claim = text[: annotation["start_index"]].rpartition("】")[2]
        return annotation | {"file_citation": {**cited, "quote": best_sentence(passage, claim)}}

    def _passage(self, mark: str, file_id: str) -> str:
        """The text that a mark such as 【4:0†name.pdf】 names: step of the thread, place in it."""
        match = _MARK.match(mark)
        if match is None:
            return ""
        place, number = int(match[1]), int(match[2])
        if place >= len(self._steps):
            self._steps = self._store.steps.every(thread_id=self._thread_id)
        found = _results(self._steps[place]) if place < len(self._steps) else []
        if number >= len(found) or found[number]["file_id"] != file_id:
            return ""
        return "".join(part["text"] for part in found[number].get("content") or ())


def best_sentence(passage: str, claim: str) -> str:
    """The sentence of a passage that shares most words with what is claimed from it."""
    wanted = set(question_terms(claim))
    sentences = [match[0].strip() for match in _SENTENCE.finditer(passage)]
    return max(
        sentences, key=lambda each: len(wanted.intersection(question_terms(each))), default=""
    )


def _results(step: RunStep) -> list[Json]:
    """What the searches of a step have found, one after the other."""
    return [
        result
        for call in dump(step)["step_details"].get("tool_calls", ())
        if call["type"] == "file_search"
        for result in call["file_search"].get("results") or ()
    ]
