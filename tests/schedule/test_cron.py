from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cryptodrug_scraper.schedule.cron import Cron

MONDAY = datetime(2018, 11, 19, tzinfo=UTC)


def times(text: str, since: datetime, count: int) -> list[str]:
    found: list[datetime] = []
    while len(found) < count:
        found.append(Cron(text).first(found[-1] + timedelta(seconds=1) if found else since))
    return [f"{moment:%a %d %b %H:%M}" for moment in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 4 * * *", ["Mon 19 Nov 04:00", "Tue 20 Nov 04:00"]),
        ("*/20 4 * * *", ["Mon 19 Nov 04:00", "Mon 19 Nov 04:20"]),
        ("0 4,16 * * *", ["Mon 19 Nov 04:00", "Mon 19 Nov 16:00"]),
        ("0 4 * * 0", ["Sun 25 Nov 04:00", "Sun 02 Dec 04:00"]),
        ("0 4 * * 7", ["Sun 25 Nov 04:00", "Sun 02 Dec 04:00"]),
        ("0 4 * * 1", ["Mon 19 Nov 04:00", "Mon 26 Nov 04:00"]),
        ("0 4 * * MON", ["Mon 19 Nov 04:00", "Mon 26 Nov 04:00"]),
        ("0 4 * * sat,3", ["Wed 21 Nov 04:00", "Sat 24 Nov 04:00"]),
        ("0 4 * * 5-7", ["Fri 23 Nov 04:00", "Sat 24 Nov 04:00", "Sun 25 Nov 04:00"]),
        ("0 4 * * fri-sun", ["Fri 23 Nov 04:00", "Sat 24 Nov 04:00", "Sun 25 Nov 04:00"]),
        ("0 4 * * 0-1", ["Mon 19 Nov 04:00", "Sun 25 Nov 04:00"]),
        ("0 4 * * */3", ["Wed 21 Nov 04:00", "Sat 24 Nov 04:00", "Sun 25 Nov 04:00"]),
        ("0 4 * * 1/2", ["Mon 19 Nov 04:00", "Wed 21 Nov 04:00", "Fri 23 Nov 04:00", "Mon 26 Nov 04:00"]),
        ("0 4-4/9 * * wed-3/2", ["Wed 21 Nov 04:00", "Wed 28 Nov 04:00"]),
        ("0 4 * * sat/1", ["Sat 24 Nov 04:00", "Sat 01 Dec 04:00"]),
        ("0 4 * * 5-0/2", ["Fri 23 Nov 04:00", "Sun 25 Nov 04:00"]),
        ("0 4 * * 2/2", ["Tue 20 Nov 04:00", "Thu 22 Nov 04:00", "Sat 24 Nov 04:00"]),
        ("0 4 1 * *", ["Sat 01 Dec 04:00", "Tue 01 Jan 04:00"]),
        ("0 4 1 mar-5 *", ["Fri 01 Mar 04:00", "Mon 01 Apr 04:00", "Wed 01 May 04:00", "Sun 01 Mar 04:00"]),
        ("0 4 1 feb *", ["Fri 01 Feb 04:00", "Sat 01 Feb 04:00"]),
        ("0 4 29 2 *", ["Sat 29 Feb 04:00"]),
    ],
)
def test_an_expression_means_what_it_means_to_cron(text: str, expected: list[str]) -> None:
    assert expected == times(text, MONDAY, len(expected))


def test_either_day_will_do_where_both_are_limited() -> None:
    assert ["Wed 21 Nov 04:00", "Mon 26 Nov 04:00", "Mon 03 Dec 04:00"] == times("0 4 21 * 1", MONDAY + timedelta(1), 3)


def test_a_day_that_never_comes_does_not_hide_one_that_does() -> None:
    assert ["Mon 04 Feb 04:00"] == times("0 4 31 2 1", MONDAY, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0 4 * *", "has 4 fields: write five"),
        ("@daily", "has 1 field:"),
        ("0 24 * * *", "'24' is no hour: write 0 to 23"),
        ("61 4 * * *", "'61' is no minute: write 0 to 59"),
        ("0 4 * * 8", "'8' is no day of the week"),
        ("0 4 * * sunday", "'sunday' is no day of the week"),
        ("0 4 * * fri-wed", "'fri-wed' is no day of the week"),
        ("0 4 * * 1,", "'1,' is no day of the week"),
        ("*/90 4 * * *", "is no minute: write 0 to 59"),
        ("0 4 * * monday", "'monday' is no day of the week"),
        ("0 4 1 1jan *", "'1jan' is no month"),
        ("0 4 L * *", "'L' is no day of the month"),
        ("0 4 * * 5L", "'5L' is no day of the week"),
        ("0 4 * * mon#2", "'mon#2' is no day of the week"),
        ("0 0 4 * * *", "has 6 fields"),
        ("0 4 last * *", "'last' is no day of the month"),
        ("0 4 31 2 *", "there is no such day"),
        ("0 4 * foo *", "'foo' is no month: write 1 to 12, or jan to dec"),
        ("30-10 4 * * *", "'30-10' is no minute"),
    ],
)
def test_what_is_no_expression_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Cron(text)


FIELDS = st.tuples(
    *(st.sampled_from(["*", "*/7", "0", "5,40", "10-20"]), st.sampled_from(["*", "*/6", "4", "3-5"])),
    *(st.sampled_from(["*", "1", "10-12", "29"]), st.sampled_from(["*", "2", "6-8"])),
    st.sampled_from(["*", "0", "1-5", "sat"]),
)


@settings(deadline=None)
@given(FIELDS, st.datetimes(datetime(2018, 1, 1), datetime(2021, 1, 1), timezones=st.just(UTC)), st.integers(1, 90))  # noqa: DTZ001
def test_the_last_time_of_a_span_is_the_last_of_its_times(fields: tuple[str, ...], since: datetime, days: int) -> None:
    cron, until = Cron(" ".join(fields)), since + timedelta(days=days)

    last = cron.last(since, until)

    if last is None:
        assert cron.first(since) > until
    else:
        assert since <= last <= until
        assert cron.first(last) == last
        assert cron.first(last + timedelta(seconds=1)) > until
