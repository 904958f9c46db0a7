from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cryptodrug_scraper.schedule.cron import Cron
from cryptodrug_scraper.schedule.file import After, Entry
from cryptodrug_scraper.schedule.plan import Event, Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

WEEKLY, DAILY = Cron("0 4 * * 1"), Cron("0 6 * * *")
CLOSURE = Event("dream", "closure_announced", date(2019, 3, 26), date(2019, 3, 26))
SCAM = Event("wallstreet", "exit_scam", date(2019, 4, 20), date(2019, 4, 23))


def entry(
    *after: After,
    first_on: date | None = None,
    last_on: date | None = None,
    market: str = "empire",
    cron: Cron = WEEKLY,
) -> Entry:
    return Entry("one", market, cron, first_on=first_on, last_on=last_on, after=list(after))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def dues(plan: Plan, since: str, until: str) -> list[str]:
    found = []
    due = plan.next_due(at(since))
    while due is not None and due <= at(until):
        found.append(f"{due:%m-%d %H}")
        due = plan.next_due(due)
    return found


def test_the_usual_times_hold_within_the_window_both_days_included() -> None:
    plan = Plan(entry(first_on=date(2019, 3, 11), last_on=date(2019, 3, 25)), ())

    assert ["03-11 04", "03-18 04", "03-25 04"] == dues(plan, "2018-01-01", "2020-01-01")
    assert plan.last_due(at("2018-01-01"), at("2030-01-01")) == at("2019-03-25 04:00")
    assert [False, True, True, False] == [
        plan.is_open(at(time)) for time in ("2019-03-10 23:59", "2019-03-11", "2019-03-25 23:59", "2019-03-26")
    ]


def test_a_due_time_is_no_due_time_after_itself() -> None:
    plan = Plan(entry(), ())

    assert plan.next_due(at("2019-03-11 04:00")) == at("2019-03-18 04:00")
    assert plan.last_due(at("2019-03-11 04:00"), at("2019-03-18 03:59")) is None
    assert plan.last_due(at("2019-03-11 04:00"), at("2019-03-18 04:00")) == at("2019-03-18 04:00")


def test_after_an_event_the_crawl_is_daily_for_four_weeks_in_place_of_the_usual() -> None:
    plan = Plan(entry(After("closure_announced", DAILY, market="dream")), [CLOSURE])

    found = dues(plan, "2019-03-20", "2019-05-01")

    daily = [f"{date(2019, 3, 26) + timedelta(days=number):%m-%d} 06" for number in range(28)]
    assert ["03-25 04", *daily, "04-29 04"] == found
    assert plan.cadence(at("2019-04-01")) == "0 6 * * *, after closure_announced of dream"
    assert plan.cadence(at("2019-04-24")) == "0 4 * * 1"


def test_an_event_of_several_days_counts_from_the_first_and_until_weeks_after_the_last() -> None:
    plan = Plan(entry(After("exit_scam", DAILY, days=2)), [SCAM])

    assert ["04-20 06", "04-21 06", "04-22 06", "04-23 06", "04-24 06", "04-29 04"] == dues(
        plan, "2019-04-16", "2019-05-01"
    )


@pytest.mark.parametrize(
    ("after", "event", "follows"),
    [
        (After("closure_announced", DAILY), CLOSURE, True),
        (After("closure_announced", DAILY, market="dream"), CLOSURE, True),
        (After("closure_announced", DAILY, market="wallstreet"), CLOSURE, False),
        (After("closed", DAILY), CLOSURE, False),
    ],
)
def test_an_event_counts_if_its_kind_and_market_are_meant(after: After, event: Event, follows: bool) -> None:
    assert follows == ("after" in Plan(entry(after), [event]).cadence(at("2019-03-27")))


def test_of_cadences_that_hold_together_the_first_of_the_file_goes() -> None:
    long, short = After("closure_announced", DAILY, days=40), After("exit_scam", Cron("0 * * * *"), days=1)

    assert Plan(entry(long, short), [SCAM, CLOSURE]).cadence(at("2019-04-21")).startswith("0 6 * * *")
    assert Plan(entry(short, long), [SCAM, CLOSURE]).cadence(at("2019-04-21")).startswith("0 * * * *")
    assert Plan(entry(short, long), [SCAM, CLOSURE]).cadence(at("2019-04-26")).startswith("0 6 * * *")


def test_the_window_bounds_what_follows_an_event_too() -> None:
    plan = Plan(entry(After("closure_announced", DAILY), last_on=date(2019, 3, 27)), [CLOSURE])

    assert ["03-25 04", "03-26 06", "03-27 06"] == dues(plan, "2019-03-20", "2019-06-01")
    assert plan.next_due(at("2019-03-27 06:00")) is None
    assert plan.cadence(at("2019-03-28")) == ""


EVENTS = st.lists(
    st.builds(
        lambda start, length: Event("dream", "shock", start, start + timedelta(days=length)),
        st.dates(date(2019, 1, 1), date(2019, 6, 1)),
        st.integers(0, 5),
    ),
    max_size=3,
)


@settings(deadline=None)
@given(EVENTS, st.integers(1, 40), st.dates(date(2019, 1, 1), date(2019, 6, 1)), st.integers(0, 60))
def test_looking_back_finds_what_looking_ahead_finds(events: Sequence[Event], days: int, day: date, span: int) -> None:
    plan = Plan(entry(After("shock", DAILY, days=days), first_on=date(2019, 2, 1), last_on=date(2019, 5, 1)), events)
    since = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
    until = since + timedelta(days=span)

    last, due = None, plan.next_due(since)
    while due is not None and due <= until:
        last, due = due, plan.next_due(due)

    assert last == plan.last_due(since, until)
