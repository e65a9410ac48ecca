"""A document: what kind it is, and its text; which kinds can be read at all."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from typing import BinaryIO, Literal

Kind = Literal["pdf", "docx", "pptx", "xlsx", "html", "csv", "notebook", "plain"]

_KINDS: dict[str, Kind] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".pptx": "pptx",
    ".pptm": "pptx",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".csv": "csv",
    ".tsv": "csv",
    ".ipynb": "notebook",
}
_READERS: dict[Kind, str] = {
    "pdf": "pdf",
    "docx": "word",
    "pptx": "slides",
    "xlsx": "sheets",
    "html": "web",
    "csv": "sheets",
    "notebook": "plain",
    "plain": "plain",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OFFICE: dict[str, Kind] = {"word/": "docx", "ppt/": "pptx", "xl/": "xlsx"}
# Pictures, sound, films, archives, programs and the office formats of before 2007.
_UNSUPPORTED_TEXT = """
    .7z .avi .avif .bin .bmp .bz2 .class .dll .dmg .doc .ear .epub .exe .flac .gif .gz .heic .ico
    .iso .jar .jpeg .jpg .m4a .mkv .mov .mp3 .mp4 .mpeg .mpga .numbers .o .odp .ods .odt .ogg .pages
    .key .parquet .pickle .pkl .png .ppt .psd .pyc .rar .so .sqlite .svgz .tar .tgz .tif .tiff .wasm
    .wav .webm .webp .whl .woff .woff2 .xls .xz .zip .zst
"""
UNSUPPORTED = frozenset(_UNSUPPORTED_TEXT.split())
READABLE = "PDF, DOCX, PPTX, XLSX, HTML, Markdown, CSV, JSON, notebooks, code and other text"


class Unreadable(Exception):
    """A document that gives no text; `code` is what the protocol calls it."""

    def __init__(self, code: Literal["unsupported_file", "invalid_file"], message: str) -> None:
        super().__init__(message)
        self.code = code


def ending(filename: str) -> str:
    """The extension of a file's name, in lower case: ".pdf"."""
    return PurePath(filename.replace("\\", "/")).suffix.lower()


def text_of(source: BinaryIO, filename: str) -> str:
    """The text of a document, its headings marked as in Markdown.

    Raises:
        Unreadable: it is of no kind that can be read, damaged, protected, or has no text.
    """
    kind = _kind(source, filename)
    source.seek(0)
    read: Callable[[BinaryIO, Kind], str] = import_module(f"{__package__}.{_READERS[kind]}").read
    try:
        text = read(source, kind).replace("\x00", "").encode(errors="replace").decode()
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # whatever a damaged file makes a library raise
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        words = f"The file cannot be read as {kind.upper()}; it seems damaged ({reason})."
        raise Unreadable("invalid_file", words) from error
    if not text.strip():
        hint = " It may hold scanned pages." if kind == "pdf" else ""
        raise Unreadable("invalid_file", f"The file has no text in it.{hint}")
    return text


def _kind(source: BinaryIO, filename: str) -> Kind:
    """By the name, and where that says nothing, by how the file begins."""
    extension = ending(filename)
    if extension in UNSUPPORTED:
        words = f"Files with extension {extension} cannot be searched. These can: {READABLE}."
        raise Unreadable("unsupported_file", words)
    head = source.read(8)
    if head.startswith(_OLD_OFFICE):
        words = "The file is protected by a password, or in an office format of before 2007."
        raise Unreadable("invalid_file", words)
    if extension in _KINDS:
        return _KINDS[extension]
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(source)
    return "plain"


def _office_kind(source: BinaryIO) -> Kind:
    try:
        names = zipfile.ZipFile(source).namelist()
    except zipfile.BadZipFile:
        names = []
    for folder, kind in _OFFICE.items():
        if any(name.startswith(folder) for name in names):
            return kind
    words = f"The file is an archive, which cannot be searched. These can: {READABLE}."
    raise Unreadable("unsupported_file", words)
