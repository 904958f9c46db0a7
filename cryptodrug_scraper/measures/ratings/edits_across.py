"""
Ratings of which one kind of page shows the old words, and another kind the new ones, by weight of evidence.

Where listings' pages and vendors' pages show the same ratings, `review_edits` sees an edit only where one list shows
both its sides. Otherwise a listing's page has a rating that the vendor's own list ought to have, and has not; and that
list, at another time, has one that stands on no listing's page. They are one, or something else explains the first:

- *m*, that its words were changed, against that it went, or that its page is dated wrongly: shares of the market's own
  ratings that were edited and that went from lists, and ``doubt`` of `measures.times.capture_times`;
- *u*, that another rating of the vendor lies in the same time by chance: by how many there are that stand on no
  listing's page and agree in what both kinds of page show, and how long the times are.

So a vendor with a rating a week has theirs joined, and one with many a day has not: there *u* is near 1, and what is
unsure goes into ``certainty``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from cryptodrug_scraper.measures.ratings.edit_pairs import candidates, one_to_one
from cryptodrug_scraper.measures.ratings.review_edits import plain_views

if TYPE_CHECKING:
    from cryptodrug_scraper.measures.ratings.review_views import Viewed

__all__ = ["Across", "Shares", "Sides", "edits_across", "sides_of"]

_SHOWN = ("listing_id", "buyer_mask")
"""What both kinds of page may show of a rating."""
_EVEN = 0.5
_LEAST_SPAN = 30 * 86_400_000_000
"""Microseconds over which the ratings of a vendor are spread at least."""
_UNSEEN = 0.5
"""Ratings that are counted besides those seen: what was never seen may happen."""


class Across(NamedTuple):
    """
    Ratings before and after an edit, on pages of two kinds.

    Attributes:
        links: ``review``, ``earlier`` and ``certainty``, from 0 to 1, that they are one.
        doubts: ``review`` and ``certainty`` of those that may be one with another and are not joined.
        left_out: pairs that were not looked at (`edit_pairs`).
    """

    links: pl.DataFrame
    doubts: pl.DataFrame
    left_out: int


class Shares(NamedTuple):
    """
    How often ratings of a market were edited and went, and what its pages show.

    Attributes:
        edited: ratings of one list that were edited (`review_edits.edit_links`).
        ratings: all ratings.
        gone: ratings of accounts' own lists that later looks ought to show and do not.
        listed: ratings of accounts' own lists.
        unlisted: ratings of both sides without a listing.
        unmasked: those without a buyer.
    """

    edited: int = 0
    ratings: int = 0
    gone: int = 0
    listed: int = 0
    unlisted: int = 0
    unmasked: int = 0

    def plus(self, other: Shares) -> Shares:
        """Of the ratings of both."""
        return Shares(*(one + two for one, two in zip(self, other, strict=True)))


class Sides(NamedTuple):
    """
    Ratings that may be one.

    Attributes:
        lone: those of listings' pages that lists of their accounts ought to show and do not.
        tabs: those that stand on no listing's page.
        shares: how many there are.
    """

    lone: pl.DataFrame
    tabs: pl.DataFrame
    shares: Shares


def sides_of(
    viewed: Viewed, found: pl.DataFrame, pages: pl.DataFrame, edited: int, *, age_disorder: int, most_rows: int
) -> Sides:
    """
    Find the ratings that may be one with one that another kind of page shows.

    Args:
        viewed: the rows of some of a market's accounts in views, with ``review``.
        found: reviews: ``review, account, listing_id, buyer_mask, low, high, amount, amount_currency, amount_step``.
        pages: ``page, kind, doubt``.
        edited: how many of their ratings of one list were edited.
        age_disorder: microseconds by which rows may stand out of age order.
        most_rows: rows of a view that may be cut.
    """
    rows = viewed.rows.join(
        pages.select("page", "doubt", is_listing=pl.col("kind").fill_null("").str.starts_with("listing")), on="page"
    )
    seen = (
        rows.group_by("review")
        .agg(
            pl.col("is_listing").all().alias("is_lone"),
            pl.col("is_listing").any().alias("is_listed"),
            pl.col("captured_at").min().alias("first_at"),
            pl.col("captured_at").max().alias("last_at"),
            pl.col("doubt").fill_null(0.0).product(),
        )
        .join(found.drop("listing_ids", strict=False), on="review")
        .sort("review")
    )
    reach = _reach(viewed, rows, most_rows, age_disorder)
    gone, of = _gone(seen.filter(~pl.col("is_lone")), reach)
    lone = _ought_to_show(seen.filter("is_lone"), reach, "high")
    tabs = seen.filter(~pl.col("is_listed"))
    lacking = (lone[name].null_count() + tabs[name].null_count() for name in _SHOWN)
    return Sides(lone, tabs, Shares(edited, seen.height, gone, of, *lacking))


def edits_across(lone: pl.DataFrame, tabs: pl.DataFrame, shares: Shares, agree: pl.Expr) -> Across:
    """
    Find pairs of ratings that are one, before and after an edit, of which no list shows both.

    Args:
        lone: see `Sides`.
        tabs: the same.
        shares: of the whole market.
        agree: whether the amounts of two can be of one order; those of the earlier end in ``_old``.
    """
    if lone.is_empty() or tabs.is_empty():
        return Across(_links([]), _doubts({}), 0)
    lacking = zip(_SHOWN, (shares.unlisted, shares.unmasked), strict=True)
    by = ["account", *(name for name, number in lacking if not number)]
    edited, gone = (shares.edited + _UNSEEN) / (shares.ratings + 1), (shares.gone + _UNSEEN) / (shares.listed + 1)
    sure = _certainties(lone, tabs, by, edited, gone)
    links: list[tuple[int, int]] = []
    left_out = 0
    fit = agree & (pl.col("last_at") < pl.col("first_at"))
    for name in _SHOWN:
        fit &= (pl.col(name) == pl.col(f"{name}_old")).fill_null(value=True)
    known = ["review", *dict.fromkeys([*by, *_SHOWN]), "low", "high", "amount", "amount_currency"]
    known.append("amount_step")
    for came, went in ((tabs, lone), (lone, tabs)):
        taken = [review for link in links for review in link]
        free = [side.filter(~pl.col("review").is_in(taken)) for side in (came, went)]
        met = candidates(free[0].select(*known, "first_at"), free[1].select(*known, "last_at"), by, fit, meets=True)
        links += one_to_one(met)
        left_out += met.left_out
    chance = {pair: sure[pair[0]] if pair[0] in sure else sure[pair[1]] for pair in links}
    unsure = {review: 1 - p for pair, p in chance.items() if p < _EVEN for review in pair}
    return Across(_links([(*pair, p) for pair, p in chance.items() if p >= _EVEN]), _doubts(unsure), left_out)


def _reach(viewed: Viewed, rows: pl.DataFrame, most_rows: int, age_disorder: int) -> pl.DataFrame:
    """
    For each account ``at``, when a list of its own was looked at, and ``since``: ratings from then on ought to stand in
    that look or a later one. Of lists of several pages only whole ones count.
    """
    accounts = viewed.keys.select("key", "account")
    of_views = (
        rows.filter(~pl.col("is_listing")).join(accounts, on="key").group_by("view").agg(pl.col("account").first())
    )
    return (
        plain_views(viewed.rows, viewed.views)
        .join(of_views, on="view")
        .filter(pl.col("is_plain") & (pl.col("row_count") < most_rows))
        .select("account", pl.col("at").dt.epoch("us"), since=pl.col("oldest") + age_disorder)
        .sort("account", "at")
        .with_columns(pl.col("since").cum_min(reverse=True).over("account"))
        .sort("at")
    )


def _ought_to_show(reviews: pl.DataFrame, reach: pl.DataFrame, after: str) -> pl.DataFrame:
    """Ratings that a look after some instant ought to show."""
    return (
        reviews.with_columns(pl.col(after).cast(pl.Int64).alias("asked"))
        .sort("asked")
        .join_asof(
            reach,
            left_on="asked",
            right_on="at",
            by="account",
            strategy="forward",
            allow_exact_matches=False,
            check_sortedness=False,
        )
        .filter(pl.col("low") >= pl.col("since"))
        .drop("asked", "at", "since")
        .sort("review")
    )


def _gone(reviews: pl.DataFrame, reach: pl.DataFrame) -> tuple[int, int]:
    """How many ratings of accounts' own lists later looks ought to show and do not, and how many there are."""
    return _ought_to_show(reviews, reach, "last_at").height, reviews.height


def _certainties(lone: pl.DataFrame, tabs: pl.DataFrame, by: list[str], edited: float, gone: float) -> dict[int, float]:
    """For each rating that a list lacks how likely it is that one that meets it is the same."""
    width = pl.col("high") - pl.col("low")
    others = tabs.group_by(by).agg(
        pl.len().alias("others"),
        width.mean().alias("width"),
        (pl.col("high").max() - pl.col("low").min()).clip(lower_bound=_LEAST_SPAN).alias("span"),
    )
    expected = (pl.col("others") - 1 + _UNSEEN) * (pl.col("width") + width.cast(pl.Float64)) / pl.col("span")
    m = edited / (edited + gone + pl.col("doubt"))
    u = 1 - (-expected).exp()
    chances = lone.join(others, on=by).select("review", sure=m / (m + (1 - m) * u))
    return dict(chances.iter_rows())


def _links(links: list[tuple[int, int, float]]) -> pl.DataFrame:
    schema = {"review": pl.UInt32, "earlier": pl.UInt32, "certainty": pl.Float64}
    return pl.DataFrame(links, schema=schema, orient="row").sort("review")


def _doubts(unsure: dict[int, float]) -> pl.DataFrame:
    schema = {"review": pl.UInt32, "certainty": pl.Float64}
    return pl.DataFrame(list(unsure.items()), schema=schema, orient="row").sort("review")
