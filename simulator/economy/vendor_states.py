"""Vendors as a market shows them at an instant."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import numpy as np

from simulator.draws import Draws
from simulator.economy.intervals import DAY, FOREVER
from simulator.scenario import instant_of
from simulator.state import ExternalRating, VendorState

if TYPE_CHECKING:
    from simulator.draws import Picker
    from simulator.economy.market import MarketTruth
    from simulator.economy.moment import Moment
    from simulator.economy.world import World

__all__ = ["VendorStates", "finalizes_early", "language_of"]

_LEVELS = (0, 5, 20, 50, 100, 200, 500, 1000, 2500, 5000)
_WITH_COUNTS = {"alphabay": 55, "hansa": 30}  # ratings that are counts, and how many of a hundred old vendors have one
_WITH_MEANS = {"agora": 18, "nucleus": 12}


def finalizes_early(account: int) -> bool:
    """Whether a vendor may ask for payment before delivery."""
    return account * 7919 % 100 < 22


def language_of(world: World, account: int) -> str:
    """The language that a vendor writes in."""
    home = int(world.places.home[world.accounts.person[account]])
    return world.texts.descriptions.language(account, list(world.scenario.countries)[home])


class VendorStates:
    """Makes the states of one market's vendors at an instant."""

    def __init__(self, world: World, truth: MarketTruth, moment: Moment, instant: int) -> None:
        self._world, self._truth, self._moment, self._instant = world, truth, moment, instant
        self._draws = Draws(world.scenario.seed, "vendor page")
        self._away = set(world.vacations.entity[world.vacations.at(instant)].tolist())

    def rows_of_reviews(self, account: int) -> tuple[int, int]:
        """The part of `MarketTruth.reviews_by_account` that are an account's reviews so far."""
        keys = np.array([account << 33, account << 33 | self._instant + 1], dtype=np.int64)
        first, last = np.searchsorted(self._truth.review_moments, keys).tolist()
        return first, last

    def state(self, account: int) -> VendorState:
        """The state of an account (by its row)."""
        world, accounts, at = self._world, self._world.accounts, self._instant
        texts, person = world.texts, int(accounts.person[account])
        handle = texts.names.handle(int(world.renames.handles(np.array([account]), at)[0]))
        joined, banned = int(accounts.joined[account]), int(accounts.banned[account]) <= at
        sales, days = self._moment.sales[account], (at - joined) // DAY
        first, last = self.rows_of_reviews(account)
        count, total = last - first, int(self._moment.stars[first:last].sum(dtype=np.int64))
        picker = self._draws.picker(account)  # the same draws at every instant, so that nothing jumps
        votes, disputes = (
            (6 + picker.below(8), 90 + picker.below(200)),
            (120 + picker.below(200), 300 + picker.below(600)),
        )
        vouched, buys = picker.below(100) < 70, picker.below(9)
        level = bisect_right(_LEVELS, sales)
        trust = min(10, 1 + days // 120 + (count > 20) + (count > 200) + (total * 100 > count * 480))
        key = int(accounts.key[account])
        pgp = None if key < 0 else texts.keys.key(key, account)
        return VendorState(
            account_id=account + 1,
            handle=handle,
            joined=joined,
            last_active=self._last_active(account),
            banned=banned,
            on_vacation=account in self._away,
            sales=sales,
            level=level,
            trust_level=trust,
            experience=sales * 8 + days // 3,
            trusted=level > 2 and vouched,
            finalize_early=finalizes_early(account),
            trust_votes=(sales // votes[0], sales // votes[1]),
            orders=days * buys // 100,
            disputes=(sales // disputes[0], sales // disputes[1]),
            external=self._external(account, picker),
            qualities=self._qualities(count, total, picker),
            profile=texts.profiles.profile(account, person, handle, language_of(world, account)),
            terms=texts.profiles.terms(account),
            refund_policy=texts.profiles.refund_policy(account),
            pgp_key="" if pgp is None else pgp.armoured,
            pgp_fingerprint="" if pgp is None else pgp.fingerprint,
        )

    @staticmethod
    def _qualities(count: int, total: int, picker: Picker) -> tuple[int, int, int]:
        strays = [picker.below(31) - 15 for _ in range(3)]
        if not count:
            return 0, 0, 0
        mean = total * 100 // count
        stealth, quality, value = (min(500, max(100, mean + stray)) for stray in strays)
        return stealth, quality, value

    def _last_active(self, account: int) -> int:
        """When the owner was last seen: once on most days until leaving."""
        accounts, joined = self._world.accounts, int(self._world.accounts.joined[account])
        last = min(self._instant, int(accounts.left[account]), int(accounts.banned[account]))
        day = last // DAY
        for back in range(40):
            word = self._draws.word(account, day - back)
            moment = (day - back) * DAY + (word >> 32) * DAY // (1 << 32)
            if word % 100 < 75 and moment <= last:
                return max(moment, joined)
        return joined

    def _external(self, account: int, picker: Picker) -> tuple[ExternalRating, ...]:
        world, accounts = self._world, self._world.accounts
        old = int(accounts.joined[account]) < instant_of(world.scenario.first) - 200 * DAY
        ratings = []
        for name in world.scenario.markets[self._truth.name].verifies:
            share, size = picker.below(100), 1 + picker.below(60)
            size = size * size
            if name in world.markets:
                rating = self._verified(account, name)
                if rating is not None:
                    ratings.append(rating)
            elif old and share < _WITH_COUNTS.get(name, 0):
                counts = size, size * picker.below(4) // 100, size * picker.below(5) // 100
                ratings.append(ExternalRating(name, None, None, None, *counts))
            elif old and share < _WITH_MEANS.get(name, 0):
                ratings.append(ExternalRating(name, size, 455 + picker.below(46), 5, None, None, None))
        return tuple(ratings)

    def _verified(self, account: int, name: str) -> ExternalRating | None:
        """The rating of the same person under the same key on a market of this scenario, as it was on joining."""
        accounts, other = self._world.accounts, self._world.markets[name]
        rows = np.arange(other.rows.start, other.rows.stop, dtype=np.int64)
        rows = rows[(accounts.key[rows] == accounts.key[account]) & (accounts.joined[rows] < accounts.joined[account])]
        if int(accounts.key[account]) < 0 or not len(rows):
            return None
        row, joined = int(rows[0]), int(accounts.joined[account])
        sales = int(other.sales_until(rows[:1], joined)[0])
        keys = np.array([row << 33, row << 33 | min(joined, FOREVER)], dtype=np.int64)
        first, last = np.searchsorted(other.review_moments, keys).tolist()
        if first == last:
            return None
        mean = int(other.reviews.stars[other.reviews_by_account[first:last]].sum()) * 100 // (last - first)
        return ExternalRating(name, sales, mean, 5, None, None, None)
