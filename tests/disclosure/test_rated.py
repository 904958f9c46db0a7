"""Ratings by month are shown of all months of a market, or of none: one left out would follow from the others."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from cryptodrug_scraper.disclosure.rated import OF_COUNTRY, OF_MARKET, ratings_of_many

MONTHS = [date(2019, 1, 1), date(2019, 2, 1)]
MANY = {"vendor_count": 6, "other_vendor_count": 9, "all_vendor_count": 15}


def frame(*rows: tuple[str, date, dict[str, int]]) -> pl.DataFrame:
    numbers = dict.fromkeys((*OF_COUNTRY, *OF_MARKET), 1.0)
    return pl.DataFrame(
        [{**numbers, "market": market, "month": month, **MANY, **counts} for market, month, counts in rows]
    )


def shown(rows: pl.DataFrame, name: str) -> dict[str, bool]:
    return {
        market: bool(own.is_not_null().all())
        for market, own in ((each, rows.filter(pl.col("market") == each)[name]) for each in rows["market"].unique())
    }


def no(*_: Any) -> bool:
    return False


def test_one_month_of_few_hides_the_country_in_all_months_of_its_market() -> None:
    for few in ("vendor_count", "other_vendor_count"):
        rows = ratings_of_many(
            frame(*(("a", month, {}) for month in MONTHS), ("b", MONTHS[0], {}), ("b", MONTHS[1], {few: 4})),
            no,
            hidden="h",
        )
        assert shown(rows, "rating_count") == {"a": True, "b": False}
        assert shown(rows, "all_rating_count") == {"a": True, "b": True}
        assert dict(rows.group_by("market").agg(pl.col("h").all()).rows()) == {"a": False, "b": True}
        assert rows.filter(pl.col("market") == "b").select(OF_COUNTRY).null_count().row(0) == (2,) * len(OF_COUNTRY)


def test_a_month_without_any_vendor_tells_of_nobody() -> None:
    rows = ratings_of_many(frame(("a", MONTHS[0], {}), ("a", MONTHS[1], {"vendor_count": 0})), no, hidden="h")
    assert shown(rows, "rating_count") == {"a": True}


def test_a_market_of_few_or_withheld_hides_the_country_too() -> None:
    few = frame(("a", MONTHS[0], {}), ("a", MONTHS[1], {"all_vendor_count": 3}))
    assert ratings_of_many(few, no, hidden="h").select(*OF_COUNTRY, *OF_MARKET).null_count().row(0) == (2,) * (
        len(OF_COUNTRY) + len(OF_MARKET)
    )
    for kind in ("market", "last"):
        whole = frame(*(("a", month, {}) for month in MONTHS))
        rows = ratings_of_many(whole, lambda what, *_, kind=kind: what == kind, hidden="h")
        assert shown(rows, "all_sales") == {"a": False} == shown(rows, "sales")


def test_what_is_withheld_of_the_country_alone_leaves_the_market() -> None:
    whole = frame(*(("a", month, {}) for month in MONTHS))
    rows = ratings_of_many(whole, lambda what, _market, month: (what, month) == ("own", MONTHS[0]), hidden="h")
    assert shown(rows, "sales") == {"a": False}
    assert shown(rows, "all_sales") == {"a": True}
