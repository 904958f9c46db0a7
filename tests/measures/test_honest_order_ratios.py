"""Markets on which nobody lies: what orders are worth is told about as well as by the sums of all sales."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cryptodrug_scraper.measures.money.order_ratios import BANDS_EUR, LEAST_SALES, order_ratios, with_ratio

_SEVERAL = np.array([1, 1, 1, 2, 2, 3, 5, 5, 10, 10, 15, 20, 25])
_CELL = ("is_tiered", "band")


def market(seed: int, vendors: int) -> pl.DataFrame:
    """
    Sales of vendors of very different sizes, each with listings around a price of its own.

    Two thirds of the listings have one price, of which one order in three is of several units; the others have prices
    by quantity.
    """
    chance = np.random.default_rng(seed)
    sizes = np.ceil(20 * chance.pareto(1.0, vendors) + 5).clip(max=600).astype(int)
    listings = np.repeat(np.arange(vendors), 6)
    prices = np.repeat(np.exp(chance.normal(3.7, 1.2, vendors)), 6) * np.exp(chance.normal(0, 0.4, len(listings)))
    tiered = chance.random(len(listings)) < 1 / 3
    vendor = np.repeat(np.arange(vendors), sizes)
    listing = vendor * 6 + chance.integers(0, 6, len(vendor))
    units = np.where(
        tiered[listing] & (prices[listing] < 200),
        chance.choice(_SEVERAL, len(vendor)) * 0.9,
        1 + chance.binomial(20, 0.02, len(vendor)),
    ).clip(min=1)
    return pl.DataFrame(
        {
            "vendor": [f"ÿ{each}" for each in vendor],
            "price_source": "printed",
            "price_flag": "ok",
            "listing_id": [str(each) for each in listing],
            "is_tiered": tiered[listing],
            "asked_eur": prices[listing],
            "amount_eur": prices[listing] * units,
        }
    )


def by_sums(known: pl.DataFrame) -> pl.DataFrame:
    """Ratios of sums of all sales, of each cell that has enough of them, else of its kind, else of all."""
    band = pl.sum_horizontal([(pl.col("asked_eur") > limit).cast(pl.UInt32) for limit in BANDS_EUR]).cast(pl.UInt32)
    rows = known.with_columns(band=band)
    nothing = pl.lit(None, pl.UInt32)
    parts = [rows, rows.with_columns(band=nothing), rows.with_columns(band=nothing, is_tiered=pl.lit(None, pl.Boolean))]
    sums = pl.concat(parts).group_by(_CELL).agg(pl.col("amount_eur", "asked_eur").sum(), pl.len())
    found = sums.filter(pl.col("len") >= LEAST_SALES).with_columns(ratio=pl.col("amount_eur") / pl.col("asked_eur"))
    return found.select(*_CELL, "ratio", steps=pl.concat_list("ratio"), sale_count="len")


def off(ratios: pl.DataFrame, others: pl.DataFrame) -> float:
    """By how much the worth of sales of another market is missed that print no amounts."""
    found = with_ratio(others, ratios, ["listing_id"])
    worth = found.select(pl.col("mean_ratio").dot("asked_eur") / pl.col("amount_eur").sum()).item()
    return abs(float(worth) - 1)


@pytest.mark.parametrize(
    ("vendors", "worlds"), [(25, 25), *(pytest.param(each, 60, marks=pytest.mark.campaign) for each in (25, 40))]
)
def test_pooling_costs_honest_markets_hardly_anything(vendors: int, worlds: int) -> None:
    pairs = [(market(seed, vendors), market(10_000 + seed, vendors)) for seed in range(worlds)]
    pooled = np.mean([off(order_ratios(known), others) for known, others in pairs])
    summed = np.mean([off(by_sums(known), others) for known, others in pairs])
    assert pooled <= 1.05 * summed
