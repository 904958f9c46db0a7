"""The SQL of country shares gives what the measure of the same name does, which is tested by worked examples."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, get_args

import polars as pl
import pytest

from cryptodrug_scraper.derive.connection import columns_of
from cryptodrug_scraper.measures.places.attribution import MONTH_COLUMNS
from cryptodrug_scraper.measures.places.country_shares import Attribution, country_shares
from cryptodrug_scraper.measures.places.definitions import Definition

if TYPE_CHECKING:
    from tests.support.derived_windows import Opened

FIRST, LAST = date(2018, 11, 1), date(2019, 11, 30)
MARKETS = ("dream", "empire", "wallstreet")
FIGURES = ["value", "total", "share", "share_low", "share_high"]
KEY = ["market", "month", "measure"]


@pytest.mark.parametrize("attribution", get_args(Attribution))
@pytest.mark.parametrize("definition", get_args(Definition))
@pytest.mark.parametrize("country", ["BE", "NL"])
def test_shares_in_sql_are_those_of_the_measure(
    shared: Opened, country: str, definition: Definition, attribution: Attribution
) -> None:
    with columns_of(shared.database) as connection:
        listings = pl.read_database("SELECT * FROM research.listing_month", connection)
        sales = pl.read_database("SELECT * FROM research.origin_month", connection)
        query = (
            f"SELECT * FROM research.country_share('{country}', '{definition}', '{attribution}', '{FIRST}', '{LAST}')"
        )
        in_sql = pl.read_database(query, connection).sort(KEY)
    measured = pl.concat(
        country_shares(
            listings.filter(pl.col("market") == market),
            sales.filter(pl.col("market") == market).select(*MONTH_COLUMNS, "transactions", "turnover_eur"),
            market=market,
            country=country,
            definition=definition,
            attribution=attribution,
            first_day=FIRST,
            last_day=LAST,
        )
        for market in MARKETS
    ).sort(KEY)
    assert in_sql.height > 60
    assert measured.select(*KEY, "vendor_count").rows() == in_sql.select(*KEY, "vendor_count").rows()
    for figure in FIGURES:
        assert measured[figure].to_list() == pytest.approx(in_sql[figure].to_list(), rel=1e-8, abs=1e-9), figure
