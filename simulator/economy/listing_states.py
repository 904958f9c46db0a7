"""Listings as a market shows them at an instant."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.catalogue import AMOUNTS, CATALOGUE, LADDERS, is_digital
from simulator.draws import Draws
from simulator.economy.destinations import Destinations
from simulator.economy.intervals import DAY, FOREVER
from simulator.economy.packs import CURRENCIES
from simulator.economy.postage import shipping_picker
from simulator.economy.vendor_states import finalizes_early, language_of
from simulator.economy.words.countries import own_words
from simulator.economy.words.goods import TAGS
from simulator.economy.words.shipping import options_of
from simulator.products import PRODUCTS
from simulator.scenario import per_million
from simulator.state import Amount, ListingState, Tier, VendorState

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.draws import Picker
    from simulator.economy.market import MarketTruth
    from simulator.economy.moment import Moment
    from simulator.economy.world import World
    from simulator.state import Currency, Payment, Shipping

__all__ = ["ListingStates", "title_of", "unit_of"]

_STOCKS = (None, None, None, None, 5, 10, 20, 50, 100, 200, 500, 1000, 9999)
_KEPT = 1 << 14
"""Listings of which is kept what was drawn: they are asked for by several pages, and by each crawl again."""


def unit_of(product: int, step: int, tiered: int) -> str:
    """What a listing counts in."""
    kind, amount = CATALOGUE[product].kind, int(AMOUNTS[product, step])
    if kind == "weight" and (tiered >= 0 or amount == 1000):
        return "gram"
    if kind == "weight" and amount == 28_000 and product % 2:
        return "ounce"
    if kind == "weight" and amount == 1_000_000:
        return "kilogram"
    return "piece"


def title_of(world: World, truth: MarketTruth, row: int, *, holding: bool) -> str:
    """The title of a listing, with a holding price or without."""
    listings, titles = truth.listings, world.texts.titles
    ids = int(listings.ids[row])
    sold_out = holding and says_sold_out(world, ids)
    return titles.title(
        ids, int(listings.product[row]), int(listings.step[row]), tiered=listings.tiered[row] >= 0, sold_out=sold_out
    )


def says_sold_out(world: World, ids: int) -> bool:
    """Whether a listing says that it is sold out while it has a holding price."""
    return ids * 7919 % 1_000_003 < per_million(world.scenario.habits.holding_said)


class ListingStates:
    """Makes the states of one market's listings at an instant."""

    def __init__(
        self, world: World, truth: MarketTruth, moment: Moment, instant: int, vendor: Callable[[int], VendorState]
    ) -> None:
        self._world, self._truth, self._moment, self._instant = world, truth, moment, instant
        self._vendor = vendor
        self._settings = world.scenario.markets[truth.name]
        self._countries = list(world.scenario.countries)
        self._destinations = Destinations(world.scenario, world.places, truth.name)
        self._sticky = {row: place for place, row in enumerate(moment.promoted.tolist(), start=1)}
        self._titles: dict[int, str] = {}
        persons = world.accounts.person[truth.rows.start : truth.rows.stop]
        self._homes = world.places.country_at(persons, np.full(len(persons), instant, dtype=np.int64))
        self._languages: dict[int, str] = {}

    def title(self, row: int) -> str:
        """The title of a listing as it stands."""
        if row not in self._titles:
            holding = bool(self._truth.prices.holding[self._moment.price[row]])
            self._titles[row] = title_of(self._world, self._truth, row, holding=holding)
        return self._titles[row]

    def state(self, row: int) -> ListingState:
        """The state of a live listing (by its row)."""
        listings, moment, at = self._truth.listings, self._moment, self._instant
        ids, account, product = int(listings.ids[row]), int(listings.account[row]), int(listings.product[row])
        spell, sold, created = int(moment.price[row]), int(moment.sold[row]), int(listings.created[row])
        currency = CURRENCIES[listings.currency[row]]
        cents, holding = int(self._truth.prices.cents[spell]), bool(self._truth.prices.holding[spell])
        tiered, limit = int(listings.tiered[row]), int(listings.limit[row])
        seed, dream = self._world.scenario.seed, self._truth.name == "dream"
        drawn = _drawn(seed, ids, account, product, dream=dream)
        stock = drawn.stock
        title, digital, language = self.title(row), is_digital(product), self._language(account)
        origin = self._truth.origins.codes(int(moment.origin[row]), self._countries)
        sends, excluded, said = self._destinations.of(
            account, ids, int(self._homes[account - self._truth.rows.start]), digital=digital
        )
        good = self._world.texts.titles.good(ids, product)
        return ListingState(
            listing_id=int(listings.number[row]),
            title=title,
            vendor=self._vendor(account),
            product=PRODUCTS[product],
            created=created,
            price=Amount(cents, currency),
            holding=holding,
            unit=unit_of(product, int(listings.step[row]), tiered),
            tiers=_tiers(cents, currency, tiered),
            least_order=1 if tiered >= 0 else None,
            most_order=None if limit == FOREVER else max(limit // cents, 1),
            shipping=_shipping(seed, ids, currency, sends, origin, digital=digital),
            origin=origin,
            origin_words="Digital" if drawn.says_digital else own_words(origin, account),
            destinations=sends,
            excluded=excluded,
            payment=drawn.payment,
            coins=self._coins(account),
            digital=digital,
            stock=0 if holding and says_sold_out(self._world, ids) else stock and stock - sold % stock,
            auto_dispatch=drawn.auto_dispatch,
            sold=sold,
            views=sold * drawn.views + (at - created) // DAY * drawn.views_a_day,
            sticky=self._sticky.get(row, 0),
            description=self._world.texts.descriptions.description(
                ids, title=title, good=good, language=language, excluded=said
            ),
            tags=drawn.tags,
            excluded_in_text=said,
        )

    def _language(self, account: int) -> str:
        if account not in self._languages:
            self._languages[account] = language_of(self._world, account)
        return self._languages[account]

    def _coins(self, account: int) -> tuple[str, ...]:
        coins = self._settings.coins
        taken = account * 31 % 7
        return tuple(coin for place, coin in enumerate(coins) if not place or (taken >> place - 1) & 1 or taken > 4)


class _Drawn(NamedTuple):
    """
    What a listing shows at all times alike.

    Attributes:
        stock: how many there are at first; None is any number.
        views, views_a_day: how often it is looked at for each sale, and each day.
        says_digital: whether its origin is in words that nothing is posted.
        payment: how it may be paid. auto_dispatch: how many can be had at once. tags: its words for searches.
    """

    stock: int | None
    views: int
    views_a_day: int
    says_digital: bool
    payment: tuple[Payment, ...]
    auto_dispatch: int | None
    tags: tuple[str, ...]


@lru_cache(_KEPT)
def _drawn(seed: int, ids: int, account: int, product: int, *, dream: bool) -> _Drawn:
    picker, digital = Draws(seed, "listing page").picker(ids), is_digital(product)
    return _Drawn(
        stock=picker.one(_STOCKS),
        views=8 + picker.below(40),
        views_a_day=1 + picker.below(6),
        says_digital=digital and bool(picker.below(2)),
        payment=_payment(account, picker, dream=dream),
        auto_dispatch=picker.one((None, 1 + picker.below(90), None)) if digital else None,
        tags=tuple(picker.some(TAGS[product], picker.below(5))),
    )


def _payment(account: int, picker: Picker, *, dream: bool) -> tuple[Payment, ...]:
    choice = picker.below(100)
    if finalizes_early(account) and choice < 45:
        return ("finalize_early",)
    if not dream and choice >= 85:
        return ("escrow", "multisig")
    return ("escrow",)


@lru_cache(_KEPT)
def _shipping(
    seed: int, ids: int, currency: Currency, sends: tuple[str, ...], origin: tuple[str, ...], *, digital: bool
) -> tuple[Shipping, ...]:
    return options_of(shipping_picker(seed, ids), currency, sends, origin, digital=digital)


def _tiers(cents: int, currency: Currency, tiered: int) -> tuple[Tier, ...]:
    if tiered < 0:
        return ()
    ladder = LADDERS[tiered]
    ends = [least - 1 for least, _ in ladder[1:]] + [None]
    return tuple(
        Tier(least, most, Amount((cents * rate + 500) // 1000, currency))
        for (least, rate), most in zip(ladder, ends, strict=True)
    )
