"""What an intent makes of a question: a task, with its code, its answer and its results."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass

from assist_magic.engine.models.solver.printed import Printed, Unexpected
from assist_magic.engine.models.solver.results import Results


class NotSure(Exception):
    """The question is of a known kind, but not clear or not solvable here; says why."""


class Task(ABC):
    """One understood question. `notes` are the conventions that its answer shows."""

    notes: tuple[str, ...] = ()
    library = "SymPy"

    @property
    def seal(self) -> str:
        """The last line of the answer: who it is from."""
        return f"*Exact solver: computed with {self.library}.*"

    @abstractmethod
    def code(self) -> str:
        """A program for a fresh Python that prints what the answer needs; empty if none."""

    @abstractmethod
    def answer(self, printed: Printed) -> str:
        """The answer in Markdown, made of nothing but what the code printed.

        Raises:
            Unexpected: the code printed something else.
        """

    def steps(self, printed: Printed) -> tuple[str, ...]:
        """What a teacher would write on the way to the result: Markdown lines, in their order.

        They are made of nothing but what the code printed; none where there is but one step.
        """
        return ()

    def results(self) -> Results:
        """What later questions may refer to."""
        return Results()


Groups = dict[str, str]
"""What the named parts of a pattern matched; parts that matched nothing are not in it."""


@dataclass(frozen=True)
class Pattern:
    """Alternatives that must match the whole of a skeleton.

    In them {name} stands for one expression, {name...} for several, joined by commas or "and",
    and {name: words|more words} for one of those words. A name may stand more than once.
    """

    alternatives: tuple[re.Pattern[str], ...]

    def match(self, skeleton: str) -> Groups | None:
        """The parts of the first alternative that covers the skeleton; None if none does."""
        matches = (alternative.fullmatch(skeleton) for alternative in self.alternatives)
        found = next((match for match in matches if match), None)
        if found is None:
            return None
        return {name.split("__")[0]: part for name, part in found.groupdict().items() if part}


_SLOT = re.compile(r"\{([a-z]\w*)(\.\.\.|: ?([^{}]+))?\}")
_MARKS = r"#\d+(?:(?: ?[,;] (?:and )?| and )#\d+)+"


def pattern(*alternatives: str) -> Pattern:
    """Compiles skeleton patterns."""
    return Pattern(tuple(_compiled(text) for text in alternatives))


def _compiled(text: str) -> re.Pattern[str]:
    count = 0

    def group(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        inside = match[3] or (_MARKS if match[2] else r"#\d+")
        return f"(?P<{match[1]}__{count}>{inside})"

    return re.compile(_SLOT.sub(group, text))


def marks(several: str) -> list[str]:
    """The marks in a list such as "#0 , #1 and #2"."""
    return re.findall(r"#\d+", several)


def said(*paragraphs: str) -> str:
    """Paragraphs of an answer, without the empty ones."""
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


SEPARATOR = "---"
"""What the code of several tasks prints between them."""


@dataclass(frozen=True)
class Several(Task):
    """Questions of one prompt, answered one by one."""

    tasks: tuple[Task, ...]

    def code(self) -> str:
        return f'\nprint("{SEPARATOR}")\n\n'.join(task.code() for task in self.tasks)

    def answer(self, printed: Printed) -> str:
        pairs = self._pairs(printed)
        return "\n\n".join(said(task.answer(part), noted(task)) for task, part in pairs)

    def steps(self, printed: Printed) -> tuple[str, ...]:
        return tuple(step for task, part in self._pairs(printed) for step in task.steps(part))

    def _pairs(self, printed: Printed) -> list[tuple[Task, Printed]]:
        """The tasks, each with what its own code printed."""
        parts = re.split(rf"^{SEPARATOR}$", printed.text, flags=re.MULTILINE)
        if len(parts) != len(self.tasks):
            raise Unexpected("the code did not come to its end")
        return [(task, Printed(part)) for task, part in zip(self.tasks, parts, strict=True)]

    def results(self) -> Results:
        found = [task.results() for task in self.tasks]
        definitions = {name: what for item in found for name, what in item.definitions.items()}
        bindings = [item.binding for item in found if item.binding]
        return Results(
            tuple(function for item in found for function in item.functions),
            found[-1].result,
            bindings[-1] if bindings else None,
            definitions,
        )


def noted(task: Task) -> str:
    """The paragraph on the conventions that were applied."""
    return "\n\n".join(f"Note: {note}." for note in dict.fromkeys(task.notes))
