"""Reading and writing expressions: what comes out is whitelisted source, and means the same."""

from __future__ import annotations

import ast
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist_magic.engine.models.solver import latex, source
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.expressions import read, read_printed
from assist_magic.engine.models.solver.notation.tokens import NotRead
from assist_magic.engine.models.solver.question import understand

ALLOWED = (
    ast.Expression,
    ast.BinOp,
    ast.UnaryOp,
    ast.Call,
    ast.Name,
    ast.Constant,
    ast.List,
    ast.Compare,
    ast.Load,
    ast.operator,
    ast.unaryop,
    ast.cmpop,
)
FUNCTIONS = frozenset(
    {"Abs", "Eq", "Integer", "Ne", "Rational", "acos", "asin", "atan", "cbrt", "cos", "cosh"}
    | {"cot", "csc", "exp", "f", "factorial", "g", "h", "log", "sec", "sin", "sinh", "sqrt"}
    | {"tan", "tanh", "floor", "ceiling", "Mod", "Max", "Min", "binomial", "ff", "gcd", "lcm"}
    | {"re", "im", "arg", "conjugate"}
)
NAME = re.compile(
    r"[A-Za-z]|[CEINOQS]_|pi|oo|alpha|beta|delta|epsilon|theta|lamda|mu|rho|sigma|tau|phi|omega"
)


def check(code: str) -> None:
    """Fails unless the source is made of nothing but numbers, known names and operators."""
    for node in ast.walk(ast.parse(code, mode="eval")):
        assert isinstance(node, ALLOWED), (code, node)
        if isinstance(node, ast.Call):
            assert isinstance(node.func, ast.Name)
            assert node.func.id in FUNCTIONS
            assert not node.keywords
        elif isinstance(node, ast.Name):
            assert node.id in FUNCTIONS or NAME.fullmatch(node.id), node.id
        elif isinstance(node, ast.Constant):
            assert isinstance(node.value, int) or re.fullmatch(r"[\d.]+", str(node.value))


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60))
def test_any_text_becomes_whitelisted_source_or_is_refused(text: str) -> None:
    try:
        found = read(text)
    except NotRead:
        return
    check(source.python(found.node))
    latex.latex(found.node)


PIECES = st.sampled_from(
    [*"xyzefgabc0123456789", *"+-*/^()[]!%|,.=<>_:{} ", "**", "sin", "log", "sqrt", "pi", "2x"]
    + ["1/2", "__import__", "'os'", ".system", "lambda", "exec", "import", "\\frac"]
)


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_mathematical_noise_becomes_whitelisted_source_or_is_refused(text: str) -> None:
    try:
        found = read(text)
    except NotRead:
        return
    check(source.python(found.node))
    latex.latex(found.node)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.sampled_from(["solve ", "plot ", " of ", "`", "$"]), max_size=20))
def test_questions_of_noise_are_divided_or_refused(pieces: list[str]) -> None:
    try:
        question = understand("".join(pieces))
        for chunk in question.chunks:
            found = chunk.read().node
            check(source.python(found)) if not isinstance(found, tree.Relation) else None
    except NotRead:
        pass


LEAF = st.one_of(
    st.integers(0, 12).map(lambda n: tree.Number(str(n))),
    st.sampled_from([tree.Name("x"), tree.Name("y"), tree.Constant("pi"), tree.Number("0.5")]),
)


def _larger(inner: st.SearchStrategy[tree.Node]) -> st.SearchStrategy[tree.Node]:
    return st.one_of(
        st.builds(tree.Negative, inner),
        st.builds(tree.Binary, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
        st.builds(tree.Binary, st.just("**"), inner, st.integers(-2, 3).map(_power)),
        st.builds(lambda x: tree.Call("sin", (x,)), inner),
        st.builds(lambda x: tree.Call("Abs", (x,)), inner),
    )


def _power(value: int) -> tree.Node:
    number = tree.Number(str(abs(value)))
    return tree.Negative(number) if value < 0 else number


@settings(max_examples=300, deadline=None)
@given(st.recursive(LEAF, _larger, max_leaves=8))
def test_source_is_exact_and_means_what_the_tree_means(node: tree.Node) -> None:
    import sympy

    names = {name: getattr(sympy, name) for name in ("Rational", "Integer", "sin", "Abs", "pi")}
    names |= {"x": sympy.Symbol("x"), "y": sympy.Symbol("y")}
    try:
        found = sympy.sympify(eval(source.python(node), names))
        truth = sympy.sympify(_meaning(node, names))
    except ZeroDivisionError:
        return
    assert not found.has(sympy.Float)
    if found.has(sympy.nan, sympy.zoo) or truth.has(sympy.nan, sympy.zoo):
        return
    put_in = {"x": sympy.Rational(7, 5), "y": sympy.Rational(11, 3)}
    difference = (found - truth).subs(put_in)
    assert difference.has(sympy.nan, sympy.zoo) or abs(sympy.N(difference)) < 1e-6


def _meaning(node: tree.Node, names: dict[str, object]) -> object:
    import sympy

    match node:
        case tree.Number(text=text):
            return sympy.Rational(text)
        case tree.Name(id=name) | tree.Constant(id=name):
            return names[name]
        case tree.Negative(operand=operand):
            return sympy.Mul(-1, _meaning(operand, names))
        case tree.Call(function=function, arguments=(argument,)):
            return getattr(sympy, function)(_meaning(argument, names))
        case tree.Binary(operator=operator, left=left, right=right):
            a, b = _meaning(left, names), _meaning(right, names)
            if operator == "/":
                return sympy.Mul(a, sympy.Pow(b, -1))
            if operator == "-":
                return sympy.Add(a, sympy.Mul(-1, b))
            return {"+": sympy.Add, "*": sympy.Mul, "**": sympy.Pow}[operator](a, b)
    raise AssertionError(node)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-5x^2+7x+89", "-5*x**2 + 7*x + 89"),
        ("4x + 11 = 19", "Eq(4*x + 11, 19)"),
        ("1/2", "Rational(1, 2)"),
        ("x/2", "x/2"),
        ("(1+2)/3", "Integer(1 + 2)/3"),
        ("2^-3", "Integer(2)**(-3)"),
        ("(1-3)^-1", "Integer(1 - 3)**(-1)"),
        ("0.25x", 'Rational("0.25")*x'),
        ("2(x+1)(x-1)", "2*(x + 1)*(x - 1)"),
        ("sin 2x", "sin(2*x)"),
        ("sin x cos x", "sin(x)*cos(x)"),
        ("sin^2(x)", "sin(x)**2"),
        ("sinx", "sin(x)"),
        ("e^x", "exp(x)"),
        ("ln x", "log(x)"),
        ("xy", "x*y"),
        ("|x-1|", "Abs(x - 1)"),
        ("x(x+1)", "x*(x + 1)"),
        ("f(x+1)", "f(x + 1)"),
        ("-x^2", "-x**2"),
        ("(-x)^2", "(-x)**2"),
        ("2^3^2", "Integer(2)**3**2"),
        ("a-(b-c)", "a - (b - c)"),
        ("a/(b/c)", "a/(b/c)"),
        ("5!", "factorial(5)"),
        ("50%", "Rational(50, 100)"),
        ("1.5e3", 'Rational("1.5")*10**3'),
        ("[1, 2]", "[1, 2]"),
        ("lambda^2", "lamda**2"),
    ],
)
def test_source_is_what_a_student_would_write(text: str, code: str) -> None:
    assert source.python(read(text).node) == code


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("-5x^2+7x+89", "-5x^{2} + 7x + 89"),
        ("(x+1)/(x-1)", r"\frac{x + 1}{x - 1}"),
        ("2*3", r"2 \cdot 3"),
        ("x*2", r"x \cdot 2"),
        ("a-(b+c)", r"a - \left(b + c\right)"),
        ("(x+1)^2", r"\left(x + 1\right)^{2}"),
        ("2-(-3)", r"2 - \left(-3\right)"),
        ("pi x", r"\pi x"),
        ("sqrt(x)", r"\sqrt{x}"),
        ("sin(x)^2", r"\sin\left(x\right)^{2}"),
        ("(x^(-2))^3", r"\left(\frac{1}{x^{2}}\right)^{3}"),
    ],
)
def test_latex_is_what_was_written(text: str, shown: str) -> None:
    assert latex.latex(read(text).node) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("-1/2", r"-\frac{1}{2}"),
        ("sqrt(2)*I", r"\sqrt{2}i"),
        ("log(5)", r"\ln\left(5\right)"),
        ("(x + 1)**(-2)", r"\frac{1}{\left(x + 1\right)^{2}}"),
        ("exp(x)*E", r"e^{x}e"),
        ("oo", r"\infty"),
    ],
)
def test_printed_values_as_latex(text: str, shown: str) -> None:
    assert latex.latex(read_printed(text)) == shown


@pytest.mark.parametrize("text", ["1/2x", "1/2(x+1)", "x/2y"])
def test_a_division_before_a_bare_factor_is_noted(text: str) -> None:
    assert read(text).notes


@pytest.mark.parametrize("text", ["1/2*x", "x/2", "1/(2x)", "1/2 + x"])
def test_a_clear_division_is_not_noted(text: str) -> None:
    assert not read(text).notes


@pytest.mark.parametrize("text", ["9**9**9**9", "10^5000", "3000!", "((10^50)^50)^50", "2^x^9999"])
def test_numbers_too_large_are_refused(text: str) -> None:
    with pytest.raises(NotRead):
        read(text)


def test_large_but_writable_numbers_are_read() -> None:
    for text in ("2^100", "100!", "10^50", "123456789 * 987654321", "(x+1)^20"):
        read(text)
