"""A server on loopback whose model is a script: any key is taken, and so is any model's name."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.engine.conftest import serving

Json = dict[str, Any]

SCRIPT = {
    "turns": [
        {
            "when": "vertex",
            "calls": [
                {
                    "name": "code_interpreter",
                    "arguments": {
                        "code": "from fractions import Fraction as F\n"
                        "x = F(7, 10)\nprint(x, -5 * x**2 + 7 * x + 89)"
                    },
                }
            ],
            "then": [{"text": "x and y of the vertex are {output}."}],
        },
        {"when": "4x + 11 = 19", "text": "The solution is \\( x = 2 \\)."},
        {"when": "squared root", "text": "It is approximately \\( 1.414 \\)."},
        {"when": "3x + 11 = 14", "text": "Certainly, Jane Doe. The solution is (x = 1)."},
        {
            "when": "apple and facebook",
            "calls": [
                {"name": "get_stock_price", "arguments": '{"symbol": "AAPL"}'},
                {"name": "get_stock_price", "arguments": '{"symbol": "META"}'},
            ],
            "after": 1.0,
            "then": [
                {"text": "Apple is at $100 and Meta at $233. {output}", "after": 1.0, "pace": 0.2}
            ],
        },
        {
            "when": "turn off this device",
            "calls": [{"name": "file_search", "arguments": {"query": "turn off the device"}}],
            "then": [{"text": "Hold the power button【0:0†knowledge.pdf】."}],
        },
        {
            "when": "data visualizations",
            "calls": [
                {
                    "name": "code_interpreter",
                    "arguments": {
                        "code": "import pandas as pd\nimport matplotlib.pyplot as plt\n"
                        "table = pd.read_csv('/mnt/data/mydata.csv')\n"
                        "for column in table: plt.plot(table[column]); plt.show()\n"
                        "table[::-1].to_csv('/mnt/data/shuffled_file.csv', index=False)"
                    },
                }
            ],
            "then": [
                {
                    "text": "You can download the shuffled CSV file from the following link:\n\n"
                    "[Download Shuffled CSV File](sandbox:/mnt/data/shuffled_file.csv)"
                }
            ],
        },
        {
            "when": "2 + 2",
            "calls": [
                {
                    "name": "code_interpreter",
                    "arguments": {"code": "# Calculating 2 + 2\nresult = 2 + 2\nresult"},
                }
            ],
            "then": [{"text": "{output}"}],
        },
        {
            "when": "weather and nickname",
            "calls": [
                {"name": "getCurrentWeather", "arguments": '{"location":"San Francisco"}'},
                {"name": "getNickname", "arguments": '{"location":"Los Angeles"}'},
            ],
            "then": [{"text": "Done: {output}"}],
        },
        {"when": "", "text": "Hello, how can I help?"},
    ]
}


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its base URL, without /v1."""
    home = tmp_path_factory.mktemp("seeds")
    script = home / "script.json"
    script.write_text(json.dumps(SCRIPT))
    with serving(home, "--model", f"scripted:{script}") as base:
        yield base


def ended(ask: Callable[[], Json]) -> Json:
    """Asks for a run until it has ended, or waits for tool outputs."""
    for _ in range(1000):
        run = ask()
        if run["status"] not in ("queued", "in_progress"):
            return run
        time.sleep(0.05)
    raise AssertionError(f"the run is still {run['status']}")
