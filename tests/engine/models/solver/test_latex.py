r"""Questions whose mathematics is LaTeX: in $…$, $$…$$, \(…\), \[…\], `…` and without marks."""

from __future__ import annotations

import pytest

from assist_magic.engine.models.base import Declined
from assist_magic.engine.models.solver.notation.latex_notation import Piece, read_latex
from assist_magic.engine.models.solver.notation.tokens import NotRead
from tests.engine.models.solver.conversation import Conversation, squeezed

QUESTIONS = {
    r"Solve $\frac{x}{2}+3=7$": ["x=8"],
    r"Solve $$\frac{x}{2}+3=7$$": ["x=8"],
    r"Solve \frac{x}{2}+3=7 for x.": ["x=8"],
    r"Solve the equation \frac{2x-1}{3} = 5": ["x=8"],
    r"Solve `\frac{x}{2}+3=7`": ["x=8"],
    r"Solve `$\frac{x}{2}+3=7$`": ["x=8"],
    r"\frac{1}{2} + \frac{1}{3}": [r"\frac{1}{2}+\frac{1}{3}=\frac{5}{6}"],
    r"What is `\frac{1}{2} + \frac{1}{3}`?": [r"\frac{5}{6}"],
    r"What is $\frac12 + \dfrac13$?": [r"\frac{5}{6}"],
    r"$2\frac{1}{3} + 1\tfrac{1}{2}$": [r"\frac{23}{6}"],
    r"$\frac{3}{4} \div \frac{1}{2} = ?$": [r"\frac{3}{2}"],
    r"$3 \cdot 10^{-2} \times 5$": [r"\frac{3}{20}"],
    r"Evaluate $\sqrt[3]{27}$": ["=3"],
    r"Evaluate $\sqrt 2$ to 5 digits": ["1.4142"],
    r"Evaluate $\log_2 8$": ["=3"],
    r"Evaluate $\log_{3}\left((4+5)\cdot 9\right)$": ["=4"],
    r"What is $\sin^2\frac{\pi}{6}$?": [r"=\frac{1}{4}"],
    r"Evaluate $\sin^{-1} 1$": [r"\frac{\pi}{2}"],
    r"$\cos 60^\circ$": [r"=\frac{1}{2}"],
    r"What is 25\% of $80$?": ["=20"],
    r"What is the remainder when $1{,}234$ is divided by $7$?": [r"\[2\]"],
    r"Round $\frac{22}{7}$ to 3 decimal places": ["3.143"],
    r"Sort $\frac{2}{3}$, $0.5$, $\frac{3}{5}$": [r"0.5,\;\frac{3}{5},\;\frac{2}{3}"],
    r"Find the limit $\lim_{x \rightarrow 2} \frac{x^2-4}{x-2}$": ["=4"],
    r"Evaluate the definite integral $$\int_0^1 x\,dx$$": [r"=\frac{1}{2}"],
    r"Find the sum of \(\sum_{k=1}^{4} k\)": ["=10"],
    r"Find the derivative $\frac{d}{dx} x^2$": ["=2x"],
    r"Solve $e^{2x} = 5$": [r"x=\frac{\ln(5)}{2}"],
    r"Differentiate \(e^{2x}\) with respect to \(x\)": ["=2e^{2x}"],
    r"Solve $\tan\theta = 1$": [r"for\(\theta\)", r"\theta=\pin+\frac{\pi}{4}"],
    r"Solve $\ln x + \ln (x-1) = \ln 6$": [r"\[x=3\]"],
    r"Solve $\ln v + \ln (v-1) = \ln 6$": [r"\[v=3\]"],
    r"What is $x+1$ * 2 at $x = 2$?": ["=6"],
    r"What is 3/ $\frac12$?": ["=6"],
    r"Solve $\sqrt{x+1} = 3$": ["x=8"],
    r"Solve $\left|x-1\right| = 3$": ["x=-2", "x=4"],
    r"Solve \(\lvert x-1 \rvert = 3\)": ["x=-2", "x=4"],
    r"Solve $\log_{10} x = 2$": ["x=100"],
    r"Solve $\sin x = \frac{1}{2}$": [r"2\pin+\frac{\pi}{6}"],
    r"Solve $ax + \frac{b}{2} = c$ for $x$": [r"x=\frac{-\frac{b}{2}+c}{a}"],
    r"Solve $2x \le \frac{4}{3}$": [r"(-\infty,\frac{2}{3}]"],
    r"Solve $\begin{cases} \frac{x}{2}+y=3 \\ x-y=1 \end{cases}$": [r"x=\frac{8}{3}"],
    r"Solve $\left\{\begin{array}{l} x+y=3 \\ x-y=1 \end{array}\right.$": ["x=2", "y=1"],
    r"Solve \begin{cases} x+y=3 \\ x-y=1 \end{cases}": ["x=2", "y=1"],
    r"Find the roots of $x^2 - \frac{1}{4}$": [r"x=-\frac{1}{2}"],
    r"Find the vertex of $f(x) = -\frac{1}{2}x^2 + 3x - 1$": [r"(3,\frac{7}{2})"],
    r"Simplify \(\frac{x^2-1}{x-1}\)": ["=x+1"],
    r"Simplify \frac{a^2-b^2}{a-b}": ["=a+b"],
    r"Expand $\left(x+\frac{1}{2}\right)^2$": [r"x^{2}+x+\frac{1}{4}"],
    r"Factor $x^{3}-6x^{2}+11x-6$": ["(x-3)(x-2)(x-1)"],
    r"Find the derivative of $f(x)=\frac{\sin x}{x}$": [
        r"\frac{x\cos(x)-\sin(x)}{x^{2}}",
    ],
    r"derivative of \sqrt{x^2+1}": [r"\frac{x}{\sqrt{x^{2}+1}}"],
    r"Compute $\frac{d}{dx}\left(x^2 + x\right)$": ["=2x+1"],
    r"$\frac{d^2}{dx^2} x^4$": ["=12x^{2}"],
    r"$\frac{\mathrm{d}}{\mathrm{d}t} t^4$": ["=4t^{3}"],
    r"Find $\frac{dy}{dx}$ if $y = \frac{x^3}{3}$": ["=x^{2}"],
    r"Find $f'(2)$ if $f(x)=\frac{x^3}{3}$": [r"\[4\]"],
    r"Find \(\int_0^{\pi} \sin x \, dx\)": ["=2"],
    r"$\int x^2 e^x\,\mathrm{d}x$": ["(x^{2}-2x+2)e^{x}+C"],
    r"\int_0^1 \frac{dx}{1+x^2}": [r"=\frac{\pi}{4}"],
    r"$\int_0^\infty xe^{-x}dx$": ["=1"],
    r"Evaluate \[\sum_{k=1}^{10} k^2\]": ["=385"],
    r"$$\sum_{n=1}^{\infty} \frac{1}{n^2}$$": [r"=\frac{\pi^{2}}{6}"],
    r"What is $\lim_{x \to 0} \frac{\sin x}{x}$?": ["=1"],
    r"\lim_{x\to\infty} \left(1+\frac{1}{x}\right)^x": ["=e"],
    r"$\lim\limits_{x\to 0^+} x \ln x$": ["=0"],
    r"Find the determinant of $\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}$": ["=-2"],
    r"Plot $y = \frac{1}{x^2+1}$ from -3 to 3": [r"\frac{1}{x^{2}+1}"],
    r"Let $f(x) = \frac{x+1}{2}$. What is $f(3)$?": ["=2"],
}
UNCLEAR = [
    r"$\frac{d}{dx} (x^2) + 1$",
    r"$\sum_{k=1}^{10} k^2 + 1$",
    r"$f(x) = \begin{cases} x & x<0 \\ 1 & x \ge 0 \end{cases}$",
    r"$x_1 + 2 = 3$",
    r"$\int_0^1 x^2$",
    r"$\int_0 x\,dx$",
    r"$3 + \int_0^1 x\,dx$",
    r"$\sec^{-1} 2$",
    r"$2 \pm 3$",
    r"$\frac{1}{2$",
    r"$\begin{pmatrix} 1 & 2 \\ 3 \end{pmatrix}$",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_question(talk: Conversation, question: str) -> None:
    answer = talk.ask(question)
    for truth in QUESTIONS[question]:
        assert squeezed(truth) in answer.squeezed, (answer.text, answer.printed)


@pytest.mark.parametrize("question", UNCLEAR)
def test_unclear(talk: Conversation, question: str) -> None:
    with pytest.raises(Declined):
        talk.ask(question)


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"\frac{x}{2}+3=7", "((x)/(2))+3=7"),
        (r"x^{10} + x^10 + x^-1", "x^10 + x^10 + x^(-1)"),
        ("e^{2x} + x^{n}", "e^(2x) + x^n"),
        (r"\sqrt[4]{x}", "(x)^(1/(4))"),
        (r"\log_5 2x + 1", "log(2x , 5) + 1"),
        (r"3\frac{1}{2}", "(3+(1)/(2))"),
        (r"3\frac{x}{2}", "3((x)/(2))"),
    ],
)
def test_nothing_is_worked_out(latex: str, plain: str) -> None:
    assert [Piece(piece.text.strip()) for piece in read_latex(latex)] == [Piece(plain)]


def test_command_without_meaning_here() -> None:
    with pytest.raises(NotRead, match=r"`\\input` is not known"):
        read_latex(r"\input{/etc/passwd}")
