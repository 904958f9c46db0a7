"""What is thought of sales that no rating places, and of ratings that no page shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.sales.uneven_sales import is_across, pace_changes, reach_changes, with_stops
from cryptodrug_scraper.measures.sales.vendor_months import vendor_months
from tests.measures.test_vendor_months import NO_BANDS, day, rates, readings, reviews

SEGMENTS = pl.Schema(
    {
        "vendor": pl.String(),
        "segment": pl.Int64(),
        "segment_starts": pl.Datetime("us", "UTC"),
        "segment_ends": pl.Datetime("us", "UTC"),
        "added": pl.Float64(),
        "added_variance": pl.Float64(),
        "known": pl.Float64(),
    }
)
BEGINS = datetime(2017, 5, 1, tzinfo=UTC)


def segments(vendor: str, *rows: tuple[float | None, float]) -> pl.DataFrame:
    """Segments of ten days each: what the counter grew by, and ratings known."""
    starts = [BEGINS + timedelta(days=10 * place) for place in range(len(rows))]
    told = [
        (vendor, place + 1, begun, begun + timedelta(days=10), added, 0.0, known)
        for place, (begun, (added, known)) in enumerate(zip(starts, rows, strict=True))
    ]
    return pl.DataFrame(told, schema=SEGMENTS, orient="row")


def test_a_vendor_stops_where_its_pace_has_used_up_what_was_sold() -> None:
    stops = with_stops(segments("Żubr", (90.0, 0.0), (36.0, 0.0), (0.0, 0.0)))["stops"].to_list()
    assert stops[1] == BEGINS + timedelta(days=14), "36 of 9 a day"
    assert stops[0] == BEGINS + timedelta(days=10), "it went on"


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([(90.0, 0.0), (36.0, 0.0), (1.0, 0.0)], id="it sells on"),
        pytest.param([(90.0, 0.0), (36.0, 0.0), (None, 0.0)], id="no reading after it"),
        pytest.param([(None, 0.0), (36.0, 0.0), (0.0, 0.0)], id="no pace before it"),
        pytest.param([(20.0, 0.0), (36.0, 0.0), (0.0, 0.0)], id="it sold faster than before"),
        pytest.param([(0.0, 0.0), (0.0, 0.0), (0.0, 0.0)], id="nothing was sold"),
    ],
)
def test_without_a_stop_sales_last_to_the_end_of_their_segment(rows: list[tuple[float | None, float]]) -> None:
    told = with_stops(segments("Żubr", *rows))
    assert told["stops"].to_list() == told["segment_ends"].to_list()


def test_the_pace_of_one_vendor_is_not_that_of_the_next() -> None:
    told = with_stops(pl.concat([segments("ä", (90.0, 0.0)), segments("b", (36.0, 0.0), (0.0, 0.0))]))
    assert told["stops"].to_list() == told["segment_ends"].to_list()


def test_a_look_between_two_readings_is_told_from_looks_at_them() -> None:
    rows = segments("Żubr", (9.0, 5.0))
    first, second, third = BEGINS - timedelta(hours=3), BEGINS + timedelta(days=5), BEGINS + timedelta(days=9, hours=20)
    assert rows.select(is_across(pl.Series([first, second, third])))["segment_ends"].to_list() == [True]
    assert rows.select(is_across(pl.Series([first, third])))["segment_ends"].to_list() == [False]
    assert rows.select(is_across(None)).to_series().to_list() == [False]


def test_even_paces_and_parts_change_by_chance_only() -> None:
    rows = pl.concat([segments(f"v{place}", *[(100.0, 80.0)] * 6) for place in range(6)])
    assert (pace_changes(rows), reach_changes(rows)) == (0.0, 0.0)


def test_parts_that_are_known_change_though_paces_do_not() -> None:
    rows = pl.concat([segments(f"v{place}", *[(100.0, 80.0), (100.0, 20.0)] * 3) for place in range(6)])
    assert pace_changes(rows) == 0.0
    assert reach_changes(rows) == pytest.approx((0.6**2 - 2 * 0.0016) / (0.8**2 + 0.2**2))


def test_one_vendor_does_not_decide_how_uneven_all_are() -> None:
    even = pl.concat([segments(f"v{place}", *[(100.0, 80.0)] * 6) for place in range(8)])
    odd = segments("huge", *[(100_000.0, 80_000.0), (1_000.0, 10.0)] * 3)
    assert pace_changes(pl.concat([even, odd])) < 0.25
    assert reach_changes(pl.concat([even, odd])) < 0.2


def test_a_rounded_counter_that_the_ratings_cannot_belong_to_decides() -> None:
    known = reviews(*(("Żubr", day(2, 2 + k % 25, k % 24)) for k in range(50)))
    counted = readings(("Żubr", day(2, 1), 1000, 1049), ("Żubr", day(2, 28), 1300, 1349))
    value = vendor_months(known, counted, NO_BANDS, rates(error=0.01))["transactions"][0]
    assert value == pytest.approx(300.0), "62 sales by the ratings, 251 to 349 by the counter"


def test_orders_of_a_vendor_that_stopped_unseen_are_not_spread_to_the_next_month() -> None:
    counted = readings(
        ("Żubr", day(1, 15), 0, 0), ("Żubr", day(2, 15), 310, 310), ("Żubr", day(3, 15), 435, 435),
        ("Żubr", day(4, 15), 435, 435),
    )  # fmt: skip
    others = [
        readings(*((name, day(month, 15), 100 * month, 100 * month) for month in range(1, 5)))
        for name in ("a", "b", "c", "d", "e", "f")
    ]
    months = vendor_months(reviews(), pl.concat([counted, *others]), NO_BANDS, rates())
    march = months.filter(pl.col("vendor") == "Żubr", pl.col("month") == day(3, 1).date()).row(0, named=True)
    assert march["transactions"] == pytest.approx(0.0, abs=1e-6), "125 sales last 12.5 days, to the end of February"
    assert march["transactions_high"] > 50, "they may lie evenly"


def test_who_begins_between_two_readings_sold_little_before() -> None:
    """A vendor whose counter was read in the middle of March and of April, rated from the fourth of April on."""
    counted = readings(("Żubr", day(2, 15), 0, 0), ("Żubr", day(3, 15), 0, 0), ("Żubr", day(4, 15), 130, 130))
    paces = {"a": (20, 200), "b": (150, 180), "c": (9, 99), "d": (80, 90), "e": (50, 300)}
    others = [
        readings(*((name, day(2 + k, 15), n, n) for k, n in enumerate((0, *told)))) for name, told in paces.items()
    ]
    known = reviews(*(("Żubr", day(4, 4) + timedelta(hours=3 * k)) for k in range(80)))
    looked = pl.DataFrame({"vendor": ["Żubr"], "looked_at": [day(4, 15)]}).cast({"looked_at": pl.Datetime("us", "UTC")})
    months = vendor_months(known, pl.concat([counted, *others]), NO_BANDS, rates(), looked=looked)
    march = months.filter(pl.col("vendor") == "Żubr", pl.col("month") == day(3, 1).date())["transactions"][0]
    assert 5 < march < 22, "as if orders came evenly there would be 29"
