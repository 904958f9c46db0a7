"""Count what is in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, literal, select, text, union_all

from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.models.derived import DerivedBase

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["TableStatus", "database_size", "table_status"]

_SIZES = text(statement(__package__, "table_sizes"))


@dataclass(frozen=True, slots=True)
class TableStatus:
    """
    One table.

    Attributes:
        table: its name, with the schema where that is not public.
        rows: how many rows it has, counted.
        size: what it takes on disk with its indexes, in bytes.
        months: how many months it has; None where it is not partitioned.
    """

    table: str
    rows: int
    size: int
    months: int | None


def table_status(connection: Connection) -> list[TableStatus]:
    """Count what each table holds; empty before the first migration. Takes seconds where there are millions of rows."""
    tables = dict((*sorted(Base.metadata.tables.items()), *sorted(DerivedBase.metadata.tables.items())))
    there = {row.name: row for row in connection.execute(_SIZES, {"names": list(tables)})}
    if not there:
        return []
    counts = union_all(
        *(select(literal(name), func.count()).select_from(table) for name, table in tables.items() if name in there)
    )
    rows = dict(iter(connection.execute(counts)))
    return [TableStatus(name, rows[name], there[name].size, there[name].months) for name in tables if name in there]


def database_size(connection: Connection) -> int:
    """What the whole database takes on disk, in bytes."""
    return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
