"""PPTX, by python-pptx: each slide under its title, with tables and notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from assist_magic.engine.search.reading.document import Kind


def read(source: BinaryIO, _kind: Kind) -> str:
    """The text of all slides."""
    from pptx import Presentation

    slides = Presentation(source).slides
    return "\n\n".join(_slide(number, slide) for number, slide in enumerate(slides, 1))


def _slide(number: int, slide: Any) -> str:
    title = slide.shapes.title
    heading = " ".join(title.text.split()) if title is not None else ""
    lines = [f"# Slide {number}: {heading}" if heading else f"# Slide {number}"]
    for shape in slide.shapes:
        if title is None or shape.shape_id != title.shape_id:
            lines += _texts(shape)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        lines.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(line for line in lines if line.strip())


def _texts(shape: Any) -> Iterator[str]:
    if hasattr(shape, "shapes"):
        for inner in shape.shapes:
            yield from _texts(inner)
    elif shape.has_text_frame:
        yield shape.text_frame.text
    elif getattr(shape, "has_table", False):
        for row in shape.table.rows:
            yield " | ".join(" ".join(cell.text.split()) for cell in row.cells)
