"""Reference: the page on the magics that `%assistant help` and `%%assistant?` show."""

from __future__ import annotations

from assist_magic.line.options import COMMANDS, OPTIONS

_OPENING = """\
Asks the assistant: the cell below the line is the question, sent as it stands.

    %%assistant [OPTIONS]         the rest of the cell is the question
    %assistant [OPTIONS] WORDS    the words are the question
"""
_SETTINGS = """\
    %config AssistantMagics.model = "solver"     also mode, assistant, poll, timeout,
                                                 base_url, prices, currency
    c.AssistantMagics.model = "solver"           the same in ipython_config.py
    An option counts more than a command, a command more than these, these more than variables
    of the environment. `%config AssistantMagics` explains each.
"""
_EXAMPLES = """\
    %%assistant
    What is the vertex of y = -5x^2 + 7x + 89?

    %%assistant -f sales.csv -o reply
    Plot the sales of each month.

    %%assistant -i sales --tool price_of
    Which month sold best, and at what price?

    %%assistant --hint
    Solve x^2 - 5x + 6 = 0

    %assistant and its square root?
    %assistant status
    %assistant -t homework new
    %assistant use homework
    %assistant upload sales.csv
    %assistant show 2
    %assistant export lesson.ipynb
"""


def reference() -> str:
    """Every option, command and setting, with examples."""
    options = [
        (", ".join(each.flags) + (f" {each.metavar}" if each.metavar else ""), each.help)
        for each in OPTIONS
    ]
    commands = [(f"%assistant {each.name} {each.metavar}".rstrip(), each.help) for each in COMMANDS]
    return (
        f"{_OPENING}\nOptions\n{_table(options)}\n\nCommands\n{_table(commands)}\n\n"
        f"Settings\n{_SETTINGS}\nExamples\n{_EXAMPLES}"
    )


def _table(rows: list[tuple[str, str]]) -> str:
    width = max(len(left) for left, _ in rows)
    return "\n".join(f"    {left:<{width}}  {right}" for left, right in rows)
