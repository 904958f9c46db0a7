"""
Accounts of one market that changed their name (methods pitfall 5, design "Renamed accounts").

A market's listing keeps its id when its vendor takes another name. Two names are one account if they share listing ids
and an OpenPGP key, and are never live at the same time. Where the old name's key was never printed, shared listings
with continuous ratings suffice, as a candidate: ratings that the old name's pages showed stand on the new name's pages
too. Names with different keys are never merged, however alike: impersonators choose such names.
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
"""Ratings that must stand on pages of both names, where no key tells."""
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
        least_ratings: common ratings that are needed where no key tells.

    Returns:
        `ACCOUNT_NAME`: a row for each printed name, by name. ``account`` is the name that was in use last. ``decision``
        and ``evidence`` are null for a name that stands alone; ``same`` rests on a key, ``candidate`` on ratings.
    """
    frames = [frame.select("vendor", "captured_at").drop_nulls() for frame in (vendors, listings, reviews)]
    live = (
        pl.concat(frames).group_by("vendor").agg(since=pl.col("captured_at").min(), until=pl.col("captured_at").max())
    )
    pairs = _pairs(vendors, _shared_listings(listings, live, most_overlap), reviews, least_ratings)
    joined = _joined(pairs, live, most_overlap)
    table = pl.DataFrame(joined, schema=ACCOUNT_NAME, orient="row")
    return (
        live.select("vendor")
        .join(table, on="vendor", how="left")
        .with_columns(pl.col("account").fill_null(pl.col("vendor")))
        .sort("vendor")
    )


def _shared_listings(listings: pl.DataFrame, live: pl.DataFrame, most_overlap: timedelta) -> pl.DataFrame:
    """Pairs of an earlier and a later name with listings in common: ``old, new, shared``."""
    offered = listings.select("listing_id", "vendor").drop_nulls().unique()
    offered = offered.filter(pl.len().over("listing_id") > 1).join(live, on="vendor")
    return (
        offered.join(offered, on="listing_id", suffix="_new")
        .filter((pl.col("vendor") != pl.col("vendor_new")) & (pl.col("since") < pl.col("since_new")))
        .filter(pl.col("until") <= pl.col("since_new") + most_overlap)
        .group_by(old="vendor", new="vendor_new")
        .agg(pl.len().alias("shared"))
    )


def _pairs(vendors: pl.DataFrame, shared: pl.DataFrame, reviews: pl.DataFrame, least_ratings: int) -> pl.DataFrame:
    """Pairs that are one account, with the reasons: ``old, new, decision, evidence, shared``."""
    keys = vendors.group_by("vendor").agg(pl.col("pgp_fingerprint").drop_nulls().unique().alias("keys"))
    none = pl.lit([], pl.List(pl.String))
    known = shared
    for side in ("old", "new"):
        known = known.join(keys.rename({"vendor": side, "keys": f"{side}_keys"}), on=side, how="left")
        known = known.with_columns(pl.col(f"{side}_keys").fill_null(none))
    common = pl.col("old_keys").list.set_intersection("new_keys").list.len()
    has_no_key = (pl.col("old_keys").list.len() == 0) | (pl.col("new_keys").list.len() == 0)
    ratings = _common_ratings(known.filter(has_no_key).select("old", "new"), reviews)
    known = known.join(ratings, on=["old", "new"], how="left").with_columns(pl.col("ratings").fill_null(0))
    text = pl.format("{} shared listings", "shared")
    return (
        known.with_columns(
            decision=pl.when(common > 0)
            .then(pl.lit("same"))
            .when(has_no_key & (pl.col("ratings") >= least_ratings))
            .then(pl.lit("candidate")),
            evidence=pl.when(common > 0)
            .then(pl.format("same key, {}", text))
            .otherwise(pl.format("no key to compare, {}, {} ratings on pages of both names", text, "ratings")),
        )
        .drop_nulls("decision")
        .select("old", "new", "decision", "evidence", "shared")
        .sort(pl.col("decision") != "same", -pl.col("shared").cast(pl.Int64), "old", "new")
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
    for old, new, decision, evidence, _ in pairs.iter_rows():
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
