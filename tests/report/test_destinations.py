"""How far vendors send, of all markets, in a report for the public: the sum of what the markets show."""

from __future__ import annotations

import polars as pl
import pytest

from cryptodrug_scraper.report.questions import destinations
from cryptodrug_scraper.report.small import HIDDEN, with_rounded_share


def told(*markets: tuple[int, int]) -> dict[str, float]:
    """What is told of all markets, of each of which so many of so many send so far."""
    rows = [(f"m{number}", *each) for number, each in enumerate(markets)]
    rows.append(("all", sum(k for k, _ in markets), sum(n for _, n in markets)))
    frame = pl.DataFrame(rows, ("market", "vendor_count", "total"), orient="row").with_columns(
        pl.lit("world").alias("reach"), pl.lit(1.0).alias("reached"), pl.lit(value=False).alias(HIDDEN)
    )
    found = with_rounded_share(
        destinations._of_markets(frame), "vendor_count", "total", reached="reached", moved="moved"
    )
    return found.filter(pl.col("market") == "all").row(0, named=True)


@pytest.mark.parametrize(
    ("markets", "count", "total"),
    [
        (((13, 13), (13, 13), (5, 6)), 30, 30),  # 15, 15 and 5 would be 35 of 30
        (((7, 16), (7, 16)), 10, 30),  # 14 of 32
        (((8, 13), (8, 13), (8, 13), (8, 13)), 40, 50),  # 32 of 52
    ],
)
def test_of_all_markets_the_number_is_that_of_its_parts_and_the_interval_holds_what_it_was(
    markets: tuple[tuple[int, int], ...], count: int, total: int
) -> None:
    row = told(*markets)
    assert (row["vendor_count"], row["total"]) == (count, total)
    assert row["low"] <= sum(k for k, _ in markets) / sum(n for _, n in markets) <= row["high"]


@pytest.mark.parametrize("hidden", range(1, 5))
def test_beside_a_market_that_is_hidden_it_is_told_by_the_others_and_holds_what_may_be(hidden: int) -> None:
    markets = ((12, 12), (7, 7), (12, 12), (hidden, 5))
    row = told(*markets)
    assert row == told((12, 12), (7, 7), (12, 12), (1, 5))
    assert row["vendor_count"] <= row["total"]
    assert row["low"] <= sum(k for k, _ in markets) / sum(n for _, n in markets) <= row["high"]
