"""The share of sales that are rated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from cryptodrug_scraper.measures.ratings.feedback_rate import feedback_rate, rated_sales, vendor_rates, with_due

MOMENT = pl.Datetime("us", "UTC")
AT = datetime(2018, 11, 19, tzinfo=UTC)
VENDORS = pl.Schema(
    {
        "vendor": pl.String(),
        "snapshot_id": pl.String(),
        "captured_at": MOMENT,
        "page": pl.UInt32(),
        "sales_count": pl.Int64(),
        "sales_is_exact": pl.Boolean(),
        "rating_count": pl.Int64(),
        "member_since": pl.Date(),
    }
)
COUNTERS = pl.Schema(
    {
        "page": pl.UInt32(),
        "snapshot_id": pl.String(),
        "captured_at": MOMENT,
        "vendor": pl.String(),
        "counter": pl.String(),
        "window_or_band": pl.String(),
        "value": pl.Int64(),
    }
)
LISTINGS = pl.Schema(
    {
        "vendor": pl.String(),
        "snapshot_id": pl.String(),
        "captured_at": MOMENT,
        "page": pl.UInt32(),
        "listing_id": pl.String(),
        "seen_on": pl.String(),
        "sold_count": pl.Int64(),
        "sold_is_exact": pl.Boolean(),
    }
)
REVIEWS = pl.Schema({"page": pl.UInt32(), "listing_id": pl.String()})
TOTALS = pl.Schema(
    {
        "page": pl.UInt32(),
        "listed_kind": pl.String(),
        "total_count": pl.Int64(),
        "page_count": pl.Int64(),
        "hidden_count": pl.Int64(),
    }
)


def frame(schema: pl.Schema, *rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")


def vendors(*rows: tuple[str, int, int, bool, int | None]) -> pl.DataFrame:
    return frame(
        VENDORS,
        *((name, "s", AT, page, sales, exact, rated, None) for name, page, sales, exact, rated in rows),
    )


def pairs(*rows: tuple[str, float, float, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["vendor", "ratings", "sales", "sales_step"], orient="row")


def test_bands_and_the_middle_of_rounded_sales() -> None:
    bands = [(305, 330), (608, 680), (4010, 5800)]
    found = rated_sales(
        vendors(*((f"v{page}", page, sales, False, 100) for page, (_, sales) in enumerate(bands))),
        frame(
            COUNTERS,
            *(
                (page, "s", AT, f"v{page}", "stars_5", band, value)
                for page, (rated, _) in enumerate(bands)
                for band, value in (("newer_1m", 5), ("older", rated - 5))
            ),
        ),
        frame(LISTINGS),
        frame(REVIEWS),
        frame(TOTALS),
    )
    assert found["source"].to_list() == ["bands"] * 3
    assert found["ratings"].to_list() == [305.0, 608.0, 4010.0]
    assert found["sales"].to_list() == [334.5, 684.5, 5849.5]
    rate = feedback_rate(found, "dream")
    assert rate is not None
    assert rate[0] == pytest.approx(4923 / 6868.5)
    assert 0.6 < rate[1] < rate[0] < rate[2] < 0.92


def test_printed_counts_where_there_is_no_band() -> None:
    found = rated_sales(
        vendors(
            ("ñ", 1, 100, True, 80), ("ñ", 2, 120, True, 90), ("none", 3, 0, True, 0), ("unrated", 4, 5, True, None)
        ),
        frame(COUNTERS),
        frame(LISTINGS),
        frame(REVIEWS),
        frame(TOTALS),
    )
    assert found.select("vendor", "ratings", "sales", "source").rows() == [("ñ", 90.0, 120.0, "counts")]


def test_listings_whose_page_shows_all_ratings() -> None:
    listed = [("a", 1, "1", 40), ("a", 2, "2", 10), ("b", 3, "3", 9), ("b", 4, "4", 500)]
    rows = [
        (page, listing)
        for page, listing, count in ((1, "1", 30), (2, "2", 8), (3, "3", 5), (4, "4", 300))
        for _ in range(count)
    ]
    totals = [
        (1, "review", None, None, None),
        (2, "review", 9, None, None),
        (3, "review", None, 2, None),
        (4, "review", None, 1, None),
    ]
    stated = frame(
        LISTINGS, *((vendor, "s", AT, page, listing, "page", sold, True) for vendor, page, listing, sold in listed)
    )
    shown = frame(REVIEWS, *rows)
    for pieces in (shown, [shown[::2], shown[1::2]]):  # rows of one page may be of several groups
        found = rated_sales(frame(VENDORS), frame(COUNTERS), stated, pieces, frame(TOTALS, *totals))
        assert found.select("vendor", "ratings", "sales", "source").rows() == [("a", 39.0, 50.0, "listings")]


def test_without_pages_that_show_both_there_is_no_rate() -> None:
    none = rated_sales(frame(VENDORS), frame(COUNTERS), frame(LISTINGS), frame(REVIEWS), frame(TOTALS))
    assert none.is_empty()
    assert none.columns == ["vendor", "ratings", "sales", "sales_step", "source", "captured_at"]
    assert feedback_rate(none, "wsm") is None


def test_the_interval_does_not_depend_on_order_and_covers() -> None:
    rng = np.random.default_rng(11)
    hits = 0
    for _ in range(100):
        sales = rng.integers(20, 400, 60)
        rated = rng.binomial(sales, rng.uniform(0.69, 0.92, 60))
        found = pairs(*((f"v{k:02}", float(rated[k]), float(sales[k]), 1.0) for k in range(60)))
        rate = feedback_rate(found, "m", replicates=400)
        assert rate == feedback_rate(found.reverse(), "m", replicates=400)
        assert rate is not None
        hits += rate[1] <= 0.805 <= rate[2]
    assert 88 <= hits <= 99


def test_a_vendor_with_many_sales_has_its_own_rate() -> None:
    rows = [(f"v{k}", 1000 * (0.7 + 0.02 * k), 1000.0, 1.0) for k in range(11)]
    found = vendor_rates(pairs(*rows, ("tiny", 0.0, 1.0, 1.0)), 0.8)
    rates = dict(found.select("vendor", "feedback_rate").iter_rows())
    assert rates["v0"] == pytest.approx(0.7, abs=0.01)
    assert rates["tiny"] == pytest.approx(0.8, abs=0.04)
    assert rates[None] == 0.8
    assert 0.0632 < found["feedback_error"][-1] < 0.09  # of a dozen vendors the spread is known to a third


def test_vendors_that_happen_to_be_alike_do_not_show_that_all_are() -> None:
    found = vendor_rates(pairs(("a", 80.0, 100.0, 1.0), ("b", 81.0, 100.0, 1.0)), 0.805)
    assert found["feedback_rate"].to_list() == pytest.approx([0.805] * 3, abs=0.005)
    by_chance = (0.805 * 0.195 / 100) ** 0.5
    errors = found["feedback_error"].to_list()
    assert all(by_chance / 3 < error < by_chance for error in errors[:2])
    assert errors[2] > by_chance


def test_few_vendors_of_many_sales_keep_rates_of_their_own() -> None:
    rows = [("a", 700.0, 1000.0, 1.0), ("b", 760.0, 1000.0, 1.0), ("c", 80.0, 100.0, 1.0), ("d", 78.0, 100.0, 1.0)]
    found = vendor_rates(pairs(*rows), 0.735)
    rates = dict(found.select("vendor", "feedback_rate").iter_rows())
    assert rates["a"] < 0.715
    assert rates["b"] > 0.75
    assert found["feedback_error"].min() > 0.005  # type: ignore[operator]


HONEST = [(f"v{number:02}", 70.0 + number, 100.0 + number % 7) for number in range(20)]


def _pairs(*rows: tuple[str, float, float]) -> pl.DataFrame:
    return pl.DataFrame(
        [(vendor, ratings, sales, 1.0, "counts") for vendor, ratings, sales in rows],
        schema=["vendor", "ratings", "sales", "sales_step", "source"],
        orient="row",
    )


@pytest.mark.parametrize(
    ("ratings", "sales"),
    [(1.0, 99_999_999.0), (1.0, 1e12), (5e11, 1e12), (1e12, 1e12), (30_000.0, 100_000.0), (300.0, 1.0), (0.0, 900.0)],
)
def test_no_counter_of_one_vendor_moves_the_rate_or_the_intervals_of_others(ratings: float, sales: float) -> None:
    honest, worse = _pairs(*HONEST), _pairs(*HONEST, ("worst", ratings, sales))
    before, after = feedback_rate(honest, "dream"), feedback_rate(worse, "dream")
    assert before is not None
    assert after is not None
    assert after[0] == pytest.approx(before[0], rel=0.05)
    alone, beside = vendor_rates(honest, before[0]), vendor_rates(worse, after[0])
    both = alone.join(beside, on="vendor", suffix="_now", nulls_equal=True)
    assert both.height == 21
    assert (both["feedback_rate_now"] / both["feedback_rate"]).is_between(0.95, 1.05).all()
    assert (both["feedback_error_now"] - both["feedback_error"]).abs().max() < 0.02  # type: ignore[operator]


def test_a_vendor_whose_counter_is_not_believed_has_the_rate_of_the_market() -> None:
    rate = feedback_rate(_pairs(*HONEST, ("worst", 1.0, 99_999_999.0)), "dream")
    assert rate == feedback_rate(_pairs(*HONEST), "dream")
    assert rate is not None
    assert "worst" not in vendor_rates(_pairs(*HONEST, ("worst", 1.0, 99_999_999.0)), rate[0])["vendor"].to_list()


def test_more_ratings_than_sales_give_errors_that_are_numbers() -> None:
    pairs = _pairs(*((f"v{number}", 300.0, 100.0) for number in range(6)))
    rate = feedback_rate(pairs, "dream")
    assert rate == (1.0, 1.0, 1.0)
    assert vendor_rates(pairs, rate[0])["feedback_error"].is_finite().all()


def _left(count: int, every: timedelta, *, vendor: str = "v") -> pl.DataFrame:
    """Ratings of which the last was left just before `AT`."""
    at = [AT - every * number for number in range(1, count + 1)]
    rows = {"vendor": [vendor] * count, "occurred_from": at, "occurred_to": at}
    return pl.DataFrame(rows, schema={"vendor": pl.String(), "occurred_from": MOMENT, "occurred_to": MOMENT})


def _pair(ratings: float, sales: float, source: str = "counts") -> pl.DataFrame:
    return _pairs(("v", ratings, sales)).with_columns(
        pl.lit(source).alias("source"), captured_at=pl.lit(AT).cast(MOMENT)
    )


def test_ratings_that_are_due_of_the_sales_beside_them_count() -> None:
    """One sale a day, four in five rated after five days: on the 100th day 76 are, and 4 are due."""
    pair, left = _pair(76.0, 100.0), _left(76, timedelta(days=1.25))
    assert with_due(pair, left, 5.0)["ratings"].to_list() == pytest.approx([80.0], abs=0.2)
    assert with_due(pair, left, 0.001)["ratings"].to_list() == pytest.approx([76.0], abs=0.01)
    assert with_due(pair, left.clear(), 5.0).equals(pair)
    old = left.with_columns(pl.col("occurred_from", "occurred_to") - timedelta(days=60))
    assert with_due(pair, old, 5.0).equals(pair), "nothing is due of a vendor that sells nothing any more"


def test_no_more_are_due_than_were_sold_and_of_listings_their_part() -> None:
    left = _left(96, timedelta(hours=6))
    assert with_due(_pair(96.0, 100.0), left, 5.0)["ratings"].to_list() == [100.0]
    half = with_due(_pair(48.0, 100.0, "listings"), left, 5.0)["ratings"][0]
    assert half - 48 == pytest.approx((with_due(_pair(96.0, 1000.0), left, 5.0)["ratings"][0] - 96) / 2)
    assert with_due(_pair(300.0, 100.0), left, 5.0)["ratings"].to_list() == [300.0]
