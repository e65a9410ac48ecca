"""Determinants and inverses of small matrices, by their formulas."""

from __future__ import annotations

from assist_magic.engine.models.solver.latex import latex
from assist_magic.engine.models.solver.notation.tree import Listing, Node


def way(kind: str, matrix: Listing) -> tuple[str, ...]:
    """Templates of the steps; none where no short formula is in use."""
    rows = [row.items for row in matrix.items if isinstance(row, Listing)]
    size = len(rows)
    if any(len(row) != size for row in rows):
        return ()
    if kind == "determinant" and size == 2:
        return (rf"\(ad - bc\), with the rows \((a, b)\) and \((c, d)\): \({_two(rows)}\).",)
    if kind == "determinant" and size == 3:
        return (rf"Expand along the first row: \({_three(rows)}\).",)
    if kind == "inverse" and size == 2:
        (a, b), (c, d) = rows
        inside = rf"{latex(d)} & {_minus(b)} \\ {_minus(c)} & {latex(a)}"
        turned = rf"\begin{{pmatrix}} {inside} \end{{pmatrix}}"
        return (
            rf"The determinant: \({_two(rows)} = <determinant>\).",
            "Exchange the numbers of the diagonal, turn the signs of the others, and divide by the "
            rf"determinant: \(\frac{{1}}{{<determinant>}} {turned}\).",
        )
    return ()


def _two(rows: list[tuple[Node, ...]]) -> str:
    (a, b), (c, d) = rows
    return rf"{_set(a)} \cdot {_set(d)} - {_set(b)} \cdot {_set(c)}"


def _three(rows: list[tuple[Node, ...]]) -> str:
    parts = []
    for column, above in enumerate(rows[0]):
        minor = [tuple(cell for at, cell in enumerate(row) if at != column) for row in rows[1:]]
        parts.append(rf"{_set(above)} \left({_two(minor)}\right)")
    return f"{parts[0]} - {parts[1]} + {parts[2]}"


def _set(node: Node) -> str:
    text = latex(node)
    return rf"\left({text}\right)" if text.startswith("-") or " " in text else text


def _minus(node: Node) -> str:
    text = latex(node)
    return text[1:] if text.startswith("-") else f"-{_set(node)}"
