"""Question: what is asked, with what, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from assist_magic.backend.connect import Backend
from assist_magic.backend.wire import Json
from assist_magic.errors import UsageError
from assist_magic.files import uploads
from assist_magic.files.inputs import Input, told
from assist_magic.functions import Function
from assist_magic.prompts import metadata_of
from assist_magic.schemas import Schema


@dataclass(frozen=True)
class Question:
    """One question. `model_given`: the model was named for this very question.

    `instructions` are told beside the assistant's own; `timeout` is in seconds; `functions` may be
    called, and `schema` is what the answer shall fit; `written` is the prompt before values were
    put into it.
    """

    text: str
    files: tuple[uploads.Upload, ...] = ()
    inputs: tuple[Input, ...] = ()
    poll: bool = False
    model_given: bool = False
    instructions: str | None = None
    temperature: float | None = None
    timeout: float | None = None
    functions: tuple[Function, ...] = ()
    schema: Schema | None = None
    written: str | None = None

    @property
    def attached(self) -> tuple[uploads.Upload, ...]:
        """The files for the assistant's code."""
        return (*self.files, *(each.file for each in self.inputs if each.file))

    @property
    def sent(self) -> tuple[uploads.Upload, ...]:
        """All that has to be on the server before the question is asked."""
        return (*self.attached, *(each.image for each in self.inputs if each.image))

    def beside(self, stamps: Iterable[str]) -> Question:
        """The same, its tables under names that no other file of the thread has."""
        held = [*stamps, *(each.stamp for each in self.files)]
        return replace(self, inputs=tuple(each.beside(held) for each in self.inputs))

    def check(self, backend: Backend) -> None:
        """Makes sure that a server can do what is asked, before anything is sent to it.

        Raises:
            UsageError: it lacks something; names the option.
        """
        for option, advice in self._beyond_v1() if backend.dialect.is_v1 else ():
            raise UsageError(
                f"{option} is not to be had from {backend.name}, which speaks v1 of the "
                f"protocol. {advice}"
            )

    def _beyond_v1(self) -> Iterator[tuple[str, str]]:
        """The options that v1 has nothing for, and what to do without each."""
        if self.schema is not None:
            yield "--schema", "Leave it out, and ask for JSON in the question."
        if self.temperature is not None:
            yield "--temperature", "Leave it out."
        for each in self.inputs:
            if each.image is not None:
                name = each.image.path.stem
                yield f"-i {name}, an image,", "Give the numbers behind it, as a table."
        for file in self.files:
            if uploads.is_document(file.stamp):
                yield (
                    f"-f {file.name}, a document to be searched,",
                    "Give its text as a variable, -i NAME, or data for Python, -f NAME.csv.",
                )

    def message(self, ids: Mapping[str, str], search: bool) -> Json:
        """The question to the letter; what is given with it stands in parts of their own.

        `ids` are those of what was sent, by stamp; `search`: whether documents are searched.
        """
        content: str | list[Json] = self.text
        if self.inputs:
            texts = [self.text, told(self.inputs)]
            images = [ids[each.image.stamp] for each in self.inputs if each.image]
            content = [{"type": "text", "text": text} for text in texts]
            content += [{"type": "image_file", "image_file": {"file_id": each}} for each in images]
        message: Json = {"role": "user", "content": content}
        if attached := uploads.attachments(self.attached, ids, search):
            message["attachments"] = attached
        return {**message, **self._metadata}

    def message_v1(self, ids: Mapping[str, str]) -> Json:
        """The same for a v1 server: one text, and the files beside it."""
        texts = [self.text, told(self.inputs)] if self.inputs else [self.text]
        message: Json = {"role": "user", "content": "\n\n".join(texts)}
        if self.attached:
            message["file_ids"] = [ids[each.stamp] for each in self.attached]
        return {**message, **self._metadata}

    @property
    def _metadata(self) -> Json:
        found = metadata_of(self.written, self.text)
        return {"metadata": found} if found else {}
