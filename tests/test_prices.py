"""What tokens and threads cost: as the user has set it, wherever tokens are told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import assist_magic
from assist_magic.errors import ConfigError
from assist_magic.magic import register, unregister
from assist_magic.prices import NO_PRICES, checked_currency, checked_prices
from assist_magic.reply import Cost, Reply, Usage
from assist_magic.session import session
from assist_magic.view.live import Progress
from assist_magic.view.outputs import outputs
from tests.conftest import Door, run_cell

PRICES = checked_prices({"gpt-4o": {"input": 2.5, "output": 10, "thread": 0.03}, "free": {}})
USAGE = Usage(prompt_tokens=2000, completion_tokens=500)


@pytest.mark.parametrize(
    ("model", "first", "shown"),
    [
        ("gpt-4o", False, "0.010 USD"),
        ("gpt-4o", True, "0.040 USD"),
        ("gpt-4o-2024-08-06", False, "0.010 USD"),
        ("gpt-4o-mini", False, "None"),
        ("solver", True, "None"),
        ("free", True, "0.00 USD"),
    ],
)
def test_a_run_costs_its_tokens_and_the_thread_it_began(
    model: str, first: bool, shown: str
) -> None:
    assert str(PRICES.cost(model, USAGE, first)) == shown
    assert PRICES.cost(model, None, first) is None


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0, "0.00 EUR"), (0.000023, "0.000023 EUR"), (0.0312, "0.031 EUR"), (1234.5, "1,234.50 EUR")],
)
def test_amounts_have_the_digits_that_say_something(amount: float, shown: str) -> None:
    assert str(Cost(amount, "EUR")) == shown


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"gpt-4o": 2.5}, "has 2.5 for gpt-4o. Write"),
        ({"gpt-4o": {"inputs": 1}}, "has 'inputs' for gpt-4o. It can have: input, output, thread"),
        ({"gpt-4o": {"input": "1"}}, "has '1' as 'input' of gpt-4o"),
        ({"gpt-4o": {"output": -1}}, "has -1 as 'output'"),
        ({"gpt-4o": {"thread": True}}, "has True as 'thread'"),
        ({"gpt-4o": {"thread": float("nan")}}, "has nan as 'thread'"),
        ({3: {"input": 1}}, "names the model 3"),
    ],
)
def test_what_is_no_price_is_named(given: Any, words: str) -> None:
    with pytest.raises(ConfigError) as raised:
        checked_prices(given)
    assert words in str(raised.value)


@pytest.mark.parametrize("given", ["", "two words", "x" * 40, "a\nb"])
def test_what_is_no_currency_is_refused(given: str) -> None:
    with pytest.raises(ConfigError, match="short word"):
        checked_currency(given)


def test_nothing_that_is_compared_tells_the_cost() -> None:
    reply = Reply(thread_id="thread_1", run_id="run_1", status="completed", usage=USAGE)
    with_cost = replace(reply, cost=Cost(0.04, "USD"))
    bare, priced = outputs(reply), outputs(with_cost)
    assert [each.data for each in bare] == [each.data for each in priced]
    assert priced[0].metadata["assist_magic"]["cost"] == {"amount": 0.04, "currency": "USD"}
    assert "cost" not in bare[0].metadata["assist_magic"]


def test_the_live_view_tells_it_beside_the_tokens() -> None:
    reply = Reply(status="in_progress", usage=USAGE)
    head = (Progress().next(reply) or {})["head"]
    assert head["tokens"] == "2,500 tokens"
    head = (Progress().next(replace(reply, cost=Cost(0.04, "USD"))) or {})["head"]
    assert head["tokens"] == "2,500 tokens · 0.040 USD"


def test_the_fee_of_a_thread_counts_once(
    front: Path,
    front_model: str,
    shell: InteractiveShell,
    door: Door,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run_cell(
        shell,
        f"%config AssistantMagics.prices = {{{front_model!r}: "
        '{"input": 1e6, "output": 0, "thread": 1000}}',
    )
    run_cell(shell, "%config AssistantMagics.currency = 'EUR'")
    first, second = door("hello"), door("hello")
    fresh = door("hello", new=True)

    assert first.usage and second.usage and fresh.usage  # noqa: PT018
    assert first.cost == Cost(1000 + first.usage.prompt_tokens, "EUR")
    assert second.cost == Cost(second.usage.prompt_tokens, "EUR")
    assert fresh.cost == Cost(1000 + fresh.usage.prompt_tokens, "EUR")
    last = door("hello")
    capsys.readouterr()
    run_cell(shell, "%assistant status")
    (line,) = [each for each in capsys.readouterr().out.splitlines() if each.startswith("cost")]
    total = Cost(fresh.cost.amount + (last.cost or Cost(0, "")).amount, "EUR")
    assert line.split(maxsplit=1)[1] == (
        f"{total} ({last.cost} for the last run, 1,000.00 EUR for the thread itself)"
    )
    run_cell(shell, "%assistant -o again show 1")
    assert shell.user_ns["again"].cost == fresh.cost
    run_cell(shell, "%assistant -o again show 2")
    assert shell.user_ns["again"].cost == last.cost


def test_a_lost_thread_costs_its_fee_again(front: Path, front_model: str) -> None:
    session.preferences = replace(
        session.preferences, prices=checked_prices({front_model: {"thread": 5}})
    )
    first = assist_magic.ask("hello")
    assert first.cost == Cost(5, "USD")
    wire = session.backend(session.settings()).wire
    wire.delete(f"/threads/{first.thread_id}")
    assert assist_magic.ask("hello").cost == Cost(5, "USD")
    assert assist_magic.ask("hello").cost == Cost(0, "USD")


def test_no_cost_is_told_where_no_price_is_known(
    front: Path, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert assist_magic.ask("hello").cost is None
    run_cell(shell, "%assistant status")
    assert "\ncost " not in capsys.readouterr().out
    run_cell(shell, '%config AssistantMagics.prices = {"gpt-4o": {"input": 2.5}}')
    assert assist_magic.ask("hello").cost is None
    capsys.readouterr()
    run_cell(shell, "%assistant status")
    assert "has no price in AssistantMagics.prices" in capsys.readouterr().out


def test_a_terminal_prints_it_at_the_end(
    front: Path, front_model: str, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    run_cell(shell, "%config AssistantMagics.mode = 'terminal'")
    run_cell(shell, f"%config AssistantMagics.prices = {{{front_model!r}: {{'thread': 0.03}}}}")
    capsys.readouterr()
    run_cell(shell, "%%assistant\nhello")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Hello there, how are you?"
    assert lines[-1].endswith(" tokens, 0.030 USD)")


def test_a_setting_that_cannot_be_is_refused_and_the_old_one_stays(
    bare: Path, shell: InteractiveShell, caplog: pytest.LogCaptureFixture
) -> None:
    run_cell(shell, '%config AssistantMagics.prices = {"gpt-4o": {"input": 2.5}}')
    # It is IPython's own way to say that a setting is wrong, and not to fail the cell.
    run_cell(shell, '%config AssistantMagics.prices = {"gpt-4o": {"inputs": 2.5}}')
    assert "has 'inputs' for gpt-4o. It can have: input, output, thread" in caplog.text
    run_cell(shell, "%config AssistantMagics.currency = ''")
    assert "short word" in caplog.text
    assert session.settings().prices.of("gpt-4o") is not None
    assert session.settings().prices.currency == "USD"


def test_prices_may_come_from_a_configuration_file(bare: Path) -> None:
    config = Config()
    config.HistoryManager.enabled = False
    config.AssistantMagics.prices = {"gpt-4o": {"input": 2.5, "output": 10}}
    config.AssistantMagics.currency = "EUR"
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(config=config)
    try:
        register(shell)
        cost = session.settings().prices.cost("gpt-4o", USAGE)
        assert cost == Cost(0.01, "EUR")
        unregister(shell)
        assert session.settings().prices == NO_PRICES
    finally:
        InteractiveShell.clear_instance()
