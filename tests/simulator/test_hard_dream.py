"""Ratings of Dream as real pages made them hard: far out of the order of age, cut in that order, in odd bands."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from statistics import mean

import pytest

from simulator.dream.amounts import paid, rating_step
from simulator.dream.reviews import bands, in_page_order, shown_ratings
from simulator.state import Amount, Display
from tests.simulator.dream_states import DAY, INSTANTS, market

NOVEMBER = market(INSTANTS["november"])
OFTEN = NOVEMBER.listing_reviews(101)
"""Four ratings a day for 105 days."""
HARD = Display(disorder=18 * DAY, disorder_power=2, cut_in_page_order=True)


def days_out(display: Display) -> list[float]:
    """How far each row's age is from that of the row that would stand there in the order of age."""
    times = [review.at for review in in_page_order(OFTEN, display)]
    return [abs(at - right) / DAY for at, right in zip(times, sorted(times, reverse=True), strict=True)]


def test_rows_are_about_four_days_out_of_order_and_some_far_more() -> None:
    assert 3.5 < mean(days_out(HARD)) < 5
    assert 11 < max(days_out(HARD)) < 16
    assert mean(days_out(Display())) < 2


def test_the_rows_left_out_are_the_last_in_the_pages_order() -> None:
    shown = {review.review_id for review in shown_ratings(OFTEN, NOVEMBER.instant, HARD).rows}
    by_age = {review.review_id for review in OFTEN[:300]}
    assert len(shown) == len(by_age) == 300
    assert 5 < len(by_age - shown) < 100
    uncut = in_page_order(OFTEN[:300], HARD)
    assert [one.review_id for one in uncut] != [one.review_id for one in in_page_order(OFTEN, HARD)]


def test_all_ratings_in_page_order_begin_with_those_that_are_shown() -> None:
    """The rows are found without sorting all ratings; the result is the same."""
    last = shown_ratings(OFTEN, NOVEMBER.instant, HARD).rows[-1]
    more = [replace(review, review_id=review.review_id + 50_000, at=last.at - 40 * DAY) for review in OFTEN]
    assert in_page_order(OFTEN, HARD) == in_page_order([*OFTEN, *more], HARD)


def test_bands_end_where_the_display_says_and_the_second_one_by_vendor() -> None:
    display = Display(bands=(33 * DAY + 25_920, 97 * DAY), band_stray=7 * DAY)
    ends = set()
    for account in range(1, 60):
        (newest, _, month, now), (_, _, quarter, until), (_, _, start, end) = bands(10**9, display, account)
        assert ("newer_1m", 10**9 + 1, 10**9 - 33.3 * DAY, month, quarter, 0) == (newest, now, month, until, end, start)
        ends.add((10**9 - quarter) / DAY)
    assert 90 <= min(ends) < 92
    assert 102 < max(ends) <= 104


@pytest.mark.parametrize(
    ("coins", "printed", "step"),
    [
        ("0.00124", "0.0012", "0.0001"),
        ("0.0287", "0.03", "0.01"),
        ("0.1367", "0.14", "0.01"),
        ("0.0196", "0.02", "0.01"),
        ("0.97", "1", "1"),
        ("1.26", "1.3", "0.1"),
        ("7.7", "8", "1"),
        ("23.4", "23", "1"),
        ("0", "0", "1"),
    ],
)
def test_few_digits_of_a_coin_are_printed(coins: str, printed: str, step: str) -> None:
    """With bitcoin at 1000 USD, so that hundredths of a USD are hundred-thousandths of a coin."""
    rates, amount = {("BTC", "USD"): Decimal(1000)}, Amount(int(Decimal(coins) * 100_000), "USD")
    found = paid(amount, "BTC", rates, Display(short_coins=True))
    assert (f"~ \N{THAI CURRENCY SYMBOL BAHT}{printed}", Decimal(printed), "BTC") == found
    assert Decimal(step) == rating_step(found)
