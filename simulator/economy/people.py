"""Sellers: persons, and the accounts that they open on markets and leave."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from simulator.draws import Draws
from simulator.economy.curves import Curve
from simulator.economy.distributions import exponential, lognormal
from simulator.economy.intervals import DAY, FOREVER
from simulator.scenario import instant_of, per_million

if TYPE_CHECKING:
    from simulator.draws import Flags, Ints
    from simulator.economy.calendar import Calendar

__all__ = ["MARKETS", "Accounts", "accounts_of", "size_of"]

MARKETS = 8
"""Most markets of a scenario: an account's chance is drawn for person * 8 + market."""

HANDLES = 4
"""Handles and keys that a person may have: the first, and others after a change."""

_SIZE_SIGMA = 950
_AGE_DAYS = 400


@dataclass(frozen=True, slots=True)
class Accounts:
    """
    Accounts of vendors on all markets, sorted by market and time of joining; account ``n`` is row ``n`` - 1.

    Attributes:
        person: who owns it.
        market: place of the market in the scenario.
        joined: when it was made; may be before the simulation.
        left: when its owner gave it up; `FOREVER` where it was kept.
        banned: when the market closed it, or `FOREVER`.
        deletes: whether the owner deleted the listings on leaving.
        handle: number of the name: person * 4 + which of the person's names.
        key: number of the key, likewise; -1 is none.
        migrated: place of the market that ended and that the owner came from; -1 for all others.
        impersonates: whether the name is somebody else's.
        first: whether it was there when the simulation began.
    """

    person: Ints
    market: Ints
    joined: Ints
    left: Ints
    banned: Ints
    deletes: Flags
    handle: Ints
    key: Ints
    migrated: Ints
    impersonates: Flags
    first: Flags

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Ints) -> Accounts:
        """Return some of the accounts."""
        return Accounts(*(getattr(self, field.name)[rows] for field in fields(self)))

    def ended(self) -> Ints:
        """Return when each account could no longer sell."""
        return np.minimum(self.left, self.banned)

    @property
    def ids(self) -> Ints:
        """Return the numbers for which the accounts' random draws are made."""
        return self.person * MARKETS + self.market


def size_of(calendar: Calendar, persons: Ints) -> Ints:
    """How large a trade each person has, in 1/65536 of the median."""
    return lognormal(Draws(calendar.scenario.seed, "person size"), _SIZE_SIGMA, persons)


class _Register:
    """Accounts while they are being opened."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.names = list(calendar.scenario.markets)
        self.habits = calendar.scenario.habits
        self.draws = {
            what: Draws(calendar.scenario.seed, f"account {what}")
            for what in (
                "age",
                "stay",
                "ban",
                "banned at",
                "delete",
                "handle",
                "key",
                "none",
                "order",
                "delay",
                "victim",
            )
        }
        self.persons = 0
        self.parts: list[Accounts] = []

    def all(self) -> Accounts:
        columns = (np.concatenate([getattr(part, field.name) for part in self.parts]) for field in fields(Accounts))
        return Accounts(*columns)

    def by_chance(self, entities: Ints, counter: int) -> Ints:
        """Places of the entities in an order of chance."""
        return np.argsort(self.draws["order"].words(entities, counter), kind="stable")

    def open(
        self,
        market: int,
        person: Ints,
        joined: Ints,
        *,
        changes: tuple[float, float],
        migrated: int = -1,
        handle: Ints | None = None,
    ) -> None:
        draws, habits, calendar = self.draws, self.habits, self.calendar
        ids = person * MARKETS + market
        since = np.maximum(joined, calendar.start)
        left = since + exponential(draws["stay"], habits.stay_days * DAY, ids)
        until = np.minimum(left, calendar.closes(self.names[market]))
        stays = np.maximum(until - since, 1)
        is_banned = draws["ban"].chance(per_million(habits.banned), ids)
        banned = np.where(is_banned, since + (draws["banned at"].halves(ids) * stays >> 32), FOREVER)
        other_name = draws["handle"].chance(per_million(changes[0]), ids)
        which = 1 + draws["handle"].below(2, ids, 1)
        other_key = draws["key"].chance(per_million(changes[1]), ids)
        without = draws["none"].chance(per_million(habits.no_key), ids)
        self.parts.append(
            Accounts(
                person=person,
                market=np.full(len(person), market, dtype=np.int64),
                joined=joined,
                left=np.where(left < calendar.end, left, FOREVER),
                banned=np.where(banned < left, banned, FOREVER),
                deletes=draws["delete"].chance(per_million(habits.deletes_on_leaving), ids),
                handle=person * HANDLES + np.where(other_name, which, 0) if handle is None else handle,
                key=np.where(without, -1, person * HANDLES + other_key),
                migrated=np.full(len(person), migrated, dtype=np.int64),
                impersonates=np.full(len(person), handle is not None, dtype=np.bool_),
                first=joined < calendar.start,
            )
        )

    def natural(self, market: int) -> None:
        """Those who come by themselves: the first, and later ones as the level rises and others leave."""
        calendar = self.calendar
        name = self.names[market]
        settings = calendar.scenario.markets[name]
        vendors = max(1, round(settings.vendors * calendar.scenario.size))
        level = calendar.level(settings.level)
        first = max(1, vendors * int(level[0]) // 1_000_000)
        rise = np.diff(level, append=level[-1:])
        inflow = np.maximum(rise + level // self.habits.stay_days, 0) * vendors
        flow = Curve.of(calendar.start, np.where(calendar.days < calendar.announced(name), inflow, 0))
        later = np.arange(int(flow.passed[-1] // 1_000_000), dtype=np.int64) * 1_000_000 + 500_000
        slots = np.arange(first + len(later), dtype=np.int64)
        age = exponential(self.draws["age"], _AGE_DAYS * DAY, slots[:first], market)
        room = max(calendar.start - calendar.opens(name) - 2 * DAY, DAY)
        joined = np.concatenate((calendar.start - DAY - age % room, flow.when(later)))

        person = np.arange(len(slots), dtype=np.int64) + self.persons
        changes = (0.0, 0.0)
        if market:
            changes = (self.habits.changed_handle, self.habits.changed_key)
            known = np.unique(self.all().person)
            shared = min(len(slots) * per_million(self.habits.multi_homing) // 1_000_000, len(known))
            old = known[self.by_chance(known, market)[:shared]]
            places = self.by_chance(slots, MARKETS + market)
            person[places[:shared]] = old
            person[np.sort(places[shared:])] = np.arange(len(slots) - shared, dtype=np.int64) + self.persons
            self.persons += len(slots) - shared
            is_old = np.isin(person, old)
            self.open(market, person[is_old], joined[is_old], changes=changes)
            self.open(market, person[~is_old], joined[~is_old], changes=(0.0, 0.0))
        else:
            self.persons += len(slots)
            self.open(market, person, joined, changes=changes)

    def migrate(self) -> None:
        """Those whom a market's end drives to another where they are not yet: the larger ones rather than the small."""
        for shock in sorted(self.calendar.scenario.shocks, key=lambda shock: (shock.announced, shock.market)):
            source, at = self.names.index(shock.market), instant_of(shock.announced)
            for name, share in sorted(shock.vendors.items()):
                known, target = self.all(), self.names.index(name)
                there = (known.market == source) & (known.joined < at) & (known.ended() > at) & ~known.impersonates
                person = np.setdiff1d(known.person[there], known.person[known.market == target])
                ranks = np.argsort(np.argsort(size_of(self.calendar, person), kind="stable"), kind="stable")
                odds = per_million(share) * (500 + 1000 * ranks // max(len(person), 1)) // 1000
                ids = person * MARKETS + target
                person = person[self.draws["delay"].chance(odds, ids)]
                delay = exponential(self.draws["delay"], shock.delay_days * DAY, person * MARKETS + target, 1)
                joined = at + DAY // 4 + delay
                comes = joined < self.calendar.announced(name)
                changes = (self.habits.migrant_changed_handle, self.habits.migrant_changed_key)
                self.open(target, person[comes], joined[comes], changes=changes, migrated=source)

    def impersonate(self) -> None:
        """Strangers who take the name of a vendor of another market where that one is not."""
        known = self.all()
        wanted = len(known) * per_million(self.habits.impersonators) // 1_000_000
        for number in range(wanted if len(self.names) > 1 else 0):
            target = number % len(self.names)
            free = ~np.isin(known.handle, known.handle[known.market == target])
            free &= ~known.impersonates & (known.joined < self.calendar.announced(self.names[target]) - 60 * DAY)
            victims = np.flatnonzero(free)
            if not len(victims):
                continue
            victim = victims[self.draws["victim"].below(len(victims), np.array([number]))]
            since = np.maximum(known.joined[victim], self.calendar.start)
            joined = np.minimum(since + 30 * DAY, self.calendar.announced(self.names[target]) - DAY)
            person = np.array([self.persons], dtype=np.int64)
            self.persons += 1
            self.open(target, person, joined, changes=(0.0, 0.0), handle=known.handle[victim])
            known = self.all()


def accounts_of(calendar: Calendar) -> Accounts:
    """All accounts of a scenario."""
    register = _Register(calendar)
    for market in range(len(register.names)):
        register.natural(market)
    register.migrate()
    register.impersonate()
    accounts = register.all()
    return accounts.take(np.lexsort((accounts.person, accounts.joined, accounts.market)))
