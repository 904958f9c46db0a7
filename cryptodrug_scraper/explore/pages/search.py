"""Search over vendors and listings, and the page of any identifier."""

from __future__ import annotations

from flask import Blueprint, Response, request

from cryptodrug_scraper.explore.landing import path_of
from cryptodrug_scraper.explore.pages.answer import asked, elsewhere, sources
from cryptodrug_scraper.explore.pages.filters import filters_of, values_of
from cryptodrug_scraper.explore.pages.narrowing import Narrowing
from cryptodrug_scraper.explore.shaping import Facet
from cryptodrug_scraper.statements import statement

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("search", __name__)

_LISTINGS = statement(__package__, "search_listings")
_VENDORS = statement(__package__, "search_vendors")
_MOST = 40
"""Rows of each table: of every one all pages that state it are counted, which are read for that."""
_FEW = (200, 1_000)
"""Rows of which facets are counted, and that are sorted: of every one all pages that state it are read."""
_OF_LISTINGS = Narrowing(
    ("market", "listing_id"),
    (
        Facet("market", "Market", "market"),
        Facet("category", "Class of goods", "drug_classes", has_several=True),
        Facet("country", "Country", "origin_codes", has_several=True),
    ),
    {"market", "category", "country"},
    most=_FEW,
)
_OF_VENDORS = Narrowing(("market", "vendor"), most=_FEW)
_EMPTY = "Nothing has these words in what pages say; part of a word is enough, and other fields narrow the search."


@BLUEPRINT.get("/search")
def search() -> Response:
    """Vendors and listings by their words, market, window, country and category."""
    filters = filters_of("q", "market", "country", "category", "first", "last")
    values = values_of(filters)
    words = values.pop("q")
    if words.startswith("/figures/"):  # an address that a report names
        return elsewhere(words)
    if not any(each.value for each in filters):
        return asked("search.html", [], heading="Search", words="", filters=filters)
    values |= {"words": words}
    tables = sources().ask_together(
        _OF_VENDORS.later("vendors", "Vendors", _VENDORS, values, most=_MOST, empty=_EMPTY),
        _OF_LISTINGS.later("listings", "Listings", _LISTINGS, values, most=_MOST, empty=_EMPTY),
    )
    return asked("search.html", tables, heading="Search", words=words, filters=filters, kept=_OF_LISTINGS.kept())


@BLUEPRINT.get("/go")
def go() -> Response:
    """The page of an identifier that somebody has, or of an address that was cited."""
    given = request.args.get("id", "").strip()
    return elsewhere(given if given.startswith("/") else path_of(sources(), given))
