"""
What the worst vendor may have on its pages: one function for each kind, of a market's frames and a vendor.

Everything is what pages can state of that vendor and its listings, as the database can hold it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.campaigns.worst.frames import Frames

__all__ = ["KINDS", "RATES"]

_MANY = 40
"""How often each rating stands on the pages of a vendor with too many."""
_LONGEST = 1000
"""More rows than a page has."""


def _changed(frames: Frames, name: str, vendor: str, **values: pl.Expr) -> Frames:
    return frames.changed(name, frames.is_of(name, vendor), **values)


def _parts(frames: Frames, name: str, vendor: str, **values: pl.Expr) -> Frames:
    return frames.changed(name, frames.parts(name, vendor), **values)


def _amounts(amount: float, currency: str | None = None) -> Callable[[Frames, str], Frames]:
    def of(frames: Frames, vendor: str) -> Frames:
        known = pl.col("amount").is_not_null()
        values = {"amount": pl.when(known).then(pl.lit(amount)), "amount_step": pl.when(known).then(pl.lit(0.01))}
        if currency is not None:
            values["amount_currency"] = pl.when(known).then(pl.lit(currency))
        return _changed(frames, "reviews", vendor, **values)

    return of


def _one_amount(frames: Frames, vendor: str) -> Frames:
    """USD 9,999,999,999,999.99 beside one rating."""
    first = pl.int_range(pl.len()).over("vendor", order_by=["occurred_from", "position"]) == 0
    amount = pl.when(first & pl.col("amount").is_not_null()).then(pl.lit(9_999_999_999_999.99)).otherwise("amount")
    return _changed(frames, "reviews", vendor, amount=amount)


def _prices(price: float) -> Callable[[Frames, str], Frames]:
    def of(frames: Frames, vendor: str) -> Frames:
        frames = _changed(frames, "listings", vendor, price=pl.lit(price))
        return _parts(_parts(frames, "tiers", vendor, price=pl.lit(price)), "prices", vendor, price=pl.lit(price))

    return of


def _dear(price: float, grams: float) -> Callable[[Frames, str], Frames]:
    """Prices and amounts of one height, of listings that say they are of bulk."""

    def of(frames: Frames, vendor: str) -> Frames:
        frames = _amounts(price, "USD")(_prices(price)(frames, vendor), vendor)
        return _changed(frames, "listings", vendor, quantity_grams=pl.lit(grams), price_currency=pl.lit("USD"))

    return of


def _counters(count: int, *, exact: bool = True) -> Callable[[Frames, str], Frames]:
    def of(frames: Frames, vendor: str) -> Frames:
        known = pl.col("sales_count").is_not_null()
        number, sure = pl.when(known).then(pl.lit(count)), pl.when(known).then(pl.lit(exact))
        frames = _changed(frames, "vendors", vendor, sales_count=number, sales_is_exact=sure)
        sold = pl.when(pl.col("sold_count").is_not_null()).then(pl.lit(count))
        return _changed(frames, "listings", vendor, sold_count=sold)

    return of


def _last_counter(count: int) -> Callable[[Frames, str], Frames]:
    """A counter that leaps on the last pages."""

    def of(frames: Frames, vendor: str) -> Frames:
        at = frames.of["pages"].select("run", "captured_at")
        stated = frames.of["vendors"].filter(frames.is_of("vendors", vendor) & pl.col("sales_count").is_not_null())
        times = stated.join(at, on="run")
        recent = times.filter(pl.col("captured_at") >= pl.col("captured_at").max() - timedelta(days=2))
        late = pl.col("run").is_in(recent["run"].implode())
        number = pl.when(late & pl.col("sales_count").is_not_null()).then(pl.lit(count)).otherwise("sales_count")
        return _changed(frames, "vendors", vendor, sales_count=number)

    return of


def _growing(factor: float) -> Callable[[Frames, str], Frames]:
    """A counter so many times what it is."""

    def of(frames: Frames, vendor: str) -> Frames:
        return _changed(frames, "vendors", vendor, sales_count=(pl.col("sales_count") * factor).cast(pl.Int64))

    return of


def _odd_counter(frames: Frames, vendor: str) -> Frames:
    """A count that is no multiple of the step to which a market rounds."""
    return _changed(frames, "vendors", vendor, sales_count=pl.col("sales_count") * 10 + 7)


def _bands(count: int) -> Callable[[Frames, str], Frames]:
    def of(frames: Frames, vendor: str) -> Frames:
        number = pl.when(pl.col("window_or_band").is_not_null()).then(pl.lit(count)).otherwise("value")
        frames = _changed(frames, "counters", vendor, value=number)
        rated = pl.when(pl.col("rating_count").is_not_null()).then(pl.lit(count))
        return _changed(frames, "vendors", vendor, rating_count=rated)

    return of


def _no_rating(frames: Frames, vendor: str) -> Frames:
    """A counter of 99,999,999 beside bands that are empty and one rating."""
    frames = _bands(0)(_counters(99_999_999)(frames, vendor), vendor)
    mine = frames.is_of("reviews", vendor)
    return frames.put(reviews=frames.of["reviews"].filter(~mine | (mine.cum_sum() == 1)))


def _supported(count: int) -> Callable[[Frames, str], Frames]:
    """A counter, and bands that agree with it."""

    def of(frames: Frames, vendor: str) -> Frames:
        return _bands(count // 20)(_counters(count)(frames, vendor), vendor)

    return of


def _many(frames: Frames, vendor: str) -> Frames:
    """Each rating many times, by other buyers."""
    rows = frames.of["reviews"]
    mine = rows.filter(frames.is_of("reviews", vendor))
    more = [
        mine.with_columns(
            pl.col("ordinal", "position") + (number + 1) * _LONGEST, buyer_mask=pl.lit(f"{number}***x")
        ).cast(rows.schema)
        for number in range(_MANY)
    ]
    return frames.put(reviews=pl.concat([rows, *more]))


def _same_texts(frames: Frames, vendor: str) -> Frames:
    """Ratings with the words, the buyer and the stars of those of the vendor with most of them."""
    rows = frames.of["reviews"]
    others = rows.filter(pl.col("vendor").is_not_null() & ~frames.is_of("reviews", vendor))
    if others.is_empty():
        return frames
    names = ["comment", "is_default_comment", "buyer_mask", "stars", "sign"]
    most = others["vendor"].value_counts().sort("count", "vendor", descending=[True, False])["vendor"][0]
    like = others.filter(pl.col("vendor") == most)
    index = pl.int_range(pl.len()) % like.height
    taken = {name: pl.lit(like[name]).gather(index) for name in names}
    return _changed(frames, "reviews", vendor, **taken)


def _dates(day: datetime) -> Callable[[Frames, str], Frames]:
    def of(frames: Frames, vendor: str) -> Frames:
        known = pl.col("occurred_from").is_not_null()
        values = {
            "occurred_from": pl.when(known).then(pl.lit(day)),
            "occurred_to": pl.when(known).then(pl.lit(day + timedelta(days=1))),
        }
        return _changed(frames, "reviews", vendor, **values)

    return of


def _joined(day: date) -> Callable[[Frames, str], Frames]:
    def of(frames: Frames, vendor: str) -> Frames:
        return _changed(frames, "vendors", vendor, member_since=pl.lit(day))

    return of


def _moving(currency: str) -> Callable[[Frames, str], Frames]:
    """Amounts in a currency of its own that differ on every page."""

    def of(frames: Frames, vendor: str) -> Frames:
        drift = 1 + pl.col("run").hash() % 97 / 100
        known = pl.col("amount").is_not_null()
        values = {"amount": pl.col("amount") * drift, "amount_currency": pl.when(known).then(pl.lit(currency))}
        return _changed(frames, "reviews", vendor, **values)

    return of


def _goods(frames: Frames, vendor: str) -> Frames:
    """Listings of a million tons, of every country."""
    return _changed(frames, "listings", vendor, quantity_grams=pl.lit(1e12), quantity_units=pl.lit(1e9))


def _tiers(frames: Frames, vendor: str) -> Frames:
    """Prices by quantity from a quintillion on, and no price beside them."""
    frames = _parts(frames, "tiers", vendor, min_quantity=pl.lit(1e15), price=pl.lit(1e12))
    return _changed(frames, "listings", vendor, price=pl.lit(None, pl.Float64))


def _shipping(frames: Frames, vendor: str) -> Frames:
    return _parts(frames, "shipping", vendor, price=pl.lit(1e12))


def _badges(frames: Frames, vendor: str) -> Frames:
    return _changed(frames, "external", vendor, sales_count=pl.lit(10**12))


def _all(frames: Frames, vendor: str) -> Frames:
    """Many ratings of 99,999 each of dear listings, and a counter and bands to match."""
    return _many(_dear(99_999.0, 1000.0)(_supported(10**7)(frames, vendor), vendor), vendor)


def _forged(factor: float) -> Callable[[Frames, str], Frames]:
    """A table of rates on one page of the vendor, with every rate so many times what it is."""

    def of(frames: Frames, vendor: str) -> Frames:
        pages, rates = frames.of["pages"], frames.of["rates"]
        runs = frames.of["vendors"].filter(frames.is_of("vendors", vendor))["run"]
        own = pages.filter(pl.col("run").is_in(runs.implode()) & pl.col("rate_table_id").is_not_null()).sort(
            "captured_at", "run"
        )
        if own.is_empty():
            return frames
        one, table = own["run"][-1], own["rate_table_id"][-1]
        forged = rates.filter(pl.col("rate_table_id") == table).with_columns(
            rate_table_id=pl.lit("forged"), rate=pl.col("rate") * factor
        )
        named = pl.when(pl.col("run") == pl.lit(one)).then(pl.lit("forged")).otherwise("rate_table_id")
        changed = pages.with_columns(rate_table_id=named)
        tables = changed.filter(pl.col("rate_table_id").is_not_null()).select("rate_table_id", "captured_at")
        return frames.put(pages=changed, rates=pl.concat([rates, forged]), rate_tables=tables)

    return of


_EARLY, _LATE = datetime(1500, 1, 1, tzinfo=UTC), datetime(2500, 1, 1, tzinfo=UTC)

KINDS: dict[str, Callable[[Frames, str], Frames]] = {
    "amounts 0.01": _amounts(0.01),
    "amounts 900": _amounts(900.0, "USD"),
    "amounts 9,999": _amounts(9_999.0, "USD"),
    "amounts 99,999": _amounts(99_999.0, "USD"),
    "amounts 1e14": _amounts(1e14, "USD"),
    "amounts 21 million BTC": _amounts(21e6, "BTC"),
    "one amount of 9,999,999,999,999.99": _one_amount,
    "moving amounts": _moving("JPY"),
    "prices 0.0001": _prices(0.0001),
    "prices 9,500": _prices(9_500.0),
    "prices 1e10": _prices(1e10),
    "amounts and prices 9,500, of bulk": _dear(9_500.0, 100.0),
    "amounts and prices 99,999, of bulk": _dear(99_999.0, 1000.0),
    "amounts and prices 1e12, of bulk": _dear(1e12, 1e6),
    "counters 1": _counters(1),
    "counters 99,999,999": _counters(99_999_999),
    "counters 1e12": _counters(10**12),
    "rounded counters 1e12": _counters(10**12, exact=False),
    "last counter 10,000": _last_counter(10_000),
    "last counter 99,999,999": _last_counter(99_999_999),
    "last counter 1e12": _last_counter(10**12),
    "counters times 10": _growing(10),
    "counters times 1,000": _growing(1_000),
    "counters without rounding": _odd_counter,
    "no rating beside 99,999,999": _no_rating,
    "counters 1e9 and bands to match": _supported(10**9),
    "bands 0": _bands(0),
    "bands 1,000": _bands(1_000),
    "bands 1e9": _bands(10**9),
    "many ratings": _many,
    "others' texts": _same_texts,
    "ratings of 1500": _dates(_EARLY),
    "ratings of 2500": _dates(_LATE),
    "joined in 1000": _joined(date(1000, 1, 1)),
    "joined in 2500": _joined(date(2500, 1, 1)),
    "a million tons": _goods,
    "tiers from 1e15": _tiers,
    "shipping 1e12": _shipping,
    "badges 1e12": _badges,
    "many dear ratings, counters and bands": _all,
}
"""What is changed of the vendor's own figures."""
RATES: dict[str, Callable[[Frames, str], Frames]] = {
    "rates times 0.0001": _forged(0.0001),
    "rates times 1.5": _forged(1.5),
    "rates times 1e12": _forged(1e12),
}
"""What a page of the vendor states of exchange rates."""
