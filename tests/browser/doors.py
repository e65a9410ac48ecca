"""Hostile text at every door but the answer: names, arguments, logs, quotes, tables, errors."""

from __future__ import annotations

import csv
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from assist_magic.errors import RunFailed
from assist_magic.reply import Citation, File, Reply, Step, Text
from assist_magic.view import open_view
from tests.browser.hostile import answers


def everywhere(text: str, table: str | None = None) -> Reply:
    """A reply that has `text` wherever a server, a model or a file may put words of its own."""
    marker, linked = "【0:0†x】", "sandbox:/mnt/data/t.csv"
    files = (File("f", text, linked, table), File(text, text, f"sandbox:/mnt/data/{text}", text))
    answer = Text(
        f"See {linked} and [it](sandbox:/mnt/data/{text}){marker}",
        files,
        (Citation(text, text, marker, text),),
    )
    return Reply(
        thread_id=text,
        run_id=text,
        assistant_id=text,
        model=text,
        status="failed",
        parts=(answer,),
        steps=(
            Step(text, "function", "completed", text, text, text),
            Step(text, "code_interpreter", "failed", text, text, text),
            Step(text, "file_search", "completed", text, text, text),
            Step(text, "function", "in_progress", text, text),
        ),
        error=text,
        notes=(text,),
    )


def show_everywhere(seed: int, count: int, live: bool = False) -> None:
    """Show hostile texts at all doors as outputs of this cell, and say when that is done."""
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    texts = list(answers(seed, count))
    with TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            table = Path(folder, f"{number}.csv")
            with table.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([[text, "b"], [text, text]])
            reply = everywhere(text, str(table))
            with open_view("rich" if live else "static") as view:
                if live:
                    view.show(reply)
                    time.sleep(0.05)
                view.finish(reply)
    for text in texts:
        print(text)
        display({"text/plain": text}, raw=True)
        try:
            raise RunFailed(text)
        except RunFailed:
            get_ipython().showtraceback()
    print(f"shown {seed}")
