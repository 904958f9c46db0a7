"""Count which fields of records have a value: in rows that were made of pages, and in rows that are stored."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from sqlalchemy import ARRAY, ColumnElement, Table, bindparam, distinct, func, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY as POSTGRESQL_ARRAY
from sqlalchemy.types import Uuid

from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.readings.matching import fields_of
from cryptodrug_scraper.store.tables import COLUMNS, PARTS, beside_readings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Connection

    from cryptodrug_scraper.store.rows.page_rows import Row

__all__ = ["RECORDS", "Filled", "filled_in", "filled_of"]

RECORDS: dict[str, Literal["listing", "vendor", "review"]] = {
    "listing_observation": "listing",
    "vendor_observation": "vendor",
    "review_observation": "review",
}
"""The tables of what pages state of listings, vendors and reviews, and what such a record is called."""

Filled = Counter[tuple[str, "str | None"]]
"""For each record and field how many records have a value of it; without a field, how many records there are."""

_RUN = Base.metadata.tables["parse_run"]
_RUNS = bindparam("runs", type_=POSTGRESQL_ARRAY(Uuid))


def filled_in(rows: Mapping[str, Sequence[Row]]) -> Filled:
    """
    Count the fields that have a value in the rows of a page.

    Args:
        rows: of `store.rows.page.rows_of`.
    """
    found: Filled = Counter()
    for name, record in RECORDS.items():
        table, own = Base.metadata.tables[name], rows.get(name, ())
        found[record, None] += len(own)
        for field in fields_of(table):
            place = COLUMNS[name].index(field)
            found[record, _named(field)] += sum(_is_value(row[place]) for row in own)
    for name, (table_of, column) in PARTS.items():
        place = COLUMNS[name].index(column)
        found[RECORDS[table_of], name] += len({row[place] for row in rows.get(name, ())})
    return +found


def filled_of(connection: Connection, runs: Sequence[UUID]) -> Filled:
    """
    Count the fields that have a value in stored readings.

    Args:
        connection: to the database.
        runs: the readings: some dozens.
    """
    found: Filled = Counter()
    for name, record in RECORDS.items():
        table = Base.metadata.tables[name]
        fields = fields_of(table)
        counts = [func.count(), *(_count(table, field) for field in fields)]
        query = select(*counts).select_from(beside_readings(table)).where(_RUN.c.parse_run_id == _RUNS.any_())
        _add(found, record, (None, *map(_named, fields)), connection.execute(query, {"runs": runs}).one())
    for name, (table_of, column) in PARTS.items():
        table = Base.metadata.tables[name]
        of_record = func.count(distinct(tuple_(table.c.parse_run_id, table.c[column])))
        parts = select(of_record).select_from(beside_readings(table)).where(_RUN.c.parse_run_id == _RUNS.any_())
        _add(found, RECORDS[table_of], (name,), connection.execute(parts, {"runs": runs}).one())
    return +found


def _add(found: Filled, record: str, fields: Sequence[str | None], counts: Sequence[int]) -> None:
    for field, count in zip(fields, counts, strict=True):
        found[record, field] += count


def _count(table: Table, field: str) -> ColumnElement[int]:
    column = table.c[field]
    is_list = isinstance(column.type, ARRAY)
    return func.count().filter(func.cardinality(column) > 0) if is_list else func.count(column)


def _is_value(value: object) -> bool:
    return value is not None and not (isinstance(value, list | tuple) and not value)


def _named(field: str) -> str:
    """The name of a field whose text stands elsewhere."""
    return field.removesuffix("_sha256")
