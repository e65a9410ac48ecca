"""Asking: the story of one question."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from assist_magic.config import Settings
from assist_magic.conversation.talk import resume
from assist_magic.errors import AssistantError, RunCancelled, RunFailed, UsageError
from assist_magic.presets import TUTOR
from assist_magic.reply import Reply
from assist_magic.run.follow import follow
from assist_magic.run.opening import Question
from assist_magic.session import session
from assist_magic.stop import Stop
from assist_magic.uploads import find_files
from assist_magic.view import open_view

MOST_CHARACTERS = 256_000


def ask(
    text: str,
    *,
    files: str | Path | Iterable[str | Path] = (),
    thread: str | None = None,
    new: bool = False,
    assistant: str | None = None,
    hint: bool = False,
    model: str | None = None,
    poll: bool = False,
) -> Reply:
    """Asks the assistant, shows the answer as it comes, and gives it back.

    Args:
        text: the question; sent as it stands.
        files: a path or pattern, or several, of files to upload for the assistant's code.
        thread: another thread of this notebook by name, or any thread by its id (thread_…).
        new: begin the thread again.
        assistant: an assistant of the server by name or id, or the "tutor", instead of the
            standard one.
        hint: ask the tutor, which gives the next hint and not the answer.
        model: the model for this question.
        poll: ask for the state again and again instead of streaming.

    Raises:
        UsageError: the question is empty or too long, or an option names something that is not
            there, or two assistants are asked.
        BackendUnavailable: no server answers, or it refuses us.
        RunCancelled: the user stopped the run; `reply` holds what had come.
        RunFailed: the run ended without a whole answer; `reply` holds what had come.
    """
    _check(text)
    if hint and assistant:
        raise UsageError(f"--hint asks the tutor; leave out -a {assistant}, or --hint.")
    asked = TUTOR.name if hint else assistant
    patterns = [files] if isinstance(files, str | Path) else files
    found = find_files(str(each) for each in patterns)
    question = Question(text, found, poll, model_given=model is not None)
    settings = Settings.from_environment()
    registry, notebook, stop = session.registry(settings), session.notebook(settings), Stop()
    reply = Reply()
    with open_view(settings.mode) as view:
        view.show(reply)
        try:
            backend = session.backend(settings, model)
            talk = resume(backend, registry, notebook, thread, new, asked)
        except KeyboardInterrupt:
            raise RunCancelled("Stopped before the question was sent.") from None
        except AssistantError:
            view.finish(Reply(status="failed"))
            raise
        with closing(follow(backend, registry, talk, question, stop)) as replies:
            for reply in replies:
                view.show(reply)
                if getattr(view, "stop_asked", False):
                    stop.ask()
        view.finish(reply)
    return _settled(reply)


def _check(text: object) -> None:
    if not isinstance(text, str):
        raise UsageError(f"The question is {text!r:.40}, which is no text. Write it as a str.")
    if not text.strip():
        raise UsageError(
            "There is no question. Write it on the lines below %%assistant, or on one line "
            "behind %assistant."
        )
    if len(text) > MOST_CHARACTERS:
        raise UsageError(
            f"The question has {len(text):,} characters; at most {MOST_CHARACTERS:,} can be "
            "asked. Put the long part into a file and send that with -f FILE."
        )


def _settled(reply: Reply) -> Reply:
    if reply.status == "completed":
        return reply
    words = reply.error or f"The run ended as {reply.status}."
    if reply.status == "cancelled":
        kept = " What had come is kept above." if reply.parts or reply.steps else ""
        raise RunCancelled(f"{words}{kept}", reply)
    raise RunFailed(words, reply)
