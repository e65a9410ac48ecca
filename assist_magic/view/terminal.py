"""The view in a terminal: the answer printed as it grows."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from assist_magic.plain import plain, plain_so_far
from assist_magic.reply import ENDED, File, Image, Reply, Step, Text
from assist_magic.view import View
from assist_magic.view.citations import Numbers, numbered, settled, sources, with_numbers
from assist_magic.view.live import state_words
from assist_magic.view.outputs import ending
from assist_magic.view.picture import drawing, picture
from assist_magic.view.steps import HEAD_CHARACTERS, plain_log, short_log, step_name
from assist_magic.view.words import words, words_so_far


class TerminalView(View):
    """Prints steps and text as they come, nothing twice.

    Where a person watches, a line says what is going on while there is nothing to print; it is
    wiped when there is.
    """

    def __init__(self) -> None:
        super().__init__()
        self._notes = 0
        self._footnotes: Numbers = {}
        self._steps: list[int] = []  # characters printed of each
        self._parts: dict[int, int] = {}
        self._images: set[str] = set()
        self._place: object = None  # what was printed last
        self._at_line_start = True
        self._status = ""

    def _draw(self, reply: Reply) -> None:
        self._print_new(reply)
        if self._at_line_start and sys.stdout.isatty() and not reply.ended:
            state = state_words(reply)
            self._show_status(f"… {state[:1].lower()}{state[1:]}")

    def _end(self, reply: Reply) -> None:
        self._print_new(reply, last=True)
        for image in (image for step in reply.steps for image in step.images):
            self._image(image)
        for table in _previews(reply.files):
            self._line(f"\n{table}")
        listed = "\n".join(f"[{number}] {words}" for number, words in sources(reply))
        if listed:
            self._line(f"\n{listed}")
        mark = ending(reply)
        if mark:
            self._line(f"({mark})")
        if reply.usage and reply.cost:
            self._line(f"({reply.usage.total_tokens:,} tokens, {reply.cost})")
        self._show_status("")
        self._write("" if self._at_line_start else "\n")

    def _print_new(self, reply: Reply, last: bool = False) -> None:
        self._footnotes = numbered(reply)
        for note in reply.notes[self._notes :]:
            self._line(f"({plain(note)})")
        self._notes = len(reply.notes)
        # What was being said when a step came goes on first: nothing is printed in its middle.
        begun = [number for number in self._parts if number < len(reply.parts)]
        for number in begun:
            whole = number < len(reply.parts) - 1 or len(reply.steps) > len(self._steps)
            self._part(number, reply.parts[number], last, whole)
        for number, step in enumerate(reply.steps):
            ended = last or step.status in ENDED
            self._step(number, step, ended)
            if not ended:
                break
        for number, part in enumerate(reply.parts):
            if number not in begun:
                self._part(number, part, last, number < len(reply.parts) - 1)

    def _step(self, number: int, step: Step, ended: bool) -> None:
        if number == len(self._steps):
            self._line(f"[{step_name(step)}]")
            self._steps.append(0)
        text = _step_text(step, ended)
        if len(text) > self._steps[number]:
            self._go_to(("step", number))
            self._write(text[self._steps[number] :])
            self._steps[number] = len(text)
        if ended and self._at_line_start:  # not in the middle of a text
            for image in step.images:
                self._image(image)

    def _image(self, image: Image) -> None:
        """Once, whether a step, the answer or both show it."""
        if image.data is not None and image.file_id not in self._images:
            self._images.add(image.file_id)
            drawn = drawing(image.data, image.media_type)
            if drawn:
                self._line(drawn)
            self._line(picture(image.data, image.media_type))

    def _part(self, number: int, part: Text | Image, last: bool, whole: bool) -> None:
        if isinstance(part, Image):
            self._image(part)
            return
        text = _text(part, self._footnotes, last, whole)
        printed = self._parts.setdefault(number, 0)
        if not printed and text and (number or self._steps):
            self._line("")
        if len(text) > printed:
            self._go_to(("part", number))
            self._write(text[printed:])
            self._parts[number] = len(text)

    def _go_to(self, place: object) -> None:
        """Begins a line where something else was printed in between."""
        if place != self._place and not self._at_line_start:
            self._write("\n")
        self._place = place

    def _line(self, text: str) -> None:
        self._write(("" if self._at_line_start else "\n") + text + "\n")

    def _write(self, text: str) -> None:
        if text:
            self._show_status("")
            print(text, end="", flush=True)
            self._at_line_start = text.endswith("\n")

    def _show_status(self, status: str) -> None:
        if status != self._status:
            wiped = f"\r{' ' * len(self._status)}\r" if self._status else ""
            self._status = status
            print(wiped + status, end="", flush=True)


def _previews(files: Sequence[File]) -> Iterator[str]:
    """The first rows of the tables that the answer links."""
    if files:
        from assist_magic.view.previews import previews  # its imports are for those who need it

        yield from (text for _, text in previews(files))


def _text(part: Text, footnotes: Numbers, last: bool, whole: bool) -> str:
    """A text as far as it will not change, so that the rest can follow."""
    if last:
        return words(with_numbers(part.value, footnotes), part.files)
    known = settled(part.value, footnotes)
    whole = whole and known == part.value
    return words_so_far(with_numbers(known, footnotes), part.files, whole)


def _step_text(step: Step, ended: bool) -> str:
    """A step's code and log as far as they will not change, so that the rest can follow."""
    code = (plain(step.input) if step.logs or ended else plain_so_far(step.input)).rstrip()
    text = "\n".join(f"  > {line}".rstrip() for line in code.split("\n")) if code else ""
    log = plain_log(step.logs)
    # The last line of a log may still grow, and all that follows its head may be left out.
    log = short_log(log) if ended else log[:HEAD_CHARACTERS].rpartition("\n")[0]
    if log:
        lines = "\n".join(f"  {line}".rstrip() for line in log.split("\n"))
        text += ("\n" if text else "") + lines
    return text + "\n" if text and ended else text
