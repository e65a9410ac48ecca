"""What the scripted model says to the questions of these tests."""

from __future__ import annotations

from typing import Any

CODE = "code_interpreter"


def code(text: str) -> dict[str, Any]:
    """A call that runs this Python."""
    return {"name": CODE, "arguments": {"code": text}}


WEATHER: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather in a city.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}
PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
FILES = """\
open('/mnt/data/a b.csv', 'w').write('x\\n1\\n')
open('/mnt/data/sum (1).txt', 'w').write('odd')
open('/mnt/data/deep.txt', 'w').write('deep');"""
LINKS = (
    "Ωμέγα 🎲🎲: [one](sandbox:/mnt/data/a b.csv), [again](sandbox:/mnt/data/a%20b.csv), "
    "[odd](sandbox:/mnt/data/sum (1).txt), bare sandbox:/mnt/data/deep.txt. "
    "[none](sandbox:/mnt/data/none.txt)"
)
SCRIPT: dict[str, Any] = {
    "turns": [
        {"when": "hello", "text": "Hello there, how are you?"},
        {"when": "slowly", "text": " ".join(["word"] * 40), "pace": 0.1},
        {"when": "how long", "text": "Not long.", "after": 1.0},
        {
            "when": "six times seven",
            "text": "Let me compute it.",
            "calls": [code("x = 6 * 7\nprint(x)\nx + 1")],
            "then": [{"text": "It printed {output}."}],
        },
        {
            "when": "what was x",
            "calls": [code("print('x is', x)")],
            "then": [{"text": "{output}"}],
        },
        {
            "when": "draw files",
            "calls": [code(f"{PLOT}\n{FILES}")],
            "then": [{"text": LINKS}],
        },
        {
            "when": "print a lot",
            "calls": [code("for n in range(20000): print('x' * 100)")],
            "then": [{"text": "done"}],
        },
        {"when": "draw", "calls": [code(PLOT)], "then": [{"text": "Here is the plot."}]},
        {
            "when": "two cells",
            "calls": [code("print('first')\nfirst = 1"), code(f"print(first + 1)\n{PLOT}")],
            "then": [{"text": "Last: {output}"}],
        },
        {"when": "files", "calls": [code(FILES)], "then": [{"text": LINKS}]},
        {"when": "the same again", "text": "[one](sandbox:/mnt/data/a b.csv)"},
        {
            "when": "loop forever",
            "calls": [code("import time\nwhile True: time.sleep(0.01)")],
            "then": [{"text": "never"}],
        },
        {
            "when": "what lies here",
            "calls": [code("import os\nprint(sorted(os.listdir('/mnt/data')))")],
            "then": [{"text": "{output}"}],
        },
        {
            "when": "weather",
            "calls": [
                {"name": "get_weather", "arguments": {"city": "Paris"}},
                {"name": "get_weather", "arguments": {"city": "Rome"}},
            ],
            "then": [{"text": "It is {output} in Rome."}],
        },
        {
            "when": "save and ask",
            "text": "Saving first.",
            "calls": [code(FILES), {"name": "get_weather", "arguments": {"city": "Oslo"}}],
            "then": [{"text": "{output}: [one](sandbox:/mnt/data/a b.csv)"}],
        },
        {
            "when": "ask twice",
            "calls": [{"name": "get_weather", "arguments": {"city": "Bonn"}}],
            "then": [
                {"calls": [{"name": "get_weather", "arguments": {"city": "Graz"}}]},
                {"text": "Then: {output}"},
            ],
        },
        {
            "when": "no tools here",
            "calls": [{"name": "get_weather", "arguments": {"city": "Rom"}}],
            "then": [{"text": "Told: {output}"}],
        },
        {
            "when": "half a call",
            "calls": [code("print('half')")],
            "finish": "length",
            "then": [{"text": "never"}],
        },
        {"when": "cut short", "text": "It goes on and", "finish": "length"},
        {"when": "withheld", "text": "It begins", "finish": "content_filter"},
        {"when": "break down", "text": "I was", "fail": {"message": "The model is gone."}},
        {"when": "too much", "fail": {"message": "Slow down.", "code": "rate_limit_exceeded"}},
        {"when": "bad prompt", "fail": {"message": "No images.", "code": "invalid_prompt"}},
        {
            "when": "think long",
            "text": "word " * 300,
            "calls": [code("print(1)")],
            "then": [{"text": "never"}],
        },
    ]
}
