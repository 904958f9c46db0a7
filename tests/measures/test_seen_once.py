"""How many ratings of each month one look alone shows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.looks.seen_once import seen_once

_INSTANT = pl.Datetime("us", "UTC")


def looks(*hours: float) -> pl.DataFrame:
    first = datetime(2019, 3, 1, tzinfo=UTC)
    rows = [(first, first + timedelta(hours=length)) for length in hours]
    return pl.DataFrame(rows, {"first_at": _INSTANT, "last_at": _INSTANT}, orient="row")


def ratings(*rows: tuple[datetime | None, float]) -> pl.DataFrame:
    """When each was left, and for how many hours pages show it."""
    seen = datetime(2019, 3, 1, tzinfo=UTC)
    schema = {"occurred_from": _INSTANT, "first_seen_at": _INSTANT, "last_seen_at": _INSTANT}
    return pl.DataFrame([(at, seen, seen + timedelta(hours=hours)) for at, hours in rows], schema, orient="row")


def test_a_rating_is_of_one_look_if_pages_show_it_no_longer_than_the_longest_takes() -> None:
    late = datetime(2019, 1, 31, 23, 59, tzinfo=UTC)
    found = seen_once(
        ratings((late, 5.0), (late, 6.0), (late, 6.1), (late + timedelta(minutes=1), 900.0), (None, 0.0)),
        looks(3, 6, 1),
    )
    assert found.rows() == [(date(2019, 1, 1), pytest.approx(2 / 3)), (date(2019, 2, 1), 0.0)]
    assert found.schema == {"month": pl.Date, "seen_once": pl.Float64}


def test_without_a_look_or_a_rating_nothing_is_said() -> None:
    late = datetime(2019, 1, 31, tzinfo=UTC)
    assert seen_once(ratings((late, 1.0)), looks()).is_empty()
    assert seen_once(ratings(), looks(6)).is_empty()
