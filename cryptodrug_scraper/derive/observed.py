"""
Read the observed layer of one market as columns.

Each frame has one row per row of its table, of the shown reading of each capture of known time that was not yet to
come when it was loaded, without repeats within a page. ``page`` numbers the captures of the market in the order of
time, from 0; what is of one page has the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from cryptodrug_scraper.decisions.records import stated_records
from cryptodrug_scraper.derive.months import BY_MONTH, Month, asked_by_month
from cryptodrug_scraper.statements import statement, with_values

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from uuid import UUID

    from adbc_driver_postgresql.dbapi import Connection

    from cryptodrug_scraper.decisions.records import StatedRecord
    from cryptodrug_scraper.decisions.subject import Field, Record
    from cryptodrug_scraper.derive.kept import Kept

    Records = Mapping[tuple[Record, UUID, int], StatedRecord]

__all__ = ["FRAMES", "PAGE_ORDER", "Observed", "in_page_order", "read_market"]

PAGE_ORDER = ("page", "listing_ordinal", "vendor_ordinal", "ordinal")
"""Columns by which rows of pages are sorted, those of them that a frame has."""

FRAMES = (
    "pages",
    "origins",
    "captures",
    "listings",
    "tiers",
    "prices",
    "shipping",
    "exclusions",
    "vendors",
    "counters",
    "external",
    "reviews",
    "totals",
    "menus",
    "rate_tables",
    "rates",
    "texts",
    "events",
)
"""The frames, each asked by the statement of its name."""


@dataclass(frozen=True)
class Observed:
    """
    What the pages of one market state, as columns.

    Args:
        market: code of the market.
        blocks: gives the rows of the frame of a name in `FRAMES`, as the database has it, a block at a time; at least
            one block, which may be empty.
    """

    market: str
    blocks: Callable[[str], Iterator[pl.DataFrame]]
    records: Callable[[Iterable[Field]], Records] = lambda _fields: {}

    def read(self, name: str) -> pl.DataFrame:
        """The rows of a frame, as the database has it."""
        return pl.concat(self.blocks(name))

    def pages(self) -> pl.DataFrame:
        """The captures in the order of time, one row each, with their number as ``page``."""
        return _numbered(self.read("pages").join(self.read("origins"), on="capture_id", how="left"))

    def captures(self) -> pl.DataFrame:
        """The same with no more than ``page, run, capture_id, captured_at``, which takes a fraction of the time."""
        return _numbered(self.read("captures"))

    def frame(self, name: str, pages: pl.DataFrame) -> pl.DataFrame:
        """
        The rows of a frame with ``page``, ``captured_at`` and, if the pages have one, ``snapshot_id``, in page order.

        Args:
            name: one of `FRAMES`.
            pages: of `pages`, or some of them; rows of others are left out.
        """
        return in_page_order(pl.concat(self.framed(name, pages)))

    def framed(self, name: str, pages: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """
        The same rows a block at a time, in no order.

        Args:
            name: one of `FRAMES`.
            pages: of `pages`, or some of them; rows of others are left out.
        """
        carried = [column for column in ("run", "page", "captured_at", "snapshot_id") if column in pages.columns]
        known = pages.select(carried)
        for block in self.blocks(name):
            # the long names of pages are never there for all rows
            yield block.join(known, on="run", how="inner").drop("run") if "run" in block.columns else block


def _numbered(captures: pl.DataFrame) -> pl.DataFrame:
    return captures.sort("captured_at", "capture_id", nulls_last=True).with_row_index("page")


def in_page_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Sort the rows of a frame by their pages, and as they stand there; those of no page by all that they say."""
    order = [column for column in PAGE_ORDER if column in rows.columns]
    return rows.sort(order) if "page" in rows.columns else rows.sort(pl.all())


def read_market(
    connection: Connection, market: str, months: Collection[Month] | None = None, kept: Kept | None = None
) -> Observed:
    """
    Return what reads the frames of a market; each call reads anew.

    Args:
        connection: of the database, by ADBC.
        market: code of the market.
        months: those of its readings (`derive.inputs.observed_inputs`); None: they are asked for.
        kept: where rows of months are kept, if these are given; None: all are read from the database.
    """

    def ask(sql: str) -> Iterator[pl.DataFrame]:
        with connection.cursor() as cursor:
            # with a value to bind, the whole answer would be held in memory: only without any does the server stream it
            cursor.execute(sql)
            reader = cursor.fetch_record_batch()
            yield pl.DataFrame(reader.schema.empty_table())
            for batch in reader:
                yield pl.DataFrame(batch)

    def blocks(name: str) -> Iterator[pl.DataFrame]:
        if name not in BY_MONTH:
            return ask(of_market(name))
        if months is None:
            firsts = pl.read_database(of_market("months"), connection)["first"]
            return asked_by_month(name, market, [Month(first, 0, "") for first in firsts], ask)
        return asked_by_month(name, market, months, ask, kept)

    def of_market(name: str) -> str:
        return with_values(statement(__package__, name), {"market": market})

    def values(sql: str, values: Mapping[str, object]) -> Iterator[tuple[Any, ...]]:
        return pl.read_database(with_values(sql, values), connection).iter_rows()

    return Observed(market, blocks, partial(stated_records, values, market))
