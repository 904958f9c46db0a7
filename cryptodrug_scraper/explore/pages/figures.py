"""Figures by market, window, country, category and definition, each with the rows behind it."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, abort

from cryptodrug_scraper.explore.pages.answer import asked, sources
from cryptodrug_scraper.explore.pages.filters import filters_of, values_of
from cryptodrug_scraper.explore.questions import MOST_ROWS

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("figures", __name__)

_COMMON = frozenset({"market", "country", "first", "last"})
_MONTHS = """
SELECT market, month, measure, value, low, high, vendor_count, grade, derive_run FROM market_month
WHERE (:market = '' OR market = :market) AND (:measure = '' OR measure = :measure)
  AND month BETWEEN CAST(:first AS date) AND CAST(:last AS date)
ORDER BY market, measure, month
"""
_SHARES = """
SELECT * FROM country_share(:country, :definition, :attribution, CAST(:first AS date), CAST(:last AS date))
WHERE (:market = '' OR market = :market) AND (:measure = '' OR measure = :measure)
"""
_SALES = """
SELECT t.transaction_id, t.market, t.vendor, t.listing_id, t.occurred_from, t.occurred_to, t.amount_eur_low,
  t.amount_eur, t.amount_eur_high, t.price_flag, t.drug_class, o.code AS origin, o.weight
FROM transaction t LEFT JOIN transaction_origin o USING (transaction_id)
WHERE (:market = '' OR t.market = :market) AND (:country = '' OR o.code = :country)
  AND (:category = '' OR t.drug_class = :category)
  AND t.occurred_to > CAST(:first AS date) AND t.occurred_from < CAST(:last AS date) + 1
ORDER BY t.market, t.occurred_from, t.transaction_id
"""
_LISTINGS = """
SELECT market, month, listing_id, vendor, ever_codes, last_codes, is_last, drug_class, product_class FROM listing_month
WHERE (:market = '' OR market = :market) AND (:country = '' OR :country = ANY (ever_codes))
  AND (:category = '' OR drug_class = :category)
  AND month BETWEEN CAST(:first AS date) AND CAST(:last AS date)
ORDER BY market, month, vendor, listing_id
"""
_FINDINGS = """
SELECT * FROM finding
WHERE (:market = '' OR market = :market) AND (:finding = '' OR finding = :finding)
  AND (:country = '' OR country = :country) AND (:definition = '' OR definition = :definition)
ORDER BY ordinal
"""


_KINDS = {
    "market_month": ("Markets by month", _MONTHS, ("market", "measure", "first", "last")),
    "country_share": (
        "A country's share",
        _SHARES,
        ("country", "definition", "attribution", "market", "measure", "first", "last"),
    ),
    "transaction": (
        "Sales for which a rating stands",
        _SALES,
        ("market", "country", "category", "first", "last"),
    ),
    "listing_month": ("Listings by month", _LISTINGS, ("market", "country", "category", "first", "last")),
    "finding": (
        "Findings of published studies beside what these data say, as cryptodrug findings kept them",
        _FINDINGS,
        ("finding", "market", "country", "definition"),
    ),
}
_USUAL = {"country_share": {"country": "BE", "definition": "D2", "attribution": "A1"}}
_EMPTY = {
    "finding": "None are kept with this derivation: run cryptodrug findings, which computes and keeps them.",
    "country_share": "No month of this window has a snapshot, or nothing has been derived: see the overview.",
}
_BEHIND = {
    "country_share": (("transaction", "the sales"), ("listing_month", "the listings")),
    "market_month": (("transaction", "the sales for which a rating stands"), ("listing_month", "the listings")),
}


@BLUEPRINT.get("/figures/<kind>")
def figures(kind: str) -> Response:
    """Figures of one kind, narrowed, and where the rows behind them are."""
    if kind not in _KINDS:
        abort(404)
    title, sql, names = _KINDS[kind]
    filters = filters_of(*names, **_USUAL.get(kind, {}))
    values = values_of(filters)
    table = sources().ask(kind, title, sql, most=MOST_ROWS, empty=_EMPTY.get(kind, ""), **values)
    narrowed = urlencode({each.name: each.value for each in filters if each.value and each.name in _COMMON})
    behind = [(f"/figures/{which}?{narrowed}", words) for which, words in _BEHIND.get(kind, ())]
    return asked("figures.html", [table], heading=title.partition(",")[0], filters=filters, behind=behind)
