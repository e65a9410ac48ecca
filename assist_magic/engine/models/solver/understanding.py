"""From a user's words to a task, with the thread's earlier questions in mind."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assist_magic.engine.models.enclosures import paths_in, with_values_first, words_of
from assist_magic.engine.models.solver import follow_ups, several
from assist_magic.engine.models.solver import question as questions
from assist_magic.engine.models.solver.exercises.asking import exercises_of
from assist_magic.engine.models.solver.explaining.explained import Explained, explanation_of
from assist_magic.engine.models.solver.follow_ups import Followed
from assist_magic.engine.models.solver.given import After, Given, stated
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.intents import INTENTS
from assist_magic.engine.models.solver.intents.definitions import Define
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tokens import NotRead
from assist_magic.engine.models.solver.notes import Noted
from assist_magic.engine.models.solver.picturing import picture_of
from assist_magic.engine.models.solver.question import Chunk, Question
from assist_magic.engine.models.solver.spelling import corrected
from assist_magic.engine.models.solver.subjects import definition_of
from assist_magic.engine.models.solver.tables.choice import Fit, fitting
from assist_magic.engine.models.solver.tables.table import Table
from assist_magic.engine.models.solver.task import NotSure, Several, Task

REMEMBERED = 40
"""How many earlier questions are understood again for a new one."""


def task_for(text: str, history: History, tables: Sequence[Table] = ()) -> Task:
    """The task that a question sets.

    Raises:
        NotSure: it is not known, or not clear, what is asked; says why.
    """
    text, attached = words_of(text), paths_in(text)
    named = [table for table in tables if table.path in attached]
    last = history.results[-1].query if history.near and history.results else None
    fits = fitting(text, named or tables, last)
    if len(fits) == 1 and (fits[0].is_named or len(named or tables) == 1):
        return fits[0].task
    if sum(fit.is_named for fit in fits) > 1:
        raise _several([fit for fit in fits if fit.is_named])
    if found := next((fit.task for fit in fits if fit.is_named), None):
        return found
    try:
        return _read_with_values(text, history)
    except (NotRead, NotSure) as error:
        raise _several(fits) if len(fits) > 1 else NotSure(str(error)) from error


def _read_with_values(text: str, history: History) -> Task:
    """The task that the words set: as they stand, or after the values that stand below them."""
    try:
        return _read(text, history)
    except (NotRead, NotSure):
        if (stated := with_values_first(text)) == text:
            raise
        return _read(stated, history)


def _read(text: str, history: History) -> Task:
    """The task that the words set: as said, as a follow-up, in parts, or spelt right."""
    for about_the_last in (exercises_of, explanation_of, picture_of):
        if found := about_the_last(text, history):
            return found
    if found := _elliptic(text, history):
        return found
    known = frozenset(history.definitions)
    try:
        return _on_words(questions.understand(text, known), history)
    except (NotRead, NotSure):
        if found := _followed(text, history) or _in_parts(text, history):
            return found
        right, notes = corrected(text)
        if not notes:
            raise
        try:
            return Noted(_on_words(questions.understand(right, known), history), notes)
        except (NotRead, NotSure):
            pass
        raise


def _elliptic(text: str, history: History) -> Task | None:
    """The task of a message that cannot stand alone; None if it can, or may.

    Raises:
        NotSure: it names a number or a value, and nothing before it says what for.
    """
    elliptic = history.near and follow_ups.is_elliptic(text)
    if elliptic and (found := _followed(text, history)):
        return found
    if elliptic and _BARE_NUMBER.fullmatch(text):
        raise NotSure("it is not clear what is asked about the number")
    if _BARE_VALUE.fullmatch(text):
        raise NotSure("a value is given, but it is not clear what is asked with it")
    return None


_BARE_NUMBER = re.compile(
    r"(?:and|what about|how about|那么?|[\s,])*-?[\d.]+ ?%?\s*呢?\s*[?？.]?", re.I
)

_BARE_VALUE = re.compile(
    r"\s*(?:and|what about|how about|what if|now) (?:for |with |when |if )?[a-z] ?= ?-?[\d./]+"
    r"\s*[?.!]*\s*",
    re.I,
)


def _followed(text: str, history: History) -> Task | None:
    """The task of a follow-up that says only what changes; None if it is none."""
    if not history.near:
        return None
    known = frozenset(history.definitions)
    for whole in follow_ups.readings(text, history.asked):
        try:
            task = _on_words(questions.understand(whole, known), history)
        except (NotRead, NotSure):
            continue
        return Followed(task, follow_ups.notes(text, whole), whole)
    return None


def _in_parts(text: str, history: History) -> Task | None:
    """The tasks of a prompt that numbers its questions, or asks several things of one."""
    tasks: list[Task] = []
    known = frozenset(history.definitions)
    for part in several.parts(text):
        try:
            tasks.append(_on_words(questions.understand(part, known), history))
        except (NotRead, NotSure):
            return None
        history = history.after(tasks[-1].results())
    return Several(tuple(tasks)) if tasks else None


def _on_words(question: Question, history: History) -> Task:
    """The task of a whole question, of one with its definitions, or of several in a row."""
    reasons: list[str] = []
    try:
        if task := _after_given(question, history):
            return task
    except (NotRead, NotSure) as error:
        reasons.append(str(error))
    for divide in (_undivided, _definitions_last, _definitions_first, _shared, _sentences):
        try:
            parts = divide(question)
            tasks = _in_a_row(parts, history)
        except (NotRead, NotSure) as error:
            reasons.append(str(error))
            continue
        if tasks:
            asked = tuple(task for task in tasks if not isinstance(task, Define)) or tasks
            return asked[0] if len(asked) == 1 else Several(asked)
    raise NotSure(reasons[0] if reasons else "this is no kind of question that it knows")


def _after_given(question: Question, history: History) -> Task | None:
    """The task of a question that states values, functions or equations before it asks.

    Raises:
        NotSure: values are stated, but what is asked about them is not clear.
    """
    given, rest = Given(), _parts(question)
    while len(rest) > 1 and (more := stated(rest[0], given, history)):
        given, rest = more, rest[1:]
    if given == Given():
        return None
    if asked := _asked_of_equation(rest, given):
        given, rest = given.before or Given(), [asked]
    tasks = _in_a_row([given.on(part) for part in rest], given.history(history))
    if tasks:
        return After(given, tasks[0] if len(tasks) == 1 else Several(tasks))
    if given.names:
        raise NotSure("it is not known what is asked about what is given")
    return None


_BARE = re.compile(r"(?:(?:find|solve for)(?: value of)? )?(?P<name>#\d+)")


def _asked_of_equation(rest: Sequence[Question], given: Given) -> Question | None:
    """ "Suppose #0. What is #1?" as one equation to be solved, which may have many solutions."""
    match = _BARE.fullmatch(rest[0].skeleton) if len(rest) == 1 else None
    if not match or given.equation is None:
        return None
    asked = rest[0].chunk(match["name"]).read().node
    if not isinstance(asked, tree.Name) or tree.names(given.equation) != (asked.id,):
        return None
    nodes = (Chunk("", True, given.equation), Chunk("", True, asked))
    return Question("solve #0 for #1", nodes)


def _parts(question: Question) -> list[Question]:
    parts = [part.strip() for part in _STOP.split(question.skeleton) if part.strip()]
    return [question.with_skeleton(part) for part in parts]


def _in_a_row(parts: Sequence[Question], history: History) -> tuple[Task, ...]:
    """The tasks of parts, each understood after those before it; none if one is not."""
    tasks: list[Task] = []
    for part in parts:
        task = _recognised(history.resolve(part), history)
        if task is None:
            return ()
        tasks.append(task)
        history = history.after(task.results())
    return tuple(tasks)


def _recognised(question: Question, history: History) -> Task | None:
    for intent in INTENTS:
        if found := intent(question, history):
            return found
    return None


_LIST = r"#\d+(?:(?: ?, (?:and )?| and )#\d+)*"
_GIVEN = "if|when|where|for|with|given|given that|let|suppose|suppose that|consider|define|assume"
_LAST = re.compile(rf"(?P<rest>.+?) ?,? (?:{_GIVEN}) (?P<given>{_LIST})")
_FIRST = re.compile(rf"(?:(?:{_GIVEN}) )?(?P<given>{_LIST}) ?[,.;:]? ?(?:find )?(?P<rest>.+)")
_NOUN = "vertex|roots|(?:first |second )?derivative|integral"
_NOUNS = re.compile(
    rf"(?:find )?(?P<nouns>(?:{_NOUN})(?:(?: ?, | ?,? and )(?:{_NOUN}))+) of (?P<of>#\d+|it)"
)
_VERB = (
    "find|plot|solve|differentiate|integrate|simplify|expand|factor|derivative|squareroot|when|how"
)
_STOP = re.compile(r" ?[.?!;]+ ?(?:and |find that )?")
_END = re.compile(rf" ?[.?!;]+ (?:and )?| ?,? and (?=(?:{_VERB})\b)|, (?=(?:{_VERB})\b)")


def _undivided(question: Question) -> list[Question]:
    return [question]


def _definitions_last(question: Question) -> list[Question]:
    """ "find derivative of f at 2 if f(x) = x^2": the definition first, then the rest."""
    return _apart(question, _LAST)


def _definitions_first(question: Question) -> list[Question]:
    return _apart(question, _FIRST)


def _apart(question: Question, form: re.Pattern[str]) -> list[Question]:
    match = form.fullmatch(question.skeleton)
    if not match:
        return []
    parts = [question.with_skeleton(f"let {match['given']}"), question.with_skeleton(match["rest"])]
    marks = re.findall(r"#\d+", match["given"])
    defined = all(definition_of(question.chunk(mark)) for mark in marks)
    return parts if defined else []


def _shared(question: Question) -> list[Question]:
    """ "find vertex and roots of #0" as two questions."""
    match = _NOUNS.fullmatch(question.skeleton)
    if not match:
        return []
    nouns = re.split(r" ?, | ?,? and ", match["nouns"])
    return [question.with_skeleton(f"find {noun} of {match['of']}") for noun in nouns]


def _sentences(question: Question) -> list[Question]:
    parts = [part.strip() for part in _END.split(question.skeleton) if part.strip()]
    return [question.with_skeleton(part) for part in parts] if 1 < len(parts) <= 8 else []


def _several(fits: Sequence[Fit]) -> NotSure:
    names = [fit.table.label for fit in fits]
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    return NotSure(f"several of the uploaded tables fit ({listed}); name the file that is meant")


def _asked(task: Task, text: str, history: History) -> str:
    """The whole question that the next follow-up may change."""
    if isinstance(task, Followed):
        return task.whole
    return history.asked if isinstance(task, Explained) else text


def _meant(task: Task) -> Task:
    """The task that a later "explain it" or "five more" means."""
    while isinstance(task, Noted | Explained):
        task = task.task
    return task


def history_of(
    texts: Sequence[str],
    tables: Sequence[Table] = (),
    unanswered: Collection[str] = (),
) -> History:
    """What the earlier questions of a thread leave behind, oldest first.

    One that was neither understood nor answered leaves "it" what it was.
    """
    history = History()
    for text in texts[-REMEMBERED:]:
        try:
            task = task_for(text, history, tables)
            history = history.after(task.results(), _asked(task, text, history), _meant(task))
        except NotSure:
            history = history if text in unanswered else history.after_other(text)
    return history
