from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.money.own_currency import stated_prices
from cryptodrug_scraper.measures.money.price_spells import SPELL, price_spells, vendor_currencies

START = datetime(2019, 1, 1, 9, tzinfo=UTC)
DAYS = [date(2019, 1, 1) + timedelta(days=n) for n in range(200)]
BESIDE = pl.DataFrame(
    schema={"page": pl.UInt32, "listing_ordinal": pl.Int32, "price": pl.Float64, "price_currency": pl.String}
)


def statements(*rows: tuple[str, float, float]) -> pl.DataFrame:
    """Of listing, day and price in USD; a day is a snapshot."""
    full = [
        (page, 1, f"s{int(day)}", START + timedelta(days=day), listing, "vendør", price, "USD")
        for page, (listing, day, price) in enumerate(rows)
    ]
    schema = {
        "page": pl.UInt32(),
        "ordinal": pl.Int32(),
        "snapshot_id": pl.String(),
        "captured_at": pl.Datetime("us", "UTC"),
        "listing_id": pl.String(),
        "vendor": pl.String(),
        "price": pl.Float64(),
        "price_currency": pl.String(),
    }
    return pl.DataFrame(full, schema=schema, orient="row")


def spells(rows: pl.DataFrame) -> pl.DataFrame:
    rates = pl.DataFrame(
        {"currency": ["USD", "EUR", "BTC"], "eur": [0.8, 1.0, 3000.0], "source": ["ecb", "ecb", "page"]}
    )
    fx = pl.DataFrame({"day": DAYS}).join(rates, how="cross")
    dollars = fx.select("day", "currency", usd=pl.col("eur") / 0.8)
    return price_spells(stated_prices(rows, BESIDE, dollars), fx)


def test_a_spell_runs_from_its_first_to_its_last_statement() -> None:
    found = spells(statements(("a", 0, 40), ("a", 7, 40), ("a", 14, 42), ("a", 21, 40), ("b", 3, 9999)))
    assert found.schema == SPELL
    assert found.select("listing_id", "price", "observation_count").rows() == [
        ("a", 40, 2),
        ("a", 42, 1),
        ("a", 40, 1),
        ("b", 9999, 1),
    ]
    assert found["first_at"][0] == START
    assert found["last_at"][0] == START + timedelta(days=7)
    assert found["price_eur"].to_list() == pytest.approx([32, 33.6, 32, 7999.2])
    assert found["price_usd"].to_list() == [40, 42, 40, 9999]


def test_a_card_and_a_page_that_round_differently_state_one_price() -> None:
    found = spells(statements(("a", 0, 1269.0), ("a", 0.1, 1268.8), ("a", 0.2, 1269.0)))
    assert found.select("price", "observation_count").rows() == [(pytest.approx(1269, rel=1e-3), 1)]


def test_a_cent_is_a_change_of_a_token_price_only() -> None:
    found = spells(statements(("a", 0, 0.01), ("a", 1, 0.02), ("b", 0, 1.26), ("b", 1, 1.27), ("c", 0, 0), ("c", 1, 5)))
    assert found["listing_id"].to_list() == ["a", "a", "b", "c", "c"]


def test_the_order_of_rows_does_not_matter_and_no_rows_give_none() -> None:
    rows = statements(("a", 0, 40), ("a", 7, 40), ("a", 14, 42), ("b", 0, 8), ("b", 0, 9), ("b", 14, 8))
    assert spells(rows).equals(spells(rows.sample(fraction=1, shuffle=True, seed=3)))
    assert spells(rows.clear()).is_empty()
    assert spells(rows.clear()).schema == SPELL


def test_a_vendor_has_the_currency_of_most_of_its_prices() -> None:
    rows = [("b", "EUR", 2), ("b", "USD", 3), ("a", "USD", 1), ("a", "EUR", 1), (None, "GBP", 9)]
    schema = {"vendor": pl.String(), "currency": pl.String(), "observation_count": pl.UInt32()}
    found = vendor_currencies(pl.DataFrame(rows, schema=schema, orient="row"))
    assert found.rows() == [("a", "EUR"), ("b", "USD")]


def test_prices_of_one_instant_are_spells_of_their_own() -> None:
    rows = statements(("a", 0, 55), ("a", 0, 40), ("a", 0, 40), ("a", 0, 40))
    rows = rows.with_columns(
        pl.Series("price_currency", ["USD", "USD", "EUR", "USD"]),
        pl.Series("snapshot_id", ["s1", "s1", "s2", "s3"]),  # of crawls side by side
    )
    found = spells(rows)
    assert [("USD", 40.0, 2), ("USD", 50.0, 1), ("USD", 55.0, 1)] == found.select(
        "currency", "price", "observation_count"
    ).rows()
    assert 1 == found["first_at"].n_unique()
    assert found.equals(spells(rows.reverse()))
