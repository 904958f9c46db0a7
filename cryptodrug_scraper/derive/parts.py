"""The parts of a derivation: what each is made of, and how its rows get into the database."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003  # a field of a dataclass

import polars as pl

from cryptodrug_scraper.capture import content_id
from cryptodrug_scraper.derive.left_out import LEFT_OUT
from cryptodrug_scraper.derive.tables import ROW_TABLES, as_table, schema_of
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.statements import with_values

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from adbc_driver_postgresql.dbapi import Connection, Cursor

__all__ = ["ROWS_OF_PIECE", "Part", "is_there", "make", "rows_of"]

ROWS_OF_PIECE = 50_000
"""Rows that are brought into the form of their table and written at a time."""


@dataclass(frozen=True, slots=True)
class Part:
    """
    One part of a derivation.

    Attributes:
        part_id: made of all that decides on its rows.
        step: what it is: rates, market or across.
        market: of which market; None for all of them.
    """

    part_id: UUID
    step: str
    market: str | None

    @property
    def name(self) -> str:
        """What it is, in a word or two."""
        return self.market or ("across markets" if self.step == "across" else self.step)

    @classmethod
    def of(cls, step: str, market: str | None, *decides: str) -> Part:
        """
        Name a part by what decides on its rows.

        Args:
            step: which step of the derivation it is.
            market: of which market; None for all of them.
            decides: digests of its input and parameters, and the version of the measures.
        """
        return cls(content_id("part", step, market, *decides), step, market)


def is_there(connection: Connection, part: Part) -> bool:
    """Whether the database has the part already, whole."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM derived.part WHERE part_id::text = $1", [str(part.part_id)])
        return bool(cursor.fetchone()[0])


def make(
    connection: Connection, part: Part, compute: Callable[[], Iterable[tuple[str, pl.DataFrame]]]
) -> dict[str, int]:
    """
    Compute a part and write it, in one transaction: it is there whole, or not at all.

    Args:
        connection: one that has no transaction open.
        part: which.
        compute: gives rows of derived tables, and what bounds left out (`left_out.LEFT_OUT`), each with its name; a
            table may come several times, and what has come is written before more is asked for.

    Returns:
        How many rows each table has of it.

    Raises:
        ValueError: a measure gives rows that do not fit their table.
    """
    began = time.monotonic()
    counts: dict[str, int] = {}
    beyond: dict[str, int] = {}
    with connection.cursor() as cursor:
        for table, rows in compute():
            if table == LEFT_OUT:
                beyond = dict(rows.iter_rows())
            else:
                counts[table] = counts.get(table, 0) + _write(cursor, part, table, rows)
            del rows  # while more is worked out
        counts = {table: counts[table] for table in ROW_TABLES if table in counts}
        kept = {**counts, LEFT_OUT: beyond} if beyond else counts
        cursor.execute(
            "INSERT INTO derived.part VALUES ($1::uuid, $2, $3, $4::jsonb, $5)",
            [str(part.part_id), part.step, part.market, to_json(kept).decode(), time.monotonic() - began],
        )
    connection.commit()
    return counts


def _write(cursor: Cursor, part: Part, table: str, rows: pl.DataFrame) -> int:
    for some in rows.iter_slices(ROWS_OF_PIECE):
        typed = as_table(table, part.part_id, some)
        cursor.adbc_ingest(table, typed.to_arrow(), mode="append", db_schema_name="derived")
    return rows.height


def rows_of(connection: Connection, part: Part, table: str, names: Collection[str] | None = None) -> pl.DataFrame:
    """
    Return the rows of a derived table that belong to a part.

    Args:
        connection: of the database, by ADBC.
        part: which.
        table: one of `ROW_TABLES`.
        names: of the columns that are needed; None: all, of identifiers only those of captures.
    """
    columns = ", ".join(
        f'uuid_send(t."{name}") AS "{name}"' if name == "capture_id" else f't."{name}"'
        for name, kind in schema_of(table).items()
        if (kind != pl.Binary or name == "capture_id") and (names is None or name in names)
    )
    query = f"SELECT {columns} FROM derived.{table} t WHERE t.part_id = :part::uuid"  # noqa: S608  # the names are ours
    # as text, since an answer is streamed only where no value is bound
    return pl.read_database(with_values(query, {"part": str(part.part_id)}), connection)
