"""Show the progress of long work: a bar with counts on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from cryptodrug_scraper.cli.screen import inert_streams, say
from cryptodrug_scraper.cli.tables import console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["progress"]

_LOG_EVERY = 10.0
"""Seconds between two lines where there is no terminal."""
_DRAW_EVERY = 0.1
"""Seconds between two states of the bar."""

State = TypeVar("State")


@contextmanager
def progress(
    work: str, counts: Callable[[State], str], share: Callable[[State], float | None] = lambda _state: None
) -> Iterator[Callable[[State], None]]:
    """
    Show how far some work is, on standard error.

    Args:
        work: name of the work, in one word.
        counts: puts a state of the work in words. It is called only when they are shown.
        share: how much of the work is done in a state, from 0 to 1; None where that is not known.

    Yields:
        A function to call with the state, as often as it changes.
    """
    screen = console(stderr=True)
    if not screen.is_terminal:
        yield _Every(_LOG_EVERY, lambda state: say(f"{work}: {counts(state)}", err=True), at_once=False)
        return
    columns = (_text("{task.description}"), BarColumn(), _text("{task.fields[counts]}"), TimeElapsedColumn())
    # rich reads the colours in what others print beside its bar, so that is made inert before
    with Progress(*columns, console=screen, transient=True) as bar, inert_streams():
        task = bar.add_task(work, total=None, counts="")

        def draw(state: State) -> None:
            done = share(state)
            bar.update(task, counts=counts(state), completed=done, total=None if done is None else 1.0)

        yield _Every(_DRAW_EVERY, draw, at_once=True)


def _text(form: str) -> TextColumn:
    return TextColumn(form, markup=False)


class _Every:
    """Shows a state at most once in a given number of seconds."""

    def __init__(self, seconds: float, show: Callable[..., None], *, at_once: bool) -> None:
        self._seconds = seconds
        self._show = show
        self._next = time.monotonic() + (0.0 if at_once else seconds)

    def __call__(self, state: object) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + self._seconds
            self._show(state)
