from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.page.records import Site
from cryptodrug_scraper.store.rows.instant import BestInstant, best_instant

NOON = datetime(2019, 3, 1, 12, tzinfo=UTC)
DAY = CaptureTime.on(date(2019, 3, 1))


def clock(at: datetime) -> list[Site]:
    return [Site(), Site(server_time=at)]


def test_a_stated_second_stands_whatever_the_page_says() -> None:
    assert BestInstant(NOON, "second", "source") == best_instant(CaptureTime.at(NOON), clock(NOON + timedelta(hours=1)))


def test_a_stated_day_without_a_clock_is_its_start() -> None:
    assert BestInstant(DAY.earliest, "day", "source") == best_instant(DAY, [])


@pytest.mark.parametrize("hours", [-24, -1, 0, 12, 48])
def test_a_stated_day_is_narrowed_by_a_clock_within_a_day_of_it(hours: int) -> None:
    at = DAY.earliest + timedelta(hours=hours)

    assert BestInstant(at, "second", "page_clock") == best_instant(DAY, clock(at))


@pytest.mark.parametrize("hours", [-25, 49])
def test_a_clock_further_off_is_an_issue_and_not_believed(hours: int) -> None:
    found = best_instant(DAY, clock(DAY.earliest + timedelta(hours=hours)))

    assert (DAY.earliest, "day", "source") == (found.at, found.precision, found.basis)
    assert found.issue is not None
    assert found.issue.code == "clock_disagrees"


def test_a_clock_that_contradicts_a_stated_second_is_an_issue() -> None:
    found = best_instant(CaptureTime.at(NOON), clock(NOON + timedelta(days=2)))

    assert NOON == found.at
    assert found.issue is not None


def test_a_clock_alone_tells_the_time() -> None:
    assert BestInstant(NOON, "second", "page_clock") == best_instant(None, clock(NOON))


def test_a_clock_alone_outside_the_years_of_such_markets_tells_nothing() -> None:
    found = best_instant(None, clock(datetime(1970, 1, 1, tzinfo=UTC)))

    assert (None, "unknown", "none") == (found.at, found.precision, found.basis)
    assert found.issue is not None
    assert found.issue.code == "clock_implausible"


def test_nothing_known_is_unknown() -> None:
    assert BestInstant(None, "unknown", "none") == best_instant(None, [Site(server_time=None)])
