"""
Review rows put into views of lists: what was shown at one look, and which rows are the same place shown twice.

A *list* is what a market shows of one vendor's or one listing's ratings on one kind of page. A *view* is one look at it
in one snapshot: all its pages, each once. Two equal rows of one view are two ratings (methods E3). A page that was
fetched again in a snapshot is a further view. A list that grew between two fetches of its pages shows the last rows of
one page again as the first rows of the next: these are no ratings of their own.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

__all__ = ["KEY", "TOLERANCE", "Viewed", "kinds_by_sign", "review_views"]

TOLERANCE = timedelta(minutes=2)
"""Clocks of market and collector may differ by so much; each interval is widened by it on both sides."""
KEY = ("account", "listing_id", "stars", "sign", "comment", "is_default_comment", "buyer_mask")
"""What does not change while nobody edits a rating. The amount may (pitfall 4 of methods)."""
_AMOUNT = ("amount", "amount_currency", "amount_step")
_MOST_SLID = 500
"""By so many rows a list may have grown between two fetches of its pages, if it does not begin anew."""
_SHORT = 3_600_000_000
"""Microseconds below which an interval may have moved on from one fetch to the next."""


_LAST_NUMBER = r"(\d+)\D*$"
"""In an address: of the page of the list, or of its first row. The first page of a list often has none."""


class Viewed(NamedTuple):
    """
    Review rows of one market in views.

    Attributes:
        rows: in order of time: ``row`` (its place), ``page, ordinal, captured_at, key, list, series, view``, ``low,
            high`` (the widened interval in microseconds), ``amount, amount_currency, amount_step``, ``repeat_of`` (the
            row that this one repeats, as the list slid). A *series* is a list, or one class of its ratings where each
            has pages of its own.
        keys: ``key`` and the columns of `KEY`.
        views: in order of time in each series: ``series, view, list, snapshot_id``; ``place`` in the series, from 0;
            ``at, until``, when its first and last page was taken; ``row_count``; ``oldest``, where its oldest row
            begins; ``is_whole``, whether its time is known, the page says nothing of rows left out, and holds as many
            as it says that there are; ``is_counted``, whether it says how many.
    """

    rows: pl.DataFrame
    keys: pl.DataFrame
    views: pl.DataFrame


def review_views(
    reviews: pl.DataFrame,
    pages: pl.DataFrame,
    names: pl.DataFrame,
    totals: pl.DataFrame | None = None,
    *,
    tolerance: timedelta = TOLERANCE,
    by_sign: Collection[str] | None = None,
) -> Viewed:
    """
    Put the rows of one market into views, in order of time.

    Args:
        reviews: rows as they were read.
        pages: ``page, snapshot_id, kind, url_key`` of their pages; a page without a snapshot is a look of its own, and
            where ``is_vague`` its time is not known.
        names: ``vendor, account`` of renamed vendors; others keep their name.
        totals: ``page, listed_kind, total_count, page_number, hidden_count``; else the address tells pages apart.
        tolerance: by how much intervals are widened.
        by_sign: of `kinds_by_sign` of the whole market; None: these are all its rows.
    """
    tabs = kinds_by_sign([reviews], pages) if by_sign is None else by_sign
    rows, keys = _keyed(reviews, names, tolerance)
    # a page that is of no snapshot is a look of its own
    of_look = pl.coalesce("snapshot_id", pl.format("page {}", "page"))
    is_vague = pl.col("is_vague") if "is_vague" in pages.columns else pl.lit(value=False)
    told = pages.select("page", of_look.alias("snapshot_id"), "kind", "url_key", is_vague=is_vague).join(
        _page_totals(totals), on="page", how="left"
    )
    rows = _with_repeats(_with_views(rows, keys, told, tabs), told)
    return Viewed(rows, keys.select("key", *KEY), _views(rows, told))


def kinds_by_sign(groups: Iterable[pl.DataFrame], pages: pl.DataFrame) -> list[str]:
    """
    Return the kinds of pages that show one class of ratings each, as tabs do.

    Args:
        groups: all rows of a market, in parts: ``page, sign``.
        pages: ``page, kind``.
    """
    shown = pl.concat([group.select("page", "sign").unique() for group in groups]).unique()
    kinds = shown.join(pages.select("page", pl.col("kind").fill_null("")), on="page")
    signs = kinds.group_by("kind", "page").agg(pl.col("sign").n_unique().alias("n"), pl.col("sign").first())
    told = signs.group_by("kind").agg(pl.col("n").max(), pl.col("sign").n_unique())
    return told.filter((pl.col("n") == 1) & (pl.col("sign") > 1))["kind"].sort().to_list()


def _keyed(reviews: pl.DataFrame, names: pl.DataFrame, tolerance: timedelta) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows in order of time, with numbers in the place of words, and what the numbers mean."""
    renamed = names.select("vendor", "account").unique("vendor", keep="first", maintain_order=True)
    margin = tolerance // timedelta(microseconds=1)
    keys = (
        reviews.select("vendor", *KEY[1:])
        .join(renamed, on="vendor", how="left", maintain_order="left")
        .select(pl.coalesce("account", "vendor").alias("account"), *KEY[1:])
        .with_row_index("index")
        .group_by(KEY)
        .agg("index")
        .with_row_index("key")
    )
    key_of = keys.select("key", "index").explode("index").sort("index")["key"]
    rows = (
        reviews.select("page", "ordinal", "captured_at", "occurred_from", "occurred_to", *_AMOUNT)
        .with_columns(
            key_of,
            low=pl.col("occurred_from").dt.epoch("us") - margin,
            high=pl.col("occurred_to").dt.epoch("us") + margin,
        )
        .drop("occurred_from", "occurred_to")
        .sort("captured_at", "page", "ordinal")
        .with_row_index("row")
    )
    first = rows.group_by("key").agg(pl.col("row").min()).sort("row").with_row_index("number").drop("row")
    rows = rows.join(first, on="key", how="left", maintain_order="left").drop("key").rename({"number": "key"})
    keys = keys.drop("index").join(first, on="key").drop("key").rename({"number": "key"}).sort("key")
    return rows, keys


def _page_totals(totals: pl.DataFrame | None) -> pl.DataFrame:
    schema = {"page": pl.UInt32, "page_number": pl.Int64, "total_count": pl.Int64, "hidden_count": pl.Int64}
    if totals is None:
        return pl.DataFrame(schema={**schema, "has_totals": pl.Boolean})
    counts = pl.col("page_number", "total_count", "hidden_count").max().cast(pl.Int64)
    told = totals.filter(pl.col("listed_kind") == "review").group_by(pl.col("page").cast(pl.UInt32)).agg(counts)
    return told.with_columns(has_totals=pl.lit(value=True))


def _numbered(rows: pl.DataFrame, columns: tuple[str, ...], name: str) -> pl.DataFrame:
    """Number equal values of columns in the order in which they first stand."""
    first = rows.group_by(columns).agg(pl.col("row").min()).sort("row").with_row_index(name).drop("row")
    return rows.join(first, on=columns, how="left", nulls_equal=True, maintain_order="left")


def _with_views(rows: pl.DataFrame, keys: pl.DataFrame, told: pl.DataFrame, by_sign: Collection[str]) -> pl.DataFrame:
    """Rows with ``list, series, view``."""
    of_key = keys.select(
        "key",
        sign=pl.col("sign").rank("dense"),
        account=pl.col("account").rank("dense"),
        owned=pl.struct("account", "listing_id").rank("dense"),
    )
    of_page = told.select(
        "page",
        kind=pl.col("kind").fill_null("").rank("dense"),
        is_of_listing=pl.col("kind").fill_null("").str.starts_with("listing"),
        is_by_sign=pl.col("kind").fill_null("").is_in(list(by_sign)),
    )
    parts = rows.select("row", "page", "key").join(of_key, on="key", how="left").join(of_page, on="page", how="left")
    parts = parts.with_columns(pl.when("is_of_listing").then("owned"), pl.when("is_by_sign").then("sign"))
    by = ("page", "kind", "account", "owned", "sign")
    parts = parts.select("row", *by)
    place = pl.when("has_totals").then(pl.col("page_number").fill_null(1).cast(pl.String)).otherwise("url_key")
    fetched = _numbered(parts.group_by(by).agg(pl.col("row").min()).sort("row"), ("kind", "account", "owned"), "list")
    fetched = (
        _numbered(fetched, ("list", "sign"), "series")
        .join(told.select("page", "snapshot_id", place.alias("place")), on="page", how="left", maintain_order="left")
        .sort("row")
        .with_columns(time=pl.int_range(pl.len()).over("snapshot_id", "series", "place"))
    )
    fetched = _numbered(fetched, ("snapshot_id", "series", "time"), "view")
    found = parts.join(fetched.select(*by, "list", "series", "view"), on=by, how="left", nulls_equal=True)
    return rows.join(found.select("row", "list", "series", "view"), on="row", how="left", maintain_order="left")


def _views(rows: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    seen = (
        rows.group_by("view", "list", "series", "page")
        .agg(
            pl.col("captured_at").min().alias("at"),
            pl.col("captured_at").max().alias("until"),
            pl.col("repeat_of").is_null().sum().cast(pl.Int64).alias("row_count"),
            pl.col("low").min().alias("oldest"),
        )
        .join(told.select("page", "snapshot_id", "is_vague", "total_count", "hidden_count"), on="page", how="left")
    )
    total = pl.col("total_count").max()
    return (
        seen.group_by("series", "view", "list", "snapshot_id")
        .agg(
            pl.col("at").min(),
            pl.col("until").max(),
            pl.col("row_count").sum(),
            pl.col("oldest").min(),
            is_whole=~pl.col("is_vague").any()
            & (pl.col("hidden_count").max().fill_null(0) == 0)
            & (pl.col("row_count").sum() >= total.fill_null(0)),
            is_counted=total.is_not_null(),
        )
        .sort("series", "at", "view")
        .with_columns(place=pl.int_range(pl.len()).over("series"))
    )


def _with_repeats(rows: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Rows with ``repeat_of``. Pages are taken in order of time and, of one instant or one day, of their numbers."""
    several = rows.select("view", "page").unique().filter(pl.len().over("view") > 1).select("view").unique()
    number = pl.coalesce("page_number", pl.col("url_key").str.extract(_LAST_NUMBER).cast(pl.Int64, strict=False))
    shown = rows.select("row", "view", "page", "captured_at", "ordinal", "key", "low", "high")
    shown = shown.join(several, on="view", how="semi").join(
        told.select("page", "page_number", number=number), on="page", how="left"
    )
    pairs = list(_repeats(shown.sort("view", "captured_at", "number", "page", "ordinal")))
    repeats = pl.DataFrame(pairs, schema={"row": pl.UInt32, "repeat_of": pl.UInt32}, orient="row")
    return rows.join(repeats, on="row", how="left", maintain_order="left")


def _repeats(rows: pl.DataFrame) -> Iterator[tuple[int, int]]:
    """
    Rows at the head of a page that end the page before it, each with the row that it repeats.

    That is the page of the number before, if it was fetched already; else the one that was fetched last.
    """
    fetched: dict[int | None, list[tuple[int, int, int, int]]] = {}
    last: list[tuple[int, int, int, int]] = []
    view = None
    columns = rows.group_by("view", "page", maintain_order=True).agg(
        pl.col("page_number").first(), "row", "key", "low", "high"
    )
    origin: dict[int, int] = {}
    for this, _, number, *lists in columns.iter_rows():
        shown = list(zip(*lists, strict=True))
        if this != view:
            fetched, last, view = {}, [], this
        before = last if number is None else fetched.get(number - 1, last)
        for old, new in _repeated(before, shown):
            origin[new] = origin.get(old, old)
            yield new, origin[new]
        if number is not None:
            fetched[number] = shown
        last = shown


def _repeated(
    before: list[tuple[int, int, int, int]], shown: list[tuple[int, int, int, int]]
) -> Iterator[tuple[int, int]]:
    """Rows of a page and those at the head of another that repeat them: the longest end that the other begins with."""
    for start in (0, *range(max(1, len(before) - _MOST_SLID), len(before))):
        tail = before[start:]
        if len(tail) <= len(shown) and all(map(_are_same, tail, shown)):
            yield from ((old[0], new[0]) for old, new in zip(tail, shown, strict=False))
            return


def _are_same(old: tuple[int, int, int, int], new: tuple[int, int, int, int]) -> bool:
    """Whether two rows can be one, seen minutes apart: ages in days that only touch are of two ratings."""
    overlap, shorter = min(old[3], new[3]) - max(old[2], new[2]), min(old[3] - old[2], new[3] - new[2])
    return old[1] == new[1] and overlap > (0 if shorter <= _SHORT else shorter // 2)
