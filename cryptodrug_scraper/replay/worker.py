"""Captures to rows: the part of a replay that runs on every core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.market import market_named
from cryptodrug_scraper.page import PageContext, ParsedPage
from cryptodrug_scraper.parse import parse_page
from cryptodrug_scraper.replay.summary import Summary
from cryptodrug_scraper.replay.version import parser_version
from cryptodrug_scraper.store.batch import Batch, batch_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.facts import ListingFacts
    from cryptodrug_scraper.records import Listing

__all__ = ["read_captures"]


def read_captures(captures: Sequence[Capture], market: str | None) -> tuple[list[Batch], Summary]:
    """
    Read captures and encode their rows, one batch for each market: each market's parser has its own version.

    Args:
        captures: some captures.
        market: the market that they should be of, if the user named one.
    """
    summary = Summary()
    by_market: dict[str | None, list[tuple[Capture, ParsedPage]]] = {}
    for capture in captures:
        page = parse_page(capture.body, PageContext(capture.url, capture.captured), market)
        summary.count(page)
        by_market.setdefault(page.market, []).append((capture, page))
    batches = [
        batch_of(by_market[name], parser_version(name), _facts)
        for name in sorted(by_market, key=lambda name: name or "")
    ]
    return batches, summary


def _facts(market: str, listing: Listing) -> ListingFacts:
    return market_named(market).facts(listing)
