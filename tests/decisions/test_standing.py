"""Of each subject the newest decision counts; decisions that contradict one another are refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from cryptodrug_scraper.decisions.standing import check_consistent, standing
from cryptodrug_scraper.errors import ConfigurationError
from tests.decisions.deciding import AT, CLASS, COUNTRY, PRICE, decided, link, unchecked

if TYPE_CHECKING:
    from cryptodrug_scraper.decisions.subject import Country

LATER = AT + timedelta(hours=1)
BE, NL = {"origin_codes": ["BE"]}, {"origin_codes": ["NL"]}


def country(first: date | None, last: date | None) -> Country:
    return msgspec.structs.replace(COUNTRY, first_day=first, last_day=last)


def test_the_newest_of_a_subject_counts_whatever_order_they_come_in() -> None:
    old, new = unchecked(COUNTRY, value=BE), unchecked(COUNTRY, "corrected", NL, decided_at=LATER)
    for order in ((old, new), (new, old)):
        found = decided(*order)
        check_consistent(found)
        assert [NL] == [each.value for each in standing(found).values()]


def test_what_replaces_counts_whatever_the_clocks_said_and_a_withdrawal_leaves_nothing() -> None:
    first = decided(unchecked(COUNTRY, value=BE, decided_at=LATER))
    (known,) = first
    second = decided(unchecked(COUNTRY, "corrected", NL, replaces=known))
    check_consistent(first | second)
    assert second == standing(first | second)
    (replacing,) = second
    gone = first | second | decided(unchecked(COUNTRY, "withdrawn", ground=None, replaces=replacing, decided_at=LATER))
    check_consistent(gone)
    assert {} == standing(gone)


@pytest.mark.parametrize(
    ("one", "other", "is_refused"),
    [
        ((date(2019, 1, 1), date(2019, 3, 1)), (date(2019, 3, 1), None), True),
        ((date(2019, 1, 1), date(2019, 2, 28)), (date(2019, 3, 1), None), False),
        ((None, None), (date(2019, 3, 1), date(2019, 3, 1)), True),
    ],
)
def test_two_countries_for_a_day_contradict(
    one: tuple[date | None, date | None], other: tuple[date | None, date | None], *, is_refused: bool
) -> None:
    found = decided(unchecked(country(*one), value=BE), unchecked(country(*other), "corrected", NL))
    if is_refused:
        with pytest.raises(ConfigurationError, match="say different things of days that they share"):
            check_consistent(found)
    else:
        check_consistent(found)
    both = decided(unchecked(country(*one), "rejected", BE), unchecked(country(*other), "rejected", NL))
    check_consistent(both)  # neither place it is


def test_two_of_one_moment_contradict_and_so_does_what_replaces_another_subject_or_nothing() -> None:
    found = decided(unchecked(PRICE), unchecked(PRICE, "rejected"))
    with pytest.raises(ConfigurationError, match="of one moment and one subject"):
        check_consistent(found)
    first = decided(unchecked(PRICE))
    (known,) = first
    wrong = decided(unchecked(CLASS, value={"drug_class": "Opioids"}, replaces=known))
    with pytest.raises(ConfigurationError, match="which is about something else"):
        check_consistent(first | wrong)
    with pytest.raises(ConfigurationError, match="which is not there"):
        check_consistent(wrong)


def test_accounts_are_not_apart_that_others_connect() -> None:
    pairs = [unchecked(link("a/x", "b/x")), unchecked(link("b/x", "c/x")), unchecked(link("a/y", "b/y"), "rejected")]
    check_consistent(decided(*pairs))
    apart = decided(*pairs, unchecked(link("c/x", "a/x"), "rejected"))
    with pytest.raises(ConfigurationError, match="the new decision .* a/x and c/x are not one seller's, and others"):
        check_consistent(apart, apart)
