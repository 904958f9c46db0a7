"""
Tables that are sorted by a column and narrowed by facets, both by links, which stay in the address.

What would be dear is not done for the first view. Facets are counted where a table has few rows; of more, they are
links without counts, until all are asked for. Rows are sorted where they are few; of more, the page says so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import copy_current_request_context, request

from cryptodrug_scraper.explore.facets import Choice, Facets, Sorted
from cryptodrug_scraper.explore.pages.answer import sources
from cryptodrug_scraper.explore.questions import MOST_ROWS
from cryptodrug_scraper.explore.shaping import Facet, Order, counted, narrowed, of_at_most, ordered
from cryptodrug_scraper.page.classes import CLASS_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from cryptodrug_scraper.explore.questions import Table

__all__ = ["Narrowing", "is_sorted"]

_MOST_CHOICES = 14
"""Values of a facet that are shown, the most frequent first; months are all shown."""
_SORT, _COUNT = "sort", "count"
_DOWN = "-"


@dataclass(frozen=True)
class Narrowing:
    """
    How one table of a page can be narrowed and sorted.

    Attributes:
        keys: the columns that tell its rows apart.
        facets: what its rows are told apart by.
        filters: names of facets that are fields of the page's form, too: the question itself is asked with them.
        most: rows of which facets are counted for every view, and rows that are sorted by any column. None for a table
            that is dear to work out and has few rows: it is asked once, sorted whatever its size, and its facets are
            counted where all rows are shown.
    """

    keys: Sequence[str]
    facets: Sequence[Facet] = ()
    filters: Collection[str] = ()
    most: tuple[int, int] | None = (20_000, 100_000)

    def asked(
        self, short: str, title: str, sql: str, values: Mapping[str, object], *, most: int = MOST_ROWS, empty: str = ""
    ) -> Table:
        """
        Ask for a table, narrowed and sorted as this request says, with what more it can be.

        Raises:
            StoreError: it has no column that it is to be sorted by.
        """
        sql, found = narrowed(sql, values, self._chosen())
        bound: dict[str, Any] = found
        order, refused = self._order(short, sql, bound)
        asked_for = sql if order is None else ordered(sql, order, self.keys)
        ask = sources().ask
        questions = [partial(ask, short, title, asked_for, most=most, empty=empty, **bound)]
        is_whole = request.args.get(_COUNT) == short
        if self.facets and (self.most is not None or is_whole):
            limit = None if is_whole or self.most is None else self.most[0]
            questions.append(partial(ask, "", "", counted(sql, self.facets, limit), most=None, **bound))
        table, *counts = sources().ask_together(*questions)
        links = {name: _link({_SORT: f"{short}.{_toggled(name, order)}"}) for name in table.names}
        made = replace(table, sorted=Sorted(order, links, _link({_SORT: None}), refused))
        if not self.facets:
            return made
        tally = _tally(counts[0]) if counts else _tally_of_shown(table, self.facets)
        if not is_whole and self.most is not None and tally is not None and tally[0] > self.most[0]:
            tally = None
        return replace(made, facets=self._facets(short, None if tally is None else tally[1]))

    def later(
        self, short: str, title: str, sql: str, values: Mapping[str, object], *, most: int = MOST_ROWS, empty: str = ""
    ) -> Callable[[], Table]:
        """Return what asks for a table as `asked` does, in any thread: see `Sources.ask_together`."""
        return copy_current_request_context(partial(self.asked, short, title, sql, values, most=most, empty=empty))

    def kept(self) -> list[tuple[str, str]]:
        """What this request narrows and sorts by beside the fields of the form, which the form keeps."""
        names = [each.name for each in self.facets if each.name not in self.filters] + [_SORT]
        return [(name, value) for name in names if (value := request.args.get(name))]

    def _chosen(self) -> list[tuple[Facet, str]]:
        given = ((each, request.args.get(each.name, "").strip()) for each in self.facets)
        return [(each, value) for each, value in given if value and each.name not in self.filters]

    def _order(self, short: str, sql: str, values: Mapping[str, Any]) -> tuple[Order | None, str]:
        table, _, said = request.args.get(_SORT, "").partition(".")
        column = said.removeprefix(_DOWN)
        if table != short or not column.isidentifier():
            return None, ""
        if self.most is not None:
            rows = sources().ask("", "", of_at_most(sql, self.most[1]), **values).rows[0][0]
            if int(str(rows)) > self.most[1]:
                why = f"These are more than {self.most[1]:,} rows, which are not sorted by {column}: narrow them first."
                return None, why
        return Order(column, said.startswith(_DOWN)), ""

    def _facets(self, short: str, counts: Mapping[str, Mapping[str, int]] | None) -> Facets:
        choices: dict[str, list[Choice]] = {}
        more: dict[str, int] = {}
        for facet in self.facets:
            given = request.args.get(facet.name, "").strip()
            known: Mapping[str, int | None] = (
                dict.fromkeys(_known(facet)) if counts is None else counts.get(facet.name, {})
            )
            if given:
                choices[facet.label] = [Choice(given, known.get(given), _link({facet.name: None}), is_chosen=True)]
                continue
            names = sorted(known, key=lambda name, known=known: (-(known[name] or 0), name))  # type: ignore[misc]
            names = sorted(names) if facet.name == "month" else names[:_MOST_CHOICES]
            if names:
                choices[facet.label] = [Choice(name, known[name], _link({facet.name: name})) for name in names]
                more[facet.label] = len(known) - len(names)
        left_out = "" if counts is not None else "They are not counted, since there are many rows"
        return Facets(choices, more, left_out, _link({_COUNT: short}))


def _tally(counts: Table) -> tuple[int, dict[str, dict[str, int]]]:
    """How many rows there are, and of each facet how many have each value."""
    found: dict[str, dict[str, int]] = {}
    rows = 0
    for name, value, count in counts.rows:
        if name is None:
            rows = int(str(count))
        else:
            found.setdefault(str(name), {})[str(value)] = int(str(count))
    return rows, found


def _tally_of_shown(table: Table, facets: Sequence[Facet]) -> tuple[int, dict[str, dict[str, int]]] | None:
    """The same of the rows that are shown; None where there are others."""
    if table.is_cut:
        return None
    columns = [each for each in facets if each.of in table.names]
    return len(table.rows), {
        each.name: dict(Counter(str(row[each.of]) for row in table.mappings if row[each.of] is not None))
        for each in columns
    }


def _known(facet: Facet) -> Sequence[str]:
    """Values of a facet that are known without counting."""
    if facet.name == "market":
        return sources().markets()
    if facet.name in {"category", "class"}:
        return CLASS_NAMES
    days = sources().days() if facet.name == "month" else None
    if days is None:
        return ()
    first, last = (day.year * 12 + day.month - 1 for day in days)
    return [f"{month // 12}-{month % 12 + 1:02d}-01" for month in range(first, last + 1)]


def is_sorted(short: str) -> bool:
    """Whether this request asks for a table to be sorted."""
    return request.args.get(_SORT, "").startswith(f"{short}.")


def _toggled(column: str, order: Order | None) -> str:
    is_up = order is not None and order.column == column and not order.is_descending
    return f"{_DOWN if is_up else ''}{column}"


def _link(change: Mapping[str, str | None]) -> str:
    """The query of this request with other values; None takes one away."""
    said = {name: value for name, value in request.args.items() if value and name not in change and name != "csv"}
    return urlencode(said | {name: value for name, value in change.items() if value is not None})
