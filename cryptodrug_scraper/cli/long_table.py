"""
Lay out tables of any length, a row a line: what measures and wraps each cell for a screen takes minutes for a long one.

How wide a column is shows when its last row has come. Until then the rows are in a file that has no name, and not in
memory.
"""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Self

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["LongTable"]

_GAP = "   "
_APART = "\x1f"
"""Between cells of a row in the file; there is none in a cell, which is inert, nor a line break."""


class LongTable:
    """
    A table that is given row by row, and then printed.

    Args:
        names: of the columns, inert.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._widths = [_width(name) for name in names]
        self._file = TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115  # closed as this is

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def add(self, cells: Sequence[str]) -> None:
        """Add a row. Its cells are inert."""
        self._file.write(_APART.join(cells) + "\n")
        self._widths = [max(width, _width(text)) for width, text in zip(self._widths, cells, strict=True)]

    def lines(self, numeric: Sequence[bool]) -> Iterator[str]:
        """
        Return the lines of the table, each column as wide as its widest cell.

        Args:
            numeric: for each column whether it stands at the right.
        """
        yield _line(self._names, self._widths, numeric)
        yield "─" * (sum(self._widths) + len(_GAP) * (len(self._widths) - 1))
        for row in self._rows():
            yield _line(row, self._widths, numeric)

    def blocks(self) -> Iterator[str]:
        """Return lines, one for each cell, beside the name of its column, and an empty one after each row."""
        widths = [_width(name) for name in self._names]
        shown = [name + " " * (max(widths) - width + 1) for name, width in zip(self._names, widths, strict=True)]
        for row in self._rows():
            yield from map("".join, zip(shown, row, strict=True))
            yield ""

    def _rows(self) -> Iterator[list[str]]:
        self._file.seek(0)
        for line in self._file:
            yield line[:-1].split(_APART)


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = []
    for text, width, is_numeric in zip(cells, widths, numeric, strict=True):
        room = " " * (width - _width(text))
        padded.append(room + text if is_numeric else text + room)
    return _GAP.join(padded).rstrip()


def _width(text: str) -> int:
    """The columns of the screen that a text takes: signs of some scripts take two, marks above others none."""
    return len(text) if text.isascii() else cell_len(text)
