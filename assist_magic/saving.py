"""Saving: JSON files of the user's that are replaced whole, so that no reader finds half of one."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path


def save_json(path: Path, content: object) -> None:
    """Writes a file in a folder that is there, in the place of what it held.

    Raises:
        OSError: it cannot be written; what it held is still there.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".new")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
