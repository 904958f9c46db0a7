"""
Accounts of one market that changed their name (methods pitfall 5, design "Renamed accounts").

A market's listing keeps its id when its vendor takes another name, and its ratings stay with it. Two names are one
account if they are never live at the same time, share an OpenPGP key, and share listing ids or ratings: ratings that
the old name's pages showed stand on the new name's pages too. Where the old name's key was never printed, shared
listings with such ratings suffice, as a candidate. Names with different keys are never merged, however alike:
impersonators choose such names. Nor does a key alone suffice: who begins anew may keep it.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

__all__ = ["ACCOUNT_NAME", "LEAST_RATINGS", "MOST_OVERLAP", "account_names"]

MOST_OVERLAP = timedelta(0)
"""The old name may be seen so long after the new one was seen first."""
LEAST_RATINGS = 1
"""Ratings that must stand on pages of both names, where there is no key, or no listing, that both have."""
ACCOUNT_NAME: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "vendor": pl.String,
    "account": pl.String,
    "decision": pl.String,
    "evidence": pl.String,
}
"""Columns of `account_names`."""
_RATING = ("listing_id", "stars", "sign", "comment", "is_default_comment", "buyer_mask")


def account_names(
    vendors: pl.DataFrame,
    listings: pl.DataFrame,
    reviews: pl.DataFrame,
    *,
    most_overlap: timedelta = MOST_OVERLAP,
    least_ratings: int = LEAST_RATINGS,
) -> pl.DataFrame:
    """
    Say which printed names of one market are one account.

    Args:
        vendors: ``vendor, captured_at, pgp_fingerprint``.
        listings: ``vendor, captured_at, listing_id``.
        reviews: ``vendor, captured_at, listing_id``, stars, sign, text and buyer, ``occurred_from, occurred_to``.
        most_overlap: how long two names may be seen side by side.
        least_ratings: common ratings that are needed where no key, or no listing, tells.

    Returns:
        `ACCOUNT_NAME`: a row for each printed name, by name. ``account`` is the name that was in use last. ``decision``
        and ``evidence`` are null for a name that stands alone; ``same`` rests on a key, ``candidate`` on ratings.
    """
    frames = [frame.select("vendor", "captured_at").drop_nulls() for frame in (vendors, listings, reviews)]
    live = (
        pl.concat(frames).group_by("vendor").agg(since=pl.col("captured_at").min(), until=pl.col("captured_at").max())
    )
    pairs = _pairs(
        _shared(listings, "listing_id", live, most_overlap).rename({"shared": "listings"}),
        _shared(vendors, "pgp_fingerprint", live, most_overlap).rename({"shared": "keys"}),
        vendors.drop_nulls("pgp_fingerprint")["vendor"].unique(),
        reviews,
        least_ratings,
    )
    joined = _joined(pairs, live, most_overlap)
    table = pl.DataFrame(joined, schema=ACCOUNT_NAME, orient="row")
    return (
        live.select("vendor")
        .join(table, on="vendor", how="left")
        .with_columns(pl.col("account").fill_null(pl.col("vendor")))
        .sort("vendor")
    )


def _shared(rows: pl.DataFrame, name: str, live: pl.DataFrame, most_overlap: timedelta) -> pl.DataFrame:
    """Pairs of an earlier and a later name with some of a column in common: ``old, new``, and how many."""
    printed = rows.select(name, "vendor").drop_nulls().unique()
    printed = printed.filter(pl.len().over(name) > 1).join(live, on="vendor")
    return (
        printed.join(printed, on=name, suffix="_new")
        .filter((pl.col("vendor") != pl.col("vendor_new")) & (pl.col("since") < pl.col("since_new")))
        .filter(pl.col("until") <= pl.col("since_new") + most_overlap)
        .group_by(old="vendor", new="vendor_new")
        .agg(pl.len().alias("shared"))
    )


def _pairs(
    by_listings: pl.DataFrame, by_keys: pl.DataFrame, keyed: pl.Series, reviews: pl.DataFrame, least_ratings: int
) -> pl.DataFrame:
    """Pairs that are one account, with the reasons: ``old, new, decision, evidence``, the surest first."""
    has_both_keys = pl.col("old").is_in(keyed.implode()) & pl.col("new").is_in(keyed.implode())
    known = (
        by_listings.join(by_keys, on=["old", "new"], how="full", coalesce=True)
        .with_columns(pl.col("listings", "keys").fill_null(0))
        .filter((pl.col("keys") > 0) | ~has_both_keys)
    )
    asked = known.filter((pl.col("keys") == 0) | (pl.col("listings") == 0))
    ratings = _common_ratings(asked.select("old", "new"), reviews)
    known = known.join(ratings, on=["old", "new"], how="left").with_columns(pl.col("ratings").fill_null(0))
    has_key, goes_on = pl.col("keys") > 0, pl.col("ratings") >= least_ratings
    listings = pl.format("{} shared listings", "listings")
    rated = pl.format("{} ratings on pages of both names", "ratings")
    return (
        known.with_columns(
            decision=pl.when(has_key & ((pl.col("listings") > 0) | goes_on))
            .then(pl.lit("same"))
            .when(~has_key & goes_on)
            .then(pl.lit("candidate")),
            evidence=pl.when(has_key & (pl.col("listings") > 0))
            .then(pl.format("same key, {}", listings))
            .when(has_key)
            .then(pl.format("same key, {}", rated))
            .otherwise(pl.format("no key to compare, {}, {}", listings, rated)),
        )
        .drop_nulls("decision")
        .sort(pl.col("decision") != "same", -pl.col("listings").cast(pl.Int64), "old", "new")
        .select("old", "new", "decision", "evidence")
    )


def _common_ratings(pairs: pl.DataFrame, reviews: pl.DataFrame) -> pl.DataFrame:
    """For each pair, how many ratings with words of their own stand on pages of both, at times that agree."""
    words = reviews.filter(
        pl.col("comment").is_not_null() & ~pl.col("is_default_comment").fill_null(value=False)
    ).select("vendor", *_RATING, "occurred_from", "occurred_to")
    old = pairs.join(words, left_on="old", right_on="vendor")
    new = pairs.join(words, left_on="new", right_on="vendor")
    meet = (pl.col("occurred_from") < pl.col("occurred_to_new")) & (pl.col("occurred_from_new") < pl.col("occurred_to"))
    return (
        old.join(new, on=["old", "new", *_RATING], nulls_equal=True, suffix="_new")
        .filter(meet)
        .select("old", "new", *_RATING)
        .unique()
        .group_by("old", "new")
        .agg(pl.len().alias("ratings"))
    )


def _joined(pairs: pl.DataFrame, live: pl.DataFrame, most_overlap: timedelta) -> list[tuple[str, str, str, str]]:
    """Chains of names, none of which are live at the same time: a row for each name of a chain."""
    spans: dict[str, tuple[datetime, datetime]] = {name: (since, until) for name, since, until in live.iter_rows()}
    chain_of: dict[str, list[str]] = {}
    reasons: dict[str, list[tuple[str, str]]] = {}
    for old, new, decision, evidence in pairs.iter_rows():
        one, other = chain_of.get(old, [old]), chain_of.get(new, [new])
        if one is other:
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
