"""
Review rows put into views of lists: what was shown at one look, and which rows are the same place shown twice.

A *list* is what a market shows of one vendor's or one listing's ratings on one kind of page. A *view* is one look at it
in one snapshot: all its pages, each once. Two equal rows of one view are two ratings (methods E3). A page that was
fetched again in a snapshot is a further view. A list that grew between two fetches of its pages shows the last rows of
one page again as the first rows of the next: these are no ratings of their own.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["KEY", "TOLERANCE", "review_rows"]

TOLERANCE = timedelta(minutes=2)
"""Clocks of market and collector may differ by so much; each interval is widened by it on both sides."""
KEY = ("account", "listing_id", "stars", "sign", "comment", "is_default_comment", "buyer_mask")
"""What does not change while nobody edits a rating. The amount may (pitfall 4 of methods)."""
_SHORT = 3_600_000_000
"""Microseconds below which an interval may have moved on from one fetch to the next."""
_PAGE = ("page", "snapshot_id", "kind", "url_key")


def review_rows(
    reviews: pl.DataFrame,
    pages: pl.DataFrame,
    names: pl.DataFrame,
    totals: pl.DataFrame | None = None,
    *,
    tolerance: timedelta = TOLERANCE,
) -> pl.DataFrame:
    """
    Put the rows of one market into views, in order of time.

    Args:
        reviews: rows as they were read.
        pages: ``page, snapshot_id, kind, url_key`` of their pages.
        names: ``vendor, account`` of renamed vendors; others keep their name.
        totals: ``page, listed_kind, total_count, page_number, hidden_count``; else the address tells pages apart.
        tolerance: by how much intervals are widened.

    Returns:
        The rows, with ``row`` (their place in time order), ``account``, ``key`` (number of equal `KEY`), ``list``,
        ``series`` (a list, or one class of its ratings where each has pages of its own), ``view`` (numbers, views in
        time order), ``low, high`` (the widened interval in microseconds), ``repeat_of`` (the row that this one repeats,
        as the list slid), and ``total_count, hidden_count`` of the page.
    """
    renamed = names.select("vendor", "account").unique("vendor", keep="first", maintain_order=True)
    margin = tolerance // timedelta(microseconds=1)
    rows = (
        reviews.join(pages.select(_PAGE), on="page", how="left")
        .join(renamed, on="vendor", how="left")
        .join(_page_totals(totals), on="page", how="left")
        .with_columns(
            pl.col("account").fill_null(pl.col("vendor")),
            low=pl.col("occurred_from").dt.epoch("us") - margin,
            high=pl.col("occurred_to").dt.epoch("us") + margin,
        )
        .sort("captured_at", "page", "ordinal")
        .with_row_index("row")
    )
    rows = _numbered(rows, KEY, "key")
    return _with_repeats(_with_views(rows))


def _page_totals(totals: pl.DataFrame | None) -> pl.DataFrame:
    schema = {"page": pl.UInt32, "page_number": pl.Int64, "total_count": pl.Int64, "hidden_count": pl.Int64}
    if totals is None:
        return pl.DataFrame(schema={**schema, "counted": pl.Boolean})
    of_reviews = (
        totals.filter(pl.col("listed_kind") == "review")
        .group_by("page")
        .agg(pl.col("page_number", "total_count", "hidden_count").max().cast(pl.Int64))
    )
    return of_reviews.with_columns(pl.col("page").cast(pl.UInt32), counted=pl.lit(value=True))


def _numbered(rows: pl.DataFrame, columns: tuple[str, ...], name: str) -> pl.DataFrame:
    """Number equal values of columns in the order in which they first stand."""
    first = rows.group_by(columns).agg(pl.col("row").min()).sort("row").with_row_index(name).drop("row")
    return rows.join(first, on=columns, how="left", nulls_equal=True, maintain_order="left")


def _with_views(rows: pl.DataFrame) -> pl.DataFrame:
    of_listing = pl.col("kind").fill_null("").str.starts_with("listing")
    rows = rows.with_columns(
        list_of=pl.when(of_listing).then(pl.col("listing_id")), tab=pl.when(_is_by_sign(rows)).then(pl.col("sign"))
    )
    rows = _numbered(rows, ("kind", "account", "list_of"), "list")
    place = (
        pl.when(pl.col("counted")).then(pl.col("page_number").fill_null(1).cast(pl.String)).otherwise(pl.col("url_key"))
    )
    fetched = (
        rows.group_by("page", "list", "tab")
        .agg(pl.col("row", "snapshot_id", "captured_at").min(), place.first().alias("place"))
        .sort("row")
        .with_columns(time=pl.int_range(pl.len()).over("snapshot_id", "list", "tab", "place"))
    )
    fetched = _numbered(fetched, ("snapshot_id", "list", "tab", "time"), "view")
    fetched = _numbered(fetched, ("list", "tab"), "series")
    by = ["page", "list", "tab"]
    rows = rows.join(fetched.select(*by, "view", "series"), on=by, how="left", nulls_equal=True, maintain_order="left")
    return rows.drop("list_of", "tab", "page_number", "counted")


def _is_by_sign(rows: pl.DataFrame) -> pl.Expr:
    """Whether pages of a kind show one class of ratings each, as tabs do."""
    signs = rows.group_by("kind", "page").agg(pl.col("sign").n_unique().alias("n"), pl.col("sign").first())
    kinds = signs.group_by("kind").agg(pl.col("n").max(), pl.col("sign").n_unique())
    return pl.col("kind").is_in(kinds.filter((pl.col("n") == 1) & (pl.col("sign") > 1))["kind"].to_list())


def _with_repeats(rows: pl.DataFrame) -> pl.DataFrame:
    several = rows.filter(pl.col("page").n_unique().over("view") > 1).sort("view", "page", "ordinal")
    pairs = list(_repeats(several))
    repeats = pl.DataFrame(pairs, schema={"row": pl.UInt32, "repeat_of": pl.UInt32}, orient="row")
    return rows.join(repeats, on="row", how="left", maintain_order="left")


def _repeats(rows: pl.DataFrame) -> Iterator[tuple[int, int]]:
    """Rows at the head of a page that end the page fetched before it, each with the row that it repeats."""
    before: list[tuple[int, int, int, int]] = []
    view = None
    columns = rows.group_by("view", "page", maintain_order=True).agg("row", "key", "low", "high")
    origin: dict[int, int] = {}
    for this, _, *lists in columns.iter_rows():
        shown = list(zip(*lists, strict=True))
        if this == view and shown:
            for start in range(len(before)):
                tail = before[start:]
                if len(tail) <= len(shown) and all(map(_are_same, tail, shown)):
                    for old, new in zip(tail, shown, strict=False):
                        origin[new[0]] = origin.get(old[0], old[0])
                        yield new[0], origin[new[0]]
                    break
        before, view = shown, this


def _are_same(old: tuple[int, int, int, int], new: tuple[int, int, int, int]) -> bool:
    """Whether two rows can be one, seen minutes apart: ages in days that only touch are of two ratings."""
    overlap, shorter = min(old[3], new[3]) - max(old[2], new[2]), min(old[3] - old[2], new[3] - new[2])
    return old[1] == new[1] and overlap > (0 if shorter <= _SHORT else shorter // 2)
