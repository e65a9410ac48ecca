"""python -m tests.answers: asks question sets of the real engine and tells how it did.

The exact solver alone on our own questions:   python -m tests.answers --model solver
Several models on a public set:                python -m tests.answers --model solver \\
                                                 --model default --set dataset --seed 7
An endpoint's model, with our instructions     OPENAI_BASE_URL=… OPENAI_API_KEY=… \\
for code and without any:                        python -m tests.answers --model NAME \\
                                                 --model plain:NAME
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tqdm import tqdm

from assist_magic.backend.discovery import Endpoint
from assist_magic.config import Settings
from tests.answers import mathematics, public, report, tables, talk
from tests.answers.engine import Asker, running
from tests.answers.grade import grade
from tests.answers.question import Question
from tests.answers.report import Graded

_HERE = Path(__file__).parent
_WARM_UP = Question("warm-up", "What is 1 + 1?", "number", 2)


def main() -> int:
    """Asks, grades, prints a table, and leaves a picture and every answer behind."""
    options = _options()
    graded = [each for path in options.kept for each in report.kept(path)]
    try:
        graded += _asked_now(options, options.model or ([] if graded else ["solver"]), graded)
    except public.Unavailable as error:
        print(error, file=sys.stderr)
        return 1
    print(report.table(graded))
    if options.limit or options.family:
        return 0  # the pictures are of whole sets
    names = dict.fromkeys(each.model for each in graded)
    name = "-".join(names).replace("/", "_").replace(":", "_")
    report.picture(graded, _HERE / f"{options.set}-{name}.png")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.answers", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "--model", action="append", help="solver, local, default or another name; may be repeated"
    )
    parser.add_argument("--set", choices=("own", "dataset", "gsm"), default="own")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, help="ask only so many, spread over the set")
    parser.add_argument("--family", help="only families whose name has this in it")
    parser.add_argument("--out", type=Path, help="a file for every answer, as JSON lines")
    parser.add_argument(
        "--kept",
        type=Path,
        action="append",
        default=[],
        help="a file that --out left: what is in it is shown and not asked again; may be repeated",
    )
    settings = Settings.from_environment()
    usual = settings.models_folder
    parser.add_argument(
        "--weights", type=Path, default=usual, help=f"the folder of local models (usually {usual})"
    )
    options = parser.parse_args()
    options.endpoint = _endpoint(settings)
    return options


def _endpoint(settings: Settings) -> Endpoint | None:
    """The endpoint of the environment, for models that the engine does not have itself."""
    url = settings.openai_base_url or (
        "https://api.openai.com/v1" if settings.openai_api_key else ""
    )
    return Endpoint(url, settings.openai_api_key, "the endpoint") if url else None


def _asked_now(
    options: argparse.Namespace, models: list[str], before: list[Graded]
) -> list[Graded]:
    """The answers of these models to what they have not answered before."""
    if not models:
        return []
    known = {(each.model, each.question.text) for each in before}
    with TemporaryDirectory(prefix="answers-tables-") as folder:
        questions = _questions(options, Path(folder))
        with running(options.weights, options.endpoint) as engine:
            found = [
                _asked(
                    engine,
                    model,
                    [each for each in questions if (model, each.text) not in known],
                    options.out,
                )
                for model in models
            ]
    return [each for part in found for each in part]


def _questions(options: argparse.Namespace, folder: Path) -> list[Question]:
    seed = options.seed
    if options.set == "dataset":
        found = public.dataset(seed, 10)
    elif options.set == "gsm":
        found = public.gsm(seed, 100)
    else:
        found = [*mathematics.questions(seed), *tables.questions(folder), *talk.questions()]
    found = [each for each in found if (options.family or "") in each.family]
    step = max(1, len(found) // options.limit) if options.limit else 1
    return found[::step][: options.limit]


def _asked(engine: Asker, model: str, questions: list[Question], out: Path | None) -> list[Graded]:
    engine.ask(_WARM_UP, model)
    graded = []
    for question in tqdm(questions, desc=model, disable=None):
        reply = engine.ask(question, model)
        graded.append(Graded(model, question, reply, grade(question, reply)))
        if out is not None:
            with out.open("a", encoding="utf-8") as file:
                file.write(graded[-1].line() + "\n")
    return graded


if __name__ == "__main__":
    raise SystemExit(main())
