"""Ages and times as Wall Street Market prints them in six languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.capture import CaptureTime
from parsers.wallstreet.labels import fold
from parsers.wallstreet.time_words import MONTH_NAMES, MONTHS
from parsers.wallstreet.times import age_interval, has_day, occurred, printed_day, server_time

if TYPE_CHECKING:
    from cryptodrug_scraper.page.records import Interval

CAPTURED = CaptureTime.at(datetime(2019, 1, 5, 10, 20, 30, tzinfo=UTC))


def before(youngest: timedelta, oldest: timedelta) -> tuple[datetime, datetime]:
    return CAPTURED.earliest - oldest, CAPTURED.latest - youngest


def ends(interval: Interval | None) -> tuple[datetime, datetime] | None:
    return None if interval is None else (interval.start, interval.end)


@pytest.mark.parametrize(
    "text",
    [
        "vor etwa 3 Stunden",
        "about 3 hours ago",
        "hace alrededor de 3 horas",
        "há cerca de 3 horas",
        "circa 3 ore fa",
        "il y a environ 3 heures",
    ],
)
def test_an_age_in_hours_is_an_hour_wide(text: str) -> None:
    assert ends(age_interval(text, CAPTURED)) == before(timedelta(hours=3), timedelta(hours=4))


@pytest.mark.parametrize(
    "text", ["vor 5 Tagen", "5 days ago", "hace 5 días", "há 5 dias", "5 giorni fa", "il y a 5 jours"]
)
def test_an_age_in_days_is_a_day_wide(text: str) -> None:
    assert ends(age_interval(text, CAPTURED)) == before(timedelta(days=5), timedelta(days=6))


@pytest.mark.parametrize(
    "text", ["vor 2 Wochen", "2 weeks ago", "hace 2 semanas", "há 2 semanas", "2 settimane fa", "il y a 2 semaines"]
)
def test_an_age_in_weeks_is_a_week_wide(text: str) -> None:
    assert ends(age_interval(text, CAPTURED)) == before(timedelta(weeks=2), timedelta(weeks=3))


@pytest.mark.parametrize(
    "text",
    ["vor etwa einem Monat", "about 1 month ago", "hace un mes", "há um mês", "circa un mese fa", "il y a 1 mois"],
)
def test_an_age_in_months_is_a_day_wider_at_both_ends(text: str) -> None:
    month, day = timedelta(days=30.44), timedelta(days=1)
    assert ends(age_interval(text, CAPTURED)) == before(month - day, 2 * month + day)


@pytest.mark.parametrize(
    "text", ["gerade eben", "just now", "ahora mismo", "agora mesmo", "proprio ora", "à l'instant"]
)
def test_now_is_within_the_last_minute(text: str) -> None:
    assert ends(age_interval(text, CAPTURED)) == before(timedelta(0), timedelta(minutes=1))


@pytest.mark.parametrize(
    "text",
    [
        "vor weniger als einer Minute",
        "vor einer halben Minute",
        "less than a minute ago",
        "half a minute ago",
        "hace menos de 1 minuto",
        "hace medio minuto",
        "há menos de um minuto",
        "meno di un minuto fa",
        "mezzo minuto fa",
        "il y a moins d'une minute",
        "il y a une demi-minute",
    ],
)
def test_less_than_a_minute_is_within_it(text: str) -> None:
    assert ends(age_interval(text, CAPTURED)) == before(timedelta(0), timedelta(minutes=1))


def test_a_half_behind_an_hour_is_not_less_than_one() -> None:
    for text in ("an hour and a half ago", "1 and a half hours ago"):
        found = age_interval(text, CAPTURED)
        assert found is None or found.end == CAPTURED.latest - timedelta(hours=1)


def test_an_age_is_wider_by_the_day_where_only_the_day_of_the_capture_is_known() -> None:
    interval = age_interval("2 hours ago", CaptureTime.on(date(2019, 1, 5)))
    assert ends(interval) == (datetime(2019, 1, 4, 21, tzinfo=UTC), datetime(2019, 1, 5, 22, tzinfo=UTC))


@pytest.mark.parametrize("text", ["", "three hours", "5 days", "ago", "some time ago", "99999999999 years ago"])
def test_what_is_no_age_is_not_taken_for_one(text: str) -> None:
    assert occurred(text, CAPTURED) is None


def test_a_name_of_a_month_has_the_same_number_in_every_language() -> None:
    for names in MONTH_NAMES:
        assert [MONTHS[fold(name)] for name in names] == list(range(1, 13))
    assert (MONTHS["jan"], MONTHS["ene"], MONTHS["gen"], MONTHS["out"], MONTHS["okt"]) == (1, 1, 1, 10, 10)
    assert "jui" not in MONTHS


@pytest.mark.parametrize(
    "text",
    [
        "24. Dezember, 14:02 UTC",
        "24. Dec, 02:02 pm UTC",
        "Dec 24, 14:02 UTC",
        "14:02 UTC (Mon, 24. Dec)",
        "14:02 Dec 24 UTC",
        "24 de diciembre 14:02 UTC",
        "24 de dezembro, 14:02 UTC",
        "24 dicembre 14:02 UTC",
        "24 déc. 14:02 UTC",
        "24.12. 14:02 UTC",
    ],
)
def test_a_date_without_year_is_the_last_one_before_the_capture(text: str) -> None:
    assert ends(occurred(text, CAPTURED)) == (
        datetime(2018, 12, 24, 14, 2, tzinfo=UTC),
        datetime(2018, 12, 24, 14, 3, tzinfo=UTC),
    )
    assert printed_day(text, CAPTURED) == date(2018, 12, 24)
    assert printed_day(text, None) is None
    assert has_day(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 Jan 10:20 UTC", datetime(2019, 1, 5, 10, 20, tzinfo=UTC)),
        ("5 Jan 10:22 UTC", datetime(2019, 1, 5, 10, 22, tzinfo=UTC)),  # the market's clock may be a little ahead
        ("5 Jan 10:40 UTC", datetime(2018, 1, 5, 10, 40, tzinfo=UTC)),
        ("6 Jan 09:00 UTC", datetime(2018, 1, 6, 9, 0, tzinfo=UTC)),
        ("29 Feb 09:00 UTC", datetime(2016, 2, 29, 9, 0, tzinfo=UTC)),
        ("1. Jan, 12:05 am UTC", datetime(2019, 1, 1, 0, 5, tzinfo=UTC)),
        ("2. Apr, 2017 12:30 pm UTC", datetime(2017, 4, 2, 12, 30, tzinfo=UTC)),
    ],
)
def test_a_printed_time_is_never_after_the_capture_unless_its_year_says_so(text: str, expected: datetime) -> None:
    interval = occurred(text, CAPTURED)
    assert interval is not None
    assert interval.start == expected


@pytest.mark.parametrize("text", ["31. Feb, 10:00 UTC", "12. Dec, 25:00 UTC", "99.99.2018", "0000-00-00 10:00 UTC"])
def test_a_time_that_cannot_be_is_none(text: str) -> None:
    assert occurred(text, CAPTURED) is None


def test_the_clock_of_the_footer_is_on_the_nearest_day() -> None:
    midnight = CaptureTime.at(datetime(2019, 1, 5, 0, 0, 10, tzinfo=UTC))
    assert server_time("23:59:50", midnight) == datetime(2019, 1, 4, 23, 59, 50, tzinfo=UTC)
    assert server_time("00:00:05", midnight) == datetime(2019, 1, 5, 0, 0, 5, tzinfo=UTC)
    assert server_time("21:00:00", CaptureTime.on(date(2019, 1, 5))) == datetime(2019, 1, 5, 21, tzinfo=UTC)
    assert server_time("25:00:00", midnight) is None


# Pages
