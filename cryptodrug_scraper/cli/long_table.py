"""
Lay out tables of any length, a row a line: what measures and wraps each cell for a screen takes minutes for a long one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["long_blocks", "long_table"]

_GAP = "   "


def long_table(names: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool]) -> Iterator[str]:
    """
    Return the lines of a table, each column as wide as its widest cell.

    Args:
        names: of the columns.
        rows: the cells, each a text on one line.
        numeric: for each column whether it stands at the right.
    """
    columns = zip(names, *rows, strict=True)
    widths = [max(map(_width, column)) for column in columns]
    yield _line(names, widths, numeric)
    yield "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    for row in rows:
        yield _line(row, widths, numeric)


def long_blocks(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Return the lines of a table with a line for each cell, beside the name of its column, and an empty one after."""
    widest = max(map(_width, names))
    shown = [name + " " * (widest - _width(name) + 1) for name in names]
    for row in rows:
        yield from map("".join, zip(shown, row, strict=True))
        yield ""


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = []
    for text, width, is_numeric in zip(cells, widths, numeric, strict=True):
        room = " " * (width - _width(text))
        padded.append(room + text if is_numeric else text + room)
    return _GAP.join(padded).rstrip()


def _width(text: str) -> int:
    """The columns of the screen that a text takes: signs of some scripts take two, marks above others none."""
    return len(text) if text.isascii() else cell_len(text)
