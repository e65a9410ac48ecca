"""Made-up replies that the cells of the browser tests show: a view's input is Reply values."""

from __future__ import annotations

import io
import time
from dataclasses import replace

from assist_magic.errors import RunCancelled
from assist_magic.reply import File, Image, Reply, Step, Text, Usage
from assist_magic.view import open_view

ANSWER = r"""## The vertex

The parabola \(y=-5x^2+7x+89\) opens downwards, so its vertex is the highest point:

\[
x = -\frac{b}{2a} = \frac{7}{10} = 0.7,

\qquad y = 91.45
\]

A copy costs $5 and ten cost $10, with **bold text** and `code` between.

| x | y | $|y|$ |
|---|--:|:-:|
| 0 | 89 | \(\frac12\) |
| 1 | 91 | $\sqrt{2}$ |

1. First find $a$, $b$ and $c$.
2. Then use the *formula*:

   ```python
   a, b = -5, 7
   print(-b / (2 * a))  # $x$
   ```

> A quote with \(e^{i\pi} = -1\).

See [the docs](https://docs.python.org/3/) and [the data](sandbox:/mnt/data/points.csv).
"""
CODE = """import numpy as np
import matplotlib.pyplot as plt

a, b, c = -5, 7, 89
x = -b / (2 * a)
print(x, a * x**2 + b * x + c)
"""
FILES = (File("file-1", "points.csv", "sandbox:/mnt/data/points.csv", "points.csv"),)


def plot() -> Image:
    """A small real PNG."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt
    import numpy as np

    x = np.linspace(-4, 5.4, 200)
    figure, axes = plt.subplots(figsize=(4.6, 2.6))
    axes.plot(x, -5 * x**2 + 7 * x + 89)
    axes.grid(alpha=0.3)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=90)
    plt.close(figure)
    return Image("file-plot", stream.getvalue())


def reply() -> Reply:
    """A whole answer: a step of Python with a plot, the image, and text of every kind."""
    image = plot()
    log = "0.7 91.45\n"
    step = Step("step_1", "code_interpreter", "completed", "", CODE, log, (image,), 0.3)
    return Reply(
        thread_id="thread_1",
        run_id="run_1",
        assistant_id="asst_1",
        model="qwen2.5-coder-1.5b",
        status="completed",
        parts=(image, Text(ANSWER, FILES)),
        steps=(step,),
        usage=Usage(120, 250),
        seconds=4.2,
    )


def play(pause: float = 0.04, hold: float = 0.0, mode: str = "auto") -> None:
    """Show the answer as it would come: the step's code, its result, then the text."""
    whole = reply()
    going = replace(whole, status="in_progress", parts=(), steps=(), usage=None)
    (step,) = whole.steps
    image, text = whole.parts
    with open_view(mode) as view:
        view.show(Reply())
        time.sleep(pause)
        view.show(going)
        time.sleep(pause)
        for end in range(0, len(CODE), 12):
            writing = Step(step.id, step.kind, "in_progress", input=CODE[:end])
            view.show(replace(going, steps=(writing,)))
            time.sleep(pause)
        time.sleep(hold)
        for end in range(0, len(ANSWER), 16):
            parts = (image, Text(ANSWER[:end], FILES))
            view.show(replace(going, steps=whole.steps, parts=parts))
            time.sleep(pause)
        time.sleep(hold)
        view.finish(whole)


def hold() -> None:
    """Show an answer in the middle of its way until the user stops it, as a real run ends then."""
    whole = reply()
    (done,) = whole.steps
    working = Step("step_2", "code_interpreter", "in_progress", "", "print('again')")
    going = replace(
        whole,
        status="in_progress",
        steps=(done, working),
        notes=("Another question held the thread; this one waited for it.",),
        usage=Usage(120, 250),
    )
    with open_view() as view:
        try:
            for _ in range(600):
                view.show(going)
                time.sleep(0.05)
        except KeyboardInterrupt:
            view.finish(replace(going, status="cancelled", steps=(done,)))
            raise RunCancelled("The run was stopped.") from None
