"""
Make a database as large as a year's by copying what one small derived world left in it, many times over.

Each copy has other accounts, listings, pages and ratings, or other months, or both; long texts, menus and rates are
those of the original. What is copied holds together: readings and their records, ratings and their lists, snapshots and
states name one another as in the original. It is a load for the server, and no market: its figures mean nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Date, DateTime, Text, Uuid, text

from cryptodrug_scraper.store.loading.partitions import ensure_months
from cryptodrug_scraper.store.loading.searched import NOTE_SEARCHED
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.models.derived import DerivedBase
from cryptodrug_scraper.store.tables import LOADED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, Connection, Table

__all__ = ["grow"]

_IN_COMMON = frozenset({"text", "page_structure", "category_count", "exchange_rate"})
"""Loaded tables whose rows all copies share."""
_OF_A_MONTH = frozenset({"snapshot", "population", "market_month", "rating_month"})
"""Derived tables whose rows speak of a market as a whole: they are copied into other months alone."""
_OF_ACCOUNTS = frozenset({"account_link", "account_name", "migration"})
"""Derived tables whose rows have no month of their own: they are copied for other accounts alone."""
_OF_BOTH = frozenset(
    {"listing_state", "vendor_state", "listing_price", "listing_destination", "listing_month", "capture_time"}
    | {"distinct_review", "sale", "sale_origin", "vendor_month", "origin_month", "origin_spell", "origin_move"}
)
_KEPT = frozenset({"part_id", "menu_id", "rate_table_id", "structure_id", "crawl_id"})
_NAMES = frozenset({"listing_id", "vendor", "vendor_a", "vendor_b", "from_vendor", "to_vendor", "printed_name"})
_FAR = 1_000_000
"""More than there are rows of a part: rows that are numbered within it keep apart from those of other copies."""
_SNAPSHOTS = frozenset({"snapshot_id", "previous_snapshot_id", "next_snapshot_id"})
_RUNS = text("CREATE TEMPORARY TABLE IF NOT EXISTS new_run (parse_run_id uuid) ON COMMIT DELETE ROWS")
_ALL_RUNS = text("INSERT INTO new_run SELECT parse_run_id FROM parse_run")
_NOTE_SEARCHED = text(NOTE_SEARCHED)
_MONTHS = text(
    "SELECT DISTINCT (date_trunc('month', captured_at AT TIME ZONE 'UTC') + make_interval(months => :by))::date "
    "FROM parse_run WHERE captured_at IS NOT NULL"
)


def grow(connection: Connection, accounts: int, terms: int, months: int) -> None:
    """
    Copy what a database holds, and count the rows of its tables for the planner.

    Args:
        connection: one that has no transaction open.
        accounts: how many times as many accounts there are to be in each month.
        terms: how many times as many months there are to be.
        months: how many months the original spans; each of the terms is as long.
    """
    for term in range(terms):
        with connection.begin():
            wanted = list(connection.execute(_MONTHS, {"by": term * months}).scalars())
        ensure_months(connection, wanted)
    last = accounts * terms - 1
    for table, condition in _tables():
        values = ", ".join(_value(column, months) for column in table.columns)
        with connection.begin():
            connection.execute(text("SET LOCAL synchronous_commit = off"))
            numbered = f"g, g / {accounts} AS term, g %% {accounts} AS account"
            copies = f"SELECT {numbered} FROM generate_series(1, {last}) g"  # noqa: S608  # numbers
            connection.exec_driver_sql(
                f"INSERT INTO {table.fullname} ({', '.join(table.columns.keys())}) SELECT {values} "  # noqa: S608  # names
                f"FROM {table.fullname} CROSS JOIN ({copies}) copy WHERE {condition} ON CONFLICT DO NOTHING"
            )
    with connection.begin():
        connection.execute(_RUNS)
        connection.execute(_ALL_RUNS)
        connection.execute(_NOTE_SEARCHED)
    connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def _tables() -> Iterator[tuple[Table, str]]:
    """The tables whose rows are copied, each with a condition that chooses the copies."""
    for name in LOADED:
        if name not in _IN_COMMON:
            yield Base.metadata.tables[name], "true"
    for name, condition in (
        *((name, "account = 0") for name in sorted(_OF_A_MONTH)),
        *((name, "term = 0") for name in sorted(_OF_ACCOUNTS)),
        *((name, "true") for name in sorted(_OF_BOTH)),
    ):
        yield DerivedBase.metadata.tables[f"derived.{name}"], condition


def _value(column: Column[object], months: int) -> str:
    """What a copy has in a column, as SQL."""
    name, kind = column.name, column.type
    if name in _KEPT:
        return name
    if isinstance(kind, Uuid):  # its last bytes tell a record's place on its page, and stay
        first = f"('x' || left({name}::text, 8))::bit(32)::integer # hashint4(g)"
        return f"(lpad(to_hex({first}), 8, '0') || substr({name}::text, 9))::uuid"
    if isinstance(kind, DateTime):
        return f"{name} + make_interval(months => term * {months})"
    if isinstance(kind, Date) and name == "month":
        return f"({name} + make_interval(months => term * {months}))::date"
    if name == "number":
        return f"{name} + g * {_FAR}"
    if name in _SNAPSHOTS:
        return f"{name} || CASE WHEN term > 0 THEN '+' || term ELSE '' END"
    if name in _NAMES and isinstance(kind, Text):
        return f"{name} || CASE WHEN account > 0 THEN '~' || account ELSE '' END"
    return name
