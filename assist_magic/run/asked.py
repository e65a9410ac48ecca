"""Asked: what a question asks of the server — thread, message, run, tools — as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assist_magic.backend.connect import Backend
from assist_magic.backend.wire import Json
from assist_magic.conversation import talk as conversation
from assist_magic.conversation.talk import Talk
from assist_magic.files import uploads
from assist_magic.run.question import Question

_ON_DOCUMENTS = (
    "The user has given documents. For what they say, look with file_search, and cite what it "
    "finds; compute with code_interpreter as ever."
)


@dataclass(frozen=True)
class Asked:
    """A question in its thread, once its files are on the server and it has an assistant.

    `may_search` says whether the server may be asked to search documents.
    """

    backend: Backend
    talk: Talk
    question: Question
    may_search: bool

    @property
    def whole(self) -> tuple[str, Json]:
        """Path and body of the one request that brings question and run together, so that
        neither is left without the other."""
        talk, question = self.talk, self.question
        message = question.message(talk.uploads, self.may_search)
        body = self._run
        if instructions := self._instructions:
            body["additional_instructions"] = instructions
        if question.temperature is not None:
            body["temperature"] = question.temperature
        if question.schema:
            body["response_format"] = question.schema.response_format
        if talk.thread_id:
            return f"/threads/{talk.thread_id}/runs", {**body, "additional_messages": [message]}
        thread = {"messages": [*conversation.opening(talk), message]}
        return "/threads/runs", {**body, "thread": thread}

    @property
    def run_v1(self) -> Json:
        """The run alone, which v1 can tell no further instructions: the assistant's own are
        repeated with them."""
        body = self._run
        if told := self._instructions:
            own = str(self._assistant.get("instructions") or "")
            body["instructions"] = "\n\n".join(filter(None, [own, told]))
        return body

    @cached_property
    def searches(self) -> bool:
        """Whether documents are searched: those of the thread, the question's own included; of a
        thread that was named by its id, its server knows."""
        talk, question = self.talk, self.question
        if not self.may_search or question.schema or self.backend.dialect.is_v1:
            return False
        if talk.key is not None or not talk.thread_id:
            return any(uploads.is_document(stamp) for stamp in talk.uploads)
        if any(uploads.is_document(each.stamp) for each in question.attached):
            return True
        held = self.backend.wire.get(f"/threads/{talk.thread_id}").get("tool_resources") or {}
        return bool((held.get("file_search") or {}).get("vector_store_ids"))

    @property
    def _run(self) -> Json:
        """What every dialect has in a run."""
        body: Json = {"assistant_id": self.talk.assistant_id}
        if self.question.model_given or not self.talk.chosen:
            body["model"] = self.backend.model
        if self.question.functions or self.question.schema or self.searches:
            body["tools"] = self._tools
        return body

    @property
    def _instructions(self) -> str:
        told = [*self.talk.told, *([_ON_DOCUMENTS] if self.searches else [])]
        return "\n\n".join([*told, *filter(None, [self.question.instructions])])

    @property
    def _tools(self) -> list[Json]:
        """The assistant's own tools, file_search where there are documents, and the notebook's
        functions; JSON is not to be had beside tools that the server runs."""
        question = self.question
        names = {each.name for each in question.functions}
        own = [
            dict(tool)
            for tool in self._assistant["tools"]
            if (tool.get("function") or {}).get("name") not in names
            and (tool.get("type") == "function" or not question.schema)
        ]
        if self.searches and uploads.SEARCH["type"] not in {each.get("type") for each in own}:
            own.append(dict(uploads.SEARCH))
        return [*own, *(dict(each.tool) for each in question.functions)]

    @cached_property
    def _assistant(self) -> Mapping[str, Any]:
        """The assistant's instructions and tools, by the preset or as the server has them."""
        if not self.talk.chosen:
            preset = self.talk.preset
            return {"instructions": preset.instructions, "tools": preset.tools}
        found = self.backend.wire.get(f"/assistants/{self.talk.assistant_id}")
        return {**found, "tools": found.get("tools") or []}
