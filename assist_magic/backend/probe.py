"""Probe: which dialect a server speaks, found out once and kept in the user's data folder.

The question that finds it out is for a list of one assistant: it makes nothing, and a server that
wants another dialect says so. One small file a server, replaced whole; what cannot be kept or
read is found out again.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from assist_magic.backend.dialect import Dialect
from assist_magic.backend.refusals import Refused
from assist_magic.backend.wire import Json, Wire
from assist_magic.saving import save_json

_FOLDER = "servers"
_MOST_DIALECTS = 3


def probed(wire: Wire) -> Dialect:
    """The dialect in which a server tells its assistants, beginning with that of `wire`.

    Raises:
        Missing: it has no assistants to tell.
        Refused: it does not tell them in any dialect that its refusals lead to.
        BackendUnavailable: it does not answer, or does not take the key.
    """
    for _ in range(_MOST_DIALECTS):
        try:
            return _seen(wire.dialect, wire.get("/assistants", limit=1))
        except Refused as error:
            better = wire.dialect.corrected(str(error))
            if better == wire.dialect:
                raise
            refusal, wire = error, wire.speaking(better)
    raise refusal


def remembered(folder: Path, server: str) -> Dialect | None:
    """The dialect of a server that was met before, by the name that `server` is in records."""
    try:
        kept = json.loads(_file(folder, server).read_text("utf-8"))
        version, api_version = kept["version"], kept["api_version"]
    except (OSError, ValueError, TypeError, LookupError):
        return None
    if version not in ("v1", "v2") or not isinstance(api_version, str):
        return None
    return Dialect(version, api_version)


def remember(folder: Path, server: str, dialect: Dialect) -> None:
    """Keeps it for other kernels; where that cannot be, each of them finds it out itself."""
    path = _file(folder, server)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        save_json(path, asdict(dialect))


def forget(folder: Path, server: str) -> None:
    """Makes the next kernel find it out again."""
    with suppress(OSError):
        _file(folder, server).unlink(missing_ok=True)


def _file(folder: Path, server: str) -> Path:
    return folder / _FOLDER / f"{server}.json"


def _seen(dialect: Dialect, listed: Json) -> Dialect:
    """The dialect after a look at what it brought: some relays take any header for v1's."""
    shown: Json = next(iter(listed.get("data") or []), {})
    is_v1 = "file_ids" in shown and "tool_resources" not in shown
    return Dialect("v1" if is_v1 else dialect.version, dialect.api_version)
