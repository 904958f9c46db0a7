"""Printed amounts that nobody can have paid."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from cryptodrug_scraper.measures.money.plausible_amounts import with_plausible
from cryptodrug_scraper.measures.money.price_spells import SPELL

AT = datetime(2018, 12, 3, tzinfo=UTC)
PAID = {
    "review_id": pl.String(),
    "vendor": pl.String(),
    "listing_id": pl.String(),
    "listing_ids": pl.List(pl.String()),
    "paid_usd": pl.Float64(),
}
BULK = {"listing_id": pl.String(), "quantity_grams": pl.Float64(), "quantity_units": pl.Float64()}
OTHERS = [(f"o{number}", f"vendor {number}", 30.0 + number) for number in range(9)]
"""Listings of nine other vendors."""


def believed(
    usd: float | None,
    *,
    asks: float | None,
    listing: str | None = "a",
    candidates: list[str] | None = None,
    others: list[tuple[str, str, float]] = OTHERS,
    grams: float | None = None,
) -> bool:
    """Whether an amount counts that is printed for a listing of one vendor."""
    asked = [*others, *([("a", "zoé", asks)] if asks is not None else [])]
    spells = pl.DataFrame(
        [(name, vendor, AT, AT, price, "USD", 0.9 * price, price, 1) for name, vendor, price in asked],
        schema=SPELL,
        orient="row",
    )
    paid = pl.DataFrame([("r", "zoé", listing, candidates, usd)], schema=PAID, orient="row")
    paid = paid.with_columns(
        (0.9 * pl.col("paid_usd")).alias(name) for name in ("paid_eur_low", "paid_eur", "paid_eur_high")
    )
    bulk = pl.DataFrame([("a", grams, 1.0)], schema=BULK, orient="row")
    (row,) = with_plausible(paid, spells, bulk).to_dicts()
    assert row["is_implausible"] == (row["paid_eur"] is None and usd is not None)
    assert row["printed_eur"] == pytest.approx(0.9 * usd if usd is not None else None)
    assert (row["paid_usd"] is None) == (row["paid_eur_low"] is None) == (row["paid_eur_high"] is None)
    return not row["is_implausible"]


def test_ten_thousand_thousand_million_dollars_never_count() -> None:
    for asks in (60.0, 9_999.0, 9_999_999_999_999.99, None):
        assert not believed(9_999_999_999_999.99, asks=asks, grams=1e6)


def test_an_amount_of_no_more_than_a_hundred_units_is_one_of_its_listing() -> None:
    assert believed(8_000.0, asks=80.0)
    assert not believed(8_001.0, asks=80.0)
    assert not believed(9_999.0, asks=60.0, listing=None, candidates=["o1", "a"])


@pytest.mark.parametrize("usd", [3_200.0, 6_500.0, 9_999.0])
def test_bulk_of_a_listing_that_nobody_read_counts(usd: float) -> None:
    assert believed(usd, asks=None)
    assert believed(usd, asks=60.0, listing="never read")
    assert believed(usd, asks=60.0, listing=None)


def test_what_is_asked_for_kilograms_is_paid_for_them() -> None:
    assert believed(28_000.0, asks=28_000.0, grams=1000.0)
    assert believed(84_000.0, asks=28_000.0, grams=1000.0)


def test_a_price_far_above_the_markets_speaks_for_nothing() -> None:
    assert not believed(28_000.0, asks=28_000.0)
    assert believed(28_000.0, asks=28_000.0, others=OTHERS[:2]), "two vendors are no market"


def test_custom_orders_are_paid_at_a_token_price() -> None:
    assert believed(900.0, asks=0.01)
    assert believed(7_500.0, asks=1.0)
    assert not believed(70_000.0, asks=1.0)


def test_small_amounts_and_none_are_never_doubted() -> None:
    assert believed(1_000.0, asks=9.99)
    assert believed(0.0, asks=60.0)
    assert believed(None, asks=60.0)


def kept(amounts: dict[str, list[float]], *, asks: float = 60.0) -> dict[str, list[float]]:
    """Of amounts that vendors print for listings that nobody read, those that count; each has one that was read."""
    spells = pl.DataFrame(
        [(f"of {vendor}", vendor, AT, AT, asks, "USD", 0.9 * asks, asks, 1) for vendor in amounts],
        schema=SPELL, orient="row",
    )  # fmt: skip
    rows = [
        (f"{vendor} {n}", vendor, None, None, usd) for vendor, all_ in amounts.items() for n, usd in enumerate(all_)
    ]
    paid = pl.DataFrame(rows, schema=PAID, orient="row").with_columns(
        (0.9 * pl.col("paid_usd")).alias(name) for name in ("paid_eur_low", "paid_eur", "paid_eur_high")
    )
    found = with_plausible(paid, spells, pl.DataFrame(schema=BULK)).filter(~pl.col("is_implausible"))
    return {vendor: found.filter(vendor=vendor)["paid_usd"].to_list() for vendor in amounts}


WHOLESALE = [*[80.0] * 6, *[2_500.0] * 4]
"""Amounts of a vendor that sells bulk by a listing that nobody read."""


def test_what_several_vendors_were_paid_several_times_is_paid_on_the_market() -> None:
    amounts = {f"vendor {n}": WHOLESALE for n in range(5)} | {"zoé": [*[80.0] * 6, *[9_000.0] * 6]}
    found = kept(amounts)
    assert [WHOLESALE] * 5 == [found[f"vendor {n}"] for n in range(5)]
    assert [80.0] * 6 == found["zoé"], "none of the others was paid so much"


def test_what_one_vendor_prints_alone_speaks_for_nothing() -> None:
    amounts = {f"vendor {n}": [80.0] * 10 for n in range(20)} | {"zoé": WHOLESALE}
    assert [80.0] * 6 == kept(amounts)["zoé"]


def test_a_few_times_what_a_vendor_was_paid_several_times_counts() -> None:
    usual = [*[80.0] * 60, 7_900.0, 7_900.0, 7_900.0]
    assert kept({"zoé": [*usual, 23_700.0, 41_000.0]}, asks=1_700.0)["zoé"] == [*usual, 23_700.0]
    assert kept({"zoé": [*usual[:-1], 23_700.0]}, asks=1_700.0)["zoé"] == usual[:-1], "two are no habit"
    assert kept({"zoé": [*[9_999.0] * 50, 99_990.0]}, asks=1_700.0)["zoé"] == []
