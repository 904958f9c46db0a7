"""
What ages of ratings that several pages show tell of the times of these pages.

A rating is left once. A page that prints its age says when, if the page's own time is right; so pages that show the
same rating date each other, and one that prints its time dates those that print its age. Words that somebody wrote,
once on each page and of one listing at most, are taken to be one rating, with the masked buyer where rows name listing
and buyer. Where they are not, as on lists that move on fast under words that everybody writes, pages contradict each
other all the time: how often the ratings of a list agree says what their votes weigh.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.pieces import pieces_of, slices
from cryptodrug_scraper.measures.times.agreement import most_agreed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptodrug_scraper.measures.pieces import Pieces

__all__ = ["left_when", "rating_votes", "shown_in_groups", "shown_ratings"]

_SECOND = 1_000_000
_ROWS_AT_ONCE = 1_000_000
"""Rows that are joined to others at a time: all of them would be held several times."""
_PAIRS = 20
"""A list is taken to agree as often as all others do, until so many pairs of its own tell."""
_NOTHING, _ALL = 0.4, 0.7
"""Ratings of a list that agrees so often or less tell nothing; of one that agrees so often or more, all they say."""
_OF_ROW = ("vendor", "stars", "sign", "comment")


def shown_ratings(reviews: pl.DataFrame) -> pl.DataFrame:
    """
    Find the ratings that several pages show with their age or time and that are told from all others by their words.

    Args:
        reviews: rows of lists of ratings: ``page, vendor, listing_id, stars, sign, comment, is_default_comment,
            buyer_mask, age_least, age_most`` (seconds; null where none is printed), ``occurred_from, occurred_to``.

    Returns:
        One row per rating and page: ``rating`` and ``list`` (numbers; a list is what is shown of one vendor or listing
        and one sign), ``page, least, most`` (microseconds), or, where the page prints a time and no age, ``since,
        until`` (the same), which hang on no page. A rating stands once on each page, and on two pages at least.
    """
    return pl.concat(shown_in_groups([reviews]))


def shown_in_groups(groups: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """
    Find the same in rows of which one group is held at a time.

    Args:
        groups: rows as of `shown_ratings`; all of one vendor and words are of one group.

    Yields:
        As there, of each group; a rating is of one.
    """
    begin = 0
    for reviews in groups:
        shown = _shown(reviews)
        yield shown.select(
            pl.col("rating") + begin,
            pl.struct("vendor", "listing_id", "sign").hash().alias("list"),
            "page",
            least=pl.col("age_least") * _SECOND,
            most=pl.col("age_most") * _SECOND,
            since="since",
            until="until",
        )
        begin += 1 + (0 if shown.is_empty() else int(shown["rating"].max()))  # type: ignore[arg-type]  # numbers


def _shown(reviews: pl.DataFrame) -> pl.DataFrame:
    """The rows of a group that several pages show, with the number of their rating."""
    dated = pl.col("occurred_from").is_not_null() & pl.col("occurred_to").is_not_null()
    aged = reviews.filter((pl.col("age_least").is_not_null() & pl.col("age_most").is_not_null()) | dated).with_columns(
        since=pl.when(pl.col("age_least").is_null()).then(pl.col("occurred_from").dt.epoch("us")),
        until=pl.when(pl.col("age_least").is_null()).then(pl.col("occurred_to").dt.epoch("us")),
    )
    # where a row has both listing and buyer all rows of its market do, and the buyer tells more than the words
    is_whole = pl.col("buyer_mask").is_not_null() & (pl.col("listing_id").is_not_null() | pl.col("comment").is_null())
    said = aged.filter(
        ~is_whole & pl.col("comment").is_not_null() & ~pl.col("is_default_comment").fill_null(value=False)
    )
    masked = aged.filter(is_whole)
    words = _numbered(said, _OF_ROW)
    listings = words.group_by("rating").agg(pl.col("listing_id").drop_nulls().n_unique().alias("listings"))
    of_one = words.join(listings.filter(pl.col("listings") <= 1), on="rating", how="semi")
    buyers = _numbered(masked, (*_OF_ROW, "listing_id", "buyer_mask", "amount", "amount_currency"))
    first = (0 if words.is_empty() else words["rating"].max()) + 1  # type: ignore[operator]  # a column of numbers
    columns = ("rating", "page", "vendor", "listing_id", "sign", "age_least", "age_most", "since", "until")
    rows = pl.concat([of_one.select(columns), buyers.with_columns(pl.col("rating") + first).select(columns)])
    once = rows.group_by("rating").agg(pl.len(), pl.col("page").n_unique().alias("pages"))
    shared = once.filter((pl.col("len") == pl.col("pages")) & (pl.col("pages") > 1))
    return rows.join(shared, on="rating", how="semi")


def _numbered(rows: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """Rows with ``rating``, a number for each combination of values."""
    numbers = rows.select(by).unique(maintain_order=True).with_row_index("rating")
    return rows.join(numbers.with_columns(pl.col("rating").cast(pl.Int64)), on=by, how="left", nulls_equal=True)


def left_when(shown: Pieces, pages: pl.DataFrame) -> pl.DataFrame:
    """
    Tell when ratings were left: when most of the pages say that show one, and where as many say one as the other, at
    the earlier time. A copy that is older than its source says makes ratings look younger, and hardly anything makes
    them look older.

    Args:
        shown: of `shown_ratings`; of pieces, each has all rows of its ratings.
        pages: ``page, low, high`` (microseconds), what is thought of the times of pages; others say nothing.

    Returns:
        One row per rating: ``rating, list, low, high, support`` (how many pages say so), ``weight`` (from 0 to 1), what
        its list says.
    """
    found, counts = [], []
    for part in pieces_of(shown):
        said = _said(part, pages)
        lists = part.select("rating", "list").unique("rating", keep="first", maintain_order=True)
        left = most_agreed(said.select("rating", "low", "high", weight=pl.lit(1.0)), "rating").drop("total")
        found.append(left.join(lists, on="rating", how="left", maintain_order="left"))
        counts.append(_agreeing(said))
    weights = _weights(pl.concat(counts))
    return (
        pl.concat(found)
        .join(weights, on="list", how="left", maintain_order="left")
        .with_columns(pl.col("weight").fill_null(0.0))
    )


def rating_votes(shown: Pieces, left: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """
    Let each rating that other pages show say when a page was made that prints its age.

    Args:
        shown: of `shown_ratings`, or pieces of it.
        left: of `left_when`.
        pages: as there.

    Returns:
        Votes: ``page, low, high, weight`` (from 0 to 1). Of the pages that a rating's time rests on, none has a vote
        unless others say the same.
    """
    known = left.filter(pl.col("weight") > 0).drop("list")
    own = pages.select("page", page_low="low", page_high="high")
    own_low, own_high = pl.col("page_low") - pl.col("most"), pl.col("page_high") - pl.col("least")
    is_in = ((own_low <= pl.col("high")) & (own_high >= pl.col("low"))).fill_null(value=False)
    others = pl.col("support") - is_in.cast(pl.Float64)
    return pl.concat(
        part.filter(pl.col("since").is_null())
        .select("rating", "page", "least", "most")
        .join(known, on="rating")
        .join(own, on="page", how="left")
        .filter(others > 0)
        .select("page", low=pl.col("low") + pl.col("least"), high=pl.col("high") + pl.col("most"), weight="weight")
        for piece in pieces_of(shown)
        for part in slices(piece, _ROWS_AT_ONCE)
    )


def _said(shown: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """When each page says that each of its ratings was left."""
    known = pages.select("page", "low", "high")
    return pl.concat(
        part.join(known, on="page").select(
            "rating",
            "list",
            "page",
            low=pl.coalesce("since", pl.col("low") - pl.col("most")),
            high=pl.coalesce("until", pl.col("high") - pl.col("least")),
        )
        for part in slices(shown, _ROWS_AT_ONCE)
    )


def _agreeing(said: pl.DataFrame) -> pl.DataFrame:
    """Of how many sightings of ratings of each list it is known whether they agree with the one before, and do."""
    ordered = said.sort("rating", "page")
    before = ordered.select(pl.col("rating", "low", "high").shift(1).name.suffix("_before"))
    pairs = pl.concat([ordered, before], how="horizontal").filter(pl.col("rating") == pl.col("rating_before"))
    meets = (pl.col("low_before") <= pl.col("high")) & (pl.col("high_before") >= pl.col("low"))
    known = pairs.with_columns(agrees=meets).drop_nulls("agrees")
    return known.group_by("list").agg(agreed=pl.col("agrees").sum().cast(pl.Int64), pairs=pl.len().cast(pl.Int64))


def _weights(counts: pl.DataFrame) -> pl.DataFrame:
    """
    What a vote of each list weighs, by how many of its ratings' sightings agree with the one before: hardly less than
    all if words tell ratings apart, since few pages are old copies.

    Args:
        counts: of `_agreeing`; a list may have several rows.
    """
    usual = int(counts["agreed"].sum()) / int(counts["pairs"].sum()) if counts.height else 0.0
    agreed = (pl.col("agreed") + pl.lit(usual) * _PAIRS) / (pl.col("pairs") + _PAIRS)
    weight = (agreed - _NOTHING) / (_ALL - _NOTHING)
    return counts.group_by("list").sum().select("list", weight=weight.clip(0.0, 1.0))
