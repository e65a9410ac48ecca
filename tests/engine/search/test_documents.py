"""What is read of each kind of document, and what is said of those that cannot be."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from assist_magic.engine.interpreter.base import MiB
from assist_magic.engine.search import reader
from tests.engine.search import documents
from tests.engine.search.conftest import Here

KINDS: dict[str, Callable[[], bytes]] = {
    "log.pdf": documents.pdf,
    "owned.pdf": lambda: documents.pdf(password=""),
    "log.docx": documents.docx,
    "log.pptx": documents.pptx,
    "log.xlsx": documents.xlsx,
    "log.html": documents.html,
    "log.md": documents.markdown,
    "log.csv": documents.csv,
    "log.json": documents.as_json,
    "log.ipynb": documents.notebook,
    "log.py": documents.code,
    "log.txt": documents.utf16,
    "noextension": documents.docx,
}


@pytest.fixture(scope="module")
def texts(here: Here) -> dict[str, str]:
    """The text of each kind, as the engine gives it."""
    store = here.store(*((name, make()) for name, make in KINDS.items()))
    assert store.file_counts.completed == len(KINDS)
    assert store.usage_bytes > 0
    found = {}
    for file in here.client.vector_stores.files.list(store.id, limit=100):
        name = here.client.files.retrieve(file.id).filename
        content = here.client.vector_stores.files.content(file.id, vector_store_id=store.id)
        found[name] = "".join(part.text or "" for part in content)
    return found


@pytest.mark.parametrize("name", KINDS)
def test_text_of_each_kind(texts: dict[str, str], name: str) -> None:
    words = " ".join(texts[name].split())
    assert documents.FACT in words
    assert documents.HEADING in words
    for cell in ("Aurora", "310 kg of mackerel", "Borealis", "85 kg of cod"):
        assert cell in words


def test_rows_name_their_columns(texts: dict[str, str]) -> None:
    assert "Boat: Aurora; Catch: 310 kg of mackerel" in texts["log.xlsx"]
    assert "Boat: Borealis; Catch: 85 kg of cod" in texts["log.csv"]


def test_headings_are_marked_and_scripts_are_no_text(texts: dict[str, str]) -> None:
    for name in ("log.docx", "log.html", "log.md"):
        assert f"# {documents.HEADING}" in texts[name]
    assert f"# Slide 1: {documents.HEADING}" in texts["log.pptx"]
    assert "tracking code" not in texts["log.html"]
    assert "thank the crew" in texts["log.pptx"]
    assert "fog until noon" in texts["log.pdf"]


def _bomb() -> bytes:
    """A document of a megabyte that unpacks to more than its reader may use."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        with zipfile.ZipFile(io.BytesIO(documents.docx())) as real:
            for name in real.namelist():
                if name != "word/document.xml":
                    archive.writestr(name, real.read(name))
        with archive.open("word/document.xml", "w", force_zip64=True) as inner:
            for _ in range(600):
                inner.write(b" " * 1_000_000)
    return sink.getvalue()


BAD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "torn.pdf": (lambda: documents.pdf()[:300], "invalid_file", "seems damaged"),
    "nonsense.pdf": (lambda: b"%PDF-1.7 nothing behind it", "invalid_file", "seems damaged"),
    "nonsense.docx": (lambda: b"PK\x03\x04 nothing", "invalid_file", "seems damaged"),
    "empty.txt": (lambda: b"", "invalid_file", "no text"),
    "blank.md": (lambda: b" \n \n", "invalid_file", "no text"),
    "locked.pdf": (lambda: documents.pdf(password="secret"), "invalid_file", "password"),
    "old.docx": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "invalid_file", "before 2007"),
    "photo.png": (lambda: b"\x89PNG\r\n", "unsupported_file", "extension .png"),
    "mystery": (lambda: bytes(range(256)) * 20, "unsupported_file", "neither text"),
    "archive": (lambda: _zip(), "unsupported_file", "archive"),
    "bomb.docx": (_bomb, "invalid_file", "too large"),
    "deep.html": (lambda: b"<div>" * 200_000, "invalid_file", ""),
}


def _zip() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("a.txt", "text")
    return sink.getvalue()


@pytest.fixture(scope="module")
def errors(here: Here) -> dict[str, tuple[str, str]]:
    here.parts.vector_stores.indexer._reader._confined._memory = 400 * MiB
    store = here.store(*((name, make()) for name, (make, _, _) in BAD.items()))
    assert store.file_counts.failed == len(BAD)
    assert store.status == "completed"
    found = {}
    for file in here.client.vector_stores.files.list(store.id, filter="failed", limit=100):
        assert file.last_error is not None
        name = here.client.files.retrieve(file.id).filename
        found[name] = (file.last_error.code, file.last_error.message)
    return found


@pytest.mark.parametrize("name", BAD)
def test_what_is_said_of_a_bad_file(errors: dict[str, tuple[str, str]], name: str) -> None:
    code, message = errors[name]
    assert code == BAD[name][1], message
    assert BAD[name][2] in message
    assert "Traceback" not in message
    assert len(message) < 400


def test_a_document_that_takes_too_long_is_given_up(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = lambda *_, **__: ["/bin/sleep", "60"]  # noqa: E731
    monkeypatch.setattr(reader, "python", hanging)
    confined = here.parts.vector_stores.indexer._reader._confined
    monkeypatch.setattr(confined, "_seconds", 0.5)
    store = here.store(("slow.txt", b"words"))
    (file,) = here.client.vector_stores.files.list(store.id)
    assert file.last_error is not None
    assert "longer than 0.5 s" in file.last_error.message


def test_reading_has_no_network_and_no_files(here: Here) -> None:
    """The reader gives up what code_interpreter gives up: it runs on the same rung."""
    confined = here.parts.vector_stores.indexer._reader._confined
    here.store(("any.txt", b"words"))
    assert confined._rung is not None
    assert confined._rung.protection() == here.parts.runtime.protection()
