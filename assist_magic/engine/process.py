"""The user's own engine as a process: find it, start it, stop it.

A runtime file, readable by its owner alone, says where it listens and with which token; a lock
sees to it that two notebooks that open at once start one engine.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil
from filelock import FileLock, Timeout

START_SECONDS = 40.0
"""How long a start may take on a slow, busy machine."""
STOP_SECONDS = 12.0


class EngineUnavailable(Exception):
    """The engine does not start or stop; the text says what its log says, and where that is."""


@dataclass(frozen=True)
class EnginePlace:
    """Where a user's engine is kept: its runtime file and lock, and its log.

    `environment` is the engine's; when empty, it inherits this process's own.
    """

    runtime_folder: Path
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        return self.runtime_folder / "engine.json"

    @property
    def lock(self) -> Path:
        return self.runtime_folder / "engine.lock"


@dataclass(frozen=True)
class Engine:
    """A running engine. `token` opens it and is never shown."""

    port: int
    pid: int
    version: str
    token: str = field(repr=False)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def health(self, seconds: float = 2.0) -> dict[str, Any] | None:
        """What it says of itself, or None when it does not answer as ours would."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/healthz",
            headers={"Authorization": f"Bearer {self.token}"},
        )
        # Proxies of the environment are not for loopback, and must not see the token.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=seconds) as answer:
                said = json.load(answer)
        except (OSError, ValueError, urllib.error.URLError):
            return None
        return said if isinstance(said, dict) and "version" in said else None


def announce(place: EnginePlace, engine: Engine) -> None:
    """Writes the runtime file, for the owner's eyes only, at once or not at all."""
    place.runtime_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.file.with_name(f"engine.json.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "w") as sink:
        json.dump(asdict(engine), sink)
    os.replace(draft, place.file)


def withdraw(place: EnginePlace) -> None:
    """Removes the runtime file if it is this process's own."""
    known = read(place)
    if known is not None and known.pid == os.getpid():
        place.file.unlink(missing_ok=True)


def read(place: EnginePlace) -> Engine | None:
    """What the runtime file says, true or stale; None if there is none that makes sense."""
    try:
        said = json.loads(place.file.read_text())
        return Engine(**said)
    except (OSError, ValueError, TypeError):
        return None


def find(place: EnginePlace) -> Engine | None:
    """The running engine, if it answers."""
    engine = read(place)
    return engine if engine is not None and engine.health() is not None else None


def ensure(place: EnginePlace, version: str) -> Engine:
    """The running engine of this version; started if there is none, replaced if it is another's.

    Raises:
        EngineUnavailable: it does not start, or an engine of another version is at work.
    """
    engine = find(place)
    if engine is not None and engine.version == version:
        return engine
    place.runtime_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with FileLock(place.lock, timeout=START_SECONDS):
            engine = find(place)  # another process may have started it while we waited
            if engine is not None and engine.version == version:
                return engine
            if engine is not None:
                _replaceable(engine, version)
            stop(place)
            return _start(place)
    except Timeout:
        raise EngineUnavailable(
            f"Another process has been starting the engine for {START_SECONDS:.0f} s."
            f" Try again; if it stays so, delete {place.lock}."
        ) from None


def stop(place: EnginePlace) -> bool:
    """Ends the user's engine, gently first; False if none was running.

    Raises:
        EngineUnavailable: it would not end.
    """
    engine = read(place)
    process = _process_of(engine) if engine is not None else None
    if process is not None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()
            try:
                process.wait(STOP_SECONDS)
            except psutil.TimeoutExpired:
                text = f"The engine (process {process.pid}) does not end; end it by hand."
                raise EngineUnavailable(text) from None
    place.file.unlink(missing_ok=True)
    return process is not None


def _replaceable(engine: Engine, version: str) -> None:
    health = engine.health() or {}
    if health.get("active_runs"):
        raise EngineUnavailable(
            f"An engine of version {engine.version} is at work for another notebook, and this is"
            f" version {version}. Wait until it is done, or run: assist-magic stop"
        )


def _process_of(engine: Engine) -> psutil.Process | None:
    """The engine's process, if that pid still is one: pids are used again."""
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(engine.pid)
        if any("assist_magic" in word for word in process.cmdline()):
            return process
    return None


def _start(place: EnginePlace) -> Engine:
    place.log.parent.mkdir(parents=True, exist_ok=True)
    _keep_short(place.log)
    command = [sys.executable, "-m", "assist_magic", "serve", "--for-user"]
    with place.log.open("ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # a signal to the notebook's kernel is not for the engine
            cwd=place.log.parent,
            env=dict(place.environment) or None,
        )
    try:
        engine = _announced(place, process)
    except BaseException:  # an interrupt: what is still starting would be in the next start's way
        process.kill()
        process.wait()
        raise
    if engine is not None:
        return engine
    raise EngineUnavailable(
        f"The engine did not start. The end of its log ({place.log}):\n{_tail(place.log)}"
    )


def _announced(place: EnginePlace, process: subprocess.Popen[bytes]) -> Engine | None:
    """The engine that a process becomes, once it answers; None if it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        engine = read(place)
        if engine is not None and engine.pid == process.pid and engine.health() is not None:
            return engine
        if process.poll() is not None:
            return None
        time.sleep(0.02)
    process.kill()
    return None


def _keep_short(log: Path, most: int = 1_000_000) -> None:
    """Begins a new log when the old one has grown large; one old one is kept."""
    with contextlib.suppress(OSError):
        if log.stat().st_size > most:
            os.replace(log, log.with_suffix(".old.log"))


def _tail(log: Path, lines: int = 5) -> str:
    try:
        text = log.read_text(errors="replace")
    except OSError:
        return "(empty)"
    return "\n".join(text.strip().splitlines()[-lines:]) or "(empty)"
