"""Downloads: what a reply names and does not hold: images, passages that it cites, and files,
which are laid beside the notebook."""

from __future__ import annotations

from pathlib import Path

from assist_magic.backend.refusals import TooLarge
from assist_magic.backend.wire import Wire
from assist_magic.errors import AssistantError
from assist_magic.files.copies import lay
from assist_magic.progress.snapshots import Progress
from assist_magic.reply import File

MOST_FILES = 50
MOST_BYTES = 64 * 1024 * 1024
_PASSAGES = "step_details.tool_calls[*].file_search.results[*].content"


def fetch_images(wire: Wire, progress: Progress) -> None:
    """Brings the images that a run has named; one that cannot be had is noted, not fatal."""
    for file_id in progress.wanted():
        try:
            progress.put(file_id, wire.content(file_id))
        except AssistantError as error:
            progress.put(file_id, b"")
            progress.note(f"The image {file_id} could not be fetched: {error}")


def fetch_passages(wire: Wire, progress: Progress) -> None:
    """Brings the passages that the answer cites, where the server tells them."""
    if not progress.reply().citations:
        return
    path = f"/threads/{progress.thread_id}/runs/{progress.run_id}/steps"
    try:
        steps = wire.pages(path, **{"include[]": _PASSAGES})
    except AssistantError:  # the names of the files will do
        return
    progress.load(progress.run, steps, [])


def fetch_links(wire: Wire, progress: Progress, folder: Path) -> None:
    """Copies the files that the answer links into `assistant_files` in the notebook's folder.

    At most 50 of them, each of at most 64 MB; the rest stays on the server, and a note says so.
    """
    files = sorted(progress.links(), key=lambda file: (file.name, file.file_id))
    if len(files) > MOST_FILES:
        progress.note(
            f"The answer links {len(files)} files; the first {MOST_FILES} by name were copied, "
            "the others are on the server."
        )
    for file in files[:MOST_FILES]:
        if file.path is not None:
            continue
        try:
            path = fetch_file(wire, file, folder).relative_to(folder)
            progress.place(file.file_id, path.as_posix(), str(folder))
        except TooLarge as error:
            progress.note(
                f"The file {file.name} has {error.size / 2**20:.0f} MB, more than the "
                f"{MOST_BYTES >> 20} MB that are copied; it is on the server as {file.file_id}."
            )
        except (AssistantError, OSError) as error:
            progress.note(f"The file {file.name} could not be fetched: {error}")


def fetch_file(wire: Wire, file: File, folder: Path) -> Path:
    """Copies one file into `assistant_files` in the notebook's folder; gives back the path.

    Raises:
        TooLarge: it has more than 64 MB.
        AssistantError: the server does not give it.
        OSError: it cannot be written.
    """
    return lay(file.name, lambda part: wire.save(file.file_id, part, MOST_BYTES), folder)
