"""What must hold in every economy, checked on all rows of several."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from simulator.economy import World, build_world, load_scenario
from simulator.economy.intervals import DAY, FOREVER, Intervals
from simulator.economy.prices import unit_price
from tests.simulator.economy_worlds import world_of

if TYPE_CHECKING:
    from simulator.draws import Ints
    from simulator.economy.market import MarketTruth

CASES = [(name, market) for name in ("toy", "windows") for market in ("dream", "wallstreet", "empire")]


@pytest.fixture(params=CASES, ids="-".join)
def case(request: pytest.FixtureRequest) -> tuple[World, MarketTruth]:
    name, market = request.param
    world = world_of(name)
    return world, world.markets[market]


def overlaps(spells: Intervals) -> int:
    same = spells.entity[1:] == spells.entity[:-1]
    return int((same & (spells.start[1:] < spells.end[:-1])).sum())


def test_nothing_is_sold_that_cannot_be_ordered(case: tuple[World, MarketTruth]) -> None:
    world, market = case
    sales, listings = market.sales, market.listings
    account = listings.account[sales.listing]
    price, found = market.prices.spells.find(sales.listing, sales.at)

    assert len(sales) > 500
    assert found.all()
    assert (sales.at >= listings.created[sales.listing]).all()
    assert (sales.at < listings.ends[sales.listing]).all()
    assert (sales.at < world.accounts.ended()[account]).all()
    assert (sales.at < world.calendar.halts(market.name)).all()
    assert not listings.hidden.cover(sales.listing, sales.at).any()
    assert not world.vacations.cover(account, sales.at).any()
    assert not market.prices.holding[price].any()


def test_an_order_costs_the_unit_price_of_its_tier_times_its_units(case: tuple[World, MarketTruth]) -> None:
    _, market = case
    sales, listings = market.sales, market.listings
    price, _ = market.prices.spells.find(sales.listing, sales.at)
    each = unit_price(market.prices.cents[price], listings.tiered[sales.listing], sales.quantity)

    assert (sales.cents == each * sales.quantity).all()
    assert (sales.quantity >= 1).all()
    assert (sales.cents <= listings.limit[sales.listing]).all()


def test_a_review_comes_after_its_sale_and_before_the_market_closes(case: tuple[World, MarketTruth]) -> None:
    _, market = case
    reviews = market.reviews

    assert len(np.unique(reviews.sale)) == len(reviews) > 300
    assert (reviews.at > market.sales.at[reviews.sale]).all()
    assert (reviews.at < market.closes).all()
    assert (reviews.listing == market.sales.listing[reviews.sale]).all()
    assert (reviews.edited_at > reviews.at).all()
    assert (reviews.replied_at > reviews.at).all()
    assert ((reviews.stars >= 1) & (reviews.stars <= 5)).all()
    assert ((reviews.edited_at < FOREVER) == ((reviews.edited_stars != reviews.stars) | reviews.edited_text)).all()


def test_spells_do_not_overlap(case: tuple[World, MarketTruth]) -> None:
    world, market = case

    for spells in (market.listings.hidden, market.prices.spells, market.origins.spells, world.vacations):
        assert len(spells)
        assert (spells.end > spells.start).all()
        assert 0 == overlaps(spells)
    assert 0 == overlaps(world.places.lives)


def test_prices_and_origins_have_no_gap(case: tuple[World, MarketTruth]) -> None:
    _, market = case
    rows = np.arange(len(market.listings), dtype=np.int64)

    for spells in (market.prices.spells, market.origins.spells):
        firsts = np.searchsorted(spells.entity, rows)
        same = spells.entity[1:] == spells.entity[:-1]
        assert (spells.start[firsts] == market.listings.created).all()
        assert (spells.start[1:][same] == spells.end[:-1][same]).all()
        assert (spells.end[np.append(~same, True)] == FOREVER).all()


def test_a_holding_price_is_far_above_the_usual_one(case: tuple[World, MarketTruth]) -> None:
    _, market = case
    prices, usual = market.prices, market.listings.cents
    held = prices.cents[prices.holding]

    assert len(held) >= 5
    assert (held >= 3 * usual[prices.spells.entity[prices.holding]]).all()
    assert np.isin(held, [99_900, 111_100, 888_800, 999_900, 9_999_900]).any()
    assert (
        abs(prices.cents[~prices.holding] - usual[prices.spells.entity[~prices.holding]])
        <= 0.2 * prices.cents[~prices.holding] + 100
    ).all()


def test_numbers_are_unique_and_count_up_over_time(case: tuple[World, MarketTruth]) -> None:
    _, market = case
    by_time = np.argsort(market.listings.created, kind="stable")
    by_review = np.lexsort((market.reviews.number, market.reviews.at))

    assert (np.diff(market.listings.number[by_time]) > 0).all()
    assert (np.diff(market.reviews.number[by_review]) > 0).all()


def test_listings_belong_to_accounts_of_their_market(case: tuple[World, MarketTruth]) -> None:
    world, market = case
    account = market.listings.account

    assert set(account.tolist()) <= set(market.rows)
    assert (market.listings.created >= world.accounts.joined[account]).all()
    assert (market.listings.ends <= np.minimum(world.accounts.banned[account], market.closes)).all()


@pytest.mark.parametrize("name", ["toy", "windows"])
def test_a_person_has_one_account_and_a_name_one_owner_on_a_market(name: str) -> None:
    accounts = world_of(name).accounts

    for market in np.unique(accounts.market):
        rows = accounts.market == market
        assert len(np.unique(accounts.person[rows])) == len(np.unique(accounts.handle[rows])) == rows.sum()


def test_the_toy_has_everything_that_is_rare() -> None:
    world = world_of("toy")
    accounts, places = world.accounts, world.places
    several = np.bincount(accounts.person)
    moved = np.bincount(places.lives.entity)

    assert accounts.impersonates.any()
    assert (accounts.migrated >= 0).sum() >= 3
    assert (accounts.key < 0).any()
    assert (accounts.banned < FOREVER).any()
    assert (accounts.left < FOREVER).any()
    assert (several > 1).any()
    assert (moved > 1).any()
    assert (places.partner >= 0).any()
    assert places.excludes.any()
    assert all((market.reviews.edited_at < FOREVER).any() for market in world.markets.values())
    assert all((market.reviews.replied_at < FOREVER).any() for market in world.markets.values())


def moments(market: MarketTruth) -> Ints:
    return market.sales.at


def test_trade_leaves_a_market_that_ends_and_goes_to_the_next() -> None:
    world = world_of("cryptodrug", 0.05)
    dream, wallstreet, empire = (world.markets[name] for name in ("dream", "wallstreet", "empire"))
    announced, halts = world.calendar.announced("dream"), world.calendar.halts("dream")

    def daily(market: MarketTruth, since: int, until: int) -> float:
        return float(((moments(market) >= since) & (moments(market) < until)).sum()) * DAY / (until - since)

    month = 28 * DAY
    assert daily(dream, halts - 7 * DAY, halts) < 0.4 * daily(dream, announced - month, announced)
    assert daily(wallstreet, announced + 7 * DAY, announced + 25 * DAY) > 1.2 * daily(
        wallstreet, announced - month, announced
    )
    assert daily(empire, halts + month, halts + 2 * month) > 2 * daily(empire, announced - month, announced)


def test_migrants_come_after_the_announcement_and_from_the_market_that_ends() -> None:
    world = world_of("cryptodrug", 0.05)
    accounts, names = world.accounts, list(world.scenario.markets)
    migrants = np.flatnonzero(accounts.migrated >= 0)

    assert len(migrants) > 30
    for row in migrants:
        source = int(accounts.migrated[row])
        before = (accounts.person == accounts.person[row]) & (accounts.market == source)
        assert before.sum() == 1
        assert accounts.joined[row] > world.calendar.announced(names[source]) > accounts.joined[before][0]


def test_a_market_is_the_same_without_the_others() -> None:
    alone = build_world(load_scenario("toy"), only={"wallstreet"}).markets
    together = world_of("toy").markets["wallstreet"]

    assert {"wallstreet"} == set(alone)
    assert alone["wallstreet"].sales.at.tolist() == together.sales.at.tolist()
    assert alone["wallstreet"].prices.cents.tolist() == together.prices.cents.tolist()


def test_the_same_person_keeps_key_or_name_when_it_goes_on_to_another_market() -> None:
    accounts = world_of("cryptodrug", 0.05).accounts
    kinds = set()
    for person in np.flatnonzero(np.bincount(accounts.person) > 1):
        rows = np.flatnonzero(accounts.person == person)
        for one, other in combinations(rows, 2):
            if min(accounts.key[one], accounts.key[other]) >= 0:
                kinds.add((accounts.key[one] == accounts.key[other], accounts.handle[one] == accounts.handle[other]))

    assert 4 == len(kinds)
