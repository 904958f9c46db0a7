"""Figures by market, window, country, category and definition, each with the rows behind it."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, abort

from cryptodrug_scraper.explore.pages.answer import asked, sources
from cryptodrug_scraper.explore.pages.filters import filters_of, values_of
from cryptodrug_scraper.explore.questions import MOST_ROWS
from cryptodrug_scraper.statements import statement

__all__ = ["BLUEPRINT", "KINDS"]

BLUEPRINT = Blueprint("figures", __name__)

_COMMON = frozenset({"market", "country", "first", "last"})
_MONTHS = statement(__package__, "market_month")
_SHARES = statement(__package__, "country_share")
_WINDOW = statement(__package__, "country_window")
_SALES = statement(__package__, "sales")
_LISTINGS = statement(__package__, "listings_by_month")
_FINDINGS = statement(__package__, "findings")
_MOVED = statement(__package__, "moved_pages")


_OF_COUNTRY = ("country", "definition", "attribution", "market", "measure", "first", "last")
KINDS = {
    "market_month": ("Markets by month", _MONTHS, ("market", "measure", "first", "last")),
    "country_share": ("A country's share by month", _SHARES, _OF_COUNTRY),
    "country_window": ("A country's share of all these months together", _WINDOW, _OF_COUNTRY),
    "transaction": (
        "Sales for which a rating stands",
        _SALES,
        ("market", "country", "category", "first", "last"),
    ),
    "listing_month": ("Listings by month", _LISTINGS, ("market", "country", "category", "first", "last")),
    "capture_time": (
        "Pages made at another time than their source states, those that were moved farthest first",
        _MOVED,
        ("market", "first", "last"),
    ),
    "finding": (
        "Findings of published studies beside what these data say, as cryptodrug findings kept them",
        _FINDINGS,
        ("finding", "market", "country", "definition"),
    ),
}
_USUAL = {key: {"definition": "D2", "attribution": "A1"} for key in ("country_share", "country_window")}
"""What is meant where nothing is given; of a country that has to be one, that of the findings."""
_EMPTY = {
    "finding": "None are kept with this derivation: run cryptodrug findings, which computes and keeps them.",
    "capture_time": "No page of these days was moved from the time that its source states, or nothing was derived.",
    **dict.fromkeys(
        ("country_share", "country_window"),
        "No month of this window has a snapshot, or nothing has been derived: see the overview.",
    ),
}
_BEHIND = {
    **dict.fromkeys(
        ("country_share", "country_window"), (("transaction", "the sales"), ("listing_month", "the listings"))
    ),
    "market_month": (("transaction", "the sales for which a rating stands"), ("listing_month", "the listings")),
}


@BLUEPRINT.get("/figures/<kind>")
def figures(kind: str) -> Response:
    """Figures of one kind, narrowed, and where the rows behind them are."""
    if kind not in KINDS:
        abort(404)
    title, sql, names = KINDS[kind]
    usual = {"country": sources().country(), **_USUAL[kind]} if kind in _USUAL else {}
    filters = filters_of(*names, **usual)
    values = values_of(filters)
    table = sources().ask(kind, title, sql, most=MOST_ROWS, empty=_EMPTY.get(kind, ""), **values)
    narrowed = urlencode({each.name: each.value for each in filters if each.value and each.name in _COMMON})
    behind = [(f"/figures/{which}?{narrowed}", words) for which, words in _BEHIND.get(kind, ())]
    return asked("figures.html", [table], heading=title.partition(",")[0], filters=filters, behind=behind)
