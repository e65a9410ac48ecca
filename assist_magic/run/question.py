"""Question: what is asked, with what, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assist_magic import uploads
from assist_magic.backend.wire import Json
from assist_magic.functions import Function
from assist_magic.inputs import Input, told
from assist_magic.schemas import Schema


@dataclass(frozen=True)
class Question:
    """One question. `model_given`: the model was named for this very question.

    `instructions` are told beside the assistant's own; `timeout` is in seconds; `functions` may be
    called, and `schema` is what the answer shall fit.
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
        return message
