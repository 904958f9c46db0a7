from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.money.own_currency import own_currencies, stated_prices

START = datetime(2019, 1, 1, 9, tzinfo=UTC)
USD_FOR_EUR = [1.14, 1.10, 1.12, 1.16]
USD_FOR_BTC = [4000.0, 3500.0, 5000.0, 9000.0]
DOLLARS = pl.DataFrame(
    [
        row
        for number, (euro, coin) in enumerate(zip(USD_FOR_EUR, USD_FOR_BTC, strict=True))
        for row in (
            ((START + timedelta(days=30 * number)).date(), "USD", 1.0),
            ((START + timedelta(days=30 * number)).date(), "EUR", euro),
            ((START + timedelta(days=30 * number)).date(), "BTC", coin),
        )
    ],
    schema={"day": pl.Date, "currency": pl.String, "usd": pl.Float64},
    orient="row",
)
LISTING = {
    "page": pl.UInt32(),
    "ordinal": pl.Int32(),
    "snapshot_id": pl.String(),
    "captured_at": pl.Datetime("us", "UTC"),
    "listing_id": pl.String(),
    "vendor": pl.String(),
    "price": pl.Float64(),
    "price_currency": pl.String(),
}
PRICE = {"page": pl.UInt32(), "listing_ordinal": pl.Int32(), "price": pl.Float64(), "price_currency": pl.String()}
NONE_BESIDE = pl.DataFrame(schema=PRICE)


def listings(*rows: tuple[int, str, str, float | None, str | None]) -> pl.DataFrame:
    """Of number of the month, listing, vendor, price, currency; one page a row."""
    full = [
        (page, 1, f"s{month}", START + timedelta(days=30 * month), listing, vendor, price, currency)
        for page, (month, listing, vendor, price, currency) in enumerate(rows)
    ]
    return pl.DataFrame(full, schema=LISTING, orient="row")


def own(rows: pl.DataFrame, beside: pl.DataFrame = NONE_BESIDE) -> dict[str, str]:
    return dict(own_currencies(stated_prices(rows, beside, DOLLARS)).iter_rows())


def test_the_number_that_stands_still_is_the_vendors() -> None:
    in_euro = [(n, "a", "Größe", round(50 * rate, 2), "USD") for n, rate in enumerate(USD_FOR_EUR)]
    in_dollar = [(n, "b", "ventør", 57.0, "USD") for n in range(4)]
    assert own(listings(*in_euro, *in_dollar)) == {"a": "EUR", "b": "USD"}


def test_a_crawl_in_another_currency_is_no_new_price() -> None:
    rows = [(0, "a", "v", 57.0, "USD"), (1, "a", "v", 57 / 1.10, "EUR"), (2, "a", "v", 57.0, "USD")]
    stated = stated_prices(listings(*rows), NONE_BESIDE, DOLLARS)
    assert stated["USD"].to_list() == pytest.approx([57.0, 57.0, 57.0])
    assert own(listings(*rows)) == {"a": "USD"}


def test_a_listing_seen_once_follows_its_vendor() -> None:
    in_euro = [(n, "a", "v", round(50 * rate, 2), "USD") for n, rate in enumerate(USD_FOR_EUR)]
    assert own(listings(*in_euro, (2, "b", "v", 99.0, "USD"), (2, "c", "w", 99.0, "USD"))) == {
        "a": "EUR",
        "b": "EUR",
        "c": "USD",
    }


def test_a_price_printed_beside_coins_is_the_vendors() -> None:
    rows = listings((0, "a", "v", 0.0125, "BTC"), (1, "a", "v", 0.0143, "BTC"))
    beside = pl.DataFrame([(0, 1, 44.0, "EUR"), (1, 1, 44.0, "EUR")], schema=PRICE, orient="row")
    stated = stated_prices(rows, beside, DOLLARS)
    assert stated.select("shown", "shown_currency").unique().rows() == [(44.0, "EUR")]
    assert own(rows, beside) == {"a": "EUR"}


def test_without_rates_the_printed_currency_stays() -> None:
    moving = [(n, "a", "v", round(50 * rate, 2), "USD") for n, rate in enumerate(USD_FOR_EUR)]
    stated = stated_prices(listings(*moving), NONE_BESIDE, DOLLARS.clear())
    assert own_currencies(stated).rows() == [("a", "USD")]
    yen = stated_prices(listings((0, "j", "v", 900.0, "JPY")), NONE_BESIDE, DOLLARS.clear())
    assert own_currencies(yen).rows() == [("j", "JPY")]


def test_no_statements_are_no_rows() -> None:
    stated = stated_prices(listings((0, "a", "v", None, None)), NONE_BESIDE, DOLLARS)
    assert stated.is_empty()
    assert own_currencies(stated).schema == {"listing_id": pl.String, "currency": pl.String}
