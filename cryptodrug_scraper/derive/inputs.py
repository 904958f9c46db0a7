"""What a derivation starts from: the markets that were observed, and a digest of what was observed of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from adbc_driver_postgresql.dbapi import Connection

__all__ = ["observed_digests"]

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
                 WHERE crawl.market = run.market), '') AS digest
    FROM parse_run run
    WHERE run.market IS NOT NULL
      AND run.captured_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = run.parse_run_id)
    GROUP BY run.market
    ORDER BY run.market
"""
"""A reading's identifier is made of the page and the parser's version, so it stands for all that the page states."""


def observed_digests(connection: Connection) -> dict[str, str]:
    """
    Return the markets that were observed, each with what tells one observed layer of it from another.

    Args:
        connection: a steady view of the database.
    """
    found = pl.read_database(_DIGESTS, connection)
    return dict(found.select("market", "digest").iter_rows())
