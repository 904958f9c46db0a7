"""
Monthly partitions of the large tables, created when the first page of a month is loaded.

They lie in the schema ``partitions``, as ``listing_observation_2019_03``. What is of unknown time lies in
``listing_observation_unknown``. A month that was detached is never created again beside its old rows.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.locks import Lock, take
from cryptodrug_scraper.store.tables import PARTITIONED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

__all__ = ["SCHEMA", "ensure_months", "month_of"]

SCHEMA = "partitions"

_ATTACHED = text(
    "SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid "
    "WHERE child.relnamespace = to_regnamespace(:schema)"
)
_EXISTING = text("SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(:schema) AND relkind = 'r'")


def month_of(at: datetime) -> date:
    """Return the first day of the UTC month of an instant."""
    return at.astimezone(UTC).date().replace(day=1)


def ensure_months(connection: Connection, months: Iterable[date]) -> int:
    """
    Create the missing partitions of some months, and return how many were created.

    Each is made in a transaction of its own, under a lock: no two loaders make the same one, and nobody who reads
    waits for more than one table.

    Args:
        connection: one that has no transaction open.
        months: the first days of the months.

    Raises:
        StoreError: a month was detached and its table still lies in the schema.
    """
    wanted = {
        f"{table}_{month.year:04}_{month.month:02}": (table, month)
        for month in sorted(set(months))
        for table in PARTITIONED
    }
    with connection.begin():
        attached = set(connection.execute(_ATTACHED, {"schema": SCHEMA}).scalars())
    made = 0
    for name, (table, month) in wanted.items():
        if name not in attached:
            made += _make(connection, name, table, month)
    return made


def _make(connection: Connection, name: str, table: str, month: date) -> bool:
    with connection.begin():
        take(connection, Lock.PARTITION)
        if name in set(connection.execute(_ATTACHED, {"schema": SCHEMA}).scalars()):
            return False
        if name in set(connection.execute(_EXISTING, {"schema": SCHEMA}).scalars()):
            msg = (
                f"{month.isoformat()[:7]} of {table} was detached and lies in {SCHEMA}.{name}: attach it again, or "
                f"move it to another schema to load the month anew (ALTER TABLE {SCHEMA}.{name} SET SCHEMA …)"
            )
            raise StoreError(msg)
        first, next_first = _bounds(month)
        statement = f"CREATE TABLE {SCHEMA}.{name} PARTITION OF {table} FOR VALUES FROM ('{first}') TO ('{next_first}')"
        connection.execute(text(statement.replace(":", r"\:")))
    return True


def _bounds(month: date) -> tuple[str, str]:
    """The first instant of a month and of the next, which may lie beyond the last year that Python knows."""
    year, number = (month.year + 1, 1) if month.month == 12 else (month.year, month.month + 1)
    return f"{month.isoformat()} 00:00:00+00", f"{year:04}-{number:02}-01 00:00:00+00"
