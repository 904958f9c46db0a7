"""
Where each listing was sent from at each snapshot, with what its vendor's other listings tell of the times between.

A listing states its origin only where a page that shows it was read; `listing_state` carries the nearest statement to
the other snapshots. Where a vendor changes the origin of some listings from X to Y, and none states X afterwards, then
a listing that nobody read since is taken to have changed with them (methods E9; pitfall 12).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.regions import is_country

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

__all__ = ["country_key", "restatements", "settled_origins"]

_LISTING = ("vendor", "listing_id")


def country_key(codes: pl.Expr) -> pl.Expr:
    """The countries of lists of codes, sorted, as text: ``["NL", "EUROPE", "BE"]`` is ``"BE,NL"``; null stays null."""
    return codes.list.eval(pl.element().filter(is_country(pl.element()))).list.unique().list.sort().list.join(",")


def _timed(listing_state: pl.DataFrame, snapshots: pl.DataFrame, pages: pl.DataFrame | None) -> pl.DataFrame:
    """Rows with the bounds of when their statement was read (``low``, ``high``), null where it was not read then."""
    rows = listing_state.join(snapshots.select("snapshot_id", "first_at", "last_at"), on="snapshot_id")
    if pages is None:
        low, high = pl.col("first_at"), pl.col("last_at")
    else:
        read = pages.select(pl.col("page").alias("stated_page"), "captured_at").unique("stated_page")
        rows = rows.with_columns(pl.col("stated_page").cast(pages.schema["page"])).join(
            read, on="stated_page", how="left"
        )
        low = pl.coalesce("captured_at", "first_at")
        high = pl.coalesce("captured_at", "last_at")
    stated = (pl.col("origin_source") == "stated") & pl.col("origin_codes").is_not_null()
    return rows.select(
        "snapshot_id",
        *_LISTING,
        "first_at",
        "last_at",
        stated.fill_null(value=False).alias("is_stated"),
        country_key(pl.col("origin_codes")).alias("key"),
        pl.when(stated).then(low).alias("low"),
        pl.when(stated).then(high).alias("high"),
    ).sort(*_LISTING, "first_at", "snapshot_id")


def restatements(
    listing_state: pl.DataFrame, snapshots: pl.DataFrame, *, pages: pl.DataFrame | None = None
) -> pl.DataFrame:
    """
    Changes of origin that listings state themselves, joined by vendor where they can be one event.

    Args:
        listing_state: state of listings at snapshots; ``vendor`` is the account.
        snapshots: ``snapshot_id``, ``first_at``, ``last_at``.
        pages: ``page`` and ``captured_at``, which narrow the times; without them those of the snapshots count.

    Returns:
        ``vendor``, ``from_key``, ``to_key`` (countries as text, see `country_key`), ``low`` and ``high`` (the change
        fell after the one and not after the other), ``listing_count``, and ``is_final``: whether no listing of the
        vendor states the old set again before the vendor's next change to it. Intervals of the same change that
        overlap are one event, which fell into what they have in common.
    """
    return _restatements(_timed(listing_state, snapshots, pages))


def _restatements(rows: pl.DataFrame) -> pl.DataFrame:
    stated = rows.filter("is_stated", pl.col("key") != "")
    changes = (
        stated.with_columns(
            pl.col("key").shift(1).over(_LISTING).alias("from_key"), pl.col("low").shift(1).over(_LISTING).alias("low")
        )
        .filter(pl.col("from_key") != pl.col("key"))
        .sort("vendor", "from_key", "key", "low", "high", "listing_id")
        .select("vendor", "from_key", pl.col("key").alias("to_key"), "low", "high")
    )
    events = pl.DataFrame(
        _clusters(changes.iter_rows()), schema={**changes.schema, "listing_count": pl.UInt32}, orient="row"
    )
    again = stated.select("vendor", pl.col("key").alias("from_key"), pl.col("low").alias("stated_at"))
    back = events.select("vendor", pl.col("to_key").alias("from_key"), pl.col("high").alias("back_at"))
    return (
        events.with_row_index("event")
        .join(back, on=["vendor", "from_key"], how="left")
        .with_columns(pl.when(pl.col("back_at") > pl.col("high")).then("back_at").alias("back_at"))
        .group_by("event", *events.columns)
        .agg(pl.col("back_at").min())
        .join(again, on=["vendor", "from_key"], how="left")
        .group_by("event", *events.columns)
        .agg(
            (
                (pl.col("stated_at") > pl.col("high"))
                & (pl.col("back_at").is_null() | (pl.col("stated_at") < pl.col("back_at")))
            )
            .any()
            .not_()
            .alias("is_final")
        )
        .drop("event")
        .sort("vendor", "high", "low", "from_key", "to_key")
    )


_Change = tuple[str, str, str, "datetime", "datetime"]


def _clusters(changes: Iterable[_Change]) -> list[tuple[str, str, str, datetime, datetime, int]]:
    """Join sorted changes whose intervals overlap; what they have in common is when the event fell."""
    found: list[tuple[str, str, str, datetime, datetime, int]] = []
    for vendor, old, new, low, high in changes:
        if found and found[-1][:3] == (vendor, old, new) and low < found[-1][4]:
            *_, before, after, count = found[-1]
            found[-1] = (vendor, old, new, max(before, low), min(after, high), count + 1)
        else:
            found.append((vendor, old, new, low, high, 1))
    return found


def settled_origins(
    listing_state: pl.DataFrame, snapshots: pl.DataFrame, *, pages: pl.DataFrame | None = None
) -> pl.DataFrame:
    """
    Countries that each listing is thought to be sent from at each snapshot that it was live in.

    Args:
        listing_state: state of listings at snapshots; ``vendor`` is the account.
        snapshots: ``snapshot_id``, ``first_at``, ``last_at``.
        pages: ``page`` and ``captured_at``, which narrow the times of changes.

    Returns:
        One row for each row of ``listing_state``: ``snapshot_id``, ``vendor``, ``listing_id``, ``first_at``,
        ``last_at``, ``country_codes`` (List of Utf8: empty where what is stated is no country, null where nothing was
        ever stated), ``evidence`` (``stated`` at this snapshot; ``bracketed`` by the same statement before and after;
        ``carried`` from one side; ``moved``, with the vendor's other listings).
    """
    rows = _timed(listing_state, snapshots, pages)
    stated = pl.col("is_stated")
    rows = rows.with_columns(
        pl.when(stated).then("key").forward_fill().over(_LISTING).alias("old"),
        pl.when(stated).then("key").backward_fill().over(_LISTING).alias("new"),
        pl.col("low").forward_fill().over(_LISTING).alias("old_at"),
        pl.col("high").backward_fill().over(_LISTING).alias("new_at"),
    ).with_columns(pl.coalesce("old", "new", "key").alias("settled"))
    before = pl.col("settled")
    events = _restatements(rows).filter("is_final")
    ordinal = pl.int_range(pl.len()).over("vendor")
    events = events.with_columns(ordinal.alias("n"))
    for n in range(events["n"].n_unique()):
        rows = _overtaken(rows, events.filter(pl.col("n") == n).drop("n"), forward=True)
    for n in reversed(range(events["n"].n_unique())):
        rows = _overtaken(rows, events.filter(pl.col("n") == n).drop("n"), forward=False)
    evidence = (
        pl.when("is_stated")
        .then(pl.lit("stated"))
        .when(pl.coalesce("old", "new", "key") != before)
        .then(pl.lit("moved"))
        .when(pl.col("old") == pl.col("new"))
        .then(pl.lit("bracketed"))
        .when(before.is_not_null())
        .then(pl.lit("carried"))
    )
    codes = pl.when(before == "").then(pl.lit([], dtype=pl.List(pl.Utf8))).otherwise(before.str.split(","))
    return rows.select(
        "snapshot_id", *_LISTING, "first_at", "last_at", codes.alias("country_codes"), evidence.alias("evidence")
    ).sort("first_at", "snapshot_id", "vendor", "listing_id")


def _overtaken(rows: pl.DataFrame, events: pl.DataFrame, *, forward: bool) -> pl.DataFrame:
    """Rows with the origins that an event of their vendor (one at most) gives to listings that were not read then."""
    event = events.select("vendor", "from_key", "to_key", pl.col("low").alias("after"), pl.col("high").alias("until"))
    joined = rows.join(event, on="vendor", how="left")
    unread = ~pl.col("is_stated")
    if forward:  # what was last read before the event has changed with it
        applies = (
            unread
            & (pl.col("settled") == pl.col("from_key"))
            & (pl.col("last_at") >= pl.col("until"))
            & (pl.col("old_at") < pl.col("until"))
        )
        becomes = "to_key"
    else:  # what was first read after the event has changed with it
        applies = (
            unread
            & (pl.col("settled") == pl.col("to_key"))
            & (pl.col("last_at") < pl.col("until"))
            & (pl.col("new_at") >= pl.col("until"))
            & pl.col("old").is_null()
        )
        becomes = "from_key"
    settled = pl.when(applies.fill_null(value=False)).then(becomes).otherwise("settled")
    return joined.with_columns(settled.alias("settled")).select(rows.columns)
