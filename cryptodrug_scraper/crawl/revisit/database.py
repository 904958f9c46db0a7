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

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from cryptodrug_scraper.crawl.revisit.rules import Rules

__all__ = ["read_knowledge"]

_COUNTED = timedelta(days=35)
"""How far back the counters of sales are compared: about the month that markets count over."""
_FEW = 1000

_READ = """
    JOIN parse_run r ON r.parse_run_id = o.parse_run_id AND r.captured_at = o.captured_at
    WHERE r.market = :market AND o.captured_at > :since AND o.captured_at <= :at
"""
_PLAN = text(
    "SELECT set_config('work_mem', '64MB', true), set_config('cursor_tuple_fraction', '1.0', true), "
    "set_config('enable_nestloop', 'off', true)"
)
"""All rows are wanted, and sorted in memory where it suffices."""
_PAGES = text(
    """
    SELECT DISTINCT ON (c.url_key)
        c.url_key, r.kind, r.captured_at, r.review_count, l.listing_id, coalesce(l.vendor, v.vendor) AS vendor,
        t.page_number, v.sales_count, v.level, v.rating_mean
    FROM parse_run r
    JOIN capture c ON c.capture_id = r.capture_id AND c.captured_at = r.captured_at
    LEFT JOIN listing_observation l ON l.parse_run_id = r.parse_run_id AND l.captured_at = r.captured_at
        AND l.seen_on = 'page' AND NOT l.is_repeat
    LEFT JOIN vendor_observation v ON v.parse_run_id = r.parse_run_id AND v.captured_at = r.captured_at
        AND v.seen_on = 'page' AND NOT v.is_repeat
    LEFT JOIN page_total t ON t.parse_run_id = r.parse_run_id AND t.captured_at = r.captured_at
        AND t.listed_kind = 'review'
    WHERE r.market = :market AND r.captured_at > :since AND r.captured_at <= :at AND r.is_complete
        AND (r.kind = :gone OR NOT r.is_wall) AND r.kind NOT IN ('home', 'category_list') AND c.url_key IS NOT NULL
        AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = r.parse_run_id)
    ORDER BY c.url_key, r.captured_at DESC, t.page_number DESC NULLS LAST, r.parse_run_id
    """
)
_CARDS = text(
    """
    WITH visit AS MATERIALIZED (
        SELECT l.listing_id, max(l.captured_at) AS visited_at
        FROM listing_observation l
        JOIN parse_run r ON r.parse_run_id = l.parse_run_id AND r.captured_at = l.captured_at AND r.kind = 'listing'
        WHERE r.market = :market AND l.captured_at > :since AND l.captured_at <= :at AND l.seen_on = 'page'
        GROUP BY l.listing_id
    )
    SELECT DISTINCT ON (o.listing_id)
        o.listing_id, o.title, o.is_title_cut, o.vendor, o.price_amount, o.price_currency, o.origin_codes,
        o.destination_codes, o.sold_count, o.view_count
    FROM listing_observation o
    JOIN visit ON visit.listing_id = o.listing_id
        AND o.captured_at BETWEEN visit.visited_at - CAST(:while AS interval) AND visit.visited_at
    JOIN parse_run r ON r.parse_run_id = o.parse_run_id AND r.captured_at = o.captured_at AND r.kind = 'category_list'
    WHERE r.market = :market AND o.captured_at > :since AND o.captured_at <= :at AND o.seen_on = 'card'
        AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
    ORDER BY o.listing_id, o.captured_at DESC, o.parse_run_id, o.ordinal
    """
)
_ORIGINS = text(
    f"""
    SELECT vendor, array_agg(DISTINCT code ORDER BY code)
    FROM (SELECT DISTINCT o.vendor, o.origin_codes FROM listing_observation o {_READ}) o, unnest(origin_codes) code
    WHERE vendor IS NOT NULL
    GROUP BY vendor
    """  # noqa: S608  # a constant of this module
)
_MONTHLY = text(
    f"""
    SELECT DISTINCT ON (o.vendor) o.vendor, sum(n.value)
    FROM vendor_counter n
    JOIN vendor_observation o ON o.parse_run_id = n.parse_run_id AND o.captured_at = n.captured_at
        AND o.ordinal = n.vendor_ordinal
    {_READ} AND n.window_or_band IN ('1m', 'newer_1m') AND NOT o.is_repeat
    GROUP BY o.vendor, o.captured_at, o.parse_run_id, o.ordinal
    ORDER BY o.vendor, o.captured_at DESC, o.parse_run_id, o.ordinal
    """  # noqa: S608  # a constant of this module
)
_SALES = text(
    f"""
    SELECT DISTINCT ON (o.vendor) o.vendor, o.sales_count, o.captured_at
    FROM vendor_observation o
    {_READ} AND o.sales_count IS NOT NULL
    ORDER BY o.vendor, o.captured_at, o.parse_run_id, o.ordinal
    """  # noqa: S608  # a constant of this module
)
_EVENTS = text("SELECT event, first_on, last_on FROM market_event ORDER BY market, event")


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
        known.events += [tuple(row) for row in connection.execute(_EVENTS)]
    return known


def _rows(connection: Connection, query: Any, values: dict[str, Any]) -> Iterator[Any]:  # noqa: ANN401  # rows of any type
    """Give the rows of a query, without ever holding all of them in memory."""
    yield from connection.execute(query, values, execution_options={"yield_per": _FEW})


def _places(codes: list[str] | None) -> tuple[str, ...] | None:
    return None if codes is None else tuple(codes)
