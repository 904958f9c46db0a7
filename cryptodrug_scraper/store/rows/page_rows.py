"""Collect the rows of one page, with the columns that all of them share and values that the database can hold."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct, UnsetType
from msgspec.structs import astuple

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
_OF_PAGE = {table for table, columns in COLUMNS.items() if {"captured_at", "parse_run_id"} <= set(columns)}
"""The tables whose rows name the reading of the page, and its instant."""


def empty_fields(record: Struct, lists: frozenset[str] = frozenset(), parted: tuple[str, ...] = ()) -> list[str]:
    """
    Name the fields that a page shows empty, and those of ``lists`` that it shows without an entry.

    The entries of these lists are rows of another table, where an empty list leaves no trace. Of the fields that are
    ``parted`` the parts that are empty are named, too, after the others.
    """
    empty = [
        name
        for name, value in zip(record.__struct_fields__, astuple(record), strict=True)
        if value is None or (name in lists and value == [])
    ]
    for name in parted:
        value = getattr(record, name)
        if isinstance(value, Struct):
            empty += [f"{name}.{part}" for part in empty_fields(value)]
    return empty


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
        at: the best instant of the page.
        issues: what is odd about the page; what is found while its rows are made is added.
        tables: the rows of each table, as tuples in the order of its columns.
    """

    run: UUID
    at: datetime | None
    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    _texts: dict[bytes, str] = field(default_factory=dict)

    def add(self, table: str, stated: dict[str, object] | None = None, /, **values: object) -> None:
        """
        Add a row, its values given under the names of the table's columns.

        The instant of the page and its reading need not be given: a table that has a column for them gets them.

        Args:
            table: its name.
            stated: values that were worked out for this row alone; the others are added to them.
            values: the others.

        Raises:
            KeyError: a column is missing.
            TypeError: the table has no column of a name.
        """
        if stated is not None:
            stated.update(values)
            values = stated
        if table in _OF_PAGE:
            values["captured_at"] = self.at
            values["parse_run_id"] = self.run
        self.tables[table].append(row_of(table, values))

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
