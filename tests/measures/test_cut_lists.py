"""Months that lack ratings because lists end before them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.ratings.cut_lists import with_cut_lists

AT = datetime(2018, 12, 1, 12, tzinfo=UTC)
"""When the one page with bands was read."""
MONTHS = [date(2018, month, 1) for month in (7, 8, 9, 10, 11)]
BANDS = {"newer_1m": 60, "newer_3m": 120, "older": 500}
"""Two ratings a day, and many before."""


def marked(
    known_days: float,
    *,
    rows_days: float = 20.0,
    bands: dict[str, int] = BANDS,
    width: float | None = 30.0,
    told: bool = False,
) -> list[date]:
    """
    The months that are marked of a vendor with two ratings a day.

    Args:
        known_days: for how long back its ratings are known, from any page.
        rows_days: how far back the list of the page with the bands goes.
        bands: what it counts.
        width: days of the newest band.
        told: whether a month is marked before.
    """
    moment = pl.Datetime("us", "UTC")
    at = [AT - timedelta(hours=12 * n + 6) for n in range(round(known_days * 2))]
    reviews = pl.DataFrame(
        {"vendor": ["zoé"] * len(at), "occurred_from": at}, schema_overrides={"occurred_from": moment}
    )
    reviews = reviews.with_columns((pl.col("occurred_from") + timedelta(hours=1)).alias("occurred_to"))
    rows = reviews.filter(pl.col("occurred_from") > AT - timedelta(days=rows_days))
    ends = rows.select(page=pl.lit(1, pl.Int64), reached=pl.col("occurred_from").min()).head(1)
    counted = pl.DataFrame(
        [("zoé", "s", AT, 1, name, value) for name, value in bands.items()],
        schema={
            "vendor": pl.String, "snapshot_id": pl.String, "captured_at": moment, "page": pl.Int64,
            "window_or_band": pl.String, "ratings": pl.Int64,
        },
        orient="row",
    )  # fmt: skip
    months = pl.DataFrame({"vendor": ["zoé"] * 5, "month": MONTHS, "is_truncated": [told] * 5})
    found = with_cut_lists(months, counted, reviews, ends, width=width)
    assert months.columns == found.columns
    return found.filter("is_truncated")["month"].to_list()


def test_months_before_the_first_page_lack_what_its_list_left_out() -> None:
    """The list goes back twenty days, the bands ninety: to the second of September."""
    assert MONTHS[2:] == marked(20.0)


def test_a_band_of_which_all_is_known_lacks_nothing() -> None:
    assert [] == marked(90.0)
    assert MONTHS[2:4] == marked(40.0, rows_days=40.0), (
        "the newest month is known, from the twenty-second of October on"
    )


def test_ratings_that_other_pages_showed_are_not_lacking() -> None:
    assert [] == marked(90.0, rows_days=20.0)


@pytest.mark.parametrize("lacking", [2, 6])
def test_few_ratings_at_the_edge_of_a_band_are_not_lacking(lacking: int) -> None:
    assert [] == marked(90.0, bands=BANDS | {"newer_3m": 120 + lacking})


def test_what_is_older_than_the_bands_marks_no_month() -> None:
    assert [] == marked(90.0, bands=BANDS | {"older": 5_000}), "nobody knows when these were left"


def test_without_bands_or_their_width_nothing_is_marked_anew() -> None:
    assert [] == marked(20.0, width=None)
    assert [] == marked(20.0, bands={})
    assert MONTHS == marked(90.0, told=True)
