"""The view in a terminal: the answer printed as it grows."""

from __future__ import annotations

from assist_magic.reply import ENDED, Image, Reply, Step, Text
from assist_magic.view import View
from assist_magic.view.outputs import ending
from assist_magic.view.steps import plain_log, step_name


class TerminalView(View):
    """Prints steps when they have ended, and text as it comes."""

    def __init__(self) -> None:
        super().__init__()
        self._notes = 0
        self._steps: set[int] = set()
        self._parts: dict[int, int] = {}
        self._at_line_start = True

    def _draw(self, reply: Reply) -> None:
        self._print_new(reply)

    def _end(self, reply: Reply) -> None:
        self._print_new(reply, last=True)
        words = ending(reply)
        if words:
            self._line(f"({words})")
        self._write("" if self._at_line_start else "\n")

    def _print_new(self, reply: Reply, last: bool = False) -> None:
        for note in reply.notes[self._notes :]:
            self._line(f"({note})")
        self._notes = len(reply.notes)
        # What was being said when a step came goes on first: nothing is printed in its middle.
        begun = [number for number in self._parts if number < len(reply.parts)]
        for number in begun:
            self._part(number, reply.parts[number])
        for number, step in enumerate(reply.steps):
            ended = last or step.status in ENDED
            if ended and number not in self._steps:
                self._steps.add(number)
                self._step(step)
        for number, part in enumerate(reply.parts):
            if number not in begun:
                self._part(number, part)

    def _step(self, step: Step) -> None:
        self._line(f"[{step_name(step)}]")
        for line in step.input.rstrip().splitlines():
            self._line(f"  > {line}".rstrip())
        for line in plain_log(step.logs).splitlines():
            self._line(f"  {line}".rstrip())

    def _part(self, number: int, part: Text | Image) -> None:
        if isinstance(part, Image):
            if part.data is not None and number not in self._parts:
                self._parts[number] = len(part.data)
                self._line(f"[image: {len(part.data) / 1024:.0f} KB; keep it with -o VAR]")
            return
        printed = self._parts.get(number)
        if printed is None and part.value and (self._parts or self._steps):
            self._line("")
        if len(part.value) > (printed or 0):
            self._write(part.value[printed or 0 :])
            self._parts[number] = len(part.value)

    def _line(self, words: str) -> None:
        self._write(("" if self._at_line_start else "\n") + words + "\n")

    def _write(self, text: str) -> None:
        if text:
            print(text, end="", flush=True)
            self._at_line_start = text.endswith("\n")
