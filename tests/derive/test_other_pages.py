"""Pages that leave out what those of the windows show: what cannot be known is null, or has no row."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import polars as pl
import pytest

from cryptodrug_scraper.derive.connection import steady_view
from cryptodrug_scraper.derive.market import of_market
from cryptodrug_scraper.derive.observed import Observed, read_market
from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.derive.rates import all_rates
from cryptodrug_scraper.derive.tables import ROW_TABLES, as_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.derived_windows import Opened

MARKETS = ("dream", "empire", "wallstreet")


def _without(*columns: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda rows: rows.with_columns(pl.lit(None, rows.schema[name]).alias(name) for name in columns)


def _every_third_without(column: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    third = pl.int_range(pl.len()) % 3 == 0
    return lambda rows: rows.with_columns(pl.when(~third).then(column).alias(column))


def _derived(opened: Opened, market: str, **changes: Callable[[pl.DataFrame], pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """What is derived of a market some of whose frames were changed, in the form of its tables."""
    with steady_view(opened.database) as connection:
        observed = read_market(connection, market)

        def blocks(name: str) -> Iterator[pl.DataFrame]:
            rows = observed.read(name)
            yield changes[name](rows) if name in changes else rows

        rates = all_rates(connection, MARKETS, read_parameters())
        found = of_market(Observed(market, blocks), rates, None, read_parameters())
    return {name: as_table(name, uuid4(), rows) for name, rows in found.items() if name in ROW_TABLES}


@pytest.mark.parametrize("market", MARKETS)
def test_ratings_of_which_no_page_names_the_vendor_are_those_of_the_listings_vendor(
    shared: Opened, market: str
) -> None:
    plain, found = _derived(shared, market), _derived(shared, market, reviews=_every_third_without("vendor"))
    known = found["listing_state"].drop_nulls("vendor")["listing_id"].implode()
    named = found["distinct_review"].filter(pl.col("listing_id").is_in(known))
    assert named.height
    assert not named["vendor"].null_count()
    assert found["sale"].height == found["distinct_review"].height >= plain["distinct_review"].height


@pytest.mark.parametrize("market", MARKETS)
def test_ratings_whose_age_cannot_be_read_are_counted_and_have_no_month(shared: Opened, market: str) -> None:
    found = _derived(shared, market, reviews=_without("occurred_from", "occurred_to"))
    assert found["distinct_review"].height
    assert found["distinct_review"].select("occurred_from", "occurred_to").null_count().row(0) == (
        (found["distinct_review"].height,) * 2
    )
    assert not found["vendor_month"]["transactions_shown"].sum()
    assert "transactions_c13" not in set(found["market_month"]["measure"])


@pytest.mark.parametrize("market", MARKETS)
def test_listings_without_a_vendor_are_listings_of_nobody(shared: Opened, market: str) -> None:
    found = _derived(shared, market, listings=_without("vendor"))
    assert found["listing_state"].height
    assert found["listing_state"]["vendor"].null_count() == found["listing_state"].height
    assert found["origin_spell"].is_empty()
    assert found["listing_month"].is_empty()


@pytest.mark.parametrize("market", MARKETS)
def test_without_counters_and_vendors_pages_there_is_no_estimate_of_all_sales(shared: Opened, market: str) -> None:
    nothing = pl.DataFrame.clear
    found = _derived(shared, market, vendors=nothing, counters=nothing, external=nothing)
    months = found["vendor_month"]
    assert months["transactions_shown"].sum() > 0
    if market == "dream":
        assert months["transactions"].null_count() == months.height
        assert "transactions" not in set(found["market_month"]["measure"])


@pytest.mark.parametrize("frames", [("reviews",), ("listings", "tiers", "prices", "shipping", "exclusions")])
@pytest.mark.parametrize("market", MARKETS)
def test_collections_of_one_kind_of_page_alone(shared: Opened, market: str, frames: tuple[str, ...]) -> None:
    found = _derived(shared, market, **dict.fromkeys(frames, pl.DataFrame.clear))
    assert found["snapshot"].height
    assert found["distinct_review"].is_empty() == ("reviews" in frames)
    assert found["listing_state"].is_empty() == ("listings" in frames)


@pytest.mark.parametrize("market", MARKETS)
def test_prices_in_a_currency_that_nobody_knows_have_no_worth(shared: Opened, market: str) -> None:
    def odd(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(pl.lit("XYZ").alias("price_currency"))

    found = _derived(shared, market, listings=odd, prices=odd)
    assert found["listing_price"]["price_eur"].null_count() == found["listing_price"].height
