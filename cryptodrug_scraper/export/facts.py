"""The figures that a replication study asks for: pages, errors, completeness, versions, digests."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cryptodrug_scraper.derive.simulated import simulated_captures
from cryptodrug_scraper.disclosure.counts import rounded_count
from cryptodrug_scraper.disclosure.threshold import FEWEST
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.export.published import looks_published, pages_published
from cryptodrug_scraper.export.reading import columns
from cryptodrug_scraper.export.selection import Tier
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.address import READER_VARIABLE, URL_VARIABLE
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.digest import derived_digest, digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl
    from sqlalchemy import Connection

    from cryptodrug_scraper.export.selection import Selection

__all__ = ["Digests", "Facts", "derivation", "digests", "facts"]

_PAGES = statement(__package__, "pages")
_LAST_LOOKS = statement(__package__, "last_looks")
_SNAPSHOTS = statement(__package__, "snapshots")
_VERSIONS = statement(__package__, "versions")
_DERIVATION = "SELECT derive_run, measures_version, parameters, ended_at FROM research.derivation WHERE is_current"


@dataclass(frozen=True, slots=True)
class Digests:
    """
    What tells whether two databases have the same content.

    Attributes:
        observed: the digest of all that pages stated; None where the role does not see it.
        derived: the digest of the current derivation; the same.
        simulated: how many captures were made by a simulator; the same.
        captures: how many there are.
    """

    observed: str | None = None
    derived: str | None = None
    simulated: int | None = None
    captures: int | None = None

    @property
    def is_simulated(self) -> bool:
        """Whether any of the pages was simulated."""
        return bool(self.simulated)

    def published(self) -> Digests:
        """Return what anybody is told: numbers of captures to the nearest five, and five at least of any."""

        def told(number: int | None) -> int | None:
            return number and max(FEWEST, rounded_count(number))

        return replace(self, simulated=told(self.simulated), captures=told(self.captures))


@dataclass(frozen=True, slots=True)
class Facts:
    """
    About what is exported.

    Attributes:
        pages: one row per market: how many pages of it there are, and how many could not be read; null where these are
            few of a package for anybody.
        snapshots: one row per snapshot: how complete it is.
        last_looks: one row per market: when it was looked at last, and since when another look is due.
        parsers: market and version of each parser that read the pages.
        derive_run: the run of cryptodrug derive.
        measures: the version of the measures.
        digests: of the database.
    """

    pages: pl.DataFrame
    snapshots: pl.DataFrame
    last_looks: pl.DataFrame
    parsers: tuple[tuple[str, str], ...]
    derive_run: str
    measures: str
    digests: Digests


def derivation(connection: Connection) -> tuple[str, str]:
    """
    Return the run of cryptodrug derive whose rows are exported, and the version of the measures.

    Raises:
        StoreError: nothing was derived.
    """
    run = columns(connection, _DERIVATION)
    if run.is_empty():
        msg = "nothing was derived in this database: run cryptodrug derive first"
        raise StoreError(msg)
    return run["derive_run"][0], run["measures_version"][0]


def facts(
    connection: Connection, selection: Selection, of_database: Digests, tables: Mapping[str, pl.DataFrame]
) -> Facts:
    """
    Count what is exported.

    Args:
        connection: to the database.
        selection: what is exported, and for whom.
        of_database: its digests.
        tables: what a package for anybody has of looks and pages (`published`): no other number of it is told of them.

    Raises:
        StoreError: nothing was derived.
    """
    if selection.tier is Tier.PUBLIC:
        pages, looks, of_database = pages_published(tables), looks_published(tables), of_database.published()
    else:
        pages, looks = (columns(connection, sql, selection.values) for sql in (_PAGES, _SNAPSHOTS))
    return Facts(
        pages,
        looks,
        columns(connection, _LAST_LOOKS, selection.values),
        tuple(sorted(columns(connection, _VERSIONS, selection.values).iter_rows())),
        *derivation(connection),
        of_database,
    )


def digests() -> Digests:
    """
    Return the digests of the database; empty ones where only the reader's address is known.

    Raises:
        StoreError: the database cannot be used.
    """
    if os.environ.get(READER_VARIABLE) and not os.environ.get(URL_VARIABLE):
        return Digests()
    with open_database(read_only=True) as database, database.engine.connect() as connection:
        observed = digest(connection)
        connection.rollback()
        derived = derived_digest(connection)
        connection.rollback()
        return Digests(observed, derived, *simulated_captures(connection))
