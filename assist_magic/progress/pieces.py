"""Pieces: the parts of a message and of a step, while they grow delta by delta."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class TextPart:
    pieces: list[str] = field(default_factory=list)
    annotations: dict[int, Json] = field(default_factory=dict)


@dataclass
class ImagePart:
    file_id: str


@dataclass
class CallPart:
    kind: str = "code_interpreter"
    name: str = ""
    input: list[str] = field(default_factory=list)
    logs: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    found: list[Json] = field(default_factory=list)  # results of file_search


@dataclass
class StepPart:
    order: int
    status: str = "in_progress"
    seconds: float | None = None
    calls: dict[int, CallPart] = field(default_factory=dict)


def add_content(parts: dict[int, TextPart | ImagePart], content: Json) -> int:
    """Adds one content delta (or a whole content); gives back how many characters came."""
    index = content.get("index", len(parts))
    if content.get("type") == "image_file":
        file_id = (content.get("image_file") or {}).get("file_id")
        if file_id:
            parts[index] = ImagePart(file_id)
        return 0
    text = content.get("text") or {}
    part = parts.setdefault(index, TextPart())
    if not isinstance(part, TextPart):
        return 0
    value = text.get("value") or content.get("refusal") or ""
    part.pieces.append(value)
    for number, annotation in enumerate(text.get("annotations") or []):
        part.annotations[annotation.get("index", number)] = annotation
    return len(value)


def add_call(calls: dict[int, CallPart], delta: Json) -> None:
    """Adds one tool call delta (or a whole call)."""
    call = calls.setdefault(delta.get("index", len(calls)), CallPart())
    call.kind = delta.get("type") or call.kind
    function = delta.get("function") or {}
    call.name += function.get("name") or ""
    call.input.append(function.get("arguments") or "")
    call.logs.append(function.get("output") or "")
    search = delta.get("file_search") or {}
    call.input.append(search.get("query") or "")
    call.found += search.get("results") or []
    code = delta.get("code_interpreter") or {}
    call.input.append(code.get("input") or "")
    for output in code.get("outputs") or []:
        call.logs.append(output.get("logs") or "")
        file_id = (output.get("image") or {}).get("file_id")
        if file_id and file_id not in call.images:
            call.images.append(file_id)


def images_of(step: StepPart) -> list[str]:
    return [image for call in step.calls.values() for image in call.images]
