"""What comes from outside is a number or a time that can be computed with and stored, or it is None."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from cryptodrug_scraper.bounded import day, decimal, instant, instant_since_1970, whole
from cryptodrug_scraper.page.facts import listing_facts
from cryptodrug_scraper.page.moments import parse_capture_time, parse_day, parse_instant
from cryptodrug_scraper.page.money import money_step, parse_count, parse_money, parse_number
from cryptodrug_scraper.page.records import Listing, Money
from cryptodrug_scraper.page.taxonomy import Taxonomy
from cryptodrug_scraper.warc.dates import read_date, read_instant

LONG = "9" * 5000
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("text", ["", " ", "-1", "1.0", "²", "one", LONG, "9" * 19, "0" * 19])
def test_what_is_no_count_is_none(text: str) -> None:
    assert whole(text) is None
    assert parse_count(text.replace("-1", "one").replace("1.0", "one")) is None


def test_counts_of_18_digits_are_read() -> None:
    assert 10**18 - 1 == whole("9" * 18) == parse_count("9" * 18)


@pytest.mark.parametrize("text", ["", "one", "NaN", "sNaN", "Infinity", "-inf", "1e18", "1e-18", "1e999999999", LONG])
def test_what_is_no_exact_number_is_none(text: str) -> None:
    assert decimal(text) is None
    assert parse_number(text) is None


def test_the_largest_and_the_smallest_numbers_are_read() -> None:
    assert Decimal(10) ** 17 == decimal("1e17") == parse_number("1" + "0" * 17)
    assert Decimal("1e-17") == decimal("1e-17")


def test_the_longest_amounts_can_be_rounded_to_their_step() -> None:
    printed = "BTC " + "9" * 18 + "." + "9" * 10
    amount = parse_money(printed)
    assert amount is not None
    assert amount.amount == amount.amount.quantize(money_step(amount, printed).amount)
    assert Money(Decimal("1e14"), "BTC") == parse_money("1" + "0" * 17 + " mBTC")


@pytest.mark.parametrize(
    "text",
    [
        *("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-23:59"),
        *("0001-01-01", "9999-12-31", "0000-01-01", "99991231235959"),
    ],
)
def test_times_at_the_ends_of_the_calendar_are_none(text: str) -> None:
    assert parse_instant(text) is None
    assert parse_capture_time(text) is None
    assert parse_day(text) is None
    assert read_date(text) is None
    assert read_instant(text) is None


def test_instants_and_days_with_impossible_parts_are_none() -> None:
    assert instant([2018, 13, 1, 0, 0]) is None
    assert instant([2018, 1, 1, 24, 0]) is None
    assert instant([10**30, 1, 1, 0, 0]) is None
    assert instant([2018, 1, 1, 0, 0], timedelta.max) is None
    assert day("2018", "02", "30") is None
    assert day(LONG, "1", "1") is None


def test_instants_and_days_within_the_bounds_are_made() -> None:
    assert datetime(2018, 1, 1, 11, tzinfo=UTC) == instant([2018, 1, 1, 12, 0], HOUR)
    assert date(1000, 1, 1) == day(1000, 1, 1)


@pytest.mark.parametrize("seconds", [float("inf"), float("-inf"), float("nan"), 1e18, -1e18, 1e12])
def test_seconds_since_1970_that_are_no_time_are_none(seconds: float) -> None:
    assert instant_since_1970(seconds) is None


def test_seconds_since_1970_give_the_whole_second() -> None:
    assert datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC) == instant_since_1970(1.9)


@pytest.mark.parametrize("number", ["1" + "0" * 28, "9" * 300, "0." + "0" * 200 + "1", "1/" + "3" * 300])
@pytest.mark.parametrize("rest", ["g", "x 10 pills", " kg x 10000"])
def test_the_facts_of_a_listing_take_any_number_in_its_title(number: str, rest: str) -> None:
    listing = Listing(listing_id="1", title=f"Speed {number}{rest}", title_cut=False, seen_on="page")
    listing_facts(listing, Taxonomy())
