"""No cell that anybody may see speaks of fewer than five vendors, or can be told from those beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.export.public import FEWEST, suppressed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.derived_windows import Opened

TABLES = (
    *("market_month", "country_month", "product_month", "origin_product_month", "migration_class", "finding"),
    *("country_band", "country_goods", "country_reach", "country_origins", "origin_moves"),
)


def cells(*counts: int, market: str = "dream") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "market": [market] * len(counts),
            "value": [float(count) * 10 for count in counts],
            "vendor_count": list(counts),
        }
    )


def test_small_cells_lose_their_numbers_and_none_stays_none() -> None:
    found = suppressed(cells(4, 5, 0, 1, 9), ("market",), ("value",))
    assert found["value"].to_list() == [None, None, 0.0, None, 90.0]
    assert found["vendor_count"].to_list() == [None, None, 0, None, 9]
    assert found["is_suppressed"].to_list() == [True, True, False, True, False]
    alone = suppressed(cells(4, 5, 0, 1, 9), (), ("value",))
    assert alone["value"].to_list() == [None, 50.0, 0.0, None, 90.0]


def test_where_some_are_small_the_smallest_other_goes_with_them() -> None:
    found = suppressed(cells(4, 9, 7, 0), ("market",), ("value",))
    assert found["value"].to_list() == [None, 90.0, None, 0.0]
    assert suppressed(cells(4, 9, 7, 0), (), ("value",))["value"].to_list() == [None, 90.0, 70.0, 0.0]


def test_each_group_is_looked_at_alone() -> None:
    found = suppressed(pl.concat([cells(4, 9, 7), cells(8, 6, market="empire")]), ("market",), ("value",))
    assert found["value"].to_list() == [None, 90.0, None, 80.0, 60.0]
    assert suppressed(cells(3), ("market",), ("value",))["value"].to_list() == [None]


def test_no_cells_are_none() -> None:
    assert suppressed(cells(5).clear(), ("market",), ("value",)).columns == [*cells(5).columns, "is_suppressed"]


def test_no_cell_of_a_package_speaks_of_few(packages: dict[str, Path]) -> None:
    some = 0
    for name in TABLES:
        frame = pl.read_parquet(packages["public"] / "data" / f"{name}.parquet")
        counts = frame["vendor_count"].drop_nulls()
        assert ((counts >= FEWEST) | (counts == 0)).all()
        assert frame.filter(pl.col("is_suppressed"))["vendor_count"].null_count() == frame["is_suppressed"].sum()
        for column in (
            "value",
            "low",
            "high",
            "share",
            "listings",
            "transactions",
            "turnover_eur",
            "n",
            "why",
            "all_value",
        ):
            if column in frame.columns:
                assert frame.filter(pl.col("is_suppressed"))[column].drop_nulls().is_empty()
        some += frame.height - int(frame["is_suppressed"].sum())
    assert some > 100


def test_what_is_shown_is_what_the_database_says(packages: dict[str, Path], shared: Opened) -> None:
    frame = pl.read_parquet(packages["public"] / "data" / "country_month.parquet")
    stated = {
        (market, month, measure): (value, share)
        for market, month, measure, value, share in shared.rows(
            "SELECT market, month, measure, value, share "
            "FROM research.country_share('US', 'D2', 'A1', '2018-01-01', '2020-12-31')"
        )
    }
    shown = frame.filter((pl.col("country") == "US") & ~pl.col("is_suppressed"))
    assert shown.height > 10
    for market, month, measure, value, share in shown.select(
        "market", "month", "measure", "value", "share"
    ).iter_rows():
        assert stated[market, month, measure] == (value, share)


def test_no_row_is_of_one_vendor_or_listing(packages: dict[str, Path]) -> None:
    for path in (packages["public"] / "data").glob("*.parquet"):
        names = set(pl.read_parquet_schema(path))
        assert not names & {"vendor", "listing_id", "review_id", "transaction_id", "buyer_mask", "crawl_id"}
