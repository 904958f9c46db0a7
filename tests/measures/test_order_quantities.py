from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.money.order_quantities import latest_parts, order_quantities

T = datetime(2019, 6, 1, tzinfo=UTC)
FX = pl.DataFrame({"day": [date(2019, 6, 1)] * 2, "currency": ["USD", "EUR"], "eur": [0.9, 1.0]})
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
TIERS = pl.DataFrame(
    [
        ("t", T, 1.0, 4.0, 11.0, "USD", 11.0, "USD"),
        ("t", T, 5.0, 9.0, 10.23, "USD", 11.0, "USD"),
        ("t", T, 10.0, None, 9.46, "USD", 11.0, "USD"),
    ],
    schema=PART,
    orient="row",
)
SHIPPING = pl.DataFrame(
    [("a", T, None, None, 4.5, "EUR", None, None), ("a", T, None, None, 0.0, "USD", None, None)],
    schema=PART,
    orient="row",
)
MARKUPS = pl.DataFrame({"vendor": ["v", "w"], "markup": [1.0, 1.04]})


def quantity(amount: float, listing: str = "a", vendor: str = "v", step: float = 0.01) -> tuple[float, float] | None:
    """Units and delivery, in USD."""
    spells = pl.DataFrame(
        {
            "listing_id": ["a", "a", "t", "cheap"],
            "first_at": [T - timedelta(days=90), T - timedelta(days=3), T, T],
            "price_usd": [30.0, 41.0, 11.0, 0.5],
            "price_flag": ["ok", "ok", "ok", "ok"],
        },
        schema_overrides={"first_at": pl.Datetime("us", "UTC")},
    )
    paid = pl.DataFrame(
        {
            "review_id": ["7-7"],
            "vendor": [vendor],
            "listing_id": [listing],
            "listing_ids": [[listing]],
            "occurred_from": [T],
            "occurred_to": [T + timedelta(days=1)],
            "paid_usd": [amount],
            "paid_eur": [amount * 0.9],
            "paid_eur_high": [(amount + step / 2) * 0.9],
        },
        schema_overrides={
            "occurred_from": pl.Datetime("us", "UTC"),
            "occurred_to": pl.Datetime("us", "UTC"),
        },
    )
    found = order_quantities(paid, spells, TIERS, SHIPPING, FX, MARKUPS)
    return None if found.is_empty() else found.select("quantity", "delivery_usd").row(0)


@pytest.mark.parametrize(
    ("amount", "listing", "vendor", "step", "expected"),
    [
        (41.0, "a", "v", 0.01, (1, 0)),
        (123.0, "a", "v", 0.01, (3, 0)),
        (60.0, "a", "v", 0.01, (2, 0)),  # at the price from before
        (46.0, "a", "v", 0.01, (1, 5)),  # with delivery of EUR 4.50
        (50.0, "a", "v", 0.01, None),
        (79.0, "a", "w", 1.0, (2, 0)),  # 82 with a fee of 4 %, rounded
        (22.0, "t", "v", 0.01, (2, 0)),
        (51.15, "t", "v", 0.01, (5, 0)),
        (94.6, "t", "v", 0.01, (10, 0)),
        (52.0, "cheap", "v", 1.0, None),  # a unit is less than the rounding
        (41.0, "unknown", "v", 0.01, None),
    ],
)
def test_an_amount_is_a_number_of_units(
    amount: float, listing: str, vendor: str, step: float, expected: tuple[float, float] | None
) -> None:
    assert quantity(amount, listing, vendor, step) == (None if expected is None else pytest.approx(expected))


def test_the_last_statement_with_tiers_counts() -> None:
    listings = pl.DataFrame(
        {
            "page": [1, 2, 2, 3],
            "ordinal": [5, 5, 6, 5],
            "listing_id": ["a", "a", "b", "a"],
            "price": [10.0, 11.0, 7.0, 12.0],
            "price_currency": ["USD"] * 4,
        }
    )
    parts = pl.DataFrame(
        {"page": [1, 2, 2], "listing_ordinal": [5, 5, 5], "ordinal": [0, 1, 0], "price": [9.0, 8.0, 11.0]}
    )
    found = latest_parts(parts, listings)
    assert found.select("listing_id", "price", "of_price").rows() == [("a", 11.0, 11.0), ("a", 8.0, 11.0)]
