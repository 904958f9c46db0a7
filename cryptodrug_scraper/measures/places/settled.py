"""
Where each listing was sent from at each snapshot, with what its vendor's other listings tell of the times between.

A listing states its origin only where a page that shows it was read; `listing_state` carries the nearest statement to
the other snapshots. Where a vendor changes the origin of some listings from X to Y, and none states X afterwards, then
a listing that nobody read since is taken to have changed with them (methods E9; pitfall 12).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from cryptodrug_scraper.measures.places.regions import is_country

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

__all__ = ["country_key", "restatements", "settled_origins"]

_LISTING = ("vendor", "listing_id")


def country_key(codes: pl.Expr) -> pl.Expr:
    """The countries of lists of codes, sorted, as text: ``["NL", "EUROPE", "BE"]`` is ``"BE,NL"``; null stays null."""
    return codes.list.eval(pl.element().filter(is_country(pl.element()))).list.unique().list.sort().list.join(",")


def _timed(listing_state: pl.DataFrame, snapshots: pl.DataFrame) -> pl.DataFrame:
    """Rows in order, with what they state (``key``) and whether they do so in that very snapshot."""
    # what a person decided of a listing that was seen stands in place of what it states
    is_decided = (pl.col("origin_source") == "decided") & pl.col("seen_at").is_not_null()
    stated = ((pl.col("origin_source") == "stated") | is_decided) & pl.col("origin_codes").is_not_null()
    return (
        listing_state.join(snapshots.select("snapshot_id", "first_at", "last_at"), on="snapshot_id")
        .select(
            "snapshot_id",
            *_LISTING,
            "first_at",
            "last_at",
            stated.fill_null(value=False).alias("is_stated"),
            country_key(pl.col("origin_codes")).alias("key"),
            "seen_at",
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
    checked = [row for vendor, own in events.items() for row in _checked(own, said[vendor])]
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
    own: list[_Event], said: list[tuple[str, datetime, datetime]]
) -> Iterator[tuple[str, str, str, datetime, datetime, int, bool]]:
    """The events of a vendor, narrowed and called clean where its other statements allow it."""
    # by countries, since a vendor may name thousands of sets of them
    left, taken = _by_key((e.old, e.high) for e in own), _by_key((e.new, e.low) for e in own)
    spans: dict[str, list[tuple[datetime, datetime]]] = {}
    for key, low, high in said:
        spans.setdefault(key, []).append((low, high))
    for event in own:
        highs, lows = left.get(event.new, []), taken.get(event.old, [])
        until, since = bisect_right(highs, event.high), bisect_left(lows, event.low)
        away = highs[until - 1] if until else None
        back = lows[since] if since < len(lows) else None
        old, new = spans.get(event.old, []), spans.get(event.new, [])
        is_clean = not any(high <= event.low and (away is None or low >= away) for low, high in new) and not any(
            low >= event.high and (back is None or high <= back) for low, high in old
        )
        low, high = event.low, event.high
        if is_clean:
            low = max([low, *(at for at, _ in old if at < high)])
            high = min([high, *(at for _, at in new if at > event.low)])
            if low >= high:
                low, high = event.low, event.high
        yield event.vendor, event.old, event.new, low, high, event.listing_count, is_clean


def _by_key(instants: Iterable[tuple[str, datetime]]) -> dict[str, list[datetime]]:
    """The instants of each key, in order."""
    found: dict[str, list[datetime]] = {}
    for key, instant in sorted(instants):
        found.setdefault(key, []).append(instant)
    return found


def settled_origins(listing_state: pl.DataFrame, snapshots: pl.DataFrame) -> pl.DataFrame:
    """
    Countries that each listing is thought to be sent from at each snapshot that it was live in.

    Args:
        listing_state: state of listings at snapshots; ``vendor`` is the account.
        snapshots: ``snapshot_id``, ``first_at``, ``last_at``.

    Returns:
        One row for each row of ``listing_state``: ``snapshot_id``, ``vendor``, ``listing_id``, ``first_at``,
        ``last_at``, ``seen_at``, ``country_codes`` (List of Utf8: empty where what is stated is no country, null where
        nothing was ever stated), ``evidence`` (``stated`` at this snapshot; ``bracketed`` by the same statement before
        and after; ``carried`` from one side; ``moved``, with the vendor's other listings).
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
    rows = _overtaken(rows, events)
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
        "snapshot_id",
        *_LISTING,
        "first_at",
        "last_at",
        "seen_at",
        codes.alias("country_codes"),
        evidence.alias("evidence"),
    ).sort("first_at", "snapshot_id", "vendor", "listing_id")


def _overtaken(rows: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """
    Rows with the origins that events of their vendor give to listings that were not read then.

    Listings of which the same is known at the same times change together, so each such class is looked at once.
    """
    alike = ("vendor", "settled", "old", "old_at", "new_at", "last_at")
    unread = rows.filter(~pl.col("is_stated")).join(events.select("vendor").unique(), on="vendor", how="semi")
    classes = unread.select(alike).unique().drop_nulls("settled")
    own: dict[str, list[_Unread]] = {}
    for vendor, *known in classes.iter_rows():
        own.setdefault(vendor, []).append(_Unread(*known))
    changes = events.select("vendor", "from_key", "to_key", "high").rows()
    for vendor, told in groupby(changes, key=itemgetter(0)):
        _follow(own.get(vendor, []), [tuple(change) for _, *change in told])
    becomes = pl.Series("becomes", [each.becomes for found in own.values() for each in found], dtype=pl.String)
    followed = pl.DataFrame(
        [(vendor, *each.known) for vendor, found in own.items() for each in found],
        schema={name: rows.schema[name] for name in alike},
        orient="row",
    ).with_columns(becomes, is_stated=pl.lit(value=False))
    joined = rows.join(followed, on=[*alike, "is_stated"], how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(pl.coalesce("becomes", "settled").alias("settled")).select(rows.columns)


class _Unread:
    """What is known of listings of a vendor that were not read in a snapshot, and where they are thought to be."""

    __slots__ = ("becomes", "known", "last_at", "new_at", "old", "old_at")

    def __init__(
        self, settled: str, old: str | None, old_at: datetime | None, new_at: datetime | None, last_at: datetime
    ) -> None:
        self.known = (settled, old, old_at, new_at, last_at)
        self.becomes = settled
        self.old, self.old_at, self.new_at, self.last_at = old, old_at, new_at, last_at


def _follow(unread: list[_Unread], events: list[tuple[Any, ...]]) -> None:
    """Apply a vendor's events, which are in order of time, to its listings."""
    at: dict[str, list[_Unread]] = {}
    for each in unread:
        at.setdefault(each.becomes, []).append(each)

    def move(source: str, target: str, applies: Callable[[_Unread], bool]) -> None:
        here = at.get(source, [])
        moved = [each for each in here if applies(each)]
        if moved:
            at[source] = [each for each in here if not applies(each)]
            at.setdefault(target, []).extend(moved)
            for each in moved:
                each.becomes = target

    for old, new, until in events:  # what was last read before the event has changed with it
        move(old, new, partial(_was_read_before, until))
    for old, new, until in reversed(events):  # what was first read after the event has changed with it
        move(new, old, partial(_is_read_after, until))


def _was_read_before(until: datetime, each: _Unread) -> bool:
    return each.last_at >= until and each.old_at is not None and each.old_at < until


def _is_read_after(until: datetime, each: _Unread) -> bool:
    return each.last_at < until and each.old is None and each.new_at is not None and each.new_at >= until
