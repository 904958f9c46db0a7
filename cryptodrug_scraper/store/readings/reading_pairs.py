"""Pairs of readings of one capture by two parser versions, in a table that exists for one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Column, MetaData, Table, Text, Uuid, text

from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

__all__ = ["PAIR", "PageMove", "page_counts", "page_moves", "pair_readings", "paired_versions"]

PAIR = Table(
    "reading_pair",
    MetaData(),
    Column("pair", BigInteger),
    Column("capture_id", Uuid),
    Column("old_run", Uuid),
    Column("new_run", Uuid),
    Column("old_market", Text),
    Column("market", Text),
    Column("old_kind", Text),
    Column("kind", Text),
    Column("old_version", Text),
    Column("version", Text),
)
"""One row per capture: its reading by the older version, and that by the newer, whose market and kind name the pair."""

_MAKE = text(statement(__package__, "pair_readings"))
_SETTINGS = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",  # all that follows sees one state of the database
    "SET LOCAL enable_nestloop = off",  # every query is over whole sets: a plan row by row is one that guessed badly
    "SET LOCAL jit = off",  # compiling some hundred sums takes longer than adding them up
    "SET LOCAL work_mem = '128MB'",
)


@dataclass(frozen=True, slots=True)
class PageMove:
    """Number of captures whose market or kind differs between the two versions."""

    old_market: str | None
    old_kind: str
    market: str | None
    kind: str
    captures: int


def pair_readings(
    connection: Connection, old: Iterable[str], new: Iterable[str], market: str | None = None, kind: str | None = None
) -> None:
    """
    Pair the readings of the captures that parser versions of both sets have read. The transaction is read-only then.

    Args:
        connection: one in whose transaction nothing was done yet.
        old: the versions that are compared with. Of several readings of a capture by them, the newest counts.
        new: the versions that are compared.
        market: only captures that either side takes for a page of this market.
        kind: only captures that either side takes for this kind of page.
    """
    for setting in _SETTINGS:
        connection.execute(text(setting))
    connection.execute(_MAKE, {"old": sorted(old), "new": sorted(new), "market": market, "kind": kind})
    connection.execute(text("ANALYZE reading_pair"))
    connection.execute(text("SET TRANSACTION READ ONLY"))


def paired_versions(connection: Connection) -> tuple[list[str], list[str]]:
    """The older versions and the newer ones that have read any of the captures, each sorted."""
    pairs = connection.execute(text("SELECT DISTINCT old_version, version FROM reading_pair")).all()
    return sorted({old for old, _ in pairs}), sorted({new for _, new in pairs})


def page_counts(connection: Connection) -> dict[tuple[str | None, str], int]:
    """Count the captures that are compared, for each market and kind of page."""
    query = text("SELECT market, kind, count(*) FROM reading_pair GROUP BY 1, 2 ORDER BY 1 NULLS FIRST, 2")
    return {(market, kind): captures for market, kind, captures in connection.execute(query)}


def page_moves(connection: Connection) -> list[PageMove]:
    """Count the captures whose market or kind changed."""
    query = text(
        """
        SELECT old_market, old_kind, market, kind, count(*) FROM reading_pair
        WHERE (old_market, old_kind) IS DISTINCT FROM (market, kind)
        GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1 NULLS FIRST, 2, 3 NULLS FIRST, 4
        """
    )
    return [PageMove(*row) for row in connection.execute(query)]
