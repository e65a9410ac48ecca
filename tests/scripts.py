"""What the scripted model of the front's tests says."""

from __future__ import annotations

from typing import Any


def _call(name: str, **arguments: Any) -> dict[str, Any]:
    return {"name": name, "arguments": arguments}


def _code(*lines: str) -> dict[str, Any]:
    return {"name": "code_interpreter", "arguments": {"code": "\n".join(lines)}}


FRONT_SCRIPT: dict[str, Any] = {
    "turns": [
        {"when": "hello", "text": "Hello there, how are you?"},
        {"when": "told to go by", "text": "{instructions}"},
        {"when": "slowly", "text": " ".join(f"word{n}" for n in range(200)), "pace": 0.05},
        {"when": "long wait", "text": "At last.", "after": 4.0},
        {
            "when": "six times seven",
            "text": "Let me compute it.",
            "calls": [_code("x = 6 * 7", "print(x)")],
            "then": [{"text": "It is {output}."}],
        },
        {
            "when": "what was x",
            "calls": [_code("print(x)")],
            "then": [{"text": "x was {output}."}],
        },
        {
            "when": "draw",
            "calls": [_code("import matplotlib.pyplot as plt", "plt.plot([1, 2])", "plt.show()")],
            "then": [{"text": "Here is the plot."}],
        },
        {
            "when": "write a table",
            "calls": [_code("open('/mnt/data/table.csv', 'w').write('x\\n1\\n');")],
            "then": [{"text": "Take [the table](sandbox:/mnt/data/table.csv)."}],
        },
        {
            "when": "other table",
            "calls": [_code("open('/mnt/data/table.csv', 'w').write('x\\n2\\n');")],
            "then": [{"text": "Take [the table](sandbox:/mnt/data/table.csv)."}],
        },
        {
            "when": "write two lists",
            "calls": [_code("for n in 'ba': open(f'/mnt/data/{n}.csv', 'w').write('x')")],
            "then": [{"text": "[b](sandbox:/mnt/data/b.csv) [a](sandbox:/mnt/data/a.csv)"}],
        },
        {
            "when": "look at sales",
            "calls": [_code("print(open('/mnt/data/sales.csv').read())")],
            "then": [{"text": "It holds:\n{output}"}],
        },
        {
            "when": "list the files",
            "calls": [_code("import os", "print(sorted(os.listdir('/mnt/data')))")],
            "then": [{"text": "There are {output}."}],
        },
        {
            "when": "count the cars",
            "calls": [
                _code(
                    "rows = len(open('/mnt/data/cars.csv').readlines())",
                    'open("/mnt/data/rows.txt", "w").write(str(rows));',
                ),
                _code("import os", "os.path.exists('cars.csv')"),
            ],
            "then": [{"text": "Counted."}],
        },
        {
            "when": "loop forever",
            "calls": [_code("import time", "while True: time.sleep(0.01)")],
            "then": [{"text": "never"}],
        },
        {
            "when": "paper say",
            "calls": [_call("file_search", query="number of seals")],
            "then": [
                {"text": "Forty-one seals 【0:0†paper.pdf】. Sure 【0:0†paper.pdf】【7:7†x】"}
            ],
        },
        {
            "when": "notes add",
            "calls": [_call("file_search", query="whales")],
            "then": [{"text": "Nine whales【2:0†notes.md】."}],
        },
        {
            "when": "convert",
            "calls": [_call("convert", degrees=100)],
            "then": [{"text": "That is {output}."}],
        },
        {
            "when": "misuse",
            "calls": [_call("convert", degrees="hot", scale="F")],
            "then": [{"text": "{output}"}],
        },
        {
            "when": "compare",
            "text": "Let me look.",
            "calls": [_call("convert", degrees=1), _call("convert", degrees=2), _call("unknown")],
            "then": [
                {"calls": [_call("convert", degrees=3)]},
                {"calls": [_code("print(6 * 7)")]},
                {"text": "All done: {output}."},
            ],
        },
        {"when": "as an old person", "text": '{"name": "Ada", "age": -1}'},
        {"when": "as a person", "text": '{"name": "Ada", "age": 36}'},
        {"when": "fenced", "text": '```json\n{"name": "Ada", "age": 36}\n```'},
        {
            "when": "weather",
            "calls": [{"name": "get_weather", "arguments": {"city": "Paris"}}],
            "then": [{"text": "The tool said: {output}"}],
        },
        {"when": "break down", "text": "I was", "fail": {"message": "The model is gone."}},
        {"when": "too fast", "fail": {"message": "Slow down.", "code": "rate_limit_exceeded"}},
        {"when": "cut short", "text": "It goes on and", "finish": "length"},
        {"when": "$", "text": "math"},
        {"text": "I have no words for that."},
    ]
}
