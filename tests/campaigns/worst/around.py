"""What the worst vendor's pages may print around its sales: totals of lists, menus with counts, keys of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.campaigns.worst.frames import Frames

__all__ = ["AROUND", "key_kinds"]


def _own(frames: Frames, vendor: str) -> pl.Expr:
    """Whether a row is of a page of the vendor or of one of its listings."""
    vendors, listings = frames.of["vendors"], frames.of["listings"]
    on_page = pl.col("seen_on") == "page"
    runs = [
        vendors.filter(frames.is_of("vendors", vendor) & on_page)["run"],
        listings.filter(frames.is_of("listings", vendor) & on_page)["run"],
    ]
    return pl.col("run").is_in(pl.concat(runs).unique().implode())


def _totals(kind: str, count: int) -> Callable[[Frames, str], Frames]:
    """The totals of all lists of a kind on the vendor's pages; there is one where there was none."""

    def of(frames: Frames, vendor: str) -> Frames:
        mine = _own(frames, vendor) & (pl.col("listed_kind") == kind)
        return frames.changed("totals", mine, total_count=pl.lit(count), page_count=pl.lit(count))

    return of


def _rating_count(count: int) -> Callable[[Frames, str], Frames]:
    """The number of ratings beside the vendor's name, with all else as it is."""

    def of(frames: Frames, vendor: str) -> Frames:
        return frames.changed("vendors", frames.is_of("vendors", vendor), rating_count=pl.lit(count))

    return of


def _hidden(frames: Frames, vendor: str) -> Frames:
    """No rating is shown on the vendor's pages, and the counts stay."""
    rows = frames.of["reviews"]
    return frames.put(reviews=rows.filter(~frames.is_of("reviews", vendor)))


def _pager(count: int) -> Callable[[Frames, str], Frames]:
    """The total of each list of listings that shows one of the vendor's, on the last such page of each list."""

    def of(frames: Frames, vendor: str) -> Frames:
        cards = frames.of["listings"].filter(frames.is_of("listings", vendor) & (pl.col("seen_on") == "card"))
        lists = frames.of["pages"].filter(
            (pl.col("kind") == "category_list") & pl.col("run").is_in(cards["run"].implode())
        )
        last = lists.sort("captured_at", "run").unique("url_key", keep="last")["run"]
        mine = pl.col("run").is_in(last.implode()) & (pl.col("listed_kind") == "listing")
        return frames.changed("totals", mine, total_count=pl.lit(count))

    return of


def _menu(count: int, *, more: bool = False) -> Callable[[Frames, str], Frames]:
    """
    A menu on the vendor's own pages with a count for each category, or with a category more.

    Other pages' menus stay as they are.
    """

    def of(frames: Frames, vendor: str) -> Frames:
        pages, menus = frames.of["pages"], frames.of["menus"]
        own = _own(frames, vendor) & pl.col("menu_id").is_not_null()
        shown = pages.filter(own)["menu_id"].unique().sort()
        if shown.is_empty():
            return frames
        forged = menus.filter(pl.col("menu_id") == shown[-1])
        if more:
            extra = forged.head(1).with_columns(
                category_path=pl.lit("Forged"), listing_count=pl.lit(count), ordinal=pl.lit(10_000)
            )
            forged = pl.concat([forged, extra.cast(forged.schema)])
        else:
            forged = forged.with_columns(listing_count=pl.lit(count)).cast(menus.schema)
        named = pl.when(own).then(pl.lit("forged")).otherwise("menu_id").alias("menu_id")
        added = forged.with_columns(menu_id=pl.lit("forged"))
        return frames.put(pages=pages.with_columns(named), menus=pl.concat([menus, added]))

    return of


AROUND: dict[str, Callable[[Frames, str], Frames]] = {
    "totals of ratings 0": _totals("review", 0),
    "totals of ratings 1e9": _totals("review", 10**9),
    "totals of offers 1e9": _totals("listing", 10**9),
    "count of ratings 1e9": _rating_count(10**9),
    "no rating shown": _hidden,
    "pagers 0": _pager(0),
    "pagers 1e9": _pager(10**9),
    "menu of 0": _menu(0),
    "menu of 1e9": _menu(10**9),
    "menu with a category of 1e9 more": _menu(10**9, more=True),
}
"""What pages print around the vendor's own figures."""


def key_kinds(markets: Mapping[str, Frames]) -> dict[str, Callable[[Frames, str], Frames]]:
    """
    Kinds of pages that print keys of others.

    Args:
        markets: of all markets, by their codes.
    """
    printed = [
        frames.of["vendors"].drop_nulls("pgp_fingerprint")
        .group_by("vendor").agg(pl.col("pgp_fingerprint").sort().first(), size=pl.len())
        .select("vendor", "pgp_fingerprint", "size", market=pl.lit(market))
        for market, frames in markets.items()
    ]  # fmt: skip
    keys = pl.concat(printed).sort("size", "market", "vendor", descending=[True, False, False])

    def others(frames: Frames, vendor: str, *, abroad: bool) -> pl.Series:
        own = keys.filter((pl.col("market") == frames.market) & (pl.col("vendor") == vendor))["pgp_fingerprint"]
        is_there = pl.col("market") != frames.market if abroad else pl.col("market") == frames.market
        rest = keys.filter(is_there & ~pl.col("pgp_fingerprint").is_in(own.implode()))
        return rest["pgp_fingerprint"].unique(maintain_order=True)

    def on_own_pages(frames: Frames, vendor: str) -> pl.Expr:
        return frames.is_of("vendors", vendor) & (pl.col("seen_on") == "page")

    def one(*, abroad: bool) -> Callable[[Frames, str], Frames]:
        def of(frames: Frames, vendor: str) -> Frames:
            rest = others(frames, vendor, abroad=abroad)
            if rest.is_empty():
                return frames
            return frames.changed("vendors", on_own_pages(frames, vendor), pgp_fingerprint=pl.lit(rest[0]))

        return of

    def many(*, abroad: bool) -> Callable[[Frames, str], Frames]:
        def of(frames: Frames, vendor: str) -> Frames:
            rest = others(frames, vendor, abroad=abroad)
            if rest.is_empty():
                return frames
            mine = on_own_pages(frames, vendor)
            in_turn = pl.lit(rest).gather((mine.cum_sum() - 1).clip(0) % len(rest))
            return frames.changed("vendors", mine, pgp_fingerprint=in_turn)

        return of

    return {
        "key of another of its market": one(abroad=False),
        "key of another market's vendor": one(abroad=True),
        "keys of all of its market in turn": many(abroad=False),
        "keys of all of other markets in turn": many(abroad=True),
    }
