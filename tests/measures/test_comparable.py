"""An estimator of published series."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.sales.comparable import christin_29

MOMENT = pl.Datetime("us", "UTC")
LOOK = datetime(2019, 3, 1, tzinfo=UTC)
REVIEWS = pl.Schema(
    {
        "listing_id": pl.String(),
        "vendor": pl.String(),
        "occurred_from": MOMENT,
        "occurred_to": MOMENT,
        "first_seen_at": MOMENT,
        "last_seen_at": MOMENT,
        "state": pl.String(),
    }
)


def reviews(*rows: tuple[str | None, float, int, int, str]) -> pl.DataFrame:
    """Listing, days before the look, days after it of first and last sighting, state."""
    made = [
        (
            listing,
            "v",
            LOOK - timedelta(days=age + 0.5),
            LOOK - timedelta(days=age - 0.5),
            LOOK + timedelta(days=first),
            LOOK + timedelta(days=last),
            state,
        )
        for listing, age, first, last, state in rows
    ]
    return pl.DataFrame(made, schema=REVIEWS, orient="row")


def looks() -> pl.DataFrame:
    made = pl.DataFrame({"snapshot_id": ["s"], "first_at": [LOOK - timedelta(hours=9)], "last_at": [LOOK]})
    return made.cast({"first_at": MOMENT, "last_at": MOMENT})


def test_feedback_of_29_days_with_bounds() -> None:
    rows = reviews(
        ("1", 1, 0, 30, "seen"),
        ("1", 28.5, -7, 0, "edited"),
        ("2", 10, 30, 60, "seen"),
        ("2", 29.5, 0, 0, "seen"),
        ("2", -3, 30, 30, "seen"),
    )
    found = christin_29(rows, looks()).row(0, named=True)
    assert (found["low"] * 29, found["sales_per_day"] * 29, found["high"] * 29) == pytest.approx((2, 3, 4))
    assert found["vendor_count"] == 1
    assert christin_29(reviews(("1", 90, 0, 0, "seen")), looks())["sales_per_day"].to_list() == [0.0]
    assert christin_29(reviews(), looks())["sales_per_day"].to_list() == [None]
