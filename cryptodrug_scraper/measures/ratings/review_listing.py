"""
Ratings of a vendor's page, which names no listing, matched with those of listing pages, which name no buyer.

Where a market shows the same rating on both (Dream), the two rows share account, stars, text and time. Rows of the two
sides are paired one to one where their intervals intersect, as many as can be (`review_align.pairs`), so that the
number of ratings is right even where which is which is open. The listing is told only where all candidates are of one
listing; otherwise the candidates stand side by side, to be shared equally (methods E3, pitfall 13).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.ratings.review_align import least_starts, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cryptodrug_scraper.measures.ratings.review_align import Interval

__all__ = ["LEAST_MATCHES", "MATCH", "MOST_LISTINGS", "MOST_UNITS", "PRICE_MARGIN", "matched_listings", "price_changes"]

PRICE_MARGIN = 0.05
"""A price decides only if the prices of all other candidates miss the amount by more than this share of them."""
MOST_UNITS = 3
"""An amount may pay for so many units of a listing."""
LEAST_MATCHES = 5
"""Ratings with one candidate that an account needs, to learn what its amounts are of its asked prices."""
MOST_LISTINGS = 250
"""Listings that a rating may be of: where more fit, nothing is known of it but its vendor."""
_MOST_LOOKED_AT = 4096
_NEAR_PRICE = 0.25
"""An amount within this share of the asked price is taken for that of one unit, when learning."""
_FINE = 0.05
"""Steps that are coarser than this share of the amount teach nothing."""
_SHARED = ("account", "stars", "sign", "comment", "is_default_comment")
_MATCH: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "review": pl.UInt32,
    "partner": pl.UInt32,
    "is_only": pl.Boolean,
    "listing_ids": pl.List(pl.String),
}
MATCH: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "review": pl.UInt32,
    "partner": pl.UInt32,
    "is_only": pl.Boolean,
    "listing_id": pl.String,
    "listing_ids": pl.List(pl.String),
}
"""Columns of `matched_listings`."""


def matched_listings(
    found: pl.DataFrame,
    prices: pl.DataFrame | None = None,
    *,
    price_margin: float = PRICE_MARGIN,
    most_units: int = MOST_UNITS,
    least_matches: int = LEAST_MATCHES,
    most_listings: int = MOST_LISTINGS,
) -> pl.DataFrame:
    """
    Match ratings without a listing with those that stand on a listing's page.

    Args:
        found: reviews of one market, each of one kind of row: ``review, account, listing_id, stars, sign, comment,
            is_default_comment, buyer_mask, low, high`` and ``amount, amount_currency, amount_step, amount_at``.
        prices: asked prices, ``listing_id, captured_at, price, price_currency``. They decide between candidates only
            where that is sure: the amount is what the account's ratings with one candidate pay for the asked price
            nearest in time (their median ratio: a fee may lie in the one and not in the other), times 1 to
            ``most_units``, to half a printed step; and no other candidate's price comes near it. Every candidate must
            have a price.
        price_margin: how near that is, as a share of the price.
        most_units: most units that an amount is tried as.
        least_matches: ratings that an account must have to learn its ratio from.
        most_listings: see `MOST_LISTINGS`.

    Returns:
        A row for each matched ``review``: its ``partner`` on a listing page, ``is_only``, whether no other could be it,
        ``listing_id`` where one listing is left, and ``listing_ids``, the candidates in alphabetic order, where several
        are; both are null where too many are.
    """
    has_listing = pl.col("listing_id").is_not_null()
    left, right = found.filter(~has_listing), found.filter(has_listing)
    # an account's listing pages name buyers or do not: what those of another one do says nothing of it
    masked = right.filter(pl.col("buyer_mask").is_not_null())["account"].unique().implode()
    mask = pl.when(pl.col("account").is_in(masked)).then("buyer_mask").alias("buyer_mask")
    left, right = left.with_columns(mask), right.with_columns(mask)
    keys = (*_SHARED, "buyer_mask")
    columns = ("review", "low", "high", "listing_id")
    sides = [
        side.select(*keys, *columns).sort("high", "low", "review").group_by(keys, maintain_order=True).agg(columns)
        for side in (left, right)
    ]
    both = sides[0].join(sides[1], on=keys, nulls_equal=True, suffix="_theirs").drop(keys)
    is_single = (pl.col("review").list.len() == 1) & (pl.col("review_theirs").list.len() == 1)
    single = (
        both.filter(is_single)
        .explode(both.columns)
        .filter((pl.col("low") < pl.col("high_theirs")) & (pl.col("low_theirs") < pl.col("high")))
    )
    rest = both.filter(~is_single).iter_rows()
    matches = pl.concat(
        [
            single.select(
                "review",
                partner="review_theirs",
                is_only=pl.lit(value=True),
                listing_ids=pl.concat_list("listing_id_theirs"),
            ),
            pl.DataFrame(
                [match for row in rest for match in _matches(row[:4], row[4:], most_listings)],
                schema=_MATCH,
                orient="row",
            ),
        ]
    )
    if prices is not None:
        matches = _decided(_asked(matches, left, prices), matches, price_margin, most_units, least_matches)
    several = pl.col("listing_ids").list.len() > 1
    return (
        matches.with_columns(
            listing_id=pl.when(~several).then(pl.col("listing_ids").list.first()),
            listing_ids=pl.when(several).then(pl.col("listing_ids")),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in MATCH.items())
        .sort("review")
    )


def _matches(
    ours: tuple[Sequence[int], ...], theirs: tuple[Sequence[int], ...], most_listings: int
) -> Iterator[tuple[int, int, bool, list[str] | None]]:
    """Pairs of one key: our review, theirs, and the listings of all of theirs that it could be; None if too many."""
    left, right = _intervals(ours), _intervals(theirs)
    offers = _Offers(theirs)
    for mine, partner in pairs(left, right):
        is_only, candidates = offers.of(*left[mine][:2], most_listings)
        yield ours[0][mine], theirs[0][partner], is_only, candidates


class _Offers:
    """Listings of ratings of one key, each with the same time and listing once, however many there are."""

    def __init__(self, theirs: tuple[Sequence[int], ...]) -> None:
        counts = Counter(zip(theirs[2], theirs[1], map(str, theirs[3]), strict=True))
        self._classes = sorted(counts.items())
        self._ends = [high for (high, *_), _ in self._classes]
        self._starts = least_starts([(low, high, None, None) for (high, low, _), _ in self._classes])
        self._known: dict[tuple[int, int], tuple[bool, list[str] | None]] = {}

    def of(self, low: int, high: int, most: int) -> tuple[bool, list[str] | None]:
        """Whether one rating alone meets an interval, and the listings of all that do; None where too many do."""
        if (low, high) not in self._known:
            self._known[low, high] = self._found(low, high, most)
        return self._known[low, high]

    def _found(self, low: int, high: int, most: int) -> tuple[bool, list[str] | None]:
        count, listings = 0, set()
        begin = bisect_right(self._ends, low)
        for looked_at, at in enumerate(range(begin, len(self._classes))):
            if self._starts[at] >= high:
                break
            (_, start, listing), ratings = self._classes[at]
            if start < high:
                count += ratings
                listings.add(listing)
            if len(listings) > most or looked_at >= _MOST_LOOKED_AT:
                return False, None
        return count == 1, sorted(listings)


def _intervals(side: tuple[Sequence[int], ...]) -> list[Interval]:
    return [(low, high, None, None) for low, high in zip(side[1], side[2], strict=True)]


def price_changes(prices: pl.DataFrame) -> pl.DataFrame:
    """
    Return those of the prices of listings that tell what was asked at any time: where one begins, and where it ends.

    What is nearest to a time is the same among these as among all.

    Args:
        prices: ``listing_id, captured_at, price, price_currency``, all of each listing.

    Returns:
        The same columns, one price of each instant and currency.
    """
    whose = ("listing_id", "price_currency")
    asked = _at_instants(prices.drop_nulls()).sort(*whose, "captured_at")
    price = pl.col("price")
    begins, ends = (price.ne_missing(price.shift(way).over(whose)) for way in (1, -1))
    return asked.filter(begins | ends).select("listing_id", "captured_at", "price", "price_currency")


def _at_instants(prices: pl.DataFrame) -> pl.DataFrame:
    """The price of each listing, currency and instant, in the middle where several are stated."""
    by = ("listing_id", "price_currency", "captured_at")
    return prices.filter(pl.col("price") > 0).group_by(by).agg(pl.col("price").median())


def _asked(matches: pl.DataFrame, left: pl.DataFrame, prices: pl.DataFrame) -> pl.DataFrame:
    """Each candidate with the price that was asked nearest to when the amount was seen, in the amount's currency."""
    asked = _at_instants(prices).rename({"price_currency": "amount_currency"}).sort("captured_at")
    return (
        matches.select("review", listing_id="listing_ids", candidate_count=pl.col("listing_ids").list.len())
        .explode("listing_id")
        .join(left.select("review", "account", "amount", "amount_currency", "amount_step", "amount_at"), on="review")
        .filter(pl.col("amount") > 0)
        .sort("amount_at", "review", "listing_id")
        .join_asof(
            asked,
            left_on="amount_at",
            right_on="captured_at",
            by=["listing_id", "amount_currency"],
            strategy="nearest",
            check_sortedness=False,
        )
    )


def _decided(
    asked: pl.DataFrame, matches: pl.DataFrame, margin: float, most_units: int, least_matches: int
) -> pl.DataFrame:
    """Keep the only candidate whose price the amount pays, where no other comes near."""
    ratio = pl.col("amount") / pl.col("price")
    by = ["account", "amount_currency"]
    learned = (
        asked.filter(
            (pl.col("candidate_count") == 1)
            & ((ratio - 1).abs() <= _NEAR_PRICE)
            & (pl.col("amount_step") <= _FINE * pl.col("amount"))
        )
        .group_by(by)
        .agg(ratio.median().alias("ratio"), pl.len().alias("n"))
        .filter(pl.col("n") >= least_matches)
    )
    paid = pl.col("price") * pl.col("ratio")
    units = (pl.col("amount") / paid).round().clip(1, most_units)
    miss, half = (pl.col("amount") - units * paid).abs(), pl.col("amount_step").fill_null(0) / 2
    decisive = (
        asked.filter(pl.col("candidate_count") > 1)
        .join(learned, on=by)
        .with_columns(fits=miss <= half, is_near=miss <= half + units * paid * margin)
        .group_by("review")
        .agg(
            pl.col("listing_id").filter("fits").alias("decided"),
            (pl.col("fits").sum() == 1) & (pl.col("is_near").sum() == 1) & (pl.col("price").null_count() == 0),
        )
        .filter("fits")
        .drop("fits")
    )
    return matches.join(decisive, on="review", how="left").with_columns(
        listing_ids=pl.coalesce("decided", "listing_ids")
    )
