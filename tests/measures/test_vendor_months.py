"""Transactions by vendor and month."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.ratings.rating_delays import Delay
from cryptodrug_scraper.measures.sales.vendor_months import market_delay, vendor_months, vendor_readings

MOMENT = pl.Datetime("us", "UTC")
REVIEWS = pl.Schema({"vendor": pl.String(), "occurred_from": MOMENT, "occurred_to": MOMENT})
READINGS = pl.Schema(
    {
        "vendor": pl.String(),
        "captured_at": MOMENT,
        "count_low": pl.Int64(),
        "count_high": pl.Int64(),
        "count_middle": pl.Float64(),
    }
)
BANDS = pl.Schema({"vendor": pl.String(), "snapshot_id": pl.String(), "captured_at": MOMENT, "ratings": pl.Int64()})
RATES = pl.Schema({"vendor": pl.String(), "feedback_rate": pl.Float64(), "feedback_error": pl.Float64()})
FEBRUARY, MARCH = date(2019, 2, 1), date(2019, 3, 1)


def day(month: int, number: int, hour: int = 0) -> datetime:
    return datetime(2019, month, number, hour, tzinfo=UTC)


def reviews(*rows: tuple[str | None, datetime]) -> pl.DataFrame:
    return pl.DataFrame([(vendor, at, at + timedelta(hours=1)) for vendor, at in rows], schema=REVIEWS, orient="row")


def readings(*rows: tuple[str, datetime, int, int]) -> pl.DataFrame:
    return pl.DataFrame([(*row, (row[2] + row[3]) / 2) for row in rows], schema=READINGS, orient="row")


def rates(rate: float = 0.8, error: float = 0.05) -> pl.DataFrame:
    return pl.DataFrame([(None, rate, error)], schema=RATES, orient="row")


NO_BANDS, NO_RATES = pl.DataFrame(schema=BANDS), pl.DataFrame(schema=RATES)
EIGHT = reviews(*(("Żubr", day(2, 3 + k)) for k in range(8)))


def test_ratings_over_the_rate_without_a_counter() -> None:
    months = vendor_months(EIGHT, readings(), NO_BANDS, rates()).row(0, named=True)
    assert (months["month"], months["transactions_shown"], months["shown_low"], months["shown_high"]) == (
        FEBRUARY,
        8.0,
        8,
        8,
    )
    assert months["transactions"] == pytest.approx(10.0)
    assert months["transactions_rated"] == pytest.approx(10.0)
    assert months["counter_transactions"] is None
    assert months["transactions_sure"] < months["transactions_low"] < 8.0
    assert months["transactions_high"] > 13


def test_an_exact_counter_decides_alone() -> None:
    counted = readings(("Żubr", day(2, 1), 100, 100), ("Żubr", day(2, 28), 113, 113))
    months = vendor_months(EIGHT, counted, NO_BANDS, rates()).row(0, named=True)
    assert months["transactions"] == pytest.approx(13.0)
    assert months["transactions_rated"] == 0.0
    assert months["counter_transactions"] == pytest.approx(13.0)


def test_a_rounded_counter_is_weighed_with_the_ratings() -> None:
    counted = readings(("Żubr", day(2, 1), 1000, 1049), ("Żubr", day(4, 28), 1000, 1049))
    value = vendor_months(EIGHT, counted, NO_BANDS, rates())["transactions"][0]
    assert 9.0 < value < 10.0


def test_a_counter_without_ratings_counts_and_neither_gives_no_figure() -> None:
    counted = readings(("silent", day(2, 1), 5, 5), ("silent", day(2, 21), 9, 9))
    assert vendor_months(reviews(), counted, NO_BANDS, NO_RATES)["transactions"].to_list() == [4.0]
    unknown = vendor_months(EIGHT, readings(), NO_BANDS, NO_RATES).row(0, named=True)
    assert unknown["transactions_shown"] == 8.0
    assert unknown["transactions_low"] == unknown["transactions_sure"]
    assert unknown["transactions"] is None
    assert unknown["transactions_high"] is None


def test_growth_lies_where_the_orders_of_the_ratings_do() -> None:
    counted = readings(("Żubr", day(2, 1), 0, 0), ("Żubr", day(3, 29), 36, 36))
    rated = pl.concat([EIGHT, reviews(("Żubr", day(3, 9)))])
    months = vendor_months(rated, counted, NO_BANDS, rates())
    even = months["counter_transactions"].to_list()
    assert even == pytest.approx([18.0, 18.0])
    found = months["transactions"].to_list()
    assert sum(found) == pytest.approx(36.0)
    by_ratings = 8 + 27 * 8.5 / 10
    assert by_ratings < found[0] < by_ratings + 2  # one in four orders of the ninth of March is of February


def test_orders_lie_in_the_month_in_which_a_counter_says_that_they_were_made() -> None:
    counted = readings(("Żubr", day(1, 1), 0, 0), ("Żubr", day(2, 1), 9, 9), ("Żubr", day(3, 1), 12, 12))
    months = vendor_months(EIGHT, counted, NO_BANDS, rates())
    assert months["transactions_made"].to_list() == pytest.approx([9.0, 3.0])
    assert months["transactions"].to_list() == pytest.approx([9.0, 3.0]), "eight ratings of the second are of the first"


def test_ratings_of_the_first_days_of_a_month_are_of_orders_of_the_one_before() -> None:
    early = reviews(*(("Żubr", day(3, 1, hour)) for hour in range(12)), ("Żubr", day(2, 10)))
    months = vendor_months(early, readings(), NO_BANDS, rates())
    assert months["transactions_shown"].to_list() == [1.0, 12.0]
    assert months["transactions_sure"].to_list() == [0, 0]
    assert months["transactions_made"].sum() == pytest.approx(13 / 0.8)
    assert months["transactions_made"][0] > 10
    assert months["transactions_otherwise"][0] > months["transactions_made"][0]


def test_what_is_rated_after_a_vendor_has_gone_was_ordered_before() -> None:
    busy = [("Żubr", day(2, 1) + timedelta(hours=6 * k)) for k in range(112)]
    late = [("Żubr", day(3, 1) + timedelta(hours=6 + 8 * k)) for k in range(12)]
    rows = [("Żubr", day(2, 1) + timedelta(days=7 * k), 40 * k, 40 * k) for k in range(5)]
    gone = vendor_months(reviews(*busy, *late), readings(*rows), NO_BANDS, rates(), width=None)
    assert gone["transactions_shown"].to_list() == [112.0, 12.0]
    made = gone["transactions_made"].to_list()
    assert made[0] == pytest.approx(160.0)
    assert made[1] < 12 / 0.8 / 2


def test_sales_that_come_unevenly_leave_more_open_in_weeks_that_cross_months() -> None:
    at = [day(1, 2) + timedelta(days=7 * k) for k in range(9)]
    even, uneven = ([20 * k for k in range(9)], [0, 5, 40, 45, 80, 100, 105, 140, 145])
    rated = reviews(*(("Żubr", day(1, 5) + timedelta(hours=9 * k)) for k in range(130)))
    errors = [
        vendor_months(
            rated, readings(*(("Żubr", t, c, c) for t, c in zip(at, counts, strict=True))), NO_BANDS, rates()
        ).filter(pl.col("month") == FEBRUARY)["transactions_error"][0]
        for counts in (even, uneven)
    ]
    assert errors[1] > errors[0] * 1.1


def test_a_band_stands_in_for_rows_that_were_cut_off() -> None:
    at = day(3, 1)
    counted = readings(("big", day(1, 29), 1, 10_000), ("big", at, 1, 10_000))
    rated = reviews(*(("big", at - timedelta(hours=2 * k)) for k in range(1, 301)))
    bands = pl.DataFrame([("big", "s", at, 666)], schema=BANDS, orient="row")
    cut = vendor_months(rated, counted, bands, rates(0.8, 0.0), width=33.3).filter(pl.col("month") == FEBRUARY)
    assert cut["is_truncated"].to_list() == [True]
    assert cut["transactions"][0] == pytest.approx(28 * 20 / 0.8, rel=0.08)
    whole = vendor_months(rated, counted, bands.with_columns(ratings=pl.lit(301)), rates(), width=33.3)
    assert not whole["is_truncated"].any()


def test_a_counter_that_stands_still_outweighs_a_band_of_ratings_that_are_older() -> None:
    counted = readings(*(("big", at, 2500, 2549) for at in (day(1, 31), day(2, 28), day(3, 30))))
    rated = reviews(*(("big", day(1, 28) + timedelta(minutes=15 * k)) for k in range(300)))
    bands = pl.DataFrame([("big", "s", day(2, 28), 2100)], schema=BANDS, orient="row")
    months = vendor_months(rated, counted, bands, rates(0.85, 0.01), width=33.3)
    assert months.filter(pl.col("month") == FEBRUARY)["transactions_made"][0] < 60


def test_a_reset_tells_nothing() -> None:
    counted = readings(("Żubr", day(2, 1), 500, 500), ("Żubr", day(4, 20), 3, 3))
    months = vendor_months(EIGHT, counted, NO_BANDS, rates())
    assert months["counter_transactions"].to_list() == [None]
    assert months["transactions"].to_list() == pytest.approx([10.0], abs=0.2)


def test_a_vendor_s_counter_begins_at_nothing_when_it_joins_under_watch() -> None:
    joined = pl.DataFrame({"vendor": ["new", "old"], "member_since": [date(2019, 2, 10), date(2017, 2, 10)]})
    counted = readings(("new", day(3, 1), 7, 7), ("old", day(3, 1), 7, 7))
    found = vendor_readings(counted, joined, pl.lit(day(1, 1)))
    assert found.select("vendor", "captured_at", "count_low").rows() == [
        ("new", day(2, 10), 0),
        ("new", day(3, 1), 7),
        ("old", day(3, 1), 7),
    ]
    assert vendor_readings(counted, joined).equals(counted)


def test_order_does_not_matter_and_the_bounds_hold() -> None:
    names = ["α", "β", "γ"]
    rated = reviews(*((names[k % 3], day(1, 2) + timedelta(hours=7 * k)) for k in range(240)), (None, day(2, 1)))
    counted = readings(*((name, day(month, 15), 40 * month, 40 * month + 9) for name in names for month in (1, 2, 3)))
    months = vendor_months(rated, counted, NO_BANDS, rates())
    shuffled = vendor_months(rated.sample(fraction=1, shuffle=True, seed=2), counted.reverse(), NO_BANDS, rates())
    assert shuffled.equals(months)
    assert months.filter(pl.col("transactions_low") < pl.col("transactions_sure")).is_empty()
    assert months.filter(pl.col("transactions") < pl.col("transactions_sure")).is_empty()
    assert months.filter(pl.col("transactions") > pl.col("transactions_high")).is_empty()
    assert months["transactions_shown"].sum() == pytest.approx(240.0)


def test_nothing_gives_nothing() -> None:
    full = vendor_months(EIGHT, readings(), NO_BANDS, rates(), width=33.3)
    empty = vendor_months(reviews(), readings(), NO_BANDS, NO_RATES)
    assert empty.is_empty()
    assert empty.schema == full.schema


def test_a_counter_that_leaps_leaves_the_months_to_the_ratings_and_says_so() -> None:
    others = (("bo", day(1, 31, 12), 100, 100), ("bo", day(3, 31), 160, 160))
    honest = readings(("Żubr", day(1, 31, 12), 50, 50), *others)
    leaping = readings(("Żubr", day(1, 31, 12), 50, 50), ("Żubr", day(2, 28), 99_999_999, 99_999_999), *others)
    found = {
        name: vendor_months(EIGHT, rows, NO_BANDS, rates()).filter(
            pl.col("vendor") == "Żubr", pl.col("month") == FEBRUARY
        )
        for name, rows in (("honest", honest), ("leaping", leaping))
    }
    for name in ("transactions", "transactions_low", "transactions_high", "transactions_shown"):
        assert found["leaping"][name].to_list() == pytest.approx(found["honest"][name].to_list())
    assert found["leaping"].select("counter_transactions", "counter_flag").row(0) == (None, "implausible")
    every = vendor_months(EIGHT, leaping, NO_BANDS, rates()).filter(pl.col("vendor") == "bo")
    assert set(every["counter_flag"]) == {"ok"}


def test_a_month_without_a_counter_has_no_flag() -> None:
    assert vendor_months(EIGHT, readings(), NO_BANDS, rates())["counter_flag"].to_list() == [None]


EVENLY = reviews(*(("Żubr", day(3, 1) - timedelta(hours=6 * k + 3)) for k in range(4 * 120)))
"""Four ratings a day up to the end of February."""


def looked_at(at: datetime) -> pl.DataFrame:
    return pl.DataFrame({"vendor": ["Żubr"], "looked_at": [at]}, schema={"vendor": pl.String(), "looked_at": MOMENT})


def looked_last(at: datetime, *rows: tuple[str, datetime, int, int]) -> dict[str, float]:
    """Sales of February with a delay of 5 days, where ratings were looked for last at a time."""
    delay = Delay(5.0, 0.5)
    months = vendor_months(EVENLY, readings(*rows), NO_BANDS, rates(0.8, 0.0), delay=delay, looked=looked_at(at))
    return months.filter(pl.col("month") == FEBRUARY).row(0, named=True)


def test_orders_of_the_last_days_count_though_their_ratings_are_still_to_come() -> None:
    """112 ratings were left in February; 20 of them are of January, and 20 of orders of February were not left yet."""
    now, later = looked_last(day(3, 1)), looked_last(day(6, 1))
    assert now["transactions_made"] == pytest.approx(112 / 0.8, rel=0.02)
    assert later["transactions_made"] == pytest.approx((112 - 20) / 0.8, rel=0.04)
    assert now["transactions_error"] > later["transactions_error"]
    assert now["transactions_low"] < 140 < now["transactions_high"]


def test_the_later_the_look_the_fewer_are_to_come() -> None:
    made = [looked_last(day(3, 1) + timedelta(days=days))["transactions_made"] for days in (0, 1, 3, 8, 30, 90)]
    assert made == sorted(made, reverse=True)
    assert made[-1] == pytest.approx(looked_last(day(12, 1))["transactions_made"])


def test_what_an_exact_counter_shows_is_not_corrected() -> None:
    rows = (("Żubr", day(1, 1), 0, 0), ("Żubr", day(2, 1), 150, 150), ("Żubr", day(3, 1), 280, 280))
    for at in (day(3, 1), day(6, 1)):
        found = looked_last(at, *rows)
        assert (found["transactions_made"], found["counter_transactions"]) == pytest.approx((130.0, 130.0))


def test_a_longer_delay_makes_a_higher_rate() -> None:
    same, higher = (
        vendor_months(
            EVENLY,
            readings(),
            NO_BANDS,
            rates(0.8, 0.0),
            delay=Delay(5.0, 2.0),
            later=later,
            looked=looked_at(day(3, 1)),
        ).sort("month")
        for later in (None, rates(0.84, 0.0))
    )
    assert higher["transactions"].equals(same["transactions"])
    found = higher["transactions_otherwise"] / same["transactions_otherwise"]
    assert found.to_list() == pytest.approx([0.8 / 0.84] * len(found), rel=1e-3)


def test_sales_after_the_last_look_at_ratings_do_not_make_the_delay_look_shorter() -> None:
    """Of the last four weeks counters were read, and no ratings."""
    every = [day(1, 1) + timedelta(days=7 * week) for week in range(20)]
    names = [f"v{number}" for number in range(8)]
    counts = [sum(20 + 15 * (k % 2) for k in range(week)) for week in range(20)]
    read = readings(*((name, at, count, count) for name in names for at, count in zip(every, counts, strict=True)))
    rows = []
    for name in names:
        for week in range(15):
            step = timedelta(days=7) / (20 + 15 * (week % 2))
            rows += [(name, every[week] + step * k + timedelta(days=4)) for k in range(20 + 15 * (week % 2))]
    rated = reviews(*rows).filter(pl.col("occurred_to") <= every[15])
    looked = pl.DataFrame({"vendor": names, "looked_at": [every[15]] * 8}).cast({"looked_at": MOMENT})
    assert market_delay(rated, read, looked).days > market_delay(rated, read).days + 1
