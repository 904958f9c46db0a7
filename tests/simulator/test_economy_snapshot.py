"""A market at an instant: that it says what the truth says, as `simulator.state.Snapshot` wants it."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cryptodrug_scraper.errors import ConfigurationError
from simulator.economy import instant_of, snapshot_of
from simulator.economy.intervals import DAY
from simulator.economy.snapshot import MarketSnapshot
from simulator.products import PRODUCTS
from simulator.state import Snapshot
from tests.simulator.economy_worlds import world_of

WORLD = world_of("toy")
INSTANTS = {
    "dream": instant_of(date(2019, 3, 1)) + 4321,
    "wallstreet": instant_of(date(2019, 4, 10)) + 50_000,
    "empire": instant_of(date(2019, 9, 9)) + 1,
}
MARKETS = pytest.mark.parametrize("market", list(INSTANTS))


def at(market: str, instant: int | None = None) -> MarketSnapshot:
    return snapshot_of(WORLD, market, INSTANTS[market] if instant is None else instant)


def test_a_snapshot_has_all_that_templates_ask_for() -> None:
    snapshot: Snapshot = at("dream")
    wanted = [name for name in vars(Snapshot) if not name.startswith("_")]

    for name in wanted:
        assert hasattr(snapshot, name), name
        promised, found = getattr(Snapshot, name), getattr(MarketSnapshot, name, None)
        if inspect.isfunction(promised) and inspect.isfunction(found):
            assert inspect.signature(promised) == inspect.signature(found)


@MARKETS
def test_live_listings_are_those_of_the_truth(market: str) -> None:
    snapshot, truth = at(market), WORLD.markets[market]
    listings, instant = truth.listings, INSTANTS[market]
    expected = {
        int(listings.number[row])
        for row in range(len(listings))
        if listings.created[row] <= instant < listings.ends[row]
        and not listings.hidden.cover(np.array([row]), np.array([instant]))[0]
    }

    assert len(expected) > 20
    assert expected == set(snapshot.listing_ids(PRODUCTS))
    assert len(expected) == len(snapshot.listing_ids(PRODUCTS)) == sum(snapshot.counts().values())
    assert sorted(expected) == sorted(n for handle in snapshot.handles() for n in snapshot.vendor_listing_ids(handle))


@MARKETS
def test_a_listing_says_what_the_truth_says(market: str) -> None:
    snapshot, truth, instant = at(market), WORLD.markets[market], INSTANTS[market]
    rows = {int(number): row for row, number in enumerate(truth.listings.number)}

    for number in snapshot.listing_ids(PRODUCTS):
        state = snapshot.listing(number)
        assert state is not None
        row = rows[number]
        price = truth.prices.spells.find(np.array([row]), np.array([instant]))[0][0]
        sold = (truth.sales.listing == row) & (truth.sales.at <= instant)
        assert (number, sold.sum()) == (state.listing_id, state.sold)
        assert (truth.prices.cents[price], truth.prices.holding[price]) == (state.price.cents, state.holding)
        assert state.vendor is snapshot.vendor(state.vendor.handle)
        assert list(state.origin) == sorted(set(state.origin))
        assert not set(state.excluded) & set(state.destinations)
        assert state.created <= instant
        assert number in snapshot.listing_ids([state.product])
        assert len(state.tiers) != 1
        if state.tiers:
            assert (1, None) == (state.tiers[0].least, state.tiers[-1].most)
            assert state.price == state.tiers[0].unit_price


@MARKETS
def test_reviews_are_all_those_written_by_then_newest_first(market: str) -> None:
    snapshot, truth, instant = at(market), WORLD.markets[market], INSTANTS[market]
    seen = []
    for handle in snapshot.handles():
        reviews = snapshot.vendor_reviews(handle)
        assert [review.at for review in reviews] == sorted((review.at for review in reviews), reverse=True)
        assert {handle} >= {review.vendor for review in reviews}
        seen += [review.review_id for review in reviews]
        counted = snapshot.star_counts(handle, 0, instant + 1)
        assert tuple(sum(review.stars == stars for review in reviews) for stars in range(1, 6)) == counted

    expected = truth.reviews.number[truth.reviews.at <= instant]
    assert sorted(expected.tolist()) == sorted(seen)


@MARKETS
def test_a_listing_and_its_vendor_have_the_same_reviews(market: str) -> None:
    snapshot = at(market)
    for number in snapshot.listing_ids(PRODUCTS):
        state = snapshot.listing(number)
        assert state is not None
        of_vendor = [review for review in snapshot.vendor_reviews(state.vendor.handle) if review.listing_id == number]
        assert of_vendor == list(snapshot.listing_reviews(number))


@MARKETS
def test_sales_of_a_vendor_are_those_of_the_truth(market: str) -> None:
    snapshot, truth, instant = at(market), WORLD.markets[market], INSTANTS[market]
    sold = truth.listings.account[truth.sales.listing[truth.sales.at <= instant]]

    for handle in snapshot.handles():
        state = snapshot.vendor(handle)
        assert state is not None
        assert handle == state.handle
        assert (sold == state.account_id - 1).sum() == state.sales
        assert state.joined <= state.last_active <= instant
        assert 1 <= state.level <= 10
        assert 1 <= state.trust_level <= 10


def test_stars_are_counted_by_when_they_were_given() -> None:
    snapshot, instant = at("dream"), INSTANTS["dream"]
    handle = max(snapshot.handles(), key=lambda name: len(snapshot.vendor_reviews(name)))
    whole = snapshot.star_counts(handle, 0, instant + 1)
    parts = [
        snapshot.star_counts(handle, since, until)
        for since, until in ((0, instant - 30 * DAY), (instant - 30 * DAY, instant + 1))
    ]

    assert whole == tuple(map(sum, zip(*parts, strict=True)))
    assert all(sum(part) for part in parts)


def test_a_review_changes_when_it_is_edited_and_not_before() -> None:
    truth = WORLD.markets["dream"]
    reviews = truth.reviews
    day = 0
    for row in np.flatnonzero((reviews.edited_at < truth.closes - DAY) & (reviews.edited_at > WORLD.calendar.first)):
        before, after = (
            next(
                r
                for r in snapshot_of(WORLD, "dream", int(instant)).vendor_reviews(handle_of(int(row)))
                if r.review_id == reviews.number[row]
            )
            for instant in (reviews.edited_at[row] - 1, reviews.edited_at[row])
        )
        day += 1
        assert before.stars == reviews.stars[row]
        assert after.stars == reviews.edited_stars[row]
        assert (before.comment != after.comment) == reviews.edited_text[row]
        assert before.at == after.at
    assert day >= 5


def handle_of(row: int) -> str:
    truth = WORLD.markets["dream"]
    account = truth.listings.account[truth.reviews.listing[row]]
    return WORLD.texts.names.handle(int(WORLD.accounts.handle[account]))


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(list(INSTANTS)), st.integers(0, 10**9), st.integers(0, 200))
def test_counters_never_go_back(market: str, place: int, days: int) -> None:
    first = at(market)
    later = at(market, min(first.instant + days * DAY, WORLD.markets[market].closes - 1))
    ids = first.listing_ids(PRODUCTS)
    number = ids[place % len(ids)]
    one, other = first.listing(number), later.listing(number)
    assert one is not None
    if other is not None:
        assert (one.sold, one.views, one.vendor.sales) <= (other.sold, other.views, other.vendor.sales)
        assert one.sold <= other.sold
        assert one.views <= other.views
        assert one.vendor.trust_votes <= other.vendor.trust_votes
        assert one.vendor.external == other.vendor.external
        assert replace(one, **{name: getattr(other, name) for name in CHANGEABLE}) == other


CHANGEABLE = (
    "title", "vendor", "price", "holding", "tiers", "most_order", "stock", "sold", "views", "sticky", "description",
    "origin", "origin_words", "destinations", "excluded", "shipping",
)  # fmt: skip


def test_listings_come_by_popularity_and_vendors_offers_newest_first() -> None:
    snapshot = at("empire")
    truth = WORLD.markets["empire"].listings
    weight = dict(zip(truth.number.tolist(), truth.weight.tolist(), strict=True))
    ids = snapshot.listing_ids(["weed", "mdma", "cocaine"])
    handle = max(snapshot.handles(), key=lambda name: len(snapshot.vendor_listing_ids(name)))

    assert [weight[number] for number in ids] == sorted((weight[number] for number in ids), reverse=True)
    assert list(snapshot.vendor_listing_ids(handle)) == sorted(snapshot.vendor_listing_ids(handle), reverse=True)


def test_paid_places_are_those_on_the_cards() -> None:
    snapshot = at("empire")
    sticky = {
        number: state.sticky
        for number in snapshot.listing_ids(PRODUCTS)
        if (state := snapshot.listing(number)) is not None
    }

    assert 1 <= len(snapshot.promoted_ids()) <= 3
    assert list(snapshot.promoted_ids()) == sorted((n for n, place in sticky.items() if place), key=lambda n: sticky[n])


def test_a_market_shows_nothing_after_its_end() -> None:
    snapshot = at("dream", instant_of(date(2019, 5, 1)))

    assert at("dream", instant_of(date(2019, 5, 1)) - 1).open
    assert not snapshot.open
    assert ([], []) == (list(snapshot.handles()), list(snapshot.listing_ids(PRODUCTS)))


def test_what_is_not_there_is_none_or_empty() -> None:
    snapshot = at("dream")

    assert snapshot.listing(1) is None
    assert snapshot.vendor("nobody") is None
    assert ([], [], []) == (
        list(snapshot.vendor_reviews("nobody")),
        list(snapshot.listing_reviews(1)),
        list(snapshot.vendor_listing_ids("nobody")),
    )
    assert (0, 0, 0, 0, 0) == snapshot.star_counts("nobody", 0, snapshot.instant)


def test_another_market_or_time_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="no market 'agora'"):
        snapshot_of(WORLD, "agora", INSTANTS["dream"])
    with pytest.raises(ConfigurationError, match="outside the scenario"):
        snapshot_of(WORLD, "dream", instant_of(date(2020, 6, 1)))


def test_exchange_rates_meet_what_was_published() -> None:
    anchors = {
        date(2018, 11, 1): "6400.5",
        date(2018, 12, 15): "3228.7",
        date(2019, 6, 26): "13063.8",
        date(2019, 11, 30): "7546.6",
    }

    for day, expected in anchors.items():
        assert Decimal(expected) == WORLD.rates.at(instant_of(day))["BTC", "USD"]
    assert Decimal("1.1393") == WORLD.rates.at(instant_of(date(2018, 11, 1)))["EUR", "USD"]
    rates = at("empire").rates()
    assert rates["BTC", "USD"] / rates["BTC", "EUR"] == pytest.approx(rates["EUR", "USD"], rel=Decimal("0.00001"))
