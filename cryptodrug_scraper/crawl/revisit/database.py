"""
Read from the database, when a crawl begins, what earlier crawls know of the market.

A few queries over the last months, each for all listings or vendors at once. What was last seen before that counts as
not known: every page older than the greatest maximum age is due anyway.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper.crawl.revisit.known import GONE, Knowledge, KnownCard, KnownPage, KnownVendor
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from cryptodrug_scraper.crawl.revisit.rules import Rules

__all__ = ["read_knowledge"]

_COUNTED = timedelta(days=35)
"""How far back the counters of sales are compared: about the month that markets count over."""
_FEW = 1000

_PLAN = text(
    "SELECT set_config('work_mem', '64MB', true), set_config('cursor_tuple_fraction', '1.0', true), "
    "set_config('enable_nestloop', 'off', true)"
)
"""All rows are wanted, and sorted in memory where it suffices."""
_PAGES = text(statement(__package__, "pages"))
_CARDS = text(statement(__package__, "cards"))
_ORIGINS = text(statement(__package__, "origins"))
_MONTHLY = text(statement(__package__, "monthly"))
_SALES = text(statement(__package__, "sales"))
_SHOCKS = text("SELECT first_on, last_on FROM market_event WHERE acts IN ('shock', 'end', 'closing') ORDER BY 1, 2")


def read_knowledge(connection: Connection, market: str, at: datetime, rules: Rules) -> Knowledge:
    """
    Read what is known of a market.

    Args:
        connection: one that has no transaction open.
        market: its name.
        at: the crawl's beginning; later captures are left out.
        rules: their ages tell how far back to look.
    """
    known = Knowledge(at)
    horizon = max(rules.listing, rules.profile, rules.feedback)
    near: dict[str, Any] = {"market": market, "at": at, "since": at - horizon}
    far = near | {"since": at - max(horizon, rules.rare), "gone": GONE}
    with connection.begin():
        connection.execute(_PLAN)
        vendor_of = known.vendors
        for row in _rows(connection, _PAGES, far):
            url, kind, fetched, reviews, listing, vendor, number, *figures = row
            known.pages[url] = KnownPage(kind, fetched, listing, vendor, reviews, number)
            if kind == "vendor_profile" and vendor is not None:
                vendor_of[vendor] = KnownVendor(*figures)
        for row in _rows(connection, _CARDS, near | {"while": 2 * rules.cadence}):
            listing, title, cut, vendor, price, currency, origin, destination, sold, views = row
            known.cards[listing] = KnownCard(
                title, cut, vendor, price, currency, _places(origin), _places(destination), sold, views
            )
        for vendor, codes in _rows(connection, _ORIGINS, near):
            vendor_of.setdefault(vendor, KnownVendor()).origins = frozenset(codes)
        for vendor, count in _rows(connection, _MONTHLY, near):
            vendor_of.setdefault(vendor, KnownVendor()).monthly = None if count is None else float(count)
        for vendor, sales, seen in _rows(connection, _SALES, near | {"since": at - _COUNTED}):
            vendor_of.setdefault(vendor, KnownVendor()).counted = (sales, seen)
        known.shocks += [tuple(row) for row in connection.execute(_SHOCKS)]
    return known


def _rows(connection: Connection, query: Any, values: dict[str, Any]) -> Iterator[Any]:  # noqa: ANN401  # rows of any type
    """Give the rows of a query, without ever holding all of them in memory."""
    yield from connection.execute(query, values, execution_options={"yield_per": _FEW})


def _places(codes: list[str] | None) -> tuple[str, ...] | None:
    return None if codes is None else tuple(codes)
