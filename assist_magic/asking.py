"""Asking: the story of one question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from assist_magic.conversation.lent import Lent, lent_with
from assist_magic.conversation.talk import lend, resume
from assist_magic.errors import AssistantError, RunCancelled, RunFailed, UsageError
from assist_magic.files.inputs import taken
from assist_magic.files.uploads import MOST_FILES, find_files
from assist_magic.functions import offered
from assist_magic.presets import TUTOR
from assist_magic.reply import Reply
from assist_magic.run.follow import follow
from assist_magic.run.question import Question
from assist_magic.schemas import Misfit, Schema, schema_of
from assist_magic.session import session
from assist_magic.stop import Stop
from assist_magic.view import open_view

MOST_CHARACTERS = 256_000


def ask(
    text: str,
    *,
    files: str | Path | Iterable[str | Path] = (),
    inputs: Mapping[str, object] | None = None,
    tools: Iterable[Callable[..., object]] = (),
    schema: object = None,
    thread: str | None = None,
    new: bool = False,
    assistant: str | None = None,
    hint: bool = False,
    model: str | None = None,
    instructions: str | None = None,
    temperature: float | None = None,
    timeout: float | None = None,
    poll: bool = False,
    quiet: bool = False,
    written: str | None = None,
) -> Reply:
    """Asks the assistant, shows the answer as it comes, and gives it back.

    Args:
        text: the question; sent as it stands.
        files: a path or pattern, or several, of files to upload for the assistant's code.
        inputs: values by name. Tables and arrays become CSV files with a preview, figures and
            images are shown, dicts, lists, texts and numbers are told.
        tools: functions that the assistant may call, beside those of @assistant_tool. They run
            in the thread that asks.
        schema: a pydantic model class or a JSON schema that the answer shall fit, in
            `reply.parsed`; the assistant then runs no code and reads no files.
        thread: another thread of this notebook by name, or any thread by its id (thread_…).
        new: begin the thread again.
        assistant: an assistant of the server by name or id, or the "tutor", instead of the
            standard one.
        hint: ask the tutor, which gives the next hint and not the answer.
        model: the model for this question.
        instructions: what the assistant is told beside its own instructions, this once.
        temperature: 0 for the likeliest words to 2 for the wildest.
        timeout: seconds after which the run is stopped; what had come is kept.
        poll: ask for the state again and again instead of streaming.
        quiet: show nothing.
        written: the prompt as it was before values were put into it, for the history.

    Raises:
        UsageError: the question is empty or too long, an option names something that is not
            there, has a value that cannot be or is beyond the server, a value cannot be given, or
            two assistants are asked.
        BackendUnavailable: no server answers, or it refuses us.
        RunCancelled: the user stopped the run; `reply` holds what had come.
        RunFailed: the run ended without a whole answer, or with one that does not fit the
            schema; `reply` holds what had come.
    """
    _check(text)
    _check_numbers(temperature, timeout)
    if hint and assistant:
        raise UsageError(f"--hint asks the tutor; leave out -a {assistant}, or --hint.")
    asked = TUTOR.name if hint else assistant
    patterns = [files] if isinstance(files, str | Path) else files
    found = find_files(str(each) for each in patterns)
    with taken(inputs or {}) as given:
        question = Question(
            text,
            found,
            given,
            poll,
            model is not None,
            session.told(instructions),
            temperature,
            timeout,
            functions=offered(tools),
            schema=None if schema is None else schema_of(schema),
            written=written,
        )
        _check_files(question)
        lent = lent_with(inputs or (), [each.name for each in question.functions])
        return _asked(question, lent, thread, new, asked, model, quiet)


def _asked(
    question: Question,
    lent: Lent,
    thread: str | None,
    new: bool,
    assistant: str | None,
    model: str | None,
    quiet: bool,
) -> Reply:
    settings = session.settings()
    registry, notebook, stop = session.registry(settings), session.notebook(settings), Stop()
    reply = Reply()
    with open_view("quiet" if quiet else settings.mode) as view:
        view.show(reply)
        try:
            backend = session.backend(settings, model)
            question.check(backend)
            talk = resume(backend, registry, notebook, thread or session.thread, new, assistant)
            talk = lend(talk, lent)
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
    return _parsed(_settled(reply, stop), question.schema)


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


def _check_files(question: Question) -> None:
    if question.schema and question.attached:
        raise UsageError(
            f"{question.attached[0].path.name} cannot be read for an answer by a schema, which "
            "is given without running code. Ask about the file first, then once more in the same "
            "thread with the schema."
        )
    count, images = len(question.attached), len(question.sent) - len(question.attached)
    if count > MOST_FILES or images > MOST_FILES:
        raise UsageError(
            f"The question has {count} files and tables and {images} images; it can have at most "
            f"{MOST_FILES} of either. Give the rest with further questions of the thread."
        )


def _check_numbers(temperature: float | None, timeout: float | None) -> None:
    if temperature is not None and not 0 <= temperature <= 2:
        raise UsageError(f"--temperature is {temperature:g}; it goes from 0 to 2.")
    if timeout is not None and not timeout > 0:
        raise UsageError(f"--timeout is {timeout:g}; it needs a number of seconds above 0.")


def _settled(reply: Reply, stop: Stop) -> Reply:
    if reply.status == "completed":
        return reply
    words = stop.why or reply.error or f"The run ended as {reply.status}."
    if reply.status == "cancelled":
        kept = " What had come is kept above." if reply.parts or reply.steps else ""
        raise RunCancelled(f"{words}{kept}", reply)
    raise RunFailed(words, reply)


def _parsed(reply: Reply, schema: Schema | None) -> Reply:
    if schema is None:
        return reply
    try:
        return replace(reply, parsed=schema.read(reply.text))
    except Misfit as error:
        raise RunFailed(
            f"The answer does not fit {schema.name}: {error}. Run the cell again, or say in the "
            "question what is wanted.",
            reply,
        ) from None
