"""What an evaluation found: a Markdown table and a picture, by family of questions."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.answers.question import Question, Reply, Verdict

_COLOURS = {"right": "#2a9d6f", "wrong": "#d1495b", "declined": "#c9ccd1"}


@dataclass(frozen=True)
class Graded:
    """One question, what came back, and what that is worth."""

    model: str
    question: Question
    reply: Reply
    verdict: Verdict

    def line(self) -> str:
        """All of it as one line of JSON."""
        asked, reply = self.question, self.reply
        found = {"model": self.model, "family": asked.family, "question": asked.text}
        found |= {"truth": str(asked.truth), "verdict": self.verdict}
        found |= {"answer": reply.text, "code": "\n\n".join(reply.code)}
        found |= {"failed": reply.failed}
        return json.dumps({**found, "seconds": round(reply.seconds, 3)}, ensure_ascii=False)


def kept(path: Path) -> list[Graded]:
    """The answers of an earlier run, with the verdicts of that time."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        question = Question(row["family"], row["question"], "word", row["truth"])
        reply = Reply(row["answer"], (row["code"],), 0, row["seconds"], failed=row["failed"])
        found.append(Graded(row["model"], question, reply, row["verdict"]))
    return found


def table(graded: Sequence[Graded]) -> str:
    """Right, wrong, declined and seconds of each family, then of all, for every model."""
    head = ("model", "questions", "asked", "right", "wrong", "declined", "50 % s", "95 % s")
    rows = [head, ("---",) * len(head)]
    for model in dict.fromkeys(each.model for each in graded):
        own = [each for each in graded if each.model == model]
        families = dict.fromkeys(each.question.family for each in own)
        for family in families:
            part = [each for each in own if each.question.family == family]
            rows.append((model, family, *_counted(part)))
        rows.append((f"**{model}**", "**all**", *_counted(own)))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _counted(graded: Sequence[Graded]) -> tuple[str, ...]:
    counts = [sum(each.verdict == verdict for each in graded) for verdict in _COLOURS]
    taken = [each.reply.seconds for each in graded if each.verdict != "declined"]
    times = tuple(f"{_within(taken, share):.2f}" for share in (0.5, 0.95)) if taken else ("", "")
    return (str(len(graded)), *map(str, counts), *times)


def _within(seconds: Iterable[float], share: float) -> float:
    """The time within which this share of the answers came."""
    ordered = sorted(seconds)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def picture(graded: Sequence[Graded], path: Path) -> None:
    """Saves a panel for each model: right, wrong and declined of each family, and its seconds."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    families = list(dict.fromkeys(each.question.family for each in graded))
    models = list(dict.fromkeys(each.model for each in graded))
    size = (2.4 + 3.2 * len(models), 1.6 + 0.24 * len(families))
    fig, panels = plt.subplots(1, len(models), sharey=True, squeeze=False, figsize=size)
    for axes, model in zip(panels[0], models, strict=True):
        own = [each for each in graded if each.model == model]
        _bars(axes, [[x for x in own if x.question.family == family] for family in families])
        right = sum(each.verdict == "right" for each in own)
        axes.set_title(f"{model}: {right} of {len(own)} right", fontsize=10)
        axes.set(xlim=(0, 100), xlabel="% of the questions; in the bars: median seconds")
        axes.xaxis.label.set_fontsize(8)
    panels[0][0].set_yticks(range(len(families)), families)
    panels[0][0].set_ylim(len(families) - 0.5, -0.5)
    fig.legend(*panels[0][0].get_legend_handles_labels(), ncols=3, loc="lower right", frameon=False)
    fig.tight_layout(rect=(0, 0.35 / size[1], 1, 1))
    fig.savefig(path, dpi=90)
    plt.close(fig)


def _bars(axes: Any, parts: Sequence[Sequence[Graded]]) -> None:
    """One bar for each part: its verdicts, and beside them how long its answers took."""
    left = [0.0] * len(parts)
    for verdict, colour in _COLOURS.items():
        shares = [
            100 * sum(x.verdict == verdict for x in part) / max(1, len(part)) for part in parts
        ]
        axes.barh(range(len(parts)), shares, left=left, color=colour, label=verdict)
        left = [before + share for before, share in zip(left, shares, strict=True)]
    for place, part in enumerate(parts):
        if taken := [each.reply.seconds for each in part if each.verdict != "declined"]:
            text = f"{_within(taken, 0.5):.1f} s"
            axes.text(1, place, text, color="white", va="center", fontsize=7)
