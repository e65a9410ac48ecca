"""Desk: what one run has at hand: its sources, and for code its files and its session.

Files of the thread and of its assistant appear at /mnt/data under their own names; files that
code writes there and the answer links become files of the protocol.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from assist_magic.engine.bodies import Bodies
from assist_magic.engine.interpreter.base import (
    CodeOutput,
    CodeRuntime,
    Logs,
    Outcome,
    SandboxUnavailable,
    Session,
)
from assist_magic.engine.links import HOME, Link, has_links, link_to, links_in
from assist_magic.engine.models.base import Made, Ran
from assist_magic.engine.objects import FileObject, ProtocolError, new_id, now
from assist_magic.engine.recorder import settled
from assist_magic.engine.sources import Sources
from assist_magic.engine.store import Store
from assist_magic.engine.writing import CallsWriter


class Desk:
    """The files and the Python of one run. `names` are the paths that code sees, by file id."""

    def __init__(
        self,
        thread_id: str,
        given: Mapping[str, str],
        store: Store,
        bodies: Bodies,
        runtime: CodeRuntime,
        sources: Sources,
    ) -> None:
        """`given` are the file ids at hand, with the names that they were uploaded under."""
        self.sources = sources
        self._thread_id, self._store, self._bodies, self._runtime = (
            thread_id,
            store,
            bodies,
            runtime,
        )
        self._session: Session | None = None
        self._before: Mapping[str, int] = {}
        self._taken: dict[str, FileObject] = {}
        """Files that were made where the model lives, by the name that links them."""
        self._exported: dict[tuple[str, int], FileObject] = {}
        """The files of the protocol that written ones became, by name and version."""
        self.names = _distinct(given)
        self.had_state = False
        """Whether earlier runs of the thread left variables that code may count on."""
        self.is_new_session = not runtime.remembers(thread_id)
        """Whether none of these variables was there any more when the run began."""

    @property
    def files(self) -> dict[str, Path]:
        """Where the files that code sees lie on this machine."""
        return {path: self._bodies.path(file_id) for file_id, path in self.names.items()}

    async def run(self, code: str, calls: CallsWriter, index: int) -> None:
        """Runs the code of a call and writes down what it brings."""
        await calls.set_code(index, code)
        try:
            session = await self._session_here()
        except SandboxUnavailable as error:
            await calls.add_logs(index, f"The code was not run: {error}")
            return
        fresh = session.fresh
        outcome = await self._listen(session, code, calls, index)
        if outcome.note:
            await calls.add_logs(index, f"\n[{outcome.note}]")
        if outcome.status == "error" and fresh and self.had_state:
            note = "\n[This is a new Python session: variables of earlier cells are gone.]"
            await calls.add_logs(index, note)

    async def bring(self, code: str, ran: Ran, calls: CallsWriter, index: int) -> None:
        """Writes down a call that ran where the model lives."""
        await calls.set_code(index, code)
        if ran.logs:
            await calls.add_logs(index, ran.logs)
        for image in ran.images:
            picture = await self.keep_picture(image)
            await calls.add_picture(index, picture.id)

    async def take(self, made: Made) -> None:
        """Keeps a file that was made where the model lives, for the link to it."""
        scratch = await settled(_scratch, made.data)
        file = await settled(self._keep, new_id("file"), scratch, made.path)
        self._taken[made.path.removeprefix(HOME)] = file

    async def exports(self, text: str) -> tuple[str, list[dict[str, Any]]]:
        """The final text, with links to files that it forgot, and the annotations of all links."""
        written: Mapping[str, int] = {}
        if self._session is not None:
            written = await asyncio.to_thread(self._session.written)
        linked = {link.name for link in links_in(text, written)}
        forgotten = [
            name
            for name, version in written.items()
            if self._before.get(name) != version
            and HOME + name not in self.names.values()
            and name not in linked
            and not any(part.startswith((".", "__")) for part in PurePosixPath(name).parts)
        ]
        if forgotten:
            links = ", ".join(map(link_to, forgotten))
            text = f"{text}\n\n{links}" if text else links
        return text, await self.annotations(text)

    async def annotations(self, text: str) -> list[dict[str, Any]]:
        """The annotations of a text that links files; each file becomes one of the protocol."""
        if not has_links(text):
            return []
        written = await self._written()
        found: list[dict[str, Any]] = []
        for link in links_in(text, {*written, *self._taken}):
            file = await self._file_of(link.name, written.get(link.name, 0))
            if file is not None:
                found.append(_annotation(text, link, file.id))
        return found

    async def _written(self) -> Mapping[str, int]:
        """The files that code has written, in this run or in earlier ones of the thread."""
        try:
            session = await self._session_here()
        except SandboxUnavailable:
            return {}
        return await asyncio.to_thread(session.written)

    async def _file_of(self, name: str, version: int) -> FileObject | None:
        """The file of the protocol that stands for a written one; made when it has none yet."""
        if name in self._taken:
            return self._taken[name]
        if (name, version) not in self._exported:
            file = await self._export(name)
            if file is None:
                return None
            self._exported[name, version] = file
        return self._exported[name, version]

    async def keep_picture(self, data: bytes) -> FileObject:
        """Keeps an image that code has shown as a file of the protocol."""
        file_id = new_id("file")
        scratch = await settled(_scratch, data)
        return await settled(self._keep, file_id, scratch, f"{file_id}.png")

    async def _session_here(self) -> Session:
        if self._session is None:
            session = await self._runtime.acquire(self._thread_id)
            self._before = await asyncio.to_thread(session.written)
            for file_id, path in self.names.items():
                name = path.removeprefix(HOME)
                if name not in self._before:
                    await session.put(name, self._bodies.path(file_id))
            self._before = await asyncio.to_thread(session.written)
            self._session = session
        return self._session

    async def _listen(self, session: Session, code: str, calls: CallsWriter, index: int) -> Outcome:
        outputs: asyncio.Queue[CodeOutput | None] = asyncio.Queue()

        async def work() -> Outcome:
            try:
                return await session.run(code, outputs.put_nowait)
            finally:
                outputs.put_nowait(None)

        task = asyncio.create_task(work())
        try:
            while (output := await outputs.get()) is not None:
                await self._write_down(output, calls, index)
            return await task
        except asyncio.CancelledError:
            await session.interrupt()
            await asyncio.wait([task])
            raise

    async def _write_down(self, output: CodeOutput, calls: CallsWriter, index: int) -> None:
        if isinstance(output, Logs):
            await calls.add_logs(index, output.text)
        else:
            picture = await self.keep_picture(output.data)
            await calls.add_picture(index, picture.id)

    async def _export(self, name: str) -> FileObject | None:
        session = await self._session_here()
        scratch = Path(tempfile.mkstemp(prefix="export-")[1])
        try:
            await settled(session.fetch, name, scratch)
            return await settled(self._keep, new_id("file"), scratch, HOME + name)
        except FileNotFoundError:
            return None
        finally:
            scratch.unlink(missing_ok=True)

    def _keep(self, file_id: str, scratch: Path, filename: str) -> FileObject:
        size = self._bodies.add(file_id, scratch)
        return self._store.files.add(
            FileObject.model_validate(
                {
                    "id": file_id,
                    "object": "file",
                    "bytes": size,
                    "created_at": now(),
                    "filename": filename,
                    "purpose": "assistants_output",
                    "status": "processed",
                }
            )
        )


def known_files(file_ids: list[str], find: Callable[[str], FileObject]) -> dict[str, str]:
    """The names of those files that still exist, by id."""
    names: dict[str, str] = {}
    for file_id in file_ids:
        try:
            names[file_id] = find(file_id).filename
        except ProtocolError:  # deleted since it was attached
            continue
    return names


def _distinct(given: Mapping[str, str]) -> dict[str, str]:
    """Paths for the files: their own names, and the id before a name that is taken."""
    paths: dict[str, str] = {}
    for file_id, filename in given.items():
        name = PurePosixPath(filename.replace("\\", "/")).name or file_id
        taken = HOME + name in paths.values()
        paths[file_id] = f"{HOME}{file_id}-{name}" if taken else HOME + name
    return paths


def _annotation(text: str, link: Link, file_id: str) -> dict[str, Any]:
    return {
        "type": "file_path",
        "text": text[link.start : link.end],
        "start_index": link.start,
        "end_index": link.end,
        "file_path": {"file_id": file_id},
    }


def _scratch(data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix="picture-", suffix=".png")
    with open(handle, "wb") as sink:
        sink.write(data)
    return Path(name)
