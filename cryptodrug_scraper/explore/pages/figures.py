"""Figures by market, window, country, category and definition, each with the rows behind it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, abort

from cryptodrug_scraper.decisions.bearing import bearing
from cryptodrug_scraper.decisions.told import told
from cryptodrug_scraper.explore.pages.answer import asked, sources
from cryptodrug_scraper.explore.pages.figure_facets import NARROWING
from cryptodrug_scraper.explore.pages.filters import DEFINITIONS, filters_of, values_of
from cryptodrug_scraper.measures.places.regions import COUNTRIES
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.explore.questions import Table

__all__ = ["BLUEPRINT", "KINDS"]

BLUEPRINT = Blueprint("figures", __name__)

_MONTHS = statement(__package__, "market_month")
_SHARES = statement(__package__, "country_share")
_WINDOW = statement(__package__, "country_window")
_STEPS = """
SELECT * FROM rated_sales(:country, :definition, :attribution, CAST(:first AS date), CAST(:last AS date))
WHERE (:market = '' OR market = :market)
"""
_SALES = statement(__package__, "sales")
_SALES_OF_COUNTRY = statement(__package__, "sales_of_country")
_LISTINGS = statement(__package__, "listings_by_month")
_RATINGS = statement(__package__, "ratings")
_VENDORS = statement(__package__, "vendors_of_country")
_FINDINGS = statement(__package__, "findings")
_DECISIONS = statement(__package__, "decisions_behind")
_MOVED = statement(__package__, "moved_pages")

_CHOICE = ("country", "definition", "attribution")
_OF_COUNTRY = (*_CHOICE, "market", "measure", "first", "last")
KINDS = {
    "market_month": ("Markets by month", _MONTHS, ("market", "measure", "first", "last")),
    "country_share": ("A country's share by month", _SHARES, _OF_COUNTRY),
    "country_window": ("A country's share of all these months together", _WINDOW, _OF_COUNTRY),
    "rated_sales": (
        "From ratings to sales: ratings that were left, over ratings for each sale, are an estimate of all sales",
        _STEPS,
        (*_CHOICE, "market", "first", "last"),
    ),
    "country_part": ("Vendors of a country", _VENDORS, (*_CHOICE, "market", "measure", "first", "last", "month")),
    "transaction": (
        "Sales for which a rating stands",
        _SALES,
        (*_CHOICE, "market", "category", "first", "last", "month"),
    ),
    "distinct_review": (
        "Ratings that buyers left, however often pages show them",
        _RATINGS,
        ("market", "first", "last", "month"),
    ),
    "listing_month": (
        "Listings by month",
        _LISTINGS,
        ("country", "definition", "market", "category", "first", "last", "month"),
    ),
    "capture_time": (
        "Pages made at another time than their source states, those that were moved farthest first",
        _MOVED,
        ("market", "first", "last"),
    ),
    "finding": (
        "Findings of published studies beside what these data say, as cryptodrug derive kept them",
        _FINDINGS,
        ("finding", "market", "country", "definition"),
    ),
}
_USUAL = {"definition": "D2", "attribution": "A1"}
"""What is meant where nothing is given."""
_OF_A_COUNTRY = frozenset({"country_share", "country_window", "rated_sales", "country_part"})
"""Kinds that must have a country: that of the findings where none is given."""
_EMPTY = {
    "capture_time": "No page of these days was moved from the time that its source states, or nothing was derived.",
    **dict.fromkeys(
        ("country_share", "country_window", "rated_sales"),
        "No month of this window has a snapshot, or nothing has been derived: see the overview.",
    ),
}
_BEHIND = {
    **dict.fromkeys(
        ("country_share", "country_window"),
        (
            ("rated_sales", "the step from ratings to sales"),
            ("transaction", "the sales for which a rating stands"),
            ("listing_month", "the listings"),
            ("country_part", "the vendors"),
        ),
    ),
    "rated_sales": (("transaction", "the sales for which a rating stands"), ("country_part", "the vendors")),
    "market_month": (
        ("rated_sales", "the step from ratings to sales"),
        ("transaction", "the sales for which a rating stands"),
        ("listing_month", "the listings"),
    ),
}
_LEADS: dict[str, dict[str, str | None]] = {
    "country_share": {"value": None, "vendor_count": "country_part"},
    "rated_sales": {"rating_count": "transaction"},
    "market_month": {"value": None},
}
"""Columns whose values lead to the rows that they are of; None: by the measure."""
_ROWS_OF = {
    "vendors": "country_part",
    "listings": "listing_month",
    "transactions": "rated_sales",
    "transactions_c13": "rated_sales",
    "turnover_eur": "transaction",
}


@BLUEPRINT.get("/figures/<kind>")
def figures(kind: str) -> Response:
    """Figures of one kind, narrowed, and where the rows behind them are."""
    if kind not in KINDS:
        abort(404)
    title, sql, names = KINDS[kind]
    usual = {} if kind == "finding" else dict(_USUAL)
    if kind in _OF_A_COUNTRY:
        usual["country"] = sources().country()
    filters = filters_of(*names, **usual)
    values = values_of(filters)
    if kind == "transaction" and values["country"]:
        sql = _SALES_OF_COUNTRY
    narrowing = NARROWING[kind]
    empty = _no_findings(values) if kind == "finding" else _EMPTY.get(kind, "")
    table = narrowing.asked(kind, title, sql, values, empty=empty)
    asked_for = {each.name: each.value for each in filters if each.value}
    table = replace(table, links=[_leads(kind, row, asked_for) for row in table.mappings])
    behind = [(_path(which, asked_for), words) for which, words in _BEHIND.get(kind, ())]
    return asked(
        "figures.html",
        [table, *_decided(kind, table, str(values.get("market") or ""))],
        heading=re.split("[,:]", title)[0],
        filters=filters,
        behind=behind,
        kept=narrowing.kept(),
    )


def _no_findings(values: Mapping[str, object]) -> str:
    """Say why no finding is shown: what the derivation keeps is of one country and choice, those of its parameters."""
    kept = sources().ask("", "", "SELECT min(country), min(definition) FROM finding")
    country, definition = kept.rows[0] if kept.rows else (None, None)
    asked_for = values["country"]
    if country is None:
        return (
            "None are kept with this derivation: cryptodrug findings works them out, and cryptodrug derive keeps them."
        )
    if asked_for in {"", country} and values["definition"] in {"", definition}:
        return "None of those that the derivation keeps are so."
    chosen = [f"--country {asked_for}"] if asked_for in COUNTRIES and asked_for != country else []
    chosen += [f"--definition {values['definition']}"] if values["definition"] in dict(DEFINITIONS) else []
    shown = f" cryptodrug findings {' '.join(chosen)} prints others and keeps none;" if chosen else ""
    return (
        f"The derivation keeps those of {country} by {definition}, and no others:{shown} to have others kept, derive "
        "with other parameters ([findings])."
    )


def _decided(kind: str, table: Table, market: str) -> list[Table]:
    """The decisions that bear on the figures of a table; nothing where none do."""
    with sources().owner.connect() as connection:
        found = told(connection)
    figures = [(table.sql, market)]
    if kind == "finding":
        figures = [(row["sql"], row["market"]) for row in table.mappings]
    bear = dict.fromkeys(
        str(each.decision_id) for sql, of_market in figures for each in bearing(found, sql, of_market or None)
    )
    if not bear:
        return []
    return [sources().ask("decision", "Decisions of people that these figures rest on", _DECISIONS, decisions=[*bear])]


def _path(kind: str, values: Mapping[str, object]) -> str:
    """The address of figures of a kind, narrowed by those of the values that it knows."""
    return f"/figures/{kind}?{urlencode({name: values[name] for name in KINDS[kind][2] if name in values})}"


def _leads(kind: str, row: Mapping[str, object], asked_for: Mapping[str, object]) -> dict[str, str]:
    """Of each column that leads on, the address of the rows behind its value: the same choice, and this row's month."""
    of_row = {name: str(row[name]) for name in ("market", "month", "measure") if name in row}
    found = {}
    for column, which in _LEADS.get(kind, {}).items():
        leads_to = which or _ROWS_OF.get(of_row.get("measure", ""))
        if leads_to is None or (leads_to == "country_part" and kind == "market_month"):
            continue
        found[column] = _path(leads_to, {**asked_for, **of_row})
    return found
