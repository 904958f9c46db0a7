"""
Monthly partitions of the large tables, created when the first page of a month is loaded.

They lie in the schema ``partitions``, as ``listing_observation_2019_03``. What is of unknown time lies in
``listing_observation_unknown``. A month that was detached is never created again beside its old rows.

A month is made as a table of its own that is attached then: who reads other months goes on meanwhile.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.locks import Lock, take
from cryptodrug_scraper.store.tables import PARTITIONED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

__all__ = [
    "SCHEMA",
    "bounds_of",
    "ensure_months",
    "made_ahead",
    "made_alone",
    "month_after",
    "month_of",
    "name_of",
    "put_in_place",
]

SCHEMA = "partitions"

_AHEAD = 2
"""Months after the present one that are made before anything of them is there."""
_GROWING = (
    "autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05, "
    "autovacuum_freeze_min_age = 0"
)
"""
Settings of tables to which rows are only added: these are frozen soon, and never written again for it; and the planner
knows of them while a month is loaded. Revision 0114 gave them to the tables that were there.
"""
_WAIT = "100ms"
"""How long what is made ahead waits for who is in its way; the next load tries again."""
_LOCK_NOT_AVAILABLE = "55P03"
_PRESENT = text("SELECT date_trunc('month', now() AT TIME ZONE 'UTC')::date")

_ATTACHED = text(
    "SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid "
    "WHERE child.relnamespace = to_regnamespace(:schema)"
)
_MONTH_OF_TABLE = text(statement(__package__, "month_of_table"))


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
        StoreError: a month was detached, and lies in a file or in a table of its own.
    """
    return sum(_make(connection, *missing) for missing in _missing(connection, months))


def made_ahead(connection: Connection, months: Iterable[date]) -> int:
    """
    Create the partitions of the next months, where the present one is among those that are loaded, and return how many
    were created. So at the turn of a month no crawl waits for a question that is being answered: what is in the way of
    a month to come is not waited for, and the next load tries again.

    Args:
        connection: one that has no transaction open.
        months: the first days of the months that are loaded.

    Raises:
        StoreError: as `ensure_months`.
        OperationalError: the server was lost.
    """
    with connection.begin():
        present = connection.execute(_PRESENT).scalar_one()
    if present not in months:
        return 0
    ahead = [month_after(present)]
    while len(ahead) < _AHEAD:
        ahead.append(month_after(ahead[-1]))
    made = 0
    try:
        for missing in _missing(connection, ahead):
            made += _make(connection, *missing, wait=_WAIT)
    except OperationalError as error:
        if getattr(error.orig, "pgcode", None) != _LOCK_NOT_AVAILABLE:
            raise
    return made


def month_after(month: date) -> date:
    """Return the first day of the next month."""
    return month.replace(year=month.year + 1, month=1) if month.month == 12 else month.replace(month=month.month + 1)


def _missing(connection: Connection, months: Iterable[date]) -> list[tuple[str, str, date]]:
    """The partitions that are not there: the name of each, its table and its month."""
    with connection.begin():
        attached = set(connection.execute(_ATTACHED, {"schema": SCHEMA}).scalars())
    return [
        (name, table, month)
        for month in sorted(set(months))
        for table in PARTITIONED
        if (name := name_of(table, month)) not in attached
    ]


def _make(connection: Connection, name: str, table: str, month: date, wait: str | None = None) -> bool:
    with connection.begin():
        if wait is not None:
            connection.execute(text(f"SET LOCAL lock_timeout TO '{wait}'"))
        take(connection, Lock.PARTITION)
        found = connection.execute(_MONTH_OF_TABLE, {"schema": SCHEMA, "name": name, "month": month}).one()
        if found.is_attached:
            return False
        if found.file_name is not None:
            msg = (
                f"{month.isoformat()[:7]} was detached and lies in {found.file_name}, so no page of it is loaded: "
                f"bring it back first (cryptodrug db attach {found.file_name})"
            )
            raise StoreError(msg)
        if found.is_there:
            msg = (
                f"{month.isoformat()[:7]} of {table} was detached and lies in {SCHEMA}.{name}: attach it again, or "
                f"move it to another schema to load the month anew (ALTER TABLE {SCHEMA}.{name} SET SCHEMA …)"
            )
            raise StoreError(msg)
        made_alone(connection, table, month)
        put_in_place(connection, table, month)
    return True


def name_of(table: str, month: date) -> str:
    """Return the name of the table that has the rows of a month, without its schema."""
    return f"{table}_{month.year:04}_{month.month:02}"


def made_alone(connection: Connection, table: str, month: date) -> None:
    """Create the table that is to have a month's rows, without an index, and where nobody sees it yet."""
    like = "INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION"
    connection.exec_driver_sql(f"CREATE TABLE {SCHEMA}.{name_of(table, month)} (LIKE {table} {like}) WITH ({_GROWING})")


def put_in_place(connection: Connection, table: str, month: date) -> None:
    """Make a table that was `made_alone` a part of the table of all months, with indexes."""
    first, next_first = bounds_of(month)
    connection.exec_driver_sql(
        f"ALTER TABLE {table} ATTACH PARTITION {SCHEMA}.{name_of(table, month)} "
        f"FOR VALUES FROM ('{first}') TO ('{next_first}')"
    )


def bounds_of(month: date) -> tuple[str, str]:
    """Return the first instant of a month and of the next, which may lie beyond the last year that Python knows."""
    year, number = (month.year + 1, 1) if month.month == 12 else (month.year, month.month + 1)
    return f"{month.isoformat()} 00:00:00+00", f"{year:04}-{number:02}-01 00:00:00+00"
