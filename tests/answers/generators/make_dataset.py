"""Writes fresh questions of mathematics-dataset as JSON lines; runs in an environment of its own.

Arguments: seed, questions per module. The package is of 2019: it wants a numpy before 2, and a
name of NumPy's and one of SymPy's where they were then.
"""

from __future__ import annotations

import importlib
import json
import random
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy

numpy.object = object
# By import_module: "sympy.solvers.diophantine" as an attribute is a function of that name.
_room = importlib.import_module("sympy.solvers.diophantine")
_moved = importlib.import_module("sympy.solvers.diophantine.diophantine")
_room.base_solution_linear = _moved.base_solution_linear

from mathematics_dataset.modules import modules  # noqa: E402

SECONDS = 10


def flat(tree: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, inside in tree.items():
        whole = f"{prefix}__{name}" if prefix else name
        if isinstance(inside, dict):
            yield from flat(inside, whole)
        else:
            yield whole, inside


def level(third: int) -> Callable[[tuple[float, float]], tuple[float, float]]:
    return lambda span: (
        span[0] + third / 3 * (span[1] - span[0]),
        span[0] + (third + 1) / 3 * (span[1] - span[0]),
    )


def late(*_: object) -> None:
    raise TimeoutError


def drawn(make: Callable[[], Any]) -> tuple[str, str] | None:
    """One problem, or None where the package fails or takes too long over it."""
    signal.alarm(SECONDS)
    try:
        problem = make()
        return str(problem.question), str(problem.answer)
    except Exception:  # of any kind: the package is old
        return None
    finally:
        signal.alarm(0)


def main(seed: int, each: int) -> None:
    random.seed(seed)
    numpy.random.seed(seed)
    signal.signal(signal.SIGALRM, late)
    levels = [dict(flat(modules.test()))]
    levels += [dict(flat(modules.train(level(third)))) for third in range(3)]
    for name in sorted(levels[0]):
        made = 0
        for _ in range(each * 30):
            found = drawn(levels[made % 4].get(name, levels[0][name]))
            if found and len(found[0]) <= 160 and len(found[1]) <= 30:
                line = {"family": name, "question": found[0], "answer": found[1]}
                print(json.dumps(line), flush=True)
                made += 1
            if made == each:
                break


main(int(sys.argv[1]), int(sys.argv[2]))
