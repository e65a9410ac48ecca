"""A picture in a terminal: drawn where the terminal can, and kept as a file with a line for it."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

from assist_magic.config import image_protocol
from assist_magic.files.copies import lay

_LARGEST_DRAWN = 2_000_000  # bytes
_CHUNK = 4096  # characters that kitty takes at once


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


def drawing(data: bytes, media_type: str) -> str:
    """The codes that draw an image in the terminal that is written to; "" where none would."""
    protocol = image_protocol() if sys.stdout.isatty() else None
    if protocol is None or len(data) > _LARGEST_DRAWN:
        return ""
    encoded = base64.b64encode(data).decode("ascii")
    if protocol == "iterm2":  # https://iterm2.com/documentation-images.html
        return f"\x1b]1337;File=inline=1;size={len(data)}:{encoded}\x07"
    return _kitty(encoded) if media_type == "image/png" else ""


def _kitty(encoded: str) -> str:
    """A PNG in pieces, each but the last with m=1: https://sw.kovidgoyal.net/kitty/graphics-protocol/

    q=2 keeps the terminal from answering, which the prompt would take for keys.
    """
    pieces = [encoded[at : at + _CHUNK] for at in range(0, len(encoded), _CHUNK)]
    codes = [f"\x1b_Gm={int(piece is not pieces[-1])};{piece}\x1b\\" for piece in pieces]
    return codes[0].replace("_Gm", "_Ga=T,f=100,q=2,m", 1) + "".join(codes[1:])
