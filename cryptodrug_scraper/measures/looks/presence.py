"""
Who was there when: what was seen in a snapshot, and what lies between two sightings.

One function serves listings and vendors: a sighting is a snapshot and an ``id``. What was seen before and after a
snapshot was live in it, though it was not seen (methods E14); before its first sighting and after its last one nothing
is said. A listing that was hidden for a while counts as live meanwhile.
"""

from __future__ import annotations

import polars as pl

__all__ = ["listing_sightings", "presence", "vendor_sightings"]


def listing_sightings(listings: pl.DataFrame) -> pl.DataFrame:
    """
    Return ``snapshot_id, id``, one row per listing that a snapshot shows, on its own page or on a card.

    Args:
        listings: statements, with ``snapshot_id`` and ``listing_id``.
    """
    return _distinct(listings.select("snapshot_id", pl.col("listing_id").alias("id")))


def vendor_sightings(vendors: pl.DataFrame, listings: pl.DataFrame) -> pl.DataFrame:
    """
    Return ``snapshot_id, id``, one row per vendor with a page or a listing in a snapshot.

    Rename merged accounts before, or one of them counts as two.

    Args:
        vendors: statements, with ``snapshot_id`` and ``vendor``.
        listings: statements of listings, with the same.
    """
    named = [frame.select("snapshot_id", pl.col("vendor").alias("id")) for frame in (vendors, listings)]
    return _distinct(pl.concat(named))


def presence(sightings: pl.DataFrame, snapshots: pl.DataFrame) -> pl.DataFrame:
    """
    Return for each id the snapshots in which it was present, from its first sighting to its last.

    Args:
        sightings: ``snapshot_id, id``; repeats are allowed.
        snapshots: all snapshots of the market, whatever their grade: ``snapshot_id, first_at``.

    Returns:
        ``snapshot_id, id, presence, previous_snapshot_id, next_snapshot_id``: ``presence`` is ``seen``, or ``between``
        where it was absent but seen before and after; the others name the nearest sightings on both sides, null where
        there is none. Sorted by id and time.
    """
    order = snapshots.sort("first_at", "snapshot_id").select("snapshot_id").with_row_index("at").cast({"at": pl.Int64})
    seen = (
        sightings.unique()
        .join(order, on="snapshot_id")
        .sort("id", "at")
        .select(
            "id",
            "at",
            pl.col("at").shift(1).over("id").alias("before"),
            pl.col("at").shift(-1).over("id").alias("after"),
        )
    )
    gaps = (
        seen.filter(pl.col("after") > pl.col("at") + 1)
        .select("id", pl.int_ranges(pl.col("at") + 1, "after").alias("within"), pl.col("at").alias("before"), "after")
        .explode("within", empty_as_null=False, keep_nulls=False)
        .select("id", pl.col("within").alias("at"), "before", "after")
    )
    kinds = [frame.with_columns(pl.lit(word).alias("presence")) for frame, word in ((seen, "seen"), (gaps, "between"))]
    names = order.get_column("snapshot_id")
    return (
        pl.concat(kinds)
        .sort("id", "at")
        .select(
            _named("at", names).alias("snapshot_id"),
            "id",
            "presence",
            _named("before", names).alias("previous_snapshot_id"),
            _named("after", names).alias("next_snapshot_id"),
        )
    )


def _distinct(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.drop_nulls().unique().sort("snapshot_id", "id")


def _named(place: str, names: pl.Series) -> pl.Expr:
    """Return the snapshot at a place of the order; null where there is none."""
    return pl.col(place).replace_strict(pl.int_range(len(names), eager=True), names, default=None, return_dtype=pl.Utf8)
