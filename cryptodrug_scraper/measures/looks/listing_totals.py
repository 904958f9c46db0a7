"""
How many listings a market says that it has.

Menus and pagers print counts by category. A parent's count may or may not hold those of its children, so a category
holds the greater of its own count and the sum of its children: nothing is counted twice. Pages with a partly unfolded
menu are read rightly too.

A menu may be wrong: counts that no list shows, or that never change. Lists that were followed to their end tell: where
what their pagers count was met, and the menu counts more or less than that by a fifth, the lists count. Categories that
no list of which was followed to its end then have their share of the menu's count, if the others are half of the menu.

One page that prints other counts than all others decides nothing: the median over captures stands. What most menus of
several top categories do not have is no category, and a pager that counts `MOST_TIMES` what the same list counts in
every other snapshot is not.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.pieces import Pieces, lessened, pieces_of, united

__all__ = ["CONTRADICTED", "FOLLOWED", "MOST_TIMES", "category_totals", "market_totals", "pager_counts"]

CONTRADICTED = 0.8
"""Menus and lists of which one counts less than this share of the other contradict each other."""
FOLLOWED = 0.95
"""Share of what a list's pager counts that was met, at least, if it was followed to its end."""

MOST_TIMES = 10.0
"""How many times what it counts in any other snapshot a list can count."""
_SEPARATOR = "/"
_LACKING = -1.0
"""Less than any count: what sorts before them."""


def market_totals(pages: pl.DataFrame, menus: pl.DataFrame, totals: pl.DataFrame, listings: Pieces) -> pl.DataFrame:
    """
    Return how many listings each snapshot's pages say that the market has.

    It is the median over captures: the count moves while a crawl lasts. Menus come first; where a snapshot shows none
    with counts, its category pages' pagers stand in for them.

    Args:
        pages: ``page, snapshot_id, kind, menu_id``.
        menus: ``menu_id, category_path, listing_count``.
        totals: ``page, listed_kind, total_count, page_count, page_number``.
        listings: ``page, listing_id, category_path``, which tells what category a page lists; of pieces, each has all
            of its listings.

    Returns:
        ``snapshot_id, listing_expected`` (Int64), no row where a snapshot states no total; ``menu_count`` and
        ``list_count`` (Int64): what menus and pagers count in the categories of which both do, null where they do not
        contradict each other.
    """
    paged = pager_counts(pages, totals, listings)
    tops = category_totals(pages, menus, paged)
    whole = pl.col("category") == ""
    count = pl.max_horizontal(*(pl.col("listing_expected").filter(part).sum() for part in (whole, ~whole)))
    stated = tops.group_by("snapshot_id").agg(count.alias("listing_expected"))
    judged = stated.join(_compared(pages, menus, paged, listings), on="snapshot_id", how="left")
    right = pl.col("listing_expected") * pl.col("ended_list") / pl.col("ended_menu")
    covered = pl.col("ended_menu") >= pl.col("listing_expected") / 2
    return (
        judged.with_columns(
            pl.when((_apart("ended_menu", "ended_list") & covered).fill_null(value=False))
            .then(right)
            .otherwise("listing_expected")
            .round()
            .cast(pl.Int64)
            .alias("listing_expected"),
            *(
                pl.when(_apart("menu_count", "list_count")).then(name).round().cast(pl.Int64).alias(name)
                for name in ("menu_count", "list_count")
            ),
        )
        .filter(pl.col("listing_expected") > 0)
        .select("snapshot_id", "listing_expected", "menu_count", "list_count")
        .sort("snapshot_id")
    )


def _apart(menu: str, lists: str) -> pl.Expr:
    one, other = pl.col(menu), pl.col(lists)
    return pl.min_horizontal(one, other) < CONTRADICTED * pl.max_horizontal(one, other)


def _compared(pages: pl.DataFrame, menus: pl.DataFrame, paged: pl.DataFrame, listings: Pieces) -> pl.DataFrame:
    """
    What menus and pagers count in the categories of which both do, and in those whose lists were followed to their end.

    Of a category and one within it, the outer one counts.
    """
    paged = paged.with_columns(_parts())
    nodes = _menu_nodes(pages, menus, paged)
    met = _met(pages, listings, paged)
    both = (
        paged.join(nodes, on=["snapshot_id", "category_path"])
        .join(met, on=["snapshot_id", "category_path"], how="left")
        .with_columns(ended=pl.col("met").fill_null(0) >= FOLLOWED * pl.col("listing_count"))
    )
    sums = [
        frame.group_by("snapshot_id").agg(
            pl.col("menu_listing_count").sum().alias(f"{prefix}menu{suffix}"),
            pl.col("listing_count").sum().alias(f"{prefix}list{suffix}"),
        )
        for frame, prefix, suffix in (
            (_outermost(both), "", "_count"),
            (_outermost(both.filter("ended")), "ended_", ""),
        )
    ]
    return sums[0].join(sums[1], on="snapshot_id", how="left")


def _parts() -> pl.Expr:
    path = pl.col("category_path")
    return pl.when(path == "").then(pl.lit([], pl.List(pl.Utf8))).otherwise(path.str.split(_SEPARATOR)).alias("parts")


def _menu_nodes(pages: pl.DataFrame, menus: pl.DataFrame, paged: pl.DataFrame) -> pl.DataFrame:
    """What the menus of each snapshot count in the categories that pagers count: the median over captures."""
    shown = pages.drop_nulls("menu_id").group_by("snapshot_id", "menu_id").agg(pl.len().alias("weight"))
    rolled = _rolled(menus.select("menu_id", "category_path", pl.col("listing_count").cast(pl.Float64)), "menu_id")
    whole = rolled.filter(pl.col("parts").list.len() == 1).group_by("menu_id").agg(pl.col("listing_count").sum())
    nodes = pl.concat(
        [
            rolled.select("menu_id", pl.col("parts").list.join(_SEPARATOR).alias("category"), "listing_count"),
            whole.select("menu_id", pl.lit("").alias("category"), "listing_count"),
        ]
    )
    said = (
        shown.join(nodes, on="menu_id")
        .drop_nulls("listing_count")
        .join(
            paged.select("snapshot_id", category="category_path").unique(), on=["snapshot_id", "category"], how="semi"
        )
        .select("snapshot_id", "category", pl.col("listing_count").alias("listing_expected"), "weight")
    )
    return _weighted_median(said).rename({"category": "category_path", "listing_expected": "menu_listing_count"})


def _met(pages: pl.DataFrame, listings: Pieces, paged: pl.DataFrame) -> pl.DataFrame:
    """How many listings each snapshot met in the categories that pagers count."""
    schema = {"snapshot_id": pl.Utf8, "category_path": pl.Utf8, "met": pl.UInt32}
    met = [pl.DataFrame(schema=schema)]
    for part in pieces_of(listings):
        found = (
            part.drop_nulls(["listing_id", "category_path"])
            .select("page", "listing_id", "category_path")
            .join(pages.select("page", "snapshot_id"), on="page")
            .select("snapshot_id", "listing_id", _parts())
            .unique()
        )
        met += [
            found.with_columns(pl.col("parts").list.head(depth))
            .filter(pl.col("parts").list.len() == depth)
            .join(paged.filter(pl.col("parts").list.len() == depth), on=["snapshot_id", "parts"])
            .group_by("snapshot_id", "category_path")
            .agg(pl.col("listing_id").n_unique().alias("met"))
            for depth in paged.get_column("parts").list.len().unique().sort()
        ]
    return pl.concat(met).group_by("snapshot_id", "category_path").agg(pl.col("met").sum())


def _outermost(rows: pl.DataFrame) -> pl.DataFrame:
    """Leave out categories within another one of the same snapshot."""
    depths = rows.get_column("parts").list.len().unique().sort()
    for depth in depths:
        outer = rows.filter(pl.col("parts").list.len() == depth).select("snapshot_id", outer="parts")
        inner = rows.with_columns(outer=pl.col("parts").list.head(depth)).filter(pl.col("parts").list.len() > depth)
        within = inner.join(outer, on=["snapshot_id", "outer"], how="semi")
        rows = rows.join(within, on=["snapshot_id", "category_path"], how="anti")
    return rows


def category_totals(pages: pl.DataFrame, menus: pl.DataFrame, paged: pl.DataFrame) -> pl.DataFrame:
    """
    Return how many listings each snapshot's pages say that each top category has.

    Args:
        pages: as for `market_totals`.
        menus: as for `market_totals`.
        paged: of `pager_counts`.

    Returns:
        ``snapshot_id, category`` (first part of the path, empty for the whole market), ``listing_expected`` (Float64).
    """
    shown = (
        pages.filter(pl.col("menu_id").is_not_null()).group_by("snapshot_id", "menu_id").agg(pl.len().alias("weight"))
    )
    trees = _tops(menus.select("menu_id", "category_path", pl.col("listing_count").cast(pl.Float64)), "menu_id")
    said = shown.join(trees, on="menu_id").select("snapshot_id", "menu_id", "category", "listing_expected", "weight")
    by_menu = _weighted_median(pl.concat([said, _lacking(said)]))
    tops = _tops(paged, "snapshot_id").filter(pl.col("listing_expected") > 0)
    by_pager = tops.join(by_menu, on="snapshot_id", how="anti")
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
    """Roll counts up to the first part of the path."""
    tops = _rolled(counts, key).filter(pl.col("parts").list.len() == 1)
    return tops.select(
        key, pl.col("parts").list.first().alias("category"), pl.col("listing_count").alias("listing_expected")
    )


def _rolled(counts: pl.DataFrame, key: str) -> pl.DataFrame:
    """Count each category: the greater of its own count and the sum of its children."""
    level = counts.drop_nulls("category_path").select(
        key,
        pl.col("category_path").str.split(_SEPARATOR).alias("parts"),
        "listing_count",
    )
    level = level.with_columns(pl.col("parts").list.len().cast(pl.Int64).alias("depth"))
    above, every = level.clear(), [level.clear()]
    for depth in range(int(level.get_column("depth").max() or 0), 0, -1):  # type: ignore[arg-type]
        own = level.filter(pl.col("depth") == depth)
        nodes = (
            pl.concat(
                [
                    own.with_columns(pl.lit(value=True).alias("own")),
                    above.with_columns(pl.lit(value=False).alias("own")),
                ]
            )
            .group_by(key, "parts")
            .agg(pl.col("listing_count").filter("own").max().alias("stated"), _sum(~pl.col("own")).alias("below"))
            .with_columns(pl.max_horizontal("stated", "below").alias("listing_count"))
        )
        every.append(nodes.select(key, "parts", "listing_count", pl.lit(depth, pl.Int64).alias("depth")))
        above = nodes.select(
            key, pl.col("parts").list.head(depth - 1), "listing_count", pl.lit(depth - 1, pl.Int64).alias("depth")
        )
    return pl.concat(every).select(key, "parts", "listing_count")


def _sum(chosen: pl.Expr) -> pl.Expr:
    """Return the sum of the counts that are known, null if none is."""
    known = pl.col("listing_count").filter(chosen & pl.col("listing_count").is_not_null())
    return pl.when(known.len() > 0).then(known.sum())


def _cards(listings: Pieces, pages: pl.DataFrame) -> pl.DataFrame:
    """How many listings each of some pages shows, and the first and the last path: ``page, cards, least, most``."""
    paths = united(part.select("category_path") for part in pieces_of(listings)).drop_nulls().sort("category_path")
    numbered = paths.with_row_index("path")  # in their order: the texts of all cards would be many
    ends = {"cards": pl.col("cards").sum(), "least": pl.col("least").min(), "most": pl.col("most").max()}
    parts = (
        part.join(pages, on="page", how="semi")
        .join(numbered, on="category_path", how="left")
        .select("page", cards=pl.col("listing_id").is_not_null().cast(pl.Int64), least="path", most="path")
        .group_by("page")
        .agg(**ends)
        for part in pieces_of(listings)
    )
    counts = lessened(parts, lambda rows: rows.group_by("page").agg(**ends))
    named = paths["category_path"]
    return counts.with_columns(named.gather(counts[name]).alias(name) for name in ("least", "most"))


def _counts_of_pagers(stated: pl.DataFrame, cards: pl.DataFrame) -> pl.DataFrame:
    """
    The number that each list's pager prints or, where it numbers pages alone, what the last page tells.

    A last page that is full tells nothing: a market may end its lists at some page.
    """
    rows = stated.join(cards.select("page", "cards"), on="page", how="left").with_columns(pl.col("cards").fill_null(0))
    full = pl.col("cards").max()
    is_end = (pl.col("page_number") == pl.col("page_count")) & (pl.col("cards") > 0) & (pl.col("cards") < full)
    by_pages = pl.when(is_end).then((pl.col("page_count") - 1) * full + pl.col("cards"))
    return rows.with_columns(pl.coalesce("total_count", by_pages).alias("total_count")).drop_nulls("total_count")


def pager_counts(pages: pl.DataFrame, totals: pl.DataFrame, listings: Pieces) -> pl.DataFrame:
    """
    Return what pagers of category pages count, by the part of the path that all cards of a page share.

    Args:
        pages: as for `market_totals`.
        totals: as for `market_totals`.
        listings: as for `market_totals`.

    Returns:
        ``snapshot_id, category_path, listing_count`` (Float64), without counts that cannot be.
    """
    printed = totals.filter(pl.col("listed_kind") == "listing").join(
        pages.filter(pl.col("kind") == "category_list").select("page", "snapshot_id"), on="page"
    )
    cards = _cards(listings, printed.select("page").unique())
    stated = _counts_of_pagers(printed, cards)
    ends = cards.drop_nulls("least").select("page", pl.col("least", "most").str.split(_SEPARATOR))
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
