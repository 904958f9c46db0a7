"""
Read the ratings of an account by windows of time: a table of windows and of signs, whichever are its rows, or lines.

Nothing is read of what can be taken in two ways: two tables that differ, columns that nothing tells, shares, or windows
of which a longer one has fewer ratings, as ages that do not overlap have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, get_args

from cryptodrug_scraper.page.feedback_lines import LinesError, counts_on_lines
from cryptodrug_scraper.page.money import parse_count
from cryptodrug_scraper.page.parts import FeedbackWindow, Sign
from cryptodrug_scraper.page.told_sign import HAS_WORDS, SIGNS, picture_names, sign_pictured, sign_told
from cryptodrug_scraper.page.window_words import period_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.page.window_words import Period

__all__ = ["WindowsRead", "feedback_tables", "look_for_windows", "read_windows"]

_ORDER: tuple[Sign, ...] = get_args(Sign)
"""Positive, neutral, negative: the order of columns that nothing tells."""
_WINDOWS: tuple[Period, ...] = ("1m", "6m", "12m", "all")
_MOST_ROWS, _MOST_COLUMNS = 14, 9
_FEWEST = 2
_MOST_PLACES = 100
"""Tables or lists below an element of which any is looked at."""
_HOLDERS = ("div", "ul", "ol", "section")
_LISTS = ("ul", "ol", "dl", "table")
_COUNT = re.compile(r"([^\w\s%])?\s*(\d{1,3}(?:[.,'’\s]\d{3})+|\d+)\s*(?:\(\s*\d{1,3}(?:[.,]\d+)?\s*%\s*\))?\Z")
_NONE = re.compile(r"[-–—−]?\Z")


@dataclass(slots=True)
class WindowsRead:
    """
    What is read of windows below an element.

    Attributes:
        windows: the windows in their order; None where none can be read.
        is_table: whether there is something that has windows, even if they cannot be read.
        by_order: whether nothing but their order tells positive, neutral and negative.
        names: what the pictures are called that head columns and tell no sign.
    """

    windows: list[FeedbackWindow] | None = None
    is_table: bool = False
    by_order: bool = False
    names: list[str] = field(default_factory=list)


def read_windows(
    document: Document, element: Element, words: Mapping[str, Sign] | None = None
) -> list[FeedbackWindow] | None:
    """
    Return the ratings by windows of time that a table or a list below an element states, or the element itself is.

    Which numbers are positive, neutral and negative is told by words, signs, names of pictures and classes; where
    nothing says so of three columns, they are in this order. None where there is no such table, and also where one
    cannot be read, which is an issue. A number that is not printed, or as ``-``, is None.

    Args:
        document: the page.
        element: what holds it.
        words: what this site means by words of its own, as by names of pictures: ``{"slunce": "positive"}``.
    """
    found = look_for_windows(document, element, words)
    if found.windows is None and found.is_table:
        document.issue("field_unreadable", f"feedback: {document.text(element)[:80]!r}")
    return found.windows


def feedback_tables(
    document: Document, elements: Sequence[Element], words: Mapping[str, Sign] | None = None
) -> list[Element]:
    """Return those of some elements that have ratings by windows, first those of which `read_windows` reads them."""
    found = [(element, look_for_windows(document, element, words)) for element in elements]
    tables = [(element, read) for element, read in found if read.is_table]
    return [element for element, _ in sorted(tables, key=lambda each: each[1].windows is None)]


def look_for_windows(document: Document, element: Element, words: Mapping[str, Sign] | None = None) -> WindowsRead:
    """Return what can be read of windows below an element, and why it may be wrong; this states no issue."""
    grids = list(islice(_grids(element), _MOST_PLACES))
    found = [_Grid(document, grid, words).read() for grid in grids]
    if not any(each.windows is not None for each in found):
        holders = list(islice(element.iter(*_LISTS), _MOST_PLACES)) or [element]
        found += [_read_lines(document, holder, words) for holder in holders]
    tables = [each for each in found if each.is_table]
    read = [each for each in tables if each.windows is not None]
    if not read:
        return tables[0] if tables else WindowsRead()
    return read[0] if all(each.windows == read[0].windows for each in read) else WindowsRead(is_table=True)


def _grids(element: Element) -> Iterator[list[list[Element]]]:
    """The rows of cells of each table without another in it, and of other elements whose children have as many each."""
    tables = [table for table in element.iter("table") if next(table.iterdescendants("table"), None) is None]
    if element.tag in {"tbody", "thead"}:
        tables = [element]
    for table in tables:
        rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
        if _is_plain(rows):
            yield _same_width(rows)
    for holder in element.iter(*_HOLDERS):
        if _FEWEST <= len(holder) <= _MOST_ROWS and not (holder.text or "").strip():
            rows = [[part for part in row if isinstance(part.tag, str)] for row in holder]
            if _FEWEST < len(rows[0]) <= _MOST_COLUMNS and _same_width(rows) == rows:
                yield rows


def _is_plain(rows: Sequence[Sequence[Element]]) -> bool:
    """Tell whether rows are few, and no cell of those with several goes over others."""
    spans = (cell.get(name) or "1" for row in rows if len(row) > 1 for cell in row for name in ("colspan", "rowspan"))
    return len(rows) <= _MOST_ROWS and all(span.strip() == "1" for span in spans)


def _same_width(rows: Sequence[list[Element]]) -> list[list[Element]]:
    """The rows of several cells, if all have as many; none otherwise. A row of one cell is a title."""
    several = [row for row in rows if len(row) > 1]
    widths = {len(row) for row in several}
    return several if len(widths) == 1 and max(widths) <= _MOST_COLUMNS and len(several) >= _FEWEST else []


class _UnreadableError(Exception):
    """What has windows cannot be read."""


class _Grid:
    """Rows of cells, of which the first of each row and those of the first row may be heads."""

    def __init__(self, document: Document, rows: Sequence[Sequence[Element]], words: Mapping[str, Sign] | None) -> None:
        self._document = document
        self._rows = rows
        self._words = words

    def read(self) -> WindowsRead:
        """What it says, whether windows are its rows or its columns."""
        found = [self._read(rows) for rows in (self._rows, list(zip(*self._rows, strict=True)))] if self._rows else []
        return next((each for each in found if each.is_table), WindowsRead())

    def _read(self, rows: Sequence[Sequence[Element]]) -> WindowsRead:
        """What rows say each of which is a window."""
        periods = [period_of(self._document.text(row[0])) for row in rows]
        heads = rows[0] if periods[0] is None and self._are_heads(rows[0][1:]) else None
        body = [(period, row[1:]) for period, row in zip(periods, rows, strict=True) if row is not heads]
        if any(period is None and self._has_count(values) for period, values in body):
            return WindowsRead()  # rows of other things among them: what "total" is of is not known
        windows = [(period, values) for period, values in body if period in _WINDOWS]
        if not any(self._has_count(values) or _has_share(self._document, values) for _, values in windows):
            return WindowsRead()
        read = WindowsRead(is_table=True)
        try:
            places = self._places(None if heads is None else heads[1:], [values for _, values in windows], read)
            read.windows = _ordered(
                [
                    (period, {sign: self._count(values[at], sign) for sign, at in places.items()})
                    for period, values in windows
                ]
            )
        except _UnreadableError:
            read.windows = None
        if heads is None and read.windows is None and len(windows) == 1:
            return WindowsRead()  # one row that begins with a word such as "total"
        return read

    def _are_heads(self, cells: Sequence[Element]) -> bool:
        """Tell whether cells may be heads: without numbers, but for one zero, which may be the sign of neutral ones."""
        return [text for cell in cells if _COUNT.match(text := self._document.text(cell))] in ([], ["0"])

    def _has_count(self, values: Sequence[Element]) -> bool:
        return any(_COUNT.match(self._document.text(cell)) for cell in values)

    def _places(
        self, heads: Sequence[Element] | None, rows: Sequence[Sequence[Element]], read: WindowsRead
    ) -> dict[Sign, int]:
        """
        Which column is positive, which neutral, and which negative; a neutral one may be wanting.

        Raises:
            _UnreadableError: it cannot be told.
        """
        width = len(rows[0])
        places: dict[Sign, int] = {}
        mute = []
        for at in range(width):
            head = None if heads is None else heads[at]
            sign = None if head is None else sign_told(self._document, head, self._words)
            says = head is not None and HAS_WORDS.search(self._document.text(head)) is not None
            if sign is None and not says:
                sign = self._sign_of_cells([row[at] for row in rows])
            if sign is None and not says:
                mute.append(at)
                read.names += [] if head is None else picture_names(self._document, head)
            elif sign is not None and places.setdefault(sign, at) != at:
                raise _UnreadableError
        if {"positive", "negative"} <= places.keys() and not (len(mute) == 1 and width == len(_ORDER)):
            return places
        if not mute or len(places) + len(mute) != width or width != len(_ORDER):
            raise _UnreadableError
        free = [sign for sign in _ORDER if sign not in places]
        if len(mute) > 1:
            if any(_ORDER[at] != sign for sign, at in places.items()) or len(rows) < _FEWEST:
                raise _UnreadableError
            read.by_order = True
        return places | dict(zip(free, mute, strict=True))

    def _sign_of_cells(self, cells: Sequence[Element]) -> Sign | None:
        """The one sign that all cells of a column tell: by pictures, or before the number."""
        found = set()
        for cell in cells:
            match = _COUNT.match(self._document.text(cell))
            before = SIGNS.get(match[1] or "") if match is not None else None
            found.add(before or sign_pictured(self._document, cell, self._words))
        return found.pop() if len(found) == 1 else None

    def _count(self, cell: Element, sign: Sign) -> int | None:
        """
        The number of a cell; None where it has none.

        Raises:
            _UnreadableError: it says something else.
        """
        text = self._document.text(cell)
        if _NONE.match(text):
            return None
        match = _COUNT.match(text)
        if match is None or (match[1] and SIGNS.get(match[1]) != sign):
            raise _UnreadableError
        if " " in match[2] and not any(match[2] in self._document.line(str(piece)) for piece in cell.itertext()):
            raise _UnreadableError  # two numbers beside one another
        return parse_count(match[2])


def _has_share(document: Document, values: Sequence[Element]) -> bool:
    return any("%" in document.text(cell) for cell in values)


def _read_lines(document: Document, element: Element, words: Mapping[str, Sign] | None) -> WindowsRead:
    """What lines say each of which is a window with its numbers."""
    try:
        found = counts_on_lines(document, element, words)
    except LinesError:
        return WindowsRead(is_table=True)
    if not found:
        return WindowsRead()
    by_order = any(each.by_order for each in found)
    if by_order and len(found) < _FEWEST:
        return WindowsRead()
    try:
        windows = _ordered([(each.period, each.counts) for each in found])
    except _UnreadableError:
        return WindowsRead(is_table=True)
    return WindowsRead(windows, is_table=True, by_order=by_order)


def _ordered(found: Sequence[tuple[Period | None, Mapping[Sign, int | None]]]) -> list[FeedbackWindow]:
    """
    The windows from short to long, each once.

    Raises:
        _UnreadableError: one stands twice, or has fewer ratings than a shorter one.
    """
    by_period = dict(found)
    if len(by_period) != len(found):
        raise _UnreadableError
    for sign in _ORDER:
        numbers = [count for each in _WINDOWS if each in by_period and (count := by_period[each].get(sign)) is not None]
        if numbers != sorted(numbers):
            raise _UnreadableError
    return [
        FeedbackWindow(period, *(by_period[period].get(sign) for sign in _ORDER))  # type: ignore[arg-type]  # not "other"
        for period in _WINDOWS
        if period in by_period
    ]
