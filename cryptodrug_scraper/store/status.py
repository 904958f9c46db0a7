"""Count what is in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.models.derived import DerivedBase

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["TableStatus", "database_size", "table_status"]

_SIZE = text(
    "SELECT coalesce((SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree(:table)), "
    "pg_total_relation_size(:table))::bigint"
)
_PARTITIONS = text(
    "SELECT count(*) FROM pg_inherits WHERE inhparent = to_regclass(:table) AND inhrelid::regclass::text !~ '_unknown$'"
)


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
    found = []
    for name, table in (*sorted(Base.metadata.tables.items()), *sorted(DerivedBase.metadata.tables.items())):
        if connection.execute(select(func.to_regclass(name))).scalar_one() is None:
            continue
        is_partitioned = table.dialect_options["postgresql"]["partition_by"] is not None
        found.append(
            TableStatus(
                name,
                connection.execute(select(func.count()).select_from(table)).scalar_one(),
                connection.execute(_SIZE, {"table": name}).scalar_one(),
                connection.execute(_PARTITIONS, {"table": name}).scalar_one() if is_partitioned else None,
            )
        )
    return found


def database_size(connection: Connection) -> int:
    """What the whole database takes on disk, in bytes."""
    return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
