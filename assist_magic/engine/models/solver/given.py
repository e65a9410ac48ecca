"""What a question states before it asks: values, functions and equations, as lines of code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Call, Name, Node, Number, Relation
from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.question import Chunk, Question
from assist_magic.engine.models.solver.results import Function, Results
from assist_magic.engine.models.solver.script import joined, sympy_script
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.subjects import applied, value_of
from assist_magic.engine.models.solver.task import NotSure, Task, marks, pattern, said

ORDERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
_LET = "(?:let|define|suppose|suppose that|set|assume|assume that|consider|given|given that)"
_BE = "(?:be|is|are|be equal to|equal|equals)"
_EQUATIONS = pattern(f"{_LET}? ?(?:{{several...}}|{{one}})", f"{_LET} {{one}} and {{one}}")
_VALUE = pattern(f"{_LET} {{name}} (?:{_BE}|denote)(?: value of)? {{value}}")
_DERIVATIVE = pattern(
    f"{_LET} {{name}} (?:{_BE}|denote) (?:{{order: {'|'.join(ORDERS)}}} )?(?:order )?derivative of "
    "{value}(?: (?:with respect to|wrt) {by})?"
)


@dataclass(frozen=True)
class Step:
    """Lines of code; `function` is the name of what they define, if that can be called."""

    code: str
    function: str = ""


@dataclass(frozen=True)
class Given:
    """What has been stated so far.

    `steps` are the code that works it out, in order; `names` the values and `functions` the
    definitions in it. `equation` is the last one, if it stood alone, and `before` all before it.
    """

    steps: tuple[Step, ...] = ()
    names: tuple[str, ...] = ()
    functions: Mapping[str, Function] = field(default_factory=dict)
    equation: Relation | None = None
    before: Given | None = None

    def history(self, before: History) -> History:
        """The history with the functions that were stated."""
        return replace(before, definitions={**before.definitions, **self.functions})

    def on(self, question: Question) -> Question:
        """A question whose letters stand for what was stated."""
        letters = [chunk.letters for chunk in question.chunks]
        if not letters:
            return question
        return question.with_letters(replace(letters[0], known=frozenset(self.names)))


def stated(question: Question, given: Given, before: History) -> Given | None:
    """What is given after one more sentence; None if the sentence states nothing.

    Raises:
        NotRead, NotSure: it states something that is not clear.
    """
    question = given.on(question)
    history = given.history(before)
    if match := _DERIVATIVE.match(question.skeleton):
        order = ORDERS.get(match.get("order", ""), 1)
        body = question.chunk(match["value"])
        return _derived(given, question.chunk(match["name"]), body, order, history)
    if match := _VALUE.match(question.skeleton):
        name, value = question.chunk(match["name"]), question.chunk(match["value"])
        head = _head(name)
        if head:
            return _defined(given, *head, _unbound(value, head[1]).read().node, history)
        return _valued(given, name.read().node, value_of(value, history)[0])
    match = _EQUATIONS.match(question.skeleton)
    if not match or not re.match(rf"{_LET}\b", question.skeleton):
        return None
    return _equations(given, question, marks(match.get("several") or match["one"]), history)


_HEAD = re.compile(r"([A-Za-z]) ?\(([A-Za-z])\)")


def _head(chunk: Chunk) -> tuple[str, str] | None:
    """The function and its variable in "f(x)"."""
    match = _HEAD.fullmatch(chunk.text.partition("=")[0].strip())
    return (match[1], match[2]) if match and match[1] in chunk.letters.functions else None


def _unbound(chunk: Chunk, name: str) -> Chunk:
    """The chunk with a name standing for a variable, whatever it stands for elsewhere."""
    letters = chunk.letters
    variables = letters.variables | ({name} & {"e", "i"})
    return replace(
        chunk, letters=replace(letters, known=letters.known - {name}, variables=variables)
    )


def _equations(
    given: Given, question: Question, several: list[str], history: History
) -> Given | None:
    relations: list[Relation] = []
    for mark in several:
        chunk = question.chunk(mark)
        head = _head(chunk)
        if head and head[0] not in history.definitions:
            node = _unbound(chunk, head[1]).read().node
            if not isinstance(node, Relation) or node.operators != ("=",):
                return None
            given = _defined(given, *head, node.sides[1], history)
            history = given.history(history)
            continue
        node = chunk.read().node
        if not isinstance(node, Relation) or node.operators != ("=",):
            return None
        found = applied(node, history)
        assert isinstance(found, Relation)
        relations.append(found)
    return _solved(given, tuple(relations)) if relations else given


def _defined(given: Given, name: str, dummy: str, body: Node, history: History) -> Given:
    body = applied(body, history)
    if not set(tree.names(body)) <= {dummy}:
        raise NotSure(f"the definition of {name} has other letters in it than {dummy}")
    return _with_function(given, Function(body, dummy, name))


def _derived(given: Given, head: Chunk, body: Chunk, order: int, history: History) -> Given:
    parts = _head(head)
    if not parts:
        raise NotSure("it is not clear what the derivative is called")
    name, dummy = parts
    node = applied(_unbound(body, dummy).read().node, history)
    if isinstance(node, Relation) or not set(tree.names(node)) <= {dummy}:
        raise NotSure(f"the variable of {name} is not clear")
    arguments = (node, Name(dummy)) if order == 1 else (node, Name(dummy), Number(str(order)))
    return _with_function(given, Function(Call("diff", arguments), dummy, name))


def _with_function(given: Given, function: Function) -> Given:
    """The definition, its variable renamed where the letter already has a value."""
    if function.variable in given.names:
        used = {*given.names, *tree.names(function.node)}
        fresh = next(letter for letter in "xtuvwyzs" if letter not in used)
        node = tree.substituted(function.node, {function.variable: Name(fresh)})
        function = Function(node, fresh, function.name)
    x, name = variable(function.variable), variable(function.name)
    code = f'{x} = symbols("{x}")\n{name} = Lambda({x}, {python(function.node)})'
    functions = {**given.functions, function.name: function}
    return Given((*given.steps, Step(code, name)), given.names, functions)


def _valued(given: Given, name: Node, value: Node) -> Given:
    if not isinstance(name, Name):
        raise NotSure("it is not clear what is given a value")
    if found := tree.names(value):
        raise NotSure(f"it is not known what {', '.join(found)} is")
    line = f"{variable(name.id)} = sympify({python(value)})"
    return Given((*given.steps, Step(line)), (*given.names, name.id), given.functions)


def _solved(given: Given, relations: tuple[Relation, ...]) -> Given:
    """The unknowns of equations worked out; they must have one value each."""
    first = relations[0].sides
    if len(relations) == 1 and isinstance(first[0], Name) and not tree.names(first[1]):
        return _valued(given, first[0], first[1])
    unknowns = sorted({name for relation in relations for name in tree.names(relation)})
    if not unknowns or len(unknowns) > len(relations):
        raise NotSure("the equations do not give values to their letters")
    code = _SOLVED.format(
        names=", ".join(map(variable, unknowns)),
        symbols=" ".join(map(variable, unknowns)),
        equations=", ".join(map(python, relations)),
        values=", ".join(f"found[{variable(name)}]" for name in unknowns),
    )
    alone = relations[0] if len(relations) == 1 else None
    steps, names = (*given.steps, Step(code)), (*given.names, *unknowns)
    return Given(steps, names, given.functions, alone, given)


_SOLVED = """{names} = symbols("{symbols}")
[found] = solve([{equations}], [{names}], dict=True)
{names} = {values}"""


@dataclass(frozen=True)
class After(Task):
    """A question with what was given before it."""

    given: Given
    task: Task

    @property
    def library(self) -> str:  # type: ignore[override]
        return self.task.library

    @property
    def notes(self) -> tuple[str, ...]:  # type: ignore[override]
        return self.task.notes

    def code(self) -> str:
        shown = [f'print("known {name} =", {variable(name)})' for name in self.given.names]
        asked = self.task.code()
        kept: list[str] = []
        for step in reversed(self.given.steps):
            later = "\n".join([*kept, asked])
            if not step.function or re.search(rf"(?<!\w){step.function}\(", later):
                kept.insert(0, step.code)
        if not kept:
            return asked
        return joined(sympy_script("\n".join(["# What is given", *kept, *shown]), ()), asked)

    def answer(self, printed: Printed) -> str:
        known = [
            inline(printed.value(f"known {name}").statement(name)) for name in self.given.names
        ]
        defined = [
            inline(f"{name}({item.variable}) = {latex(item.node)}")
            for name, item in self.given.functions.items()
        ]
        intro = f"Given: {', '.join([*defined, *known])}."
        return said(intro, self.task.answer(printed))

    def steps(self, printed: Printed) -> tuple[str, ...]:
        return self.task.steps(printed)

    def results(self) -> Results:
        found = self.task.results()
        functions = tuple(item for item in found.functions if not tree.known(item.node))
        result = found.result if found.result and not tree.known(found.result.node) else None
        definitions = {
            name: item
            for name, item in {**self.given.functions, **found.definitions}.items()
            if not tree.known(item.node)
        }
        return Results(functions, result, None, definitions)
