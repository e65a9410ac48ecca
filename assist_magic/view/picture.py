"""A picture in a terminal: kept as a file, and the line that says where it lies."""

from __future__ import annotations

from pathlib import Path

from assist_magic.copies import lay


def picture(data: bytes, media_type: str) -> str:
    """Keeps an image in `assistant_files`; the line that stands for it in the answer."""

    def fill(part: Path) -> None:
        part.write_bytes(data)

    size = f"{max(1, round(len(data) / 1000)):,} KB"
    try:
        path = lay(f"image.{media_type.rpartition('/')[2]}", fill)
    except OSError as error:
        return f"[image: {size}, which cannot be kept here ({error}); get it with -o VAR]"
    return f"[image: {path.as_posix()}, {size}]"
