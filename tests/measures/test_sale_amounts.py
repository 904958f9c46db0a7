from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from cryptodrug_scraper.measures.money.order_ratios import order_ratios
from cryptodrug_scraper.measures.sales.sale_amounts import SALE, sale_amounts

START = datetime(2019, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
DAYS = [date(2018, 12, 1) + timedelta(days=n) for n in range(200)]
SPELL = {
    "listing_id": pl.String(),
    "first_at": pl.Datetime("us", "UTC"),
    "last_at": pl.Datetime("us", "UTC"),
    "price": pl.Float64(),
    "currency": pl.String(),
    "price_eur": pl.Float64(),
    "price_usd": pl.Float64(),
    "observation_count": pl.UInt32(),
    "price_flag": pl.String(),
    "reference_usd": pl.Float64(),
}
PAID = {
    "review_id": pl.String(),
    "vendor": pl.String(),
    "listing_id": pl.String(),
    "listing_ids": pl.List(pl.String()),
    "occurred_from": pl.Datetime("us", "UTC"),
    "occurred_to": pl.Datetime("us", "UTC"),
    "paid_eur_low": pl.Float64(),
    "paid_eur": pl.Float64(),
    "paid_eur_high": pl.Float64(),
    "paid_usd": pl.Float64(),
}
PART = {
    "listing_id": pl.String(),
    "captured_at": pl.Datetime("us", "UTC"),
    "min_quantity": pl.Float64(),
    "max_quantity": pl.Float64(),
    "price": pl.Float64(),
    "price_currency": pl.String(),
    "of_price": pl.Float64(),
    "of_currency": pl.String(),
}
NONE = pl.DataFrame(schema=PART)
ONE_UNIT = pl.DataFrame(
    schema={
        "is_tiered": pl.Boolean,
        "band": pl.UInt32,
        "ratio": pl.Float64,
        "steps": pl.List(pl.Float64),
        "sale_count": pl.UInt32,
    }
)


def spell(listing: str, day: float, price: float, flag: str = "ok", reference: float | None = None) -> tuple[Any, ...]:
    at = START + day * DAY
    return (listing, at, at, price, "USD", price * 0.8, price, 1, flag, price if reference is None else reference)


def review(number: int, first: float, last: float, **fields: Any) -> dict[str, Any]:
    row = {
        "review_id": f"{number}-1",
        "vendor": "Großhändler",
        "listing_id": "a",
        "occurred_from": START + first * DAY,
        "occurred_to": START + last * DAY,
    } | fields
    if row.get("listing_ids") is None:
        row["listing_ids"] = [] if row["listing_id"] is None else [row["listing_id"]]
    return row


def sales(
    reviews: list[dict[str, Any]],
    spells: list[tuple[Any, ...]],
    tiers: pl.DataFrame = NONE,
    markup: float = 1.0,
    ratios: pl.DataFrame | None = ONE_UNIT,
    shipping: pl.DataFrame = NONE,
) -> pl.DataFrame:
    judged = {"is_implausible": pl.Boolean(), "printed_eur": pl.Float64()}
    schema = PAID | (judged if any("is_implausible" in each for each in reviews) else {})
    return sale_amounts(
        pl.DataFrame(reviews, schema=schema),
        pl.DataFrame(spells, schema=SPELL, orient="row"),
        tiers,
        shipping,
        pl.DataFrame({"day": DAYS}).join(pl.DataFrame({"currency": ["USD", "EUR"], "eur": [0.8, 1.0]}), how="cross"),
        pl.DataFrame({"vendor": ["Großhändler"], "markup": [markup]}),
        ratios,
    )


def test_the_printed_amount_comes_first() -> None:
    money = {"paid_eur_low": 79.0, "paid_eur": 80.0, "paid_eur_high": 81.0, "paid_usd": 100.0}
    row = sales([review(1, 1, 2, **money)], [spell("a", 0, 50)]).row(0, named=True)
    assert (row["amount_eur_low"], row["amount_eur"], row["amount_eur_high"]) == (79.0, 80.0, 81.0)
    assert (row["price_source"], row["price_flag"], row["quantity"], row["asked_eur"]) == ("printed", "ok", 2.0, 40.0)
    assert row["order_ratio"] is None
    assert [row[name] for name in ("raw_eur", "filtered_eur", "imputed_eur")] == [80.0, 80.0, 80.0]


def test_the_low_bound_of_a_printed_amount_is_without_its_delivery() -> None:
    money = {"paid_eur_low": 83.0, "paid_eur": 84.0, "paid_eur_high": 85.0, "paid_usd": 105.0}
    shipping = pl.DataFrame([("a", START, None, None, 5.0, "USD", None, None)], schema=PART, orient="row")
    row = sales([review(1, 1, 2, **money)], [spell("a", 0, 50)], shipping=shipping).row(0, named=True)
    assert (row["quantity"], row["delivery_eur"]) == (2.0, pytest.approx(4.0))
    assert (row["amount_eur_low"], row["amount_eur"], row["amount_eur_high"]) == (pytest.approx(79.0), 84.0, 85.0)


def test_the_price_before_comes_before_the_price_after() -> None:
    found = sales([review(1, 11, 12), review(2, 1, 2)], [spell("a", 5, 50), spell("a", 15, 70)])
    assert found["price_source"].to_list() == ["listing_before", "listing_after"]
    assert found["amount_eur"].to_list() == pytest.approx([40.0, 40.0])
    assert found["order_ratio"].to_list() == [1.0, 1.0]


def test_an_interval_across_a_change_takes_the_mean_over_time() -> None:
    row = sales([review(1, 2, 12)], [spell("a", 0, 50), spell("a", 10, 100)]).row(0, named=True)
    assert row["amount_eur"] == pytest.approx(0.8 * (50 * 8 + 100 * 2) / 10)
    assert (row["amount_eur_low"], row["amount_eur_high"]) == pytest.approx((40.0, 80.0))


def test_holding_prices_make_three_totals() -> None:
    spells = [spell("a", 0, 50), spell("a", 5, 9999, "holding", 50), spell("b", 0, 9999, "holding", 9999)]
    found = sales(
        [review(1, 6, 7), review(2, 4, 6), review(3, 1, 2, listing_id="b"), review(4, 1, 2)],
        spells,
    )
    assert found["price_source"].to_list() == ["listing_median", "listing_before", "missing", "listing_before"]
    assert found["price_flag"].to_list() == ["imputed_holding", "ok", "holding", "ok"]
    assert found["amount_eur"].to_list() == pytest.approx([40.0, 40.0, None, 40.0])
    assert found["raw_eur"].sum() == pytest.approx(0.8 * (9999 + (50 + 9999) / 2 + 9999 + 50))
    assert found["filtered_eur"].to_list() == pytest.approx([None, 40.0, None, 40.0])
    assert found["imputed_eur"].to_list() == pytest.approx([40.0, 40.0, 40.0, 40.0])


def test_real_bulk_is_not_removed() -> None:
    found = sales([review(1, 1, 2)], [spell("a", 0, 12000, "unverified_high")])
    assert found.select("price_flag", "filtered_eur").row(0) == ("unverified_high", pytest.approx(9600.0))


def test_free_listings_are_counted_and_have_no_amount() -> None:
    found = sales([review(1, 1, 2)], [spell("a", 0, 0.0, "free")])
    assert found.select("price_flag", "amount_eur", "imputed_eur").row(0) == ("free", None, None)


def test_several_listings_share_equally() -> None:
    both = review(1, 1, 2, listing_id=None, listing_ids=["a", "b"])
    row = sales([both], [spell("a", 0, 50), spell("b", 0, 100)]).row(0, named=True)
    assert row["amount_eur"] == pytest.approx(60.0)
    assert (row["amount_eur_low"], row["amount_eur_high"]) == pytest.approx((40.0, 80.0))
    half = sales([both], [spell("a", 0, 50)]).row(0, named=True)
    assert half["amount_eur"] == pytest.approx(40.0)


def test_a_listing_without_a_price_has_that_of_its_least_tier() -> None:
    tiers = pl.DataFrame(
        [("a", START, 5.0, 9.0, 4.0, "USD", None, None), ("a", START, 10.0, None, 3.0, "USD", None, None)],
        schema=PART,
        orient="row",
    )
    row = sales([review(1, 1, 2)], [], tiers).row(0, named=True)
    assert (row["price_source"], row["amount_eur"], row["is_tiered"]) == ("tier", pytest.approx(16.0), True)


def test_an_unknown_price_is_counted_and_imputed_only() -> None:
    found = sales([review(1, 1, 2), review(2, 1, 2, listing_id=None)], [spell("a", 0, 50)])
    assert found["price_source"].to_list() == ["listing_before", "missing"]
    assert found["amount_eur"].to_list() == pytest.approx([40.0, None])
    assert found["imputed_eur"].to_list() == pytest.approx([40.0, 40.0])


def test_orders_are_worth_what_they_are_where_amounts_are_printed() -> None:
    money = {"paid_eur_low": 60.0, "paid_eur": 60.0, "paid_eur_high": 60.0, "paid_usd": 75.0}
    printed = [review(number, 1, 2, **money) for number in range(40)]
    spells = [spell("a", 0, 52), spell("b", 0, 104)]
    found = sales([*printed, review(90, 1, 2, listing_id="b")], spells, markup=1.04, ratios=None)
    row = found.row(by_predicate=pl.col("transaction_id") == "90-1", named=True)
    assert (row["order_ratio"], row["amount_eur"]) == pytest.approx((1.5, 120.0))
    assert row["amount_eur_low"] == pytest.approx(80.0)
    learned = order_ratios(found)
    assert sales([review(1, 1, 2)], [spell("a", 0, 50)], ratios=learned)["amount_eur"][0] == pytest.approx(60.0)


def test_the_order_of_rows_does_not_matter_and_no_rows_give_none() -> None:
    rows = [review(n, n % 5, n % 5 + 3, listing_id="ab"[n % 2]) for n in range(12)]
    spells = [spell("a", 0, 50), spell("a", 3, 60), spell("b", 1, 9999, "holding", 9), spell("b", 4, 9)]
    assert sales(rows, spells).equals(sales(rows[::-1], spells[::-1]))
    assert sales([], []).schema == SALE
    assert sales([], []).is_empty()


def test_a_day_without_a_rate_gives_no_amount_and_says_so() -> None:
    late = 190.0  # after the last of the rates
    found = sales([review(1, 3, 4), review(2, late, late + 1)], [spell("a", 0, 50)])
    assert found["price_source"].to_list() == ["listing_before", "no_rate"]
    assert found["price_flag"].to_list() == ["ok", "ok"], "no rate makes no price a holding one"
    assert found["amount_eur"].to_list() == [40.0, None], "not at the rate of the day on which it was first asked"
    assert found["raw_eur"].to_list() == [40.0, None]

    nobodys = sales([review(1, late, late + 1, listing_id=None)], [spell("a", 0, 50)])
    assert nobodys["price_source"].to_list() == ["missing"], "no price is known"


def test_prices_that_were_stated_at_one_instant_count_alike() -> None:
    both = [spell("a", 5, 50), spell("a", 5, 70)]
    for spells in (both, both[::-1]):
        row = sales([review(1, 11, 12)], spells).row(0, named=True)
        assert (row["amount_eur_low"], row["amount_eur"], row["amount_eur_high"]) == pytest.approx((40.0, 48.0, 56.0))
        assert row["price_source"] == "listing_before"


def test_an_implausible_amount_is_counted_and_worth_what_its_listing_asks() -> None:
    printed = review(1, 1, 2) | {"paid_eur": None, "is_implausible": True, "printed_eur": 8e12}
    row = sales([printed], [spell("a", 0, 50, "ok")]).row(0, named=True)
    assert (row["price_flag"], row["price_source"], row["raw_eur"]) == ("implausible", "listing_before", 8e12)
    assert (row["amount_eur"], row["imputed_eur"], row["filtered_eur"]) == (
        pytest.approx(40.0),
        pytest.approx(40.0),
        None,
    )


def test_an_implausible_price_is_no_amount_but_its_sale_counts() -> None:
    row = sales([review(1, 1, 2)], [spell("a", 0, 1e10, "implausible")]).row(0, named=True)
    assert (row["price_flag"], row["price_source"], row["amount_eur"]) == ("implausible", "missing", None)
    assert row["raw_eur"] == pytest.approx(8e9)


def test_a_least_order_that_nobody_could_pay_is_none() -> None:
    tier = {"listing_id": "a", "captured_at": START, "min_quantity": 1e15, "price": 1e12, "price_currency": "USD"}
    absurd = pl.DataFrame([tier | {"max_quantity": None, "of_price": None, "of_currency": None}], schema=PART)
    assert sales([review(1, 1, 2)], [], tiers=absurd).select("amount_eur", "price_source").row(0) == (None, "missing")
