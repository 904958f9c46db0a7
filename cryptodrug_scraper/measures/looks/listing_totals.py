"""
How many listings a market says that it has.

Menus and pagers print counts by category. A parent's count may or may not hold those of its children, so a category
holds the greater of its own count and the sum of its children: nothing is counted twice. Pages with a partly unfolded
menu are read rightly too.

One page that prints other counts than all others decides nothing: the median over captures stands. What most menus of
several top categories do not have is no category, and a pager that counts `MOST_TIMES` what the same list counts in
every other snapshot is not.
"""

from __future__ import annotations

import polars as pl

__all__ = ["MOST_TIMES", "category_totals", "market_totals"]

MOST_TIMES = 10.0
"""How many times what it counts in any other snapshot a list can count."""
_SEPARATOR = "/"
_LACKING = -1.0
"""Less than any count: what sorts before them."""


def market_totals(
    pages: pl.DataFrame, menus: pl.DataFrame, totals: pl.DataFrame, listings: pl.DataFrame
) -> pl.DataFrame:
    """
    Return how many listings each snapshot's pages say that the market has.

    It is the median over captures: the count moves while a crawl lasts. Menus come first; where a snapshot shows none
    with counts, its category pages' pagers stand in for them.

    Args:
        pages: ``page, snapshot_id, kind, menu_id``.
        menus: ``menu_id, category_path, listing_count``.
        totals: ``page, listed_kind, total_count``.
        listings: ``page, category_path``, which tells what category a page lists.

    Returns:
        ``snapshot_id, listing_expected`` (Int64), no row where a snapshot states no total.
    """
    tops = category_totals(pages, menus, totals, listings)
    whole = pl.col("category") == ""
    count = pl.max_horizontal(*(pl.col("listing_expected").filter(part).sum() for part in (whole, ~whole)))
    return (
        tops.group_by("snapshot_id")
        .agg(count.round().cast(pl.Int64).alias("listing_expected"))
        .filter(pl.col("listing_expected") > 0)
        .sort("snapshot_id")
    )


def category_totals(
    pages: pl.DataFrame, menus: pl.DataFrame, totals: pl.DataFrame, listings: pl.DataFrame
) -> pl.DataFrame:
    """
    Return how many listings each snapshot's pages say that each top category has.

    Args:
        pages: as for `market_totals`.
        menus: as for `market_totals`.
        totals: as for `market_totals`.
        listings: as for `market_totals`.

    Returns:
        ``snapshot_id, category`` (first part of the path, empty for the whole market), ``listing_expected`` (Float64).
    """
    shown = (
        pages.filter(pl.col("menu_id").is_not_null()).group_by("snapshot_id", "menu_id").agg(pl.len().alias("weight"))
    )
    trees = _tops(menus.select("menu_id", "category_path", pl.col("listing_count").cast(pl.Float64)), "menu_id")
    said = shown.join(trees, on="menu_id").select("snapshot_id", "menu_id", "category", "listing_expected", "weight")
    by_menu = _weighted_median(pl.concat([said, _lacking(said)]))
    paged = _tops(_paged(pages, totals, listings), "snapshot_id").filter(pl.col("listing_expected") > 0)
    by_pager = paged.join(by_menu, on="snapshot_id", how="anti")
    return pl.concat([by_menu, by_pager.select(by_menu.columns)]).sort("snapshot_id", "category")


def _lacking(said: pl.DataFrame) -> pl.DataFrame:
    """The categories of a snapshot that menus of several others do not have: as none, in each of these menus."""
    whole = said.filter(pl.len().over("snapshot_id", "menu_id") > 1)
    menus = whole.select("snapshot_id", "menu_id", "weight").unique()
    every = menus.join(said.select("snapshot_id", "category").unique(), on="snapshot_id")
    lacking = every.join(said, on=["snapshot_id", "menu_id", "category"], how="anti", nulls_equal=True)
    return lacking.with_columns(listing_expected=pl.lit(_LACKING)).select(said.columns)


def _weighted_median(said: pl.DataFrame) -> pl.DataFrame:
    """Return the median of what captures say; a menu that many captures show counts as often."""
    ranked = said.sort("snapshot_id", "category", "listing_expected").with_columns(
        (pl.col("weight").cum_sum().over("snapshot_id", "category") * 2).alias("_upto"),
        pl.col("weight").sum().over("snapshot_id", "category").alias("_all"),
    )
    return (
        ranked.filter(pl.col("_upto") >= pl.col("_all"))
        .group_by("snapshot_id", "category", maintain_order=True)
        .agg(pl.col("listing_expected").first())
        .filter(pl.col("listing_expected") > _LACKING)
    )


def _tops(counts: pl.DataFrame, key: str) -> pl.DataFrame:
    """Roll counts up to the first part of the path; each level is the greater of its own and its children's sum."""
    level = counts.drop_nulls("category_path").select(
        key,
        pl.col("category_path").str.split(_SEPARATOR).alias("parts"),
        "listing_count",
    )
    level = level.with_columns(pl.col("parts").list.len().cast(pl.Int64).alias("depth"))
    rolled = level.clear()
    for depth in range(int(level.get_column("depth").max() or 0), 0, -1):  # type: ignore[arg-type]
        own = level.filter(pl.col("depth") == depth)
        nodes = (
            pl.concat(
                [
                    own.with_columns(pl.lit(value=True).alias("own")),
                    rolled.with_columns(pl.lit(value=False).alias("own")),
                ]
            )
            .group_by(key, "parts")
            .agg(pl.col("listing_count").filter("own").max().alias("stated"), _sum(~pl.col("own")).alias("below"))
            .with_columns(pl.max_horizontal("stated", "below").alias("listing_count"))
        )
        rolled = (
            nodes.with_columns(pl.col("parts").list.head(depth - 1), pl.lit(depth - 1, pl.Int64).alias("depth"))
            if depth > 1
            else nodes.with_columns(pl.lit(1, pl.Int64).alias("depth"))
        ).select(level.columns)
    return rolled.select(
        key, pl.col("parts").list.first().alias("category"), pl.col("listing_count").alias("listing_expected")
    )


def _sum(chosen: pl.Expr) -> pl.Expr:
    """Return the sum of the counts that are known, null if none is."""
    known = pl.col("listing_count").filter(chosen & pl.col("listing_count").is_not_null())
    return pl.when(known.len() > 0).then(known.sum())


def _paged(pages: pl.DataFrame, totals: pl.DataFrame, listings: pl.DataFrame) -> pl.DataFrame:
    """Return what pagers of category pages count, by the part of the path that all cards of a page share."""
    stated = totals.filter((pl.col("listed_kind") == "listing") & pl.col("total_count").is_not_null()).join(
        pages.filter(pl.col("kind") == "category_list").select("page", "snapshot_id"), on="page"
    )
    ends = (
        listings.drop_nulls("category_path")
        .group_by("page")
        .agg(
            pl.col("category_path").min().str.split(_SEPARATOR).alias("least"),
            pl.col("category_path").max().str.split(_SEPARATOR).alias("most"),
        )
    )
    depth = int(ends.get_column("least").list.len().max() or 0)  # type: ignore[arg-type]
    same = [
        pl.all_horizontal(
            *(
                pl.col("least").list.get(i, null_on_oob=True) == pl.col("most").list.get(i, null_on_oob=True)
                for i in range(upto)
            )
        )
        for upto in range(1, depth + 1)
    ]
    shared = pl.sum_horizontal(*(each.fill_null(value=False).cast(pl.Int64) for each in same)) if same else pl.lit(0)
    counted = (
        stated.join(ends, on="page")
        .with_columns(pl.col("least").list.head(shared).list.join(_SEPARATOR).alias("category_path"))
        .group_by("snapshot_id", "category_path")
        .agg(pl.col("total_count").median().alias("listing_count"))
    )
    count = pl.col("listing_count")
    rank = count.rank("ordinal", descending=True).over("category_path")
    others = pl.when(rank == 1).then(count.filter(rank == 2).first().over("category_path"))
    return counted.filter((count <= MOST_TIMES * others.clip(lower_bound=1.0)).fill_null(value=True))
