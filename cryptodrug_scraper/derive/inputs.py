"""What a derivation starts from: the markets that were observed, and what tells one observed layer from another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.store.future import counted

if TYPE_CHECKING:
    from datetime import date

    from adbc_driver_postgresql.dbapi import Connection

__all__ = ["Input", "observed_inputs"]

_DIGESTS = f"""
    SELECT
        run.market,
        count(*)::text || ' ' || sum(('x' || left(md5(run.parse_run_id::text), 16))::bit(64)::bigint)::text
            || ' ' || coalesce(min(run.captured_at)::text, '') || ' ' || coalesce(max(run.captured_at)::text, '')
            || ' ' || coalesce(
                (SELECT string_agg(event.*::text, ' ' ORDER BY event.event) FROM market_event event
                 WHERE event.market = run.market), '')
            || ' ' || coalesce(
                (SELECT string_agg(crawl.crawl_id::text, ' ' ORDER BY crawl.crawl_id) FROM crawl
                 WHERE crawl.market = run.market), '') AS digest,
        max(run.captured_at) AS last_at,
        EXISTS (
            SELECT FROM review_observation o JOIN parse_run of_it USING (review_list_id)
            WHERE of_it.market = run.market AND o.amount IS NOT NULL AND {counted("of_it")}
        ) AS prints_amounts
    FROM parse_run run
    WHERE run.market IS NOT NULL
      AND run.captured_at IS NOT NULL
      AND {counted("run")}
    GROUP BY run.market
    ORDER BY run.market
"""  # noqa: S608  # the condition is ours
"""A reading's identifier is made of the page and the parser's version, so it stands for all that the page states."""


@dataclass(frozen=True, slots=True)
class Input:
    """
    A market that was observed.

    Attributes:
        market: its code.
        digest: what was observed of it, and is known of it otherwise: its events and crawls.
        last_day: UTC day of its last capture.
        prints_amounts: whether ratings show what was paid.
    """

    market: str
    digest: str
    last_day: date
    prints_amounts: bool


def observed_inputs(connection: Connection) -> list[Input]:
    """
    Return the markets of which something counts: those that print amounts first, from which others learn.

    Args:
        connection: a steady view of the database.
    """
    found = pl.read_database(_DIGESTS, connection)
    inputs = [Input(market, digest, at.date(), prints) for market, digest, at, prints in found.iter_rows()]
    return sorted(inputs, key=lambda each: (not each.prints_amounts, each.market))
