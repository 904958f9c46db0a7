from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.crawl.revisit.known import KnownCard, KnownVendor
from cryptodrug_scraper.crawl.revisit.rules import Rules, card_differs, is_shocked, jumped, vendor_differs

NOW = datetime(2018, 12, 1, 12, tzinfo=UTC)
CARD = KnownCard(
    "5g hash", title_cut=False, vendor="grower", price=Decimal(100), currency="EUR", origin=("BE",),
    destination=("EU",), sold=50, views=900,
)  # fmt: skip


@pytest.mark.parametrize(("per_day", "days"), [(20, 9), (8, 22.5), (6, 30), (1, 30), (0, 30)])
def test_feedback_is_due_after_30_days_or_when_three_fifths_of_its_list_are_new(per_day: float, days: float) -> None:
    assert timedelta(days=days) == Rules().feedback_interval(per_day)


def test_feedback_of_which_nothing_tells_how_fast_it_grows_is_due_every_time() -> None:
    assert timedelta(0) == Rules().feedback_interval(None)


@given(st.floats(0, 25), st.integers(0, 60))
def test_feedback_that_is_not_fetched_does_not_scroll_out_before_the_next_crawl(per_day: float, days: int) -> None:
    rules = Rules()
    due = rules.is_due(NOW - timedelta(days=days), NOW, rules.feedback_interval(per_day))

    assert due or per_day * (days + rules.cadence.days) <= 0.6 * 300


@pytest.mark.parametrize(("days", "due"), [(0, False), (76, False), (82, False), (83, True), (200, True)])
def test_a_page_is_fetched_before_it_is_too_old_at_the_next_crawl(days: int, due: bool) -> None:
    rules = Rules()

    assert due is rules.is_due(NOW - timedelta(days=days, hours=1), NOW, rules.greatest_age("listing"))


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({}, False),
        ({"title": "5g hash, new batch"}, True),
        ({"title": "5g ha", "title_cut": True}, False),
        ({"title": "7g ha", "title_cut": True}, True),
        ({"vendor": "grower2"}, True),
        ({"price": Decimal("104.9")}, False),
        ({"price": Decimal("95.1")}, False),
        ({"price": Decimal("105.1")}, True),
        ({"price": Decimal("0.0012"), "currency": "BTC"}, False),
        ({"price": Decimal(140), "currency": "USD"}, False),
        ({"price": None}, False),
        ({"origin": ("BE", "NL")}, True),
        ({"origin": None}, False),
        ({"destination": ("WORLD",)}, True),
        ({"sold": 59}, False),
        ({"sold": 60}, True),
        ({"views": 5000}, False),
    ],
)
def test_what_makes_a_card_differ(change: dict[str, object], differs: bool) -> None:
    assert differs is card_differs(CARD, CARD._replace(**change))  # type: ignore[arg-type]  # values of any field


def test_views_tell_where_sales_are_not_shown() -> None:
    old = CARD._replace(sold=None)

    assert card_differs(old, old._replace(views=1080))
    assert not card_differs(old, old._replace(views=1079))


@pytest.mark.parametrize(("old", "new", "jump"), [(0, 9, False), (0, 10, True), (100, 119, False), (100, 80, True)])
def test_a_counter_jumps_by_ten_and_by_a_fifth(old: int, new: int, jump: bool) -> None:
    assert jump is jumped(old, new)


def test_a_vendor_differs_by_level_rating_or_sales() -> None:
    known = KnownVendor(sales=1000, level=4, rating=Decimal("4.8"))

    assert not vendor_differs(known, 1150, 4, Decimal("4.75"))
    assert not vendor_differs(known, None, None, None)
    assert vendor_differs(known, 1200, 4, None)
    assert vendor_differs(known, None, 5, None)
    assert vendor_differs(known, None, None, Decimal("4.7"))


@pytest.mark.parametrize(
    ("origins", "watched"),
    [
        ({"BE"}, True),
        ({"NL"}, False),
        ({"NL", "DE"}, True),
        ({"NL", "EUROPE", "WORLD", "EU"}, False),
        (set(), False),
    ],
)
def test_belgian_vendors_and_those_of_several_countries_are_watched(origins: set[str], watched: bool) -> None:
    assert watched is Rules().is_watched(origins)


@pytest.mark.parametrize(
    ("day", "shocked"),
    [(date(2019, 4, 19), False), (date(2019, 4, 20), True), (date(2019, 5, 20), True), (date(2019, 5, 21), False)],
)
def test_a_shock_lasts_four_weeks_from_the_last_day_on_which_it_can_have_happened(day: date, shocked: bool) -> None:
    shocks = [(date(2018, 1, 1), date(2018, 1, 1)), (date(2019, 4, 20), date(2019, 4, 23))]

    assert shocked is is_shocked(shocks, day)


def test_the_rate_of_reviews_is_the_greater_of_last_months_and_that_of_sales() -> None:
    vendor = KnownVendor(monthly=60.0, counted=(100, NOW - timedelta(days=20)))

    assert 2.0 == vendor.reviews_per_day(None, NOW)
    assert 2.0 == vendor.reviews_per_day(120, NOW)
    assert 5.0 == vendor.reviews_per_day(200, NOW)
    assert KnownVendor().reviews_per_day(200, NOW) is None
