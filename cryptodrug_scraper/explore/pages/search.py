"""Search over vendors and listings, and the page of any identifier."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, request

from cryptodrug_scraper.explore.landing import path_of
from cryptodrug_scraper.explore.pages.answer import asked, elsewhere, sources
from cryptodrug_scraper.explore.pages.filters import filters_of, values_of
from cryptodrug_scraper.explore.questions import MOST_ROWS

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("search", __name__)

_LISTINGS = """
SELECT market, listing_id, max(title) AS title, max(vendor) AS vendor, count(*) AS pages, min(captured_at) AS first_at,
  max(captured_at) AS last_at
FROM listing_snapshot
WHERE (title ILIKE :pattern OR listing_id = :words) AND (:market = '' OR market = :market)
  AND captured_at >= CAST(:first AS date) AND captured_at < CAST(:last AS date) + 1
  AND (:country = '' OR :country = ANY (origin_codes)) AND (:category = '' OR drug_class = :category)
GROUP BY 1, 2 ORDER BY 3, 1, 2
"""
_VENDORS = """
SELECT market, vendor, sum(pages) AS pages, sum(cards) AS cards, min(first_at) AS first_at, max(last_at) AS last_at
FROM (
  SELECT market, vendor, count(*) AS pages, 0 AS cards, min(captured_at) AS first_at, max(captured_at) AS last_at
  FROM vendor_snapshot
  WHERE vendor ILIKE :pattern AND (:market = '' OR market = :market) AND :country = '' AND :category = ''
    AND captured_at >= CAST(:first AS date) AND captured_at < CAST(:last AS date) + 1
  GROUP BY 1, 2
  UNION ALL
  SELECT market, vendor, 0, count(*), min(captured_at), max(captured_at)
  FROM listing_snapshot
  WHERE vendor ILIKE :pattern AND (:market = '' OR market = :market)
    AND captured_at >= CAST(:first AS date) AND captured_at < CAST(:last AS date) + 1
    AND (:country = '' OR :country = ANY (origin_codes)) AND (:category = '' OR drug_class = :category)
  GROUP BY 1, 2
) said
GROUP BY 1, 2 ORDER BY lower(vendor) = lower(:words) DESC, 2, 1
"""
_EMPTY = "Nothing has these words in what pages say; part of a name is enough, and other fields narrow the search."


@BLUEPRINT.get("/search")
def search() -> Response:
    """Vendors and listings by their words, market, window, country and category."""
    filters = filters_of("q", "market", "country", "category", "first", "last")
    values = values_of(filters)
    words = values.pop("q")
    if not any(each.value for each in filters):
        return asked("search.html", [], heading="Search", words="", filters=filters)
    values |= {"words": words, "pattern": f"%{_plain(words)}%"}
    ask = sources().ask
    tables = sources().ask_together(  # each reads what all pages of the window say
        partial(ask, "vendors", "Vendors", _VENDORS, most=MOST_ROWS, empty=_EMPTY, **values),
        partial(ask, "listings", "Listings", _LISTINGS, most=MOST_ROWS, empty=_EMPTY, **values),
    )
    return asked("search.html", tables, heading="Search", words=words, filters=filters)


@BLUEPRINT.get("/go")
def go() -> Response:
    """The page of an identifier that somebody has, or of an address that was cited."""
    given = request.args.get("id", "").strip()
    return elsewhere(given if given.startswith("/") else path_of(sources(), given))


def _plain(words: str) -> str:
    """Words without the signs that stand for others in a pattern."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
