"""One vendor or one listing over time, and what changed."""

from __future__ import annotations

from flask import Blueprint, Response

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.explore.called import called
from cryptodrug_scraper.explore.pages.answer import asked, most_rows, sources, wants_csv
from cryptodrug_scraper.explore.pages.changes import cells_changed, changed_fields
from cryptodrug_scraper.explore.questions import MOST_ROWS, Table
from cryptodrug_scraper.statements import statement

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("history", __name__)

_VENDOR_PAGES = statement(__package__, "vendor_pages")
_VENDOR_SNAPSHOTS = """
SELECT snapshot_id, grade, presence, listing_count, origin_codes
FROM vendor_presence WHERE market = :market AND vendor = :name ORDER BY snapshot_first_at
"""
_VENDOR_MONTHS = """
SELECT month, transactions, transactions_low, transactions_high, transactions_shown, turnover_eur, turnover_eur_low,
  turnover_eur_high, is_truncated, counter_flag
FROM vendor_month WHERE market = :market AND vendor = :name ORDER BY month
"""
_VENDOR_LISTINGS = statement(__package__, "vendor_listings")
_VENDOR_SALES = statement(__package__, "vendor_sales")
_VENDOR_NAMES = """
SELECT market, printed_name, vendor, decision, evidence
FROM account_name WHERE market = :market AND :name IN (vendor, printed_name)
"""
_VENDOR_LINKS = """
SELECT market_a, vendor_a, market_b, vendor_b, evidence, strength, decision, detail FROM account_link
WHERE (market_a = :market AND vendor_a = :name) OR (market_b = :market AND vendor_b = :name) ORDER BY 1, 2, 3, 4, 5
"""
_LISTING_PAGES = statement(__package__, "listing_pages")
_LISTING_SNAPSHOTS = """
SELECT snapshot_id, grade, presence, listing_observation_id, origin_codes, origin_source, destination_codes
FROM listing_presence WHERE market = :market AND listing_id = :name ORDER BY snapshot_first_at
"""
_LISTING_PRICES = """
SELECT first_at, last_at, price, currency, price_eur, price_flag, observation_count
FROM listing_price WHERE market = :market AND listing_id = :name ORDER BY first_at, currency, price
"""
_LISTING_SALES = statement(__package__, "listing_sales")


@BLUEPRINT.get("/market/<market>/vendor/<path:name>")
def vendor(market: str, name: str) -> Response:
    """All that pages say of an account, in the order of time, with what changed."""
    return _history(
        market,
        name,
        "vendor",
        ("pages", "What pages say of it, in the order of time", _VENDOR_PAGES),
        ("snapshots", "Snapshots", _VENDOR_SNAPSHOTS),
        ("months", "Months", _VENDOR_MONTHS),
        ("listings", "Listings", _VENDOR_LISTINGS),
        ("sales", "Sales for which a rating stands", _VENDOR_SALES),
        ("names", "Names", _VENDOR_NAMES),
        ("links", "Accounts that it was compared with", _VENDOR_LINKS),
    )


@BLUEPRINT.get("/market/<market>/listing/<path:name>")
def listing(market: str, name: str) -> Response:
    """All that pages say of a listing, in the order of time, with what changed."""
    return _history(
        market,
        name,
        "listing",
        ("pages", "What pages say of it, in the order of time", _LISTING_PAGES),
        ("snapshots", "Snapshots", _LISTING_SNAPSHOTS),
        ("prices", "Asked prices", _LISTING_PRICES),
        ("sales", "Sales for which a rating stands", _LISTING_SALES),
    )


def _history(market: str, name: str, what: str, *questions: tuple[str, str, str]) -> Response:
    """
    Answer the questions about one thing, the first of them with what changed.

    Raises:
        StoreError: nothing is known of it.
    """
    ask = sources().ask
    about = {"market": market, "vendor" if what == "vendor" else "listing_id": name}
    first, *rest = questions
    pages = ask(*first, most=None if wants_csv() == "changes" else MOST_ROWS, market=market, name=name)
    others = [ask(*question, market=market, name=name) for question in rest]
    if not any(table.rows for table in (pages, *others)):
        msg = f"no page says anything of a {what} {name!r} of {market!r}: look for it with the search above"
        raise StoreError(msg)
    return asked(
        "tables.html",
        [changed_fields(pages, most_rows()), pages, *others],
        heading=called(_last_said(pages, what, name), market),
        about=about,
        changed={"pages": cells_changed(pages)},
    )


def _last_said(pages: Table, what: str, name: str) -> dict[str, object]:
    """What the last page that says so calls a listing, and whose it is."""
    if what == "vendor":
        return {"vendor": name}
    said: dict[str, object] = {"listing_id": name}
    for row in pages.mappings:
        said |= {key: row[key] for key in ("title", "vendor") if row[key] is not None}
    return said
