"""Search over vendors and listings, and the page of any identifier."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, request

from cryptodrug_scraper.explore.landing import path_of
from cryptodrug_scraper.explore.pages.answer import asked, elsewhere, sources
from cryptodrug_scraper.explore.pages.filters import filters_of, values_of
from cryptodrug_scraper.statements import statement

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("search", __name__)

_LISTINGS = statement(__package__, "search_listings")
_VENDORS = statement(__package__, "search_vendors")
_MOST = 100
"""Rows of each table: of every one all pages that state it are counted, which are read for that."""
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
    ask = sources().ask
    tables = sources().ask_together(
        partial(ask, "vendors", "Vendors", _VENDORS, most=_MOST, empty=_EMPTY, **values),
        partial(ask, "listings", "Listings", _LISTINGS, most=_MOST, empty=_EMPTY, **values),
    )
    return asked("search.html", tables, heading="Search", words=words, filters=filters)


@BLUEPRINT.get("/go")
def go() -> Response:
    """The page of an identifier that somebody has, or of an address that was cited."""
    given = request.args.get("id", "").strip()
    return elsewhere(given if given.startswith("/") else path_of(sources(), given))
