"""Pages that leave out what those of the windows show: what cannot be known is null, or has no row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import polars as pl
import pytest

from cryptodrug_scraper.derive import listings
from cryptodrug_scraper.derive.market import of_market
from cryptodrug_scraper.derive.observed import Observed
from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.derive.tables import ROW_TABLES, as_table
from cryptodrug_scraper.measures.places.origin_moves import origin_moves
from tests.derive.conftest import MARKETS
from tests.support.pieces import gathered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.derive.conftest import Read
    from tests.support.derived_windows import Opened


def _on(*tried: str) -> list[Any]:
    """Markets on which something is tried; on the others it is in the long run."""
    return [pytest.param(each, marks=() if each in tried else pytest.mark.campaign) for each in MARKETS]


def _without(*columns: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda rows: rows.with_columns(pl.lit(None, rows.schema[name]).alias(name) for name in columns)


def _every_third_without(column: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    third = pl.int_range(pl.len()) % 3 == 0
    return lambda rows: rows.with_columns(pl.when(~third).then(column).alias(column))


def _derived(read: Read, market: str, **changes: Callable[[pl.DataFrame], pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """What is derived of a market some of whose frames were changed, in the form of its tables."""

    def blocks(name: str) -> Iterator[pl.DataFrame]:
        rows = read.frames[market][name]
        yield changes[name](rows) if name in changes else rows

    found = gathered(of_market(Observed(market, blocks), read.rates, None, read_parameters()))
    return {name: as_table(name, uuid4(), rows) for name, rows in found.items() if name in ROW_TABLES}


@pytest.mark.parametrize("market", _on("empire"))
def test_ratings_of_which_no_page_names_the_vendor_are_those_of_the_listings_vendor(
    observed: Read, shared: Opened, market: str
) -> None:
    plain = shared.one(
        "SELECT count(*) FROM derived.distinct_review JOIN derived.part USING (part_id) WHERE part.market = :market",
        market=market,
    )
    found = _derived(observed, market, reviews=_every_third_without("vendor"))
    known = found["listing_state"].drop_nulls("vendor")["listing_id"].implode()
    named = found["distinct_review"].filter(pl.col("listing_id").is_in(known))
    assert named.height
    assert not named["vendor"].null_count()
    assert found["sale"].height == found["distinct_review"].height >= plain > 0


@pytest.mark.parametrize("market", _on("wallstreet"))
def test_ratings_whose_age_cannot_be_read_have_no_month_and_prices_in_a_currency_that_nobody_knows_no_worth(
    observed: Read, market: str
) -> None:
    def odd(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(pl.lit("XYZ").alias("price_currency"))

    without_age = _without("occurred_from", "occurred_to")
    found = _derived(observed, market, reviews=without_age, listings=odd, prices=odd)
    assert found["distinct_review"].height
    assert found["distinct_review"].select("occurred_from", "occurred_to").null_count().row(0) == (
        (found["distinct_review"].height,) * 2
    )
    assert not found["vendor_month"]["transactions_shown"].sum()
    assert "transactions_c13" not in set(found["market_month"]["measure"])
    assert found["listing_price"]["price_eur"].null_count() == found["listing_price"].height > 0


@pytest.mark.parametrize("market", _on("dream"))
def test_listings_without_a_vendor_are_listings_of_nobody(observed: Read, market: str) -> None:
    found = _derived(observed, market, listings=_without("vendor"))
    assert found["listing_state"].height
    assert found["listing_state"]["vendor"].null_count() == found["listing_state"].height
    assert found["origin_spell"].is_empty()
    assert found["listing_month"].is_empty()


@pytest.mark.parametrize("market", _on("dream", "wallstreet"))
def test_without_counters_and_vendors_pages_there_is_no_estimate_of_all_sales(observed: Read, market: str) -> None:
    nothing = pl.DataFrame.clear
    found = _derived(observed, market, vendors=nothing, counters=nothing, external=nothing)
    months = found["vendor_month"]
    assert months["transactions_shown"].sum() > 0
    if market == "dream":
        assert months["transactions"].null_count() == months.height
        assert "transactions" not in set(found["market_month"]["measure"])


@pytest.mark.parametrize("frames", [("reviews",), ("listings", "tiers", "prices", "shipping", "exclusions")])
@pytest.mark.parametrize("market", _on("empire"))
@pytest.mark.slow
def test_collections_of_one_kind_of_page_alone(observed: Read, market: str, frames: tuple[str, ...]) -> None:
    found = _derived(observed, market, **dict.fromkeys(frames, pl.DataFrame.clear))
    assert found["snapshot"].height
    assert found["distinct_review"].is_empty() == ("reviews" in frames)
    assert found["listing_state"].is_empty() == ("listings" in frames)


def test_moves_of_a_vendor_that_end_at_one_time_are_numbered(observed: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    def twice(*arguments: Any, **options: Any) -> pl.DataFrame:
        moves = origin_moves(*arguments, **options)
        return pl.concat([moves, moves])

    monkeypatch.setattr(listings, "origin_moves", twice)
    moves = _derived(observed, "dream")["origin_move"]
    assert moves.height == 2 * moves.select("vendor", "moved_to").n_unique() > 0
    assert {(1, 2)} == {tuple(sorted(each["number"])) for _, each in moves.group_by("vendor", "moved_to")}
