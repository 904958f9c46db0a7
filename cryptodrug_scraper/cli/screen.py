"""
Where everything that the command line prints goes through.

Titles, file names and messages of others hold whatever their authors wish. So while a command runs, standard output
and standard error are wrapped: what could steer a terminal is shown as an escape, whoever prints it, be it a log, a
warning, a traceback or a library. Bytes in a pipe are left alone: JSON is inert by itself, and CSV is for programs.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, TextIO

import click

from cryptodrug_scraper.output import inert, inert_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


__all__ = ["bare", "discard", "inert_streams", "say", "say_lines", "say_message"]

_AT_ONCE = 1000
"""Lines that are printed at once."""


def say(line: object, *, err: bool = False) -> None:
    """Print a line; a line break in it, such as one in the name of a file, begins no other."""
    click.echo(inert(str(line)), err=err)


def say_lines(lines: Iterable[str]) -> None:
    """Print many lines, as `say` prints one, some at once."""
    left = map(inert, lines)
    while some := list(islice(left, _AT_ONCE)):
        click.echo("\n".join(some))


def say_message(message: str) -> None:
    """Print a message on standard error; if it has several lines, all but the first are indented."""
    click.echo("\n  ".join(map(inert, message.splitlines())), err=True)


def bare(stream: TextIO) -> TextIO:
    """Return what a wrapped stream writes to, for those that steer the terminal, and their texts do not."""
    return stream.bare if isinstance(stream, _Stream) else stream


def discard(stream: TextIO) -> None:
    """Send what a stream that takes nothing still holds, and what is written to it from now on, to nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _drop(stream: TextIO) -> None:
    """Send what a stream that takes nothing holds to nowhere; what is written to it later may find room."""
    number = stream.fileno()
    kept = os.dup(number)
    try:
        discard(stream)
        stream.flush()
    finally:
        os.dup2(kept, number)
        os.close(kept)


@contextmanager
def inert_streams() -> Iterator[None]:
    """Make all that is written to standard output and standard error inert, until the context ends."""
    before: tuple[TextIO, TextIO] = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Stream(before[0]), _Messages(before[1])
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


class _Stream:
    """Text on its way to a stream."""

    def __init__(self, bare: TextIO) -> None:
        self.bare = bare

    def write(self, text: str) -> int:
        encoding = self.bare.encoding or "utf-8"
        self.bare.write(inert_lines(text).encode(encoding, "backslashreplace").decode(encoding))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    @property
    def buffer(self) -> Any:  # noqa: ANN401  # what writes bytes
        return _Bytes(self) if self.bare.isatty() else self.bare.buffer

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # the rest is the stream's
        return getattr(self.bare, name)


class _Messages(_Stream):
    """
    Text on its way to standard error.

    Where a full disk is behind it, nobody can be told: the command goes on, and its exit code still says what happened.
    What is written once the disk was freed is there again: a scheduler logs for months.
    """

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except BrokenPipeError:
            raise
        except OSError:
            _drop(self.bare)
            return len(text)

    def flush(self) -> None:
        try:
            self.bare.flush()
        except BrokenPipeError:
            raise
        except OSError:
            _drop(self.bare)


class _Bytes:
    """Bytes on their way to a terminal, where they are shown as text."""

    def __init__(self, text: _Stream) -> None:
        self._text = text

    def write(self, data: bytes) -> int:
        self._text.write(data.decode("utf-8", "surrogateescape"))
        return len(data)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # the rest is the stream's
        buffer: IO[bytes] = self._text.bare.buffer
        return getattr(buffer, name)
