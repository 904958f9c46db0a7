"""Figures by market, window, country, category and definition, each with the rows behind it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, request

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.explore.pages.answer import asked, most_rows, sources

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("figures", __name__)

_FIRST, _LAST = "1900-01-01", "2100-01-01"
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


@BLUEPRINT.get("/figures/market_month")
def market_month() -> Response:
    """Vendors, listings, sales and turnover, month by month."""
    given = _given("market", "measure", "first", "last")
    table = sources().ask("market_month", "Markets by month", _MONTHS, most=most_rows(), **given)
    return asked("figures.html", [table], heading="Markets by month", given=given, kind="market_month")


@BLUEPRINT.get("/figures/country_share")
def country_share() -> Response:
    """A country's share of each market, under any definition and attribution, and the rows behind it."""
    given = _given("market", "measure", "country", "definition", "attribution", "first", "last")
    given = {k: v or {"country": "BE", "definition": "D2", "attribution": "A1"}.get(k, "") for k, v in given.items()}
    given["country"] = given["country"].upper()
    table = sources().ask("country_share", f"Share of {given['country']}", _SHARES, most=most_rows(), **given)
    return asked("figures.html", [table], heading="A country's share", given=given, kind="country_share")


@BLUEPRINT.get("/figures/transaction")
def transaction() -> Response:
    """The sales behind a figure; each leads to its rating, and that to its page."""
    given = _given("market", "country", "category", "first", "last")
    table = sources().ask("transaction", "Sales for which a rating stands", _SALES, most=most_rows(), **given)
    return asked("figures.html", [table], heading="Sales", given=given, kind="transaction")


@BLUEPRINT.get("/figures/listing_month")
def listing_month() -> Response:
    """The listings behind a figure."""
    given = _given("market", "country", "category", "first", "last")
    table = sources().ask("listing_month", "Listings by month", _LISTINGS, most=most_rows(), **given)
    return asked("figures.html", [table], heading="Listings by month", given=given, kind="listing_month")


@BLUEPRINT.get("/figures/finding")
def finding() -> Response:
    """The findings of published studies beside what these data say."""
    given = _given("market", "finding", "country", "definition")
    table = sources().ask("finding", "Findings, as cryptodrug findings kept them", _FINDINGS, most=most_rows(), **given)
    return asked("figures.html", [table], heading="Findings", given=given, kind="finding")


def _given(*names: str) -> dict[str, str]:
    given = {name: request.args.get(name, "").strip() for name in names}
    for name, usual in (("first", _FIRST), ("last", _LAST)):
        if name in given:
            given[name] = _day(given[name] or usual)
    return given


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text if len(text) > len("2019-01") else f"{text}-01").isoformat()
    except ValueError as error:
        msg = f"{text!r} is no day: write it as 2019-01-31"
        raise ConfigurationError(msg) from error
