"""The SQL of country shares gives what is counted row by row."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from cryptodrug_scraper.derive.connection import columns_of
from tests.support.shares_by_hand import country_shares

if TYPE_CHECKING:
    from tests.support.derived_windows import Opened

FIRST, LAST = date(2018, 11, 1), date(2019, 11, 30)
MARKETS = ("dream", "empire", "wallstreet")


@pytest.fixture(scope="module")
def months(shared: Opened) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Listings and sales of all markets by month."""
    with columns_of(shared.database) as connection:
        listings = pl.read_database("SELECT * FROM research.listing_month", connection)
        return listings, pl.read_database("SELECT * FROM research.origin_month", connection)


@pytest.mark.parametrize(
    ("country", "definition", "attribution"),
    [
        pytest.param(
            country,
            f"D{d}",
            f"A{a}",
            marks=pytest.mark.campaign if (d + a + nth) % 2 else pytest.mark.slow if nth else (),
        )  # each pair of a definition and an attribution for one of the countries
        for nth, country in enumerate(("BE", "NL"))
        for d in (1, 2, 3, 4)
        for a in (1, 2, 3)
    ],
)
def test_shares_in_sql_are_those_of_the_rows(
    shared: Opened, months: tuple[pl.DataFrame, pl.DataFrame], country: str, definition: str, attribution: str
) -> None:
    listings, sales = months
    with columns_of(shared.database) as connection:
        query = (
            f"SELECT * FROM research.country_share('{country}', '{definition}', '{attribution}', '{FIRST}', '{LAST}')"
        )
        in_sql = pl.read_database(query, connection)
    counted = {
        (market, *key): (share.value, share.total, share.share, *share.limits(), share.vendor_count)
        for market in MARKETS
        for key, share in country_shares(
            listings.filter(pl.col("market") == market),
            sales.filter(pl.col("market") == market),
            country=country,
            definition=definition,
            attribution=attribution,
            first_day=FIRST,
            last_day=LAST,
        ).items()
    }
    figures = ("value", "total", "share", "draw_low", "draw_high", "vendor_count")
    found = {(market, month, measure): row for market, month, measure, *row in in_sql.select(
        "market", "month", "measure", *figures).iter_rows()}  # fmt: skip
    assert len(found) > 60
    assert counted.keys() == found.keys()
    told = "SELECT market, month, measure FROM research.market_month WHERE reason_code IS NOT NULL"
    unknown = set(shared.rows(told)) & found.keys()
    assert unknown, "a month that is not over has no share of its sales"
    for key, figures_of in counted.items():
        if key in unknown:
            assert [None] * 5 == list(found[key][:5]), key
        else:
            assert figures_of == pytest.approx(tuple(found[key]), rel=1e-8, abs=1e-9), key
