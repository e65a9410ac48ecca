"""Here: what a command is about — the server, the record of threads, and one thread of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assist_magic.backend.connect import Backend
from assist_magic.backend.refusals import Missing
from assist_magic.config import Settings
from assist_magic.conversation.notebook import Notebook
from assist_magic.conversation.registry import Registry
from assist_magic.conversation.talk import Talk, resume
from assist_magic.errors import UsageError
from assist_magic.line.options import Options
from assist_magic.session import session


@dataclass(frozen=True)
class Here:
    """`talk` is the thread that -t names, or else the one that questions go to."""

    settings: Settings
    backend: Backend
    registry: Registry
    notebook: Notebook
    talk: Talk

    @property
    def thread_id(self) -> str:
        """The thread's id.

        Raises:
            UsageError: there is no such thread yet.
        """
        if not self.talk.thread_id:
            raise UsageError("Nothing was asked in this thread yet.")
        return self.talk.thread_id

    @property
    def last_run(self) -> str:
        """The id of the run that was begun last in the thread.

        Raises:
            UsageError: there is none.
        """
        if self.talk.run_id:
            return self.talk.run_id
        path = f"/threads/{self.thread_id}/runs"
        newest = self.backend.wire.get(path, limit=1, order="desc").get("data")
        if not newest:
            raise UsageError(f"Nothing was asked in {self.thread_id} yet.")
        return str(newest[0]["id"])


def find(options: Options) -> Here:
    """What a command with these options is about.

    Raises:
        AssistantError: no server answers, or it has no such model.
    """
    settings = session.settings()
    backend = session.backend(settings, options.model)
    registry, notebook = session.registry(settings), session.notebook(settings)
    talk = resume(
        backend, registry, notebook, options.thread or session.thread, assistant=options.assistant
    )
    return Here(settings, backend, registry, notebook, talk)


@contextmanager
def still_there(what: str) -> Iterator[None]:
    """Says it plainly where the server no longer has `what`."""
    try:
        yield
    except Missing as error:
        raise UsageError(f"The server no longer has {what}: {error}") from None
