"""What a derivation starts from: the markets that were observed, and what tells one observed layer from another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from datetime import date

    from adbc_driver_postgresql.dbapi import Connection

__all__ = ["Input", "observed_inputs"]

_DIGESTS = """
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
        max(run.captured_at) AS last_at
    FROM parse_run run
    WHERE run.market IS NOT NULL
      AND run.captured_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = run.parse_run_id)
    GROUP BY run.market
    ORDER BY run.market
"""
"""A reading's identifier is made of the page and the parser's version, so it stands for all that the page states."""


@dataclass(frozen=True, slots=True)
class Input:
    """
    A market that was observed.

    Attributes:
        market: its code.
        digest: what was observed of it, and is known of it otherwise: its events and crawls.
        last_day: UTC day of its last capture.
    """

    market: str
    digest: str
    last_day: date


def observed_inputs(connection: Connection) -> list[Input]:
    """
    Return the markets that were observed, in the order of their codes.

    Args:
        connection: a steady view of the database.
    """
    found = pl.read_database(_DIGESTS, connection)
    return [Input(market, digest, last_at.date()) for market, digest, last_at in found.iter_rows()]
