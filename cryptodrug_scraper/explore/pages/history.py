"""One listing over time, and what changed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.explore.called import called
from cryptodrug_scraper.explore.decision_paths import of_listing, of_price
from cryptodrug_scraper.explore.pages.answer import asked, most_rows, sources, wants_csv
from cryptodrug_scraper.explore.pages.changes import cells_changed, changed_fields
from cryptodrug_scraper.explore.pages.narrowing import Narrowing
from cryptodrug_scraper.explore.questions import MOST_ROWS, Table
from cryptodrug_scraper.statements import statement

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("history", __name__)

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
_SALES = Narrowing(("transaction_id",))


@BLUEPRINT.get("/market/<market>/listing/<path:name>")
def listing(market: str, name: str) -> Response:
    """
    All that pages say of a listing, in the order of time, with what changed.

    Raises:
        StoreError: nothing is known of it.
    """
    ask = sources().ask
    own: dict[str, Any] = {"market": market, "name": name}
    most = None if wants_csv() == "changes" else MOST_ROWS
    pages = ask("pages", "What pages say of it, in the order of time", _LISTING_PAGES, most=most, **own)
    prices = ask("prices", "Asked prices", _LISTING_PRICES, **own)
    others = [
        ask("snapshots", "Snapshots", _LISTING_SNAPSHOTS, **own),
        prices,
        _SALES.asked("sales", "Sales for which a rating stands", _LISTING_SALES, own),
    ]
    if not any(table.rows for table in (pages, *others)):
        msg = f"no page says anything of a listing {name!r} of {market!r}: look for it with the search above"
        raise StoreError(msg)
    said = _last_said(pages, name)
    asked_for = dict.fromkeys((row["price"], row["currency"]) for row in prices.mappings)
    return asked(
        "tables.html",
        [changed_fields(pages, most_rows()), pages, *others],
        heading=called(said, market),
        about={"market": market, "listing_id": name},
        changed={"pages": cells_changed(pages)},
        decide=[of_listing(market, name, said.get("title")), *(of_price(market, name, *each) for each in asked_for)],
    )


def _last_said(pages: Table, name: str) -> dict[str, object]:
    """What the last page that says so calls a listing, and whose it is."""
    said: dict[str, object] = {"listing_id": name}
    for row in pages.mappings:
        said |= {key: row[key] for key in ("title", "vendor") if row[key] is not None}
    return said
