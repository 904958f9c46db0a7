"""Collect the rows of one page, with the columns that all of them share and values that the database can hold."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct, UnsetType

from cryptodrug_scraper.capture import ContentId
from cryptodrug_scraper.store.copyformat import clean
from cryptodrug_scraper.store.rows.values import Values
from cryptodrug_scraper.store.tables import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

__all__ = ["PageRows", "Row", "empty_fields", "row_of"]

Row = tuple[object, ...]

_IN_ORDER: dict[str, Callable[[dict[str, object]], Row]] = {
    table: itemgetter(*columns) for table, columns in COLUMNS.items()
}
"""The values of a row in the order of the table's columns; every table has several."""


def empty_fields(record: Struct, lists: frozenset[str] = frozenset()) -> list[str]:
    """
    Name the fields that a page shows empty, and those of ``lists`` that it shows without an entry.

    The entries of these lists are rows of another table, where an empty list leaves no trace.
    """
    names = []
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if value is None or (value.__class__ is list and not value and name in lists):
            names.append(name)
    return names


def row_of(table: str, values: dict[str, object]) -> Row:
    """
    Put the values of a row, given under the names of the table's columns, in the order of these.

    Raises:
        KeyError: a column is missing.
        TypeError: the table has no column of a name.
    """
    if len(values) > len(COLUMNS[table]):
        msg = f"{table} has no column {', '.join(sorted(values.keys() - set(COLUMNS[table])))}"
        raise TypeError(msg)
    return _IN_ORDER[table](values)


@dataclass(slots=True)
class PageRows(Values):
    """
    The rows of one page, as one parser version reads it.

    Attributes:
        run: the id of this reading of the page.
        capture: the id of the page.
        at: the best instant of the page.
        precision: how well that is known.
        market: the market whose page it is.
        version: the version of the parser.
        issues: what is odd about the page; what is found while its rows are made is added.
        tables: the rows of each table, as tuples in the order of its columns.
    """

    run: UUID
    capture: UUID
    at: datetime | None
    precision: str
    market: str | None
    version: str
    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    _texts: dict[bytes, str] = field(default_factory=dict)
    _shared: dict[str, dict[str, object]] = field(default_factory=dict)
    _ids: dict[str, ContentId] = field(default_factory=dict)

    def add(self, table: str, **values: object) -> None:
        """
        Add a row, its values given under the names of the table's columns.

        What every row of a page says (its instant, page, reading, market, precision and parser version) need not be
        given: a table that has a column for it gets it.

        Raises:
            KeyError: a column is missing.
            TypeError: the table has no column of a name.
        """
        shared = self._shared.get(table)
        if shared is None:
            shared = self._shared[table] = self._shared_by(table)
        values.update(shared)
        self.tables[table].append(row_of(table, values))

    def _shared_by(self, table: str) -> dict[str, object]:
        shared = {
            "captured_at": self.at,
            "parse_run_id": self.run,
            "capture_id": self.capture,
            "market": self.market,
            "time_precision": self.precision,
            "parser_version": self.version,
        }
        return {name: value for name, value in shared.items() if name in COLUMNS[table]}

    def row_id(self, record: str, ordinal: int) -> UUID:
        """The id of a row, from its place on the page."""
        begun = self._ids.get(record)
        if begun is None:
            begun = self._ids[record] = ContentId(self.run.bytes, record)
        return begun.with_number(ordinal)

    def text(self, value: str | UnsetType | None) -> bytes | None:
        """The digest of a long text, which is kept once."""
        if value is None or isinstance(value, UnsetType):
            return None
        body = clean(value)
        digest = hashlib.sha256(body.encode()).digest()
        self._texts[digest] = body
        return digest

    def add_texts(self) -> None:
        """Add the rows of the long texts that rows refer to."""
        for digest, body in self._texts.items():
            self.add("text", sha256=digest, body=body)
