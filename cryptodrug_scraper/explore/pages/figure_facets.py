"""How each kind of figures can be narrowed and sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.pages.narrowing import Narrowing
from cryptodrug_scraper.explore.shaping import Facet

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NARROWING"]

_LEFT = "CAST(date_trunc('month', (occurred_from + (occurred_to - occurred_from) / 2) AT TIME ZONE 'UTC') AS date)"
"""The month in which a rating was left: of the middle of the time in which that was."""
_OF_COUNTRY = (
    "CASE WHEN :definition = 'D1' THEN CASE WHEN is_last THEN last_codes END "
    "WHEN :definition <> 'D4' OR cardinality(ever_codes) = 1 THEN ever_codes END"
)
"""The countries whose listing it is, by the definition."""

_MARKET = Facet("market", "Market", "market")
_MEASURE = Facet("measure", "Measure", "measure")
_MONTH = Facet("month", "Month", "month")
_GRADE = Facet("grade", "Grade", "grade")
_CLASS = Facet("category", "Class of goods", "drug_class")

NARROWING: Mapping[str, Narrowing] = {
    "market_month": Narrowing(
        ("market", "measure", "month"), (_MARKET, _MEASURE, _GRADE, _MONTH), {"market", "measure"}, most=None
    ),
    "country_share": Narrowing(
        ("market", "month", "measure"), (_MARKET, _MEASURE, _GRADE, _MONTH), {"market", "measure"}, most=None
    ),
    "country_window": Narrowing(("market", "measure"), (_MARKET, _MEASURE), {"market", "measure"}, most=None),
    "rated_sales": Narrowing(("market", "month"), (_MARKET, _MONTH), {"market"}, most=None),
    "country_part": Narrowing(
        ("market", "month", "measure", "vendor"),
        (_MARKET, _MEASURE, _MONTH),
        {"market", "measure", "month"},
        most=None,
    ),
    "transaction": Narrowing(
        ("transaction_id",),
        (
            _MARKET,
            _CLASS,
            Facet("origin", "Origin of the listing", "origin_codes", has_several=True),
            Facet("price", "State of the price", "price_flag"),
            Facet("month", "Month", _LEFT),
        ),
        {"market", "category", "month"},
    ),
    "distinct_review": Narrowing(
        ("review_id",),
        (
            _MARKET,
            Facet("state", "State", "state"),
            Facet("listing", "What ties it to a listing", "listing_source"),
            Facet("month", "Month", _LEFT),
        ),
        {"market", "month"},
    ),
    "listing_month": Narrowing(
        ("market", "month", "listing_id"),
        (_MARKET, _CLASS, Facet("country", "Country", _OF_COUNTRY, has_several=True), _MONTH),
        {"market", "category", "country", "month"},
    ),
    "capture_time": Narrowing(
        ("capture_id",),
        (_MARKET, Facet("verdict", "Verdict", "verdict"), Facet("source", "Source of the time", "source")),
        {"market"},
    ),
    "finding": Narrowing(
        ("ordinal",),
        (_MARKET, Facet("finding", "Finding", "finding"), Facet("verdict", "Verdict", "verdict"), _GRADE),
        {"market", "finding"},
        most=None,
    ),
}
