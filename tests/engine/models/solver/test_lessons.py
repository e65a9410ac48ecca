"""What is asked in lessons beyond the core families, with what each answer must show."""

from __future__ import annotations

import pytest

from tests.engine.models.solver.conversation import Conversation, squeezed

SHOWN = {
    # Limits, numbers, matrices
    "limit of sin x as x goes to infinity": ["does not exist", r"from \(-1\) to \(1\)"],
    "is 1 prime?": ["**No**", "neither prime nor composite"],
    "is 97 prime": ["**Yes**", "no divisors but"],
    "gcd of 12 and 18": [r"18 = 1 \cdot 12 + 6"],
    "convert 5 km to miles": [r"\approx 3.106855961\ "],
    "angle between vectors (1,0) and (1,1)": [r"\frac{\pi}{4}", r"45^\circ"],
    "inverse of [[1, 2], [2, 4]]": ["**no inverse**: its determinant is 0"],
    "eigenvectors of [[2,1],[1,2]]": [r"\lambda = 3: \quad \left[\begin{matrix}1\\1"],
    "cross product of <1,0,0> and <0,1,0>": [r"\begin{matrix}0\\0\\1\end"],
    "矩阵 [[2,1],[1,2]] 的特征值和特征向量": [r"\lambda = 1", "特征向量"],
    # Functions put into one another
    "f(x)=3x-2, g(x)=x^2+1. Find (f∘g)(2)": ["= 13"],
    "f(x)=3x-2, g(x)=x^2+1. Find f∘g": [r"= 3x^{2} + 1\]"],
    "If f(x) = 2x+1 and g(x) = x^2, what is f(g(x))?": ["Put in:", r"= 2x^{2} + 1\]"],
}


@pytest.mark.parametrize(("question", "truths"), SHOWN.items(), ids=list(SHOWN))
def test_the_answer_shows_it(talk: Conversation, question: str, truths: list[str]) -> None:
    answer = talk.ask(question)
    for truth in truths:
        assert squeezed(truth) in answer.squeezed, answer.text
    assert "check failed" not in answer.text
    assert "Traceback" not in answer.printed
