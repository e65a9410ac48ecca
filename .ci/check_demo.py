"""Whether the demo brought the right answers to the seeds' questions, and a plot in its page."""

import json
import re
from pathlib import Path

notebook = json.loads(Path("demo/quickstart.ipynb").read_text())
answers = {}
for cell in notebook["cells"]:
    source = "".join(cell["source"])
    if source.startswith("%%assistant"):
        texts = [
            "".join(output.get("data", {}).get("text/plain", []))
            for output in cell["outputs"]
            if output["output_type"] != "error"
        ]
        answers[source.partition("\n")[2].strip()] = "\n".join(texts)
        assert texts, f"no answer to: {source}"


def answer_to(words: str) -> str:
    return next(text for question, text in answers.items() if words in question)


assert "0.7" in answer_to("vertex of")
assert "91.45" in answer_to("vertex of")
assert re.search(r"x = 2\b", answer_to("4x + 11 = 19"))
assert "1.414" in answer_to("square root")
for words in ("vertex of", "4x + 11", "square root"):
    assert "Worked in" in answer_to(words), f"no code was run for: {words}"
assert "data:image/png;base64," in Path("demo/quickstart.html").read_text()
print("The demo's answers are right.")
