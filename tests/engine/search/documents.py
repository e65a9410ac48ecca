"""Documents of every kind that file_search reads, made by the libraries that people make them with.

Each says the same three things, one of them under a heading or in a table.
"""

from __future__ import annotations

import io
import json

FACT = "The lighthouse keeper counted forty-one seals on the northern reef."
HEADING = "Harbour report"
CELLS = (("Boat", "Catch"), ("Aurora", "310 kg of mackerel"), ("Borealis", "85 kg of cod"))


def pdf(text: str = FACT, password: str | None = None) -> bytes:
    """A PDF; one with a password needs it to be read, one with "" only to be changed."""
    from fpdf import FPDF
    from fpdf.enums import EncryptionMethod

    made = FPDF()
    if password is not None:
        made.set_encryption(
            owner_password="owner",
            user_password=password,
            encryption_method=EncryptionMethod.AES_256,
        )
    made.add_page()
    made.set_font("helvetica", size=12)
    made.multi_cell(0, 8, f"{HEADING}\n\n{text}\n\n" + "\n".join(": ".join(row) for row in CELLS))
    made.add_page()
    made.multi_cell(0, 8, "The second page is about the weather: fog until noon.")
    return bytes(made.output())


def docx() -> bytes:
    from docx import Document

    made = Document()
    made.add_heading(HEADING, 1)
    made.add_paragraph(FACT)
    table = made.add_table(rows=0, cols=2)
    for row in CELLS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return _saved(made)


def pptx() -> bytes:
    from pptx import Presentation
    from pptx.util import Inches

    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = HEADING
    slide.shapes.add_textbox(Inches(1), Inches(2), Inches(5), Inches(1)).text_frame.text = FACT
    shape = slide.shapes.add_table(3, 2, Inches(1), Inches(4), Inches(5), Inches(2))
    for number, row in enumerate(CELLS):
        for column, text in enumerate(row):
            shape.table.cell(number, column).text = text
    slide.notes_slide.notes_text_frame.text = "Remember to thank the crew."
    return _saved(made)


def xlsx() -> bytes:
    from openpyxl import Workbook

    made = Workbook()
    made.active.title = HEADING
    for row in CELLS:
        made.active.append(row)
    made.create_sheet("Notes").append([FACT])
    return _saved(made)


def html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in CELLS)
    return (
        f"<html><head><title>Log</title><style>.x{{}}</style></head><body><h1>{HEADING}</h1>"
        f"<script>var secret = 'tracking code';</script><p>{FACT}</p><table>{rows}</table></body>"
    ).encode()


def markdown() -> bytes:
    table = "\n".join(f"| {first} | {second} |" for first, second in CELLS)
    return f"# {HEADING}\n\n{FACT}\n\n{table}\n".encode()


def csv() -> bytes:
    rows = "\n".join(f'{first},"{second}"' for first, second in CELLS)
    return f'{rows}\nNote,"{FACT}"\n{HEADING},none\n'.encode()


def as_json() -> bytes:
    return json.dumps({"title": HEADING, "note": FACT, "catch": dict(CELLS[1:])}).encode()


def notebook() -> bytes:
    cells = [
        {"cell_type": "markdown", "source": [f"# {HEADING}\n", FACT]},
        {"cell_type": "code", "source": f"catch = {dict(CELLS[1:])!r}"},
    ]
    return json.dumps({"cells": cells, "nbformat": 4}).encode()


def code() -> bytes:
    return f'"""{HEADING}: {FACT}"""\n\nCATCH = {dict(CELLS[1:])!r}\n'.encode()


def utf16() -> bytes:
    lines = [HEADING, FACT, *(": ".join(row) for row in CELLS)]
    return "\r\n".join(lines).encode("utf-16")


def _saved(document: object) -> bytes:
    sink = io.BytesIO()
    document.save(sink)  # type: ignore[attr-defined]
    return sink.getvalue()
