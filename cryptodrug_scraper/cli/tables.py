"""Print tables on a terminal."""

from __future__ import annotations

import sys
from datetime import datetime
from itertools import chain, islice
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.segment import Segment
from rich.table import Table

from cryptodrug_scraper.cli.long_table import LongTable
from cryptodrug_scraper.cli.screen import bare, say, say_lines
from cryptodrug_scraper.output import inert, inert_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import ConsoleOptions, RenderableType

__all__ = ["cell", "console", "print_table", "shown"]

_WIDE = 200
_READABLE = 20
"""How wide a column has to be at most for its cells to be read, on several lines if need be."""
_GAP, _EDGES = 3, 2
"""Columns of the screen between those of a table, and at both ends."""
_LOOKED_AT = 200
"""Rows whose width is looked at."""
_LONG = 2000
"""Rows above which a table is laid out without looking for the best way."""


def console(*, stderr: bool = False) -> Console:
    """Return a console as wide as the terminal, or wide enough for any table where there is no terminal."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else _WIDE
    return _Console(file=bare(stream), width=width, highlight=False, markup=False, emoji=False)


class _Console(Console):
    """A console whose own colours and moves of the cursor are the only ones that reach the terminal."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else inert_lines(text), style, control)


def cell(value: object) -> str:
    """Format a value for a table: as `shown`, and inert, on one line."""
    return inert(shown(value))


def shown(value: object) -> str:
    """Format a value for people: nothing for NULL, commas between list items, instants to the second."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, list | tuple):
        return ", ".join(shown(item) for item in value)
    return str(value)


def print_table(names: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None) -> None:
    """
    Print rows under their names; numbers stand at the right. Where the columns do not fit beside one another, each row
    is a block with a line for each column; without rows, names that do not fit are left out.
    """
    left = iter(rows)
    first = list(islice(left, _LONG + 1))
    screen = console()
    is_too_wide = _least_width(names, first) > screen.width
    if len(first) > _LONG:
        _print_long(names, chain(first, left), title, in_blocks=is_too_wide)
        return
    if is_too_wide:
        _print_blocks(screen, names, first, title)
        return
    table = Table(
        title=title and inert(title), box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False
    )
    for index, name in enumerate(names):
        numeric = [_is_number(row[index]) for row in first if row[index] is not None]
        table.add_column(inert(name), justify="right" if numeric and all(numeric) else "left", overflow="fold")
    for row in first:
        table.add_row(*(cell(value) for value in row))
    screen.print(table)


def _is_number(value: object) -> bool:
    return not isinstance(value, bool) and hasattr(value, "__float__")


def _least_width(names: Sequence[str], rows: Sequence[Sequence[object]]) -> int:
    """
    How wide a table has to be to be read: names stand on a line of their own, and longer cells on two or three.
    """
    width = _GAP * (len(names) - 1) + _EDGES
    for index, name in enumerate(names):
        longest = max((len(cell(row[index])) for row in rows[:_LOOKED_AT]), default=0)
        width += max(len(name), min(longest, _READABLE))
    return width


def _print_long(names: Sequence[str], rows: Iterable[Sequence[object]], title: str | None, *, in_blocks: bool) -> None:
    known: set[int] = set()
    other: set[int] = set()
    with LongTable([inert(name) for name in names]) as table:
        for row in rows:
            table.add([cell(value) for value in row])
            for index, value in enumerate(row):
                if value is not None:
                    (known if _is_number(value) else other).add(index)
        if title is not None:
            say(title)
        numeric = [index in known - other for index in range(len(names))]
        say_lines(table.blocks() if in_blocks else table.lines(numeric))


def _print_blocks(screen: Console, names: Sequence[str], rows: Sequence[Sequence[object]], title: str | None) -> None:
    if title:
        screen.print(inert(title), style="bold")
    widest = max(map(len, names))
    for row in rows:
        block = Table(box=None, show_header=False, pad_edge=False)
        block.add_column(style="dim", width=widest)
        block.add_column(overflow="fold")
        for name, value in zip(names, row, strict=True):
            block.add_row(inert(name), cell(value))
        screen.print(block)
        screen.print()
