"""How far off amounts are that no page prints."""

from __future__ import annotations

import polars as pl
import pytest

from cryptodrug_scraper.measures.money.order_doubt import order_doubt
from cryptodrug_scraper.measures.money.order_ratios import MOST_OF_CELL, order_ratios


def known(*listings: tuple[str, str, list[float]], market: str = "m") -> pl.DataFrame:
    """Orders of listings that ask 15 EUR: vendor, listing, of how many units each is."""
    rows = [
        (market, vendor, listing, False, 1, 15.0 * units, 15.0, "printed", "ok")
        for vendor, listing, orders in listings
        for units in orders
    ]
    names = [
        "market",
        "vendor",
        "listing_id",
        "is_tiered",
        "band",
        "amount_eur",
        "asked_eur",
        "price_source",
        "price_flag",
    ]
    return pl.DataFrame(rows, schema=names, orient="row")


def of(rows: pl.DataFrame) -> tuple[float, float | None]:
    return order_doubt(rows, MOST_OF_CELL)


def test_orders_of_one_listing_are_alike_where_it_sells_either_one_unit_or_many() -> None:
    alike = known(*((f"v{k}", f"l{k}", [1.0 if k % 2 else 10.0] * 20) for k in range(10)))
    mixed = known(*((f"v{k}", f"l{k}", [1.0, 10.0] * 10) for k in range(10)))
    assert of(alike)[0] == pytest.approx(1.0, abs=0.15)
    assert of(mixed)[0] == pytest.approx(0.0, abs=0.05)


def test_listings_of_two_markets_are_two_and_markets_may_differ() -> None:
    few = known(*((f"v{k}", f"l{k}", [1.0] * 18 + [10.0] * 2) for k in range(10)), market="few")
    many = known(*((f"v{k}", f"l{k}", [1.0] * 2 + [10.0] * 18) for k in range(10)), market="many")
    assert of(pl.concat([few, many]))[0] == of(few)[0] == 0.0
    assert of(pl.concat([few, many.with_columns(pl.col("listing_id") + "x", market=pl.lit("few"))]))[0] > 0.5


def test_vendors_that_differ_leave_the_mean_open_and_those_that_do_not_leave_nothing() -> None:
    apart = known(*((f"v{k}", f"l{k}", [1.0 + k % 3] * 20) for k in range(9)))
    # by hand: ratios of 1, 2 and 3, three of each, of a mean of 2: sqrt(9 / 8 x 6) / 18
    assert of(apart)[1] == pytest.approx((9 / 8 * 6) ** 0.5 / 18)
    assert of(known(*((f"v{k}", f"l{k}", [2.0] * 20) for k in range(9))))[1] == pytest.approx(0.0, abs=1e-9)


def test_what_nothing_tells_is_not_said() -> None:
    assert of(known(("v", "l", [2.0] * 40))) == (1.0, None)


def test_the_doubt_comes_with_the_ratios() -> None:
    rows = known(*((f"v{k}", f"l{k}", [1.0 + k % 3] * 20) for k in range(12)))
    found = order_ratios(rows)
    alike, shared = of(rows)
    assert set(found["alike"]) == {alike}
    assert set(found["shared"]) == {shared}
