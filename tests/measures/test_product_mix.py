"""The mix of goods, on four bases."""

from __future__ import annotations

import polars as pl
import pytest

from cryptodrug_scraper.measures.sales.product_mix import BASES, class_parts, product_mix

LISTING = {
    "snapshot_id": pl.String, "listing_id": pl.String, "vendor": pl.String, "stated_page": pl.UInt32,
    "drug_class": pl.String, "substance": pl.String,
}  # fmt: skip
SALE = {
    "transaction_id": pl.String, "vendor": pl.String, "amount_eur": pl.Float64, "price_flag": pl.String,
    "drug_class": pl.String, "substance": pl.String,
}  # fmt: skip
LISTINGS = pl.DataFrame(
    [
        ("s1", "1", "Zoë", 1, "Cannabis", "cannabis_herb"),
        ("s2", "1", "Zoë", 5, "Cannabis", "cannabis_resin"),
        ("s1", "2", "Zoë", 2, "Cannabis", "cannabis_herb"),
        ("s1", "3", "北風", 3, "Cannabis", "cannabis_herb"),
        ("s1", "4", "北風", 3, "Ecstasy", "mdma"),
        ("s2", "4", "北風", 9, None, None),
        ("s1", "5", "Öl", 4, None, None),
    ],
    schema=LISTING,
    orient="row",
)
SALES = pl.DataFrame(
    [
        ("a", "Zoë", 30.0, "ok", "Cannabis", "cannabis_herb"),
        ("b", "Zoë", 10.0, "imputed_holding", "Cannabis", "cannabis_herb"),
        ("c", "北風", 60.0, "ok", "Ecstasy", "mdma"),
        ("d", "北風", 9999.0, "holding", "Ecstasy", "mdma"),
        ("e", "北風", None, "ok", "Ecstasy", "mdma"),
        ("f", "Öl", 100.0, None, None, None),
        ("g", "Öl", 0.0, "free", None, None),
    ],
    schema=SALE,
    orient="row",
)


def table(basis: str, frame: pl.DataFrame) -> dict[str | None, tuple[float, float, float, float | None, int]]:
    rows = frame.filter(pl.col("basis") == basis).drop("basis")
    return {name: tuple(rest) for name, *rest in rows.iter_rows()}


def test_four_tables_with_what_is_unclassified() -> None:
    mix = product_mix(LISTINGS, SALES)
    assert list(BASES) == mix["basis"].unique(maintain_order=True).to_list()
    assert {
        "Cannabis": (3, 5, 0.6, 0.75, 2), "Ecstasy": (1, 5, 0.2, 0.25, 1), None: (1, 5, 0.2, None, 1),
    } == table("listings", mix)  # fmt: skip
    vendors = table("vendors", mix)
    assert vendors["Cannabis"] == pytest.approx((2, 3, 2 / 3, 1.0, 2))
    assert vendors["Ecstasy"] == pytest.approx((1, 3, 1 / 3, 0.5, 1))
    assert vendors[None][3:] == (None, 1)
    sold = table("transactions", mix)
    assert sold["Ecstasy"] == pytest.approx((3, 7, 3 / 7, 0.6, 1))
    assert sold[None][:2] == (2, 7)
    turnover = table("turnover_eur", mix)
    assert {"Cannabis": 40.0, "Ecstasy": 60.0, None: 100.0} == {name: row[0] for name, row in turnover.items()}
    assert turnover["Cannabis"][1:4] == pytest.approx((200.0, 0.2, 0.4))


def test_the_largest_class_is_first_and_substances_are_told_apart() -> None:
    mix = product_mix(LISTINGS, SALES, level="substance")
    listings = mix.filter(pl.col("basis") == "listings")
    assert [("cannabis_herb", 2.0), ("cannabis_resin", 1.0), ("mdma", 1.0), (None, 1.0)] == listings.select(
        "class", "value"
    ).rows()


def test_sales_count_by_their_weight() -> None:
    weighed = SALES.with_columns(weight=pl.lit(0.25))
    mix = table("turnover_eur", product_mix(LISTINGS, weighed))
    assert mix["Ecstasy"][:2] == (15.0, 50.0)


def test_the_order_of_rows_does_not_matter() -> None:
    shuffled = [frame.sample(fraction=1.0, shuffle=True, seed=seed) for frame in (LISTINGS, SALES) for seed in (1, 2)]
    for listings, sales in (shuffled[::2], shuffled[1::2]):
        assert product_mix(LISTINGS, SALES).equals(product_mix(listings, sales))


def test_nothing_has_no_mix() -> None:
    mix = product_mix(LISTINGS.clear(), SALES.clear())
    assert mix.is_empty()
    assert mix.schema == product_mix(LISTINGS, SALES).schema
    assert set(product_mix(LISTINGS.clear(), SALES)["basis"]) == {"transactions", "turnover_eur"}


def test_parts_add_up_to_the_mix() -> None:
    parts = class_parts(LISTINGS, SALES, "drug_class")
    whole = product_mix(LISTINGS, SALES).sort("basis", "class", nulls_last=True)
    assert (
        parts.group_by("basis", "class")
        .agg(pl.col("value").sum())
        .sort("basis", "class", nulls_last=True)
        .equals(whole.select("basis", "class", "value"))
    )
    assert (parts["value"] > 0).all()
