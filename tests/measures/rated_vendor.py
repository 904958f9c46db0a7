"""
A vendor whose ratings are known, as a ratings tab shows them in successive snapshots (the E3 table of methods).

Ratings are Poisson; 4,000 buyers have two-character masks over 36 symbols; 45 % keep the default text (64 % at 20 a
day), of the other texts 30 % are of a pool of 200; 93 % have five stars; the tab shows those younger than 92 days, the
newest 300, out of age order.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from tests.measures.rating_rows import START, TIME

_DAYS, _YOUNGEST, _MOST = 180, 92, 300
_DAY = 86_400_000_000
_AMOUNTS = np.array([8.0, 15, 25, 30, 30, 58, 58, 120])


def tabs(
    rate: float, every: float, seed: int, *, offset: float = 0, vendors: int = 1
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """
    Return the rows of a vendor's tab, with ``truth`` (the rating that each shows), and the pages.

    Args:
        rate: ratings a day.
        every: days between snapshots.
        seed: of the random numbers.
        offset: by how many hours each vendor's page is taken after the one before.
        vendors: number of vendors.
    """
    draw = np.random.default_rng(seed)
    rows: list[pl.DataFrame] = []
    pages: list[tuple[int, str, str, str, float]] = []
    first, hours = 0, draw.uniform(0, 0.5, int(_DAYS / every))
    for vendor in range(vendors):
        times = np.sort(draw.uniform(-_YOUNGEST, _DAYS, draw.poisson(rate * (_DAYS + _YOUNGEST)))) * _DAY
        ratings = _ratings(draw, len(times), 0.64 if rate >= 20 else 0.45)
        for number, day in enumerate(np.arange(every, _DAYS, every)):
            now = (day + hours[number] + offset * vendor / 24) * _DAY
            shown = np.flatnonzero((times <= now) & (times > now - _YOUNGEST * _DAY))[-_MOST:]
            shown = shown[np.argsort(times[shown] + draw.uniform(0, 5 * _DAY, len(shown)), kind="stable")[::-1]]
            low, high = _intervals(times[shown], now)
            page = len(pages) + 1
            pages.append((page, f"s{number:03}", "vendor_feedback", f"/v{vendor}", 0.003))
            shown_rows = ratings[shown].with_columns(
                truth=pl.lit(shown + first),
                vendor=pl.lit(f"Lübeck {vendor}"),
                page=pl.lit(page, pl.UInt32),
                ordinal=pl.int_range(pl.len(), dtype=pl.Int32),
                captured_at=_times(np.full(len(shown), now)),
                occurred_from=_times(low),
                occurred_to=_times(high),
            )
            rows.append(shown_rows)
        first += len(times)
    schema = {"page": pl.UInt32, "snapshot_id": pl.String, "kind": pl.String, "url_key": pl.String, "doubt": pl.Float64}
    return pl.concat(rows), pl.DataFrame(pages, schema=schema, orient="row")


def _ratings(draw: np.random.Generator, count: int, default: float) -> pl.DataFrame:
    is_default = draw.random(count) < default
    own = np.where(draw.random(count) < 0.3, draw.integers(200, size=count), np.arange(count) + 200)
    text = np.where(is_default, -1, own)
    symbols = np.array(list("abcdefghijklmnopqrstuvwxyz0123456789"))
    masks = np.char.add(symbols[draw.integers(36, size=4000)], symbols[draw.integers(36, size=4000)])
    columns: dict[str, Any] = {
        "stars": np.where(draw.random(count) < 0.93, 5.0, draw.integers(1, 5, size=count)),
        "comment": pl.Series(text).cast(pl.String).cast(pl.Binary),
        "is_default_comment": is_default,
        "buyer_mask": masks[draw.integers(4000, size=count)],
        "amount": _AMOUNTS[draw.integers(len(_AMOUNTS), size=count)],
    }
    none = {"listing_id": pl.String, "listing_title": pl.String, "sign": pl.String, "age_raw": pl.String}
    return pl.DataFrame(columns).with_columns(
        *(pl.lit(None, dtype).alias(name) for name, dtype in none.items()),
        position=pl.lit(None, pl.Int32),
        amount_currency=pl.lit("USD"),
        amount_step=pl.lit(1.0),
    )


def _intervals(times: np.ndarray, now: float) -> tuple[np.ndarray, np.ndarray]:
    """Ages as ``HH:MM``, ``1d 4h`` and ``3d``."""
    age = now - times
    unit = np.select([age < _DAY, age < 3 * _DAY], [_DAY / 1440, _DAY / 24], _DAY)
    whole = np.floor(age / unit) * unit
    return now - whole - unit, now - whole


def _times(microseconds: np.ndarray) -> pl.Series:
    start = int(START.timestamp() * 1_000_000)
    return pl.Series((microseconds + start).round().astype(np.int64)).cast(TIME)
