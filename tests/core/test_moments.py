from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.page.moments import ago, parse_capture_time, parse_day, parse_instant

NOON = datetime(2018, 11, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2018-11-18T12:00:00Z",
        "2018-11-18 12:00",
        "2018-11-18T13:00:00+01:00",
        "2018-11-18T07:00:00-0500",
        "2018-11-18T12:00:00.123Z",
        "20181118120000",
    ],
)
def test_instants_are_read_as_utc(text: str) -> None:
    assert NOON == parse_instant(text)


@pytest.mark.parametrize("text", ["2018-11-18", "2018-13-18T12:00:00Z", "noon", "", "20181118"])
def test_what_is_no_instant_is_none(text: str) -> None:
    assert parse_instant(text) is None


def test_a_bare_day_is_known_to_the_day() -> None:
    time = parse_capture_time("2018-11-18")
    assert time is not None
    assert "day" == time.precision
    assert (datetime(2018, 11, 18, tzinfo=UTC), datetime(2018, 11, 19, tzinfo=UTC)) == (time.earliest, time.latest)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("March 22, 2019", date(2019, 3, 22)),
        ("Oct 10, 2019", date(2019, 10, 10)),
        ("September 06, 2019", date(2019, 9, 6)),
        ("24/08/2018", date(2018, 8, 24)),
        ("24.08.2018", date(2018, 8, 24)),
        ("2018-08-24", date(2018, 8, 24)),
        ("31/02/2018", None),
        ("Foo 1, 2018", None),
        ("---", None),
    ],
)
def test_days_are_read_as_the_markets_print_them(text: str, day: date | None) -> None:
    assert day == parse_day(text)


def test_an_age_is_an_interval_before_the_capture() -> None:
    interval = ago(CaptureTime.at(NOON), timedelta(days=3), timedelta(days=4))
    assert (NOON - timedelta(days=4), NOON - timedelta(days=3)) == (interval.start, interval.end)


def test_a_capture_known_to_the_day_widens_the_interval_by_that_day() -> None:
    interval = ago(CaptureTime.on(date(2018, 11, 18)), timedelta(days=3), timedelta(days=4))
    assert timedelta(days=2) == interval.end - interval.start
