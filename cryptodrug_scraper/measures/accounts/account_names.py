"""
Accounts of one market that changed their name (methods pitfall 5, design "Renamed accounts").

A market's listing keeps its id when its vendor takes another name, and its ratings stay with it. Two names are one
account if they are not surely live at the same time, share an OpenPGP key, and share listing ids or ratings: ratings
that the old name's pages showed stand on the new name's pages too. Where the old name's key was never printed, shared
listings with such ratings suffice, as a candidate. Names with different keys are never merged, however alike:
impersonators choose such names. Nor does a key alone suffice: who begins anew may keep it.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

__all__ = ["ACCOUNT_NAME", "LEAST_RATINGS", "MOST_NAMES", "MOST_OVERLAP", "RATED", "account_names", "has_words"]

MOST_OVERLAP = timedelta(0)
"""The old name may be seen so long after the new one was seen first."""
LEAST_RATINGS = 1
"""Ratings that must stand on pages of both names, where there is no key, or no listing, that both have."""
_ROWS_AT_ONCE = 1_000_000
"""Rows that tell when names were live, with all of a name, that are held beside each other at a time."""
_SURE = 0.001
"""A name was live when a page shows it whose time may be wrong with this chance, or several with this chance each."""
MOST_NAMES = 24
"""Names that an account may have had, and that may print one key or one listing: what more print is nobody's."""
ACCOUNT_NAME: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "vendor": pl.String,
    "account": pl.String,
    "decision": pl.String,
    "evidence": pl.String,
}
"""Columns of `account_names`."""
_RATING = ("listing_id", "stars", "sign", "comment", "is_default_comment", "buyer_mask")
RATED = ("vendor", *_RATING, "occurred_from", "occurred_to")
"""Columns of ratings that tell whether two names show the same."""


def account_names(
    vendors: pl.DataFrame,
    listings: pl.DataFrame,
    reviews: pl.DataFrame,
    *,
    rated: Callable[[pl.Series], pl.DataFrame] | None = None,
    doubts: pl.DataFrame | None = None,
    most_overlap: timedelta = MOST_OVERLAP,
    least_ratings: int = LEAST_RATINGS,
    most_names: int = MOST_NAMES,
) -> pl.DataFrame:
    """
    Return which printed names of one market are one account.

    Args:
        vendors: ``vendor, captured_at, pgp_fingerprint``.
        listings: ``vendor, captured_at, listing_id``.
        reviews: ``vendor, captured_at, listing_id``, stars, sign, text and buyer, ``occurred_from, occurred_to``.
        rated: gives the rows of some names that `has_words`, with `RATED`; then ``reviews`` needs only ``vendor,
            captured_at``. None: ``reviews`` has all.
        doubts: ``page, doubt`` of `measures.times.capture_times`; the frames have ``page`` then. One old copy with the
            old name, which lies among pages that have the new one, does not keep the two apart. None: all times are
            taken to be right.
        most_overlap: how long two names may be seen side by side.
        least_ratings: common ratings that are needed where no key, or no listing, tells.
        most_names: see `MOST_NAMES`.

    Returns:
        `ACCOUNT_NAME`: a row for each printed name, by name. ``account`` is the name that was in use last. ``decision``
        and ``evidence`` are null for a name that stands alone; ``same`` rests on a key, ``candidate`` on ratings. Where
        there is no decision, ``evidence`` may say what was not compared, since too many names print it.
    """
    live = _live((vendors, listings, reviews), doubts)
    listed, crowded_listings = _shared(listings, "listing_id", live, most_overlap, most_names)
    keyed, crowded_keys = _shared(vendors, "pgp_fingerprint", live, most_overlap, most_names)
    pairs = _pairs(
        listed.rename({"shared": "listings"}),
        keyed.rename({"shared": "keys"}),
        vendors.drop_nulls("pgp_fingerprint")["vendor"].unique(),
        partial(_rated, reviews) if rated is None else rated,
        least_ratings,
        most_names,
    )
    joined = _joined(pairs, live, most_overlap, most_names)
    table = pl.DataFrame(joined, schema=ACCOUNT_NAME, orient="row")
    crowded = pl.concat(
        [
            crowded_keys.select("vendor", why=pl.format("not compared: {} names print this key", "names")),
            crowded_listings.select("vendor", why=pl.format("not compared: {} names have this listing", "names")),
        ]
    ).unique("vendor", keep="first", maintain_order=True)
    return (
        live.select("vendor")
        .join(table, on="vendor", how="left")
        .join(crowded, on="vendor", how="left")
        .with_columns(pl.col("account").fill_null(pl.col("vendor")), pl.coalesce("evidence", "why").alias("evidence"))
        .select(*ACCOUNT_NAME)
        .sort("vendor")
    )


def _rated(reviews: pl.DataFrame, names: pl.Series) -> pl.DataFrame:
    return reviews.filter(pl.col("vendor").is_in(names.implode()) & has_words()).select(RATED)


def has_words() -> pl.Expr:
    """Whether a rating has words of its own: only such tell that two names are one account."""
    return pl.col("comment").is_not_null() & ~pl.col("is_default_comment").fill_null(value=False)


def _live(frames: Sequence[pl.DataFrame], doubts: pl.DataFrame | None) -> pl.DataFrame:
    """``vendor, since, until``: from when to when each name was surely live, or else may have been."""
    rows = sum(frame.height for frame in frames)
    parts = max(1, -(-rows // _ROWS_AT_ONCE))
    of_part = pl.col("vendor").hash() % parts
    return pl.concat(
        _live_of([frame.filter(of_part == part) for frame in frames] if parts > 1 else frames, doubts)
        for part in range(parts)
    )


def _live_of(frames: Sequence[pl.DataFrame], doubts: pl.DataFrame | None) -> pl.DataFrame:
    """The same of some names, with all that is of them."""
    if doubts is None:
        seen = pl.concat([frame.select("vendor", "captured_at").drop_nulls() for frame in frames])
        seen = seen.with_columns(doubt=pl.lit(0.0))
    else:
        shown = pl.concat([frame.select("vendor", "captured_at", "page").drop_nulls() for frame in frames]).unique()
        seen = shown.join(doubts, on="page", how="left").with_columns(pl.col("doubt").fill_null(0.0))
    at, wrong = pl.col("captured_at"), pl.col("doubt")
    first, last = at.filter(wrong.cum_prod() <= _SURE).first(), at.filter(wrong.cum_prod(reverse=True) <= _SURE).last()
    is_sure = (first <= last).fill_null(value=False)
    return (
        seen.sort("vendor", "captured_at", "doubt")
        .group_by("vendor")
        .agg(
            since=pl.when(is_sure).then(first).otherwise(at.min()),
            until=pl.when(is_sure).then(last).otherwise(at.max()),
        )
    )


def _shared(
    rows: pl.DataFrame, name: str, live: pl.DataFrame, most_overlap: timedelta, most_names: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """
    Pairs of an earlier and a later name with some of a column in common: ``old, new``, and how many are ``shared``.

    And the names that print something that too many print: ``vendor``, and how many ``names``, the most first.
    """
    printed = rows.select(name, "vendor").drop_nulls().unique()
    printed = printed.filter(pl.len().over(name) > 1).join(live, on="vendor").with_columns(names=pl.len().over(name))
    crowded = printed.filter(pl.col("names") > most_names).group_by("vendor").agg(pl.col("names").max())
    few = printed.filter(pl.col("names") <= most_names).drop("names")
    pairs = (
        few.join(few, on=name, suffix="_new")
        .filter((pl.col("vendor") != pl.col("vendor_new")) & (pl.col("since") < pl.col("since_new")))
        .filter(pl.col("until") <= pl.col("since_new") + most_overlap)
        .group_by(old="vendor", new="vendor_new")
        .agg(pl.len().alias("shared"))
    )
    return pairs, crowded.sort("names", "vendor", descending=[True, False])


def _pairs(
    by_listings: pl.DataFrame,
    by_keys: pl.DataFrame,
    keyed: pl.Series,
    rated: Callable[[pl.Series], pl.DataFrame],
    least_ratings: int,
    most_names: int,
) -> pl.DataFrame:
    """Pairs that are one account, with the reasons: ``old, new, decision, evidence``, the surest first."""
    has_both_keys = pl.col("old").is_in(keyed.implode()) & pl.col("new").is_in(keyed.implode())
    known = (
        by_listings.join(by_keys, on=["old", "new"], how="full", coalesce=True)
        .with_columns(pl.col("listings", "keys").fill_null(0))
        .filter((pl.col("keys") > 0) | ~has_both_keys)
        .filter((pl.len().over("old") < most_names) & (pl.len().over("new") < most_names))
    )
    asked = known.filter((pl.col("keys") == 0) | (pl.col("listings") == 0)).select("old", "new")
    ratings = _common_ratings(asked, rated(pl.concat([asked["old"], asked["new"]]).unique()))
    known = known.join(ratings, on=["old", "new"], how="left").with_columns(pl.col("ratings").fill_null(0))
    has_key, goes_on = pl.col("keys") > 0, pl.col("ratings") >= least_ratings
    listings = pl.format("{} shared listings", "listings")
    common = pl.format("{} ratings on pages of both names", "ratings")
    return (
        known.with_columns(
            decision=pl.when(has_key & ((pl.col("listings") > 0) | goes_on))
            .then(pl.lit("same"))
            .when(~has_key & goes_on)
            .then(pl.lit("candidate")),
            evidence=pl.when(has_key & (pl.col("listings") > 0))
            .then(pl.format("same key, {}", listings))
            .when(has_key)
            .then(pl.format("same key, {}", common))
            .otherwise(pl.format("no key to compare, {}, {}", listings, common)),
        )
        .drop_nulls("decision")
        .sort(pl.col("decision") != "same", -pl.col("listings").cast(pl.Int64), "old", "new")
        .select("old", "new", "decision", "evidence")
    )


def _common_ratings(pairs: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """For each pair, how many ratings with words of their own stand on pages of both, at times that agree."""
    by = ["old", "new", *_RATING]
    # of each rating of the later name: where the last of those ends that stand on the earlier one's and began before
    ends = (
        pairs.join(words, left_on="old", right_on="vendor")
        .sort("occurred_from", "occurred_to")
        .with_columns(ends=pl.col("occurred_to").cum_max().over(by))
    )
    known = pl.concat([ends.select(by), pairs.join(words, left_on="new", right_on="vendor").select(by)])
    known = known.unique().with_row_index("rating")  # of columns that are null the join below knows nothing
    began = ends.join(known, on=by, nulls_equal=True).select("rating", "ends", began="occurred_from").sort("began")
    later = pairs.join(words, left_on="new", right_on="vendor").join(known, on=by, nulls_equal=True)
    return (
        later.drop_nulls("occurred_to")
        .sort("occurred_to")
        .join_asof(
            began.drop_nulls(),
            left_on="occurred_to",
            right_on="began",
            by="rating",
            allow_exact_matches=False,
            check_sortedness=False,
        )
        .filter(pl.col("occurred_from") < pl.col("ends"))
        .select("rating", "old", "new")
        .unique()
        .group_by("old", "new")
        .agg(pl.len().alias("ratings"))
    )


def _joined(
    pairs: pl.DataFrame, live: pl.DataFrame, most_overlap: timedelta, most_names: int
) -> list[tuple[str, str, str, str]]:
    """Chains of names, none of which are live at the same time: a row for each name of a chain."""
    spans: dict[str, tuple[datetime, datetime]] = {name: (since, until) for name, since, until in live.iter_rows()}
    chain_of: dict[str, list[str]] = {}
    reasons: dict[str, list[tuple[str, str]]] = {}
    for old, new, decision, evidence in pairs.iter_rows():
        one, other = chain_of.get(old, [old]), chain_of.get(new, [new])
        if one is other or len(one) + len(other) > most_names:
            continue
        chain = sorted(one + other, key=lambda name: (spans[name], name))
        if any(spans[before][1] > spans[after][0] + most_overlap for before, after in pairwise(chain)):
            continue
        for name in chain:
            chain_of[name] = chain
        for name, mate in ((old, new), (new, old)):
            reasons.setdefault(name, []).append((decision, f"{mate}: {evidence}"))
    rows = []
    for name, chain in chain_of.items():
        decisions = {decision for member in chain for decision, _ in reasons[member]}
        decision = "candidate" if "candidate" in decisions else "same"
        rows.append((name, chain[-1], decision, "; ".join(sorted(reason for _, reason in reasons[name]))))
    return rows
