"""
Where each listing was sent from at each snapshot, with what its vendor's other listings tell of the times between.

A listing states its origin only where a page that shows it was read; `listing_state` carries the nearest statement to
the other snapshots. Where a vendor changes the origin of some listings from X to Y, and none states X afterwards, then
a listing that nobody read since is taken to have changed with them (methods E9; pitfall 12).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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


def _timed(listing_state: pl.DataFrame, snapshots: pl.DataFrame) -> pl.DataFrame:
    """Rows in order, with what they state (``key``) and whether they do so in that very snapshot."""
    stated = (pl.col("origin_source") == "stated") & pl.col("origin_codes").is_not_null()
    return (
        listing_state.join(snapshots.select("snapshot_id", "first_at", "last_at"), on="snapshot_id")
        .select(
            "snapshot_id",
            *_LISTING,
            "first_at",
            "last_at",
            stated.fill_null(value=False).alias("is_stated"),
            country_key(pl.col("origin_codes")).alias("key"),
        )
        .sort(*_LISTING, "first_at", "snapshot_id")
    )


def restatements(listing_state: pl.DataFrame, snapshots: pl.DataFrame) -> pl.DataFrame:
    """
    Changes of origin that listings state themselves, joined by vendor where they can be one event.

    Intervals of the same change that overlap are one event, which fell into what they have in common. An event is clean
    where no listing of the vendor states the new countries before it, nor the old ones after it; others of the same
    vendor's events may lie between, as where a vendor goes and comes back. Then what all its listings state narrows it.

    Args:
        listing_state: state of listings at snapshots; ``vendor`` is the account.
        snapshots: ``snapshot_id``, ``first_at``, ``last_at``.

    Returns:
        ``vendor``, ``from_key``, ``to_key`` (countries as text, see `country_key`), ``low`` and ``high`` (it fell
        after the one and not after the other), ``listing_count``, ``is_clean``.
    """
    return _restatements(_timed(listing_state, snapshots))


def _restatements(rows: pl.DataFrame) -> pl.DataFrame:
    stated = rows.filter("is_stated", pl.col("key") != "")
    changes = (
        stated.with_columns(
            pl.col("key").shift(1).over(_LISTING).alias("from_key"),
            pl.col("first_at").shift(1).over(_LISTING).alias("low"),
        )
        .filter(pl.col("from_key") != pl.col("key"))
        .sort("vendor", "from_key", "key", "low", "last_at", "listing_id")
        .select("vendor", "from_key", "key", "low", "last_at")
    )
    said: dict[str, list[tuple[str, datetime, datetime]]] = {}
    those = stated.join(changes.select("vendor").unique(), on="vendor", how="semi")
    for vendor, key, low, high in those.select("vendor", "key", "first_at", "last_at").unique().iter_rows():
        said.setdefault(vendor, []).append((key, low, high))
    events = _clusters(changes.iter_rows())
    moment = rows.schema["first_at"]
    schema: dict[str, pl.DataType] = {
        "vendor": pl.Utf8(),
        "from_key": pl.Utf8(),
        "to_key": pl.Utf8(),
        "low": moment,
        "high": moment,
        "listing_count": pl.Int64(),
        "is_clean": pl.Boolean(),
    }
    checked = [_checked(event, events[event.vendor], said[event.vendor]) for own in events.values() for event in own]
    return pl.DataFrame(checked, schema=schema, orient="row").sort("vendor", "high", "low", "from_key", "to_key")


class _Event(NamedTuple):
    vendor: str
    old: str
    new: str
    low: datetime
    high: datetime
    listing_count: int


def _clusters(changes: Iterable[tuple[str, str, str, datetime, datetime]]) -> dict[str, list[_Event]]:
    """Join sorted changes whose intervals overlap; what they have in common is when the event fell."""
    found: dict[str, list[_Event]] = {}
    for vendor, old, new, low, high in changes:
        own = found.setdefault(vendor, [])
        if own and (own[-1].old, own[-1].new) == (old, new) and low < own[-1].high:
            last = own[-1]
            own[-1] = _Event(vendor, old, new, max(last.low, low), min(last.high, high), last.listing_count + 1)
        else:
            own.append(_Event(vendor, old, new, low, high, 1))
    return found


def _checked(
    event: _Event, own: list[_Event], said: list[tuple[str, datetime, datetime]]
) -> tuple[str, str, str, datetime, datetime, int, bool]:
    """An event, narrowed and called clean where the other statements of its vendor allow it."""
    away = max((other.high for other in own if other.old == event.new and other.high <= event.high), default=None)
    back = min((other.low for other in own if other.new == event.old and other.low >= event.low), default=None)
    early = [
        high for key, low, high in said if key == event.new and high <= event.low and (away is None or low >= away)
    ]
    late = [low for key, low, high in said if key == event.old and low >= event.high and (back is None or high <= back)]
    low, high = event.low, event.high
    if not early and not late:
        low = max([low, *(at for key, at, _ in said if key == event.old and at < high)])
        high = min([high, *(at for key, _, at in said if key == event.new and at > event.low)])
        if low >= high:
            low, high = event.low, event.high
    return event.vendor, event.old, event.new, low, high, event.listing_count, not early and not late


def settled_origins(listing_state: pl.DataFrame, snapshots: pl.DataFrame) -> pl.DataFrame:
    """
    Countries that each listing is thought to be sent from at each snapshot that it was live in.

    Args:
        listing_state: state of listings at snapshots; ``vendor`` is the account.
        snapshots: ``snapshot_id``, ``first_at``, ``last_at``.

    Returns:
        One row for each row of ``listing_state``: ``snapshot_id``, ``vendor``, ``listing_id``, ``first_at``,
        ``last_at``, ``country_codes`` (List of Utf8: empty where what is stated is no country, null where nothing was
        ever stated), ``evidence`` (``stated`` at this snapshot; ``bracketed`` by the same statement before and after;
        ``carried`` from one side; ``moved``, with the vendor's other listings).
    """
    rows = _timed(listing_state, snapshots)
    stated = pl.col("is_stated")
    rows = rows.with_columns(
        pl.when(stated).then("key").forward_fill().over(_LISTING).alias("old"),
        pl.when(stated).then("key").backward_fill().over(_LISTING).alias("new"),
        pl.when(stated).then("first_at").forward_fill().over(_LISTING).alias("old_at"),
        pl.when(stated).then("last_at").backward_fill().over(_LISTING).alias("new_at"),
    ).with_columns(pl.coalesce("old", "new", "key").alias("settled"))
    before = pl.col("settled")
    events = _restatements(rows).filter("is_clean")
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
