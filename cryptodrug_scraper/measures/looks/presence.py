"""
Who was there when: what was seen in a snapshot, and what lies between two sightings.

One function serves listings and vendors: a sighting is a snapshot and an ``id``. What was seen before and after a
snapshot was live in it, though it was not seen (methods E14); before its first sighting and after its last one nothing
is said. A listing that was hidden for a while counts as live meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.looks.completeness import is_usable

if TYPE_CHECKING:
    from datetime import date

__all__ = ["censored_until", "listing_sightings", "presence", "presence_on", "vendor_sightings"]


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
    Say of each id in which snapshots it was there, from its first sighting to its last.

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


def censored_until(snapshots: pl.DataFrame, *, of: str = "listing", last_day: date | None = None) -> pl.DataFrame:
    """
    Say until when what the last usable snapshot shows may be thought live.

    Until the next snapshot was due: the start of the last usable one plus the median interval between the starts of
    usable ones. Less than two usable snapshots know no interval.

    Args:
        snapshots: of one market: ``snapshot_id, first_at, last_at, grade, listing_completeness, vendor_completeness``.
        of: ``listing`` or ``vendor``.
        last_day: the last day on which the market can have been there; None if it is not known to have ended.

    Returns:
        ``snapshot_id, until`` (a day), in one row, or in none where there is nothing to say.
    """
    usable = snapshots.filter(is_usable(of)).sort("first_at", "snapshot_id")
    interval = pl.col("first_at").diff().median()
    due = (pl.col("first_at").last() + interval).dt.date()
    until = due if last_day is None else pl.min_horizontal(due, pl.lit(last_day))
    return (
        usable.select(
            pl.col("snapshot_id").last(), until.alias("until"), pl.col("last_at").last().dt.date().alias("_end")
        )
        .filter(pl.col("until") > pl.col("_end"))
        .drop("_end")
    )


def presence_on(
    sightings: pl.DataFrame,
    snapshots: pl.DataFrame,
    day: date,
    *,
    of: str = "listing",
    last_day: date | None = None,
) -> pl.DataFrame:
    """
    Say which ids are thought to have been there on a day.

    ``seen`` in a snapshot that was taken on that day; ``between``, where sightings lie before and after it;
    ``censored``, where the last usable snapshot of the market showed it and the next one was not yet due (see
    `censored_until`). After the market's last possible day nothing is live.

    Args:
        sightings: ``snapshot_id, id``.
        snapshots: as for `censored_until`.
        day: of UTC.
        of: ``listing`` or ``vendor``.
        last_day: the last day on which the market can have been there.

    Returns:
        ``id, presence, previous_snapshot_id, next_snapshot_id``, the nearest sightings before and after the day; sorted
        by id.
    """
    looks = snapshots.sort("first_at", "snapshot_id").select(
        "snapshot_id",
        (pl.col("first_at").dt.date() > day).alias("later"),
        (pl.col("last_at").dt.date() < day).alias("earlier"),
    )
    seen = sightings.unique().join(looks.with_row_index("at"), on="snapshot_id")
    last = censored_until(snapshots, of=of, last_day=last_day)
    ending = last.filter(pl.col("until") >= day).get_column("snapshot_id").first()
    ids = (
        seen.sort("at")
        .group_by("id")
        .agg(
            (~pl.col("later") & ~pl.col("earlier")).any().alias("now"),
            pl.col("snapshot_id").filter("earlier").last().alias("previous_snapshot_id"),
            pl.col("snapshot_id").filter("later").first().alias("next_snapshot_id"),
            (pl.col("earlier") & (pl.col("snapshot_id") == pl.lit(ending, pl.Utf8))).any().alias("at_end"),
        )
    )
    both = pl.col("previous_snapshot_id").is_not_null() & pl.col("next_snapshot_id").is_not_null()
    word = (
        pl.when("now")
        .then(pl.lit("seen"))
        .when(both)
        .then(pl.lit("between"))
        .when("at_end")
        .then(pl.lit("censored"))
        .alias("presence")
    )
    alive = pl.lit(last_day is None or day <= last_day)
    return (
        ids.with_columns(word)
        .filter(alive & pl.col("presence").is_not_null())
        .select("id", "presence", "previous_snapshot_id", "next_snapshot_id")
        .sort("id")
    )


def _distinct(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.drop_nulls().unique().sort("snapshot_id", "id")


def _named(place: str, names: pl.Series) -> pl.Expr:
    """Return the snapshot at a place of the order; null where there is none."""
    return pl.col(place).replace_strict(pl.int_range(len(names), eager=True), names, default=None, return_dtype=pl.Utf8)
