"""Trace a row back to the page that it came from, and to the parser that read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.row_ids import KINDS, named_rows, row_id
from cryptodrug_scraper.store.tables import of_readings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, Select, Table

__all__ = ["Chain", "chain_of"]

_HEX = re.compile(r"[0-9a-f]{8,32}\Z")
_DIGITS = 32


@dataclass(frozen=True, slots=True)
class Chain:
    """
    The provenance of a row.

    Attributes:
        table: the table of the row.
        row: the row.
        parse_run: the reading of the page that gave it; empty for a capture.
        capture: the page.
        origins: the places where the page's bytes lie.
    """

    table: str
    row: Mapping[str, Any]
    parse_run: Mapping[str, Any]
    capture: Mapping[str, Any]
    origins: list[Mapping[str, Any]]


def chain_of(connection: Connection, record_id: str) -> Chain:
    """
    Find a row by its identifier, or the first eight or more digits of it, and return its provenance.

    What a page says of a record has an identifier that begins as that of the reading does: its first digits alone mean
    the reading.

    Raises:
        StoreError: the identifier is not valid, no row has it, or several do.
    """
    digits = record_id.strip().lower().replace("-", "")
    if _HEX.match(digits) is None:
        msg = f"{record_id!r} is no identifier: give at least 8 of its hexadecimal digits"
        raise StoreError(msg)
    found = [
        (name, _plain(row)) for name, query in _meant(digits) for row in connection.execute(query.limit(2)).mappings()
    ]
    if not found:
        msg = (
            f"no row has the identifier {record_id}: views print identifiers in their columns that end in _id; "
            "a menu or a table of rates is of many pages: give the capture_id of one"
        )
        raise StoreError(msg)
    if len(found) > 1:
        msg = f"several rows have identifiers that begin with {record_id}: give more digits"
        raise StoreError(msg)
    name, row = found[0]
    if name in KINDS:
        row = {f"{name}_id": row_id(name, row["parse_run_id"], row["ordinal"])} | row
    tables = Base.metadata.tables
    run = _only(connection, tables["parse_run"], "parse_run_id", row.get("parse_run_id"))
    capture_id = row.get("capture_id", run.get("capture_id"))
    capture = _only(connection, tables["capture"], "capture_id", capture_id)
    origin = tables["capture_origin"]
    origins = connection.execute(select(origin).where(origin.c.capture_id == capture_id).order_by(origin.c.path))
    return Chain(name, row, run, capture, [_plain(place) for place in origins.mappings()])


def _meant(digits: str) -> Iterator[tuple[str, Select[Any]]]:
    """The tables that may have a row of an identifier with these first digits, and the query for it."""
    tables = Base.metadata.tables
    low, high = UUID(digits.ljust(_DIGITS, "0")), UUID(digits.ljust(_DIGITS, "f"))
    for table in tables.values():
        column = table.columns.get(f"{table.name}_id")
        if column is not None and "capture_id" in table.columns:
            yield str(table.name), select(table).where(column.between(low, high))
    for name, first_run, last_run, first, last in named_rows(digits):
        query, of_run = of_readings(tables[name])
        yield name, query.where(of_run.between(first_run, last_run), tables[name].c.ordinal.between(first, last))


def _only(connection: Connection, table: Table, column: str, value: object) -> dict[str, Any]:
    if value is None:
        return {}
    row = connection.execute(select(table).where(table.c[column] == value)).mappings().first()
    return {} if row is None else _plain(row)


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row under plain strings: the driver's names of columns are a class of their own."""
    return {str(name): value for name, value in row.items()}
