"""The magics %%assistant and %assistant: they parse, call, and keep the reply; no more.

IPython changes cells before a magic sees them: a line that ends with "?" becomes a request for
help, and a cell whose second line begins with ">>>" loses its prompts. Both would change what is
asked, so both are kept from it here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from IPython.core.completer import (
    CompletionContext,
    SimpleCompletion,
    SimpleMatcherResult,
    context_matcher,
)
from IPython.core.inputtransformer2 import EscapedCommand
from IPython.core.magic import Magics, line_cell_magic, magics_class, no_var_expand
from traitlets import Bool, Dict, Enum, Float, TraitError, Unicode, observe, validate

from assist_magic.errors import ConfigError, RunFailed, UsageError
from assist_magic.line.options import Options, parse, parse_line
from assist_magic.line.reference import reference

if TYPE_CHECKING:
    from tokenize import TokenInfo

    from IPython.core.interactiveshell import InteractiveShell

    from assist_magic.config import Mode
    from assist_magic.reply import Reply

_TYPED = re.compile(r"\s*(?P<magic>%%?)assistant\s(?P<line>.*)", re.DOTALL)
_NBVAL = re.compile(r"^# (NBVAL_[A-Z_]+|PYTEST_VALIDATE_[A-Z_]+)[ \t]*(\r?\n|\Z)", re.MULTILINE)
_CELL = re.compile(r"\s*%%assistant(?![^\s])(?P<line>[^\n]*)(?:\n(?P<body>.*))?", re.DOTALL)
_AROUND = re.compile(
    r"\s*%%(?P<name>capture|prun|time|timeit)(?![^\s])(?P<line>[^\n]*)\n(?P<body>\s*%%.*)",
    re.DOTALL,
)

_MISREAD = re.compile(r"^[ \t]*%assistant[ \t].*\?[ \t]*$", re.MULTILINE)

# The method cannot have the magic's name: that is a trait's.
_named_assistant: Any = line_cell_magic("assistant")


@magics_class
class AssistantMagics(Magics):
    """Holds the magics; a kernel has one.

    Its traits are what the user prefers: `%config AssistantMagics.model = "solver"`, or in
    ipython_config.py `c.AssistantMagics.model = "solver"`. They count more than the environment,
    and less than options and commands.
    """

    model = Unicode(None, allow_none=True, help="The model that answers.").tag(config=True)
    base_url = Unicode(
        None, allow_none=True, help="A server of the Assistants protocol. Its key is no trait."
    ).tag(config=True)
    mode = Enum(
        ("auto", "rich", "static", "terminal"),
        default_value=None,
        allow_none=True,
        help="How cells are drawn.",
    ).tag(config=True)
    assistant = Unicode(
        None, allow_none=True, help="The assistant that answers, as -a names it."
    ).tag(config=True)
    poll = Bool(False, help="Ask for the state again and again.").tag(config=True)
    timeout = Float(None, allow_none=True, help="Seconds after which runs are stopped.").tag(
        config=True
    )

    prices = Dict(
        help="What models cost, for a million tokens and for each thread: "
        '{"gpt-4o": {"input": 2.5, "output": 10, "thread": 0.03}}.'
    ).tag(config=True)
    currency = Unicode("USD", help="The currency of the prices.").tag(config=True)

    @validate("base_url")
    def _check_url(self, proposal: Any) -> str | None:
        from assist_magic.config import checked_url

        try:
            return checked_url(proposal["value"]) if proposal["value"] else None
        except ConfigError as error:  # only the traits' own error makes them take it back
            raise TraitError(str(error)) from None

    @validate("prices", "currency")
    def _check_prices(self, proposal: Any) -> Any:
        from assist_magic.prices import checked_currency, checked_prices

        check: Any = checked_prices if proposal["trait"].name == "prices" else checked_currency
        try:
            check(proposal["value"])
        except ConfigError as error:
            raise TraitError(str(error)) from None
        return proposal["value"]

    @observe("model", "base_url", "mode", "prices", "currency")
    def _prefer(self, _change: object) -> None:
        from assist_magic.config import Preferences
        from assist_magic.prices import checked_prices
        from assist_magic.session import session

        session.preferences = Preferences(
            self.base_url,
            self.model,
            cast("Mode | None", self.mode),
            checked_prices(self.prices, self.currency.strip()),
        )

    @no_var_expand
    @_named_assistant  # type: ignore[untyped-decorator, unused-ignore]
    def called(self, line: str, cell: str | None = None) -> None:
        if cell is None:
            self._line(line)
            return
        options = self._with_traits(parse(line))
        if options.help:
            print(reference())
            return
        self._ask(prompt_of(cell), options)

    @context_matcher(  # type: ignore[untyped-decorator, unused-ignore]
        priority=200, identifier="assist_magic"
    )
    def completed(self, context: CompletionContext) -> SimpleMatcherResult:
        """What may stand at the cursor, where that is on a line of the magics."""
        typed = _TYPED.fullmatch(context.text_until_cursor)
        if typed is None:
            return SimpleMatcherResult(completions=[])
        from assist_magic.line.completion import complete

        hidden = self.shell.user_ns_hidden if self.shell is not None else {}
        names = {name: value for name, value in self._names().items() if name not in hidden}
        found = complete(typed["line"], typed["magic"] == "%%", names)
        return SimpleMatcherResult(
            completions=[SimpleCompletion(each, type="magic") for each in found.choices],
            matched_fragment=found.fragment,
            suppress=True,
            ordered=True,
        )

    def _line(self, line: str) -> None:
        parsed = parse_line(line)
        options = self._with_traits(parsed.options)
        if options.help:
            print(reference())
        elif parsed.command:
            from assist_magic.commands import run_command

            self._keep(run_command(parsed.command, parsed.words, options), options)
        elif parsed.prompt:
            self._ask(parsed.prompt, options)
        else:
            raise UsageError(_nothing_asked(options))

    def _with_traits(self, options: Options) -> Options:
        """The options of a line, and what traits say where it says nothing."""
        return replace(
            options,
            assistant=options.assistant or (None if options.hint else self.assistant),
            poll=options.poll or self.poll,
            timeout=self.timeout if options.timeout is None else options.timeout,
        )

    def _ask(self, text: str, options: Options) -> None:
        from assist_magic.asking import ask

        try:
            reply = ask(
                self._expanded(text) if options.expand else text,
                files=options.files,
                inputs={name: self._value(name, "-i") for name in options.inputs},
                tools=[self._callable(name) for name in options.tools],
                schema=self._value(options.schema, "--schema") if options.schema else None,
                thread=options.thread,
                new=options.new,
                assistant=options.assistant,
                hint=options.hint,
                model=options.model,
                instructions=options.instructions,
                temperature=options.temperature,
                timeout=options.timeout,
                poll=options.poll,
                quiet=options.quiet,
                written=text,
            )
        except RunFailed as failure:
            self._keep(failure.reply, options)
            raise
        self._keep(reply, options)

    def _expanded(self, text: str) -> str:
        from assist_magic.expansion import expand

        return expand(text, self._names())

    def _value(self, name: str, flag: str) -> object:
        from assist_magic.expansion import value_of

        return value_of(name, self._names(), flag)

    def _callable(self, name: str) -> Callable[..., object]:
        found = self._value(name, "--tool")
        if not callable(found):
            raise UsageError(f"--tool {name}: it is a {type(found).__name__}, no function.")
        return found

    def _names(self) -> dict[str, Any]:
        return self.shell.user_ns if self.shell is not None else {}

    def _keep(self, reply: Reply | None, options: Options) -> None:
        if options.out and reply is not None and self.shell is not None:
            is_parsed = options.schema and reply.parsed is not None
            self.shell.user_ns[options.out] = reply.parsed if is_parsed else reply


def _nothing_asked(options: Options) -> str:
    if options.thread:
        return (
            f"-t {options.thread} names the thread of one question: write that behind it. "
            f"`%assistant -t {options.thread} status` shows the thread."
        )
    return "Write a question or a command behind %assistant; `%assistant --help` lists them."


AssistantMagics.called.__doc__ = reference()


def prompt_of(cell: str) -> str:
    """What a cell asks: its text to the letter, but for the marks of nbval and one line end.

    IPython ends the last line of each cell where the cell does not, so that a text that ends its
    last line itself cannot be told from one that does not.
    """
    text = _NBVAL.sub("", cell)
    return text.removesuffix("\r\n") if text.endswith("\r\n") else text.removesuffix("\n")


def keep_cells(lines: list[str]) -> list[str]:
    """Hands an %%assistant cell over as it stands, before IPython strips prompts from it.

    So it does where the cell stands in one of a magic that runs Python, such as %%time: that
    would read a question as Python, and fail once it has been answered.
    """
    cell = "".join(lines)
    found = _CELL.fullmatch(cell)
    if found is not None:
        # IPython would stop at an empty body without failing the cell; the magic refuses it aloud.
        return [_magic_call("assistant", found["line"], found["body"] or "\n")]
    around = _AROUND.fullmatch(cell)
    inner = keep_cells([around["body"]]) if around else []
    if around is None or inner == [around["body"]]:
        return lines
    return [_magic_call(around["name"], around["line"], *inner)]


def _magic_call(name: str, line: str, body: str) -> str:
    return f"get_ipython().run_cell_magic({name!r}, {line.strip()!r}, {body!r})\n"


# What asks whether a cell is complete shall see it as a cell that may have more lines.
vars(keep_cells)["has_side_effects"] = True


class KeptLine(EscapedCommand):
    """Hands an %assistant line over even where it ends with a question mark."""

    priority = 4  # ahead of the help that a question mark asks for, which has 5

    @classmethod
    def find(cls, tokens_by_line: list[list[TokenInfo]]) -> KeptLine | None:
        """The first such line; a bare `%assistant?` stays a request for help."""
        for tokens in tokens_by_line:
            words = tokens[0].line.split() if tokens else []
            if len(words) > 1 and words[0] == "%assistant":
                first = next((each for each in tokens if each.string == "%"), None)
                if first is not None:
                    return cls(first.start)
        return None


def register(shell: InteractiveShell) -> None:
    """Puts the magics into a shell, once."""
    shell.register_magics(AssistantMagics)
    made: Any = shell.magics_manager.registry[AssistantMagics.__name__]
    shell.Completer.custom_matchers.append(made.completed)
    unregister_transforms(shell)
    shell.input_transformers_cleanup.insert(0, keep_cells)
    shell.input_transformer_manager.token_transformers.append(KeptLine)
    history = shell.history_manager
    if history is not None and _MISREAD.search(history.input_hist_raw[-1]):
        print(
            "IPython has read this cell before assist_magic was loaded, and a question mark at "
            "the end of a line as a request for help. Run the cell once more."
        )


def unregister(shell: InteractiveShell) -> None:
    """Takes the magics out of a shell again."""
    unregister_transforms(shell)
    magics: dict[str, Any] = shell.magics_manager.magics
    for kind in ("line", "cell"):
        magics[kind].pop("assistant", None)
    shell.magics_manager.registry.pop(AssistantMagics.__name__, None)
    _unconfigure(shell)


def _unconfigure(shell: InteractiveShell) -> None:
    """Lets go of instances that %config would still find, and of what they preferred."""
    for each in [each for each in shell.configurables if isinstance(each, AssistantMagics)]:
        shell.configurables.remove(each)
        if each.completed in shell.Completer.custom_matchers:
            shell.Completer.custom_matchers.remove(each.completed)
        each.model = each.base_url = each.mode = None
        each.prices, each.currency = {}, "USD"


def unregister_transforms(shell: InteractiveShell) -> None:
    """Leaves the shell's reading of cells as it was."""
    if keep_cells in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.remove(keep_cells)
    manager = shell.input_transformer_manager
    manager.token_transformers = [
        each for each in manager.token_transformers if each is not KeptLine
    ]
