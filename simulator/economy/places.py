"""Where vendors live, where they say that they send from, and where they send to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.draws import Draws, weyl
from simulator.economy.distributions import pick
from simulator.economy.intervals import DAY, FOREVER, Intervals
from simulator.economy.people import size_of
from simulator.scenario import per_million

if TYPE_CHECKING:
    from simulator.draws import Flags, Ints
    from simulator.economy.calendar import Calendar
    from simulator.economy.people import Accounts

__all__ = ["UNDECLARED", "Places", "places_of"]

UNDECLARED: tuple[tuple[str, ...], ...] = (("WORLD",), ("EU",), ("EUROPE",), ())
"""Origins stated by vendors who name no country; the last is empty."""

_EVEN = 1 << 31  # where the even spread of shares begins, so that one in two of one is chosen


@dataclass(frozen=True, slots=True)
class Places:
    """
    Places of persons and accounts. Countries are numbers: places in the scenario.

    Attributes:
        other: by person, whether it sells no drugs.
        home: by person, where it lives at first.
        lives: spells of living in a country, by person, with ``country`` for each.
        partner: by account, the other country that it sends from too; -1 is none.
        declares: by account, place in `UNDECLARED`; -1 where it names its country.
        sends: by account, 0 its own country, 1 the EU, 2 Europe, 3 the world.
        excludes: by account, whether it leaves places out. in_text: whether it says so only in texts.
    """

    other: Flags
    home: Ints
    lives: Intervals
    country: Ints
    partner: Ints
    declares: Ints
    sends: Ints
    excludes: Flags
    in_text: Flags

    def country_at(self, person: Ints, at: Ints) -> Ints:
        """Where persons live at an instant."""
        return self.country[self.lives.find(person, at)[0]]


def _evenly(rows: Ints, sizes: Ints, share: int) -> Ints:
    """A share (in millionths) of some rows, evenly over their sizes."""
    ordered = rows[np.argsort(-sizes[rows], kind="stable")]
    chosen = weyl(np.arange(len(rows), dtype=np.int64), _EVEN) * 1_000_000 >> 32 < share
    return ordered[chosen]


def _lives(
    calendar: Calendar, accounts: Accounts, other: Flags, home: Ints, sizes: Ints
) -> tuple[Intervals, Ints, Flags]:
    """Spells of living somewhere; a person moves once at most, while its first account of the window is in use."""
    names = list(calendar.scenario.countries)
    persons = np.arange(len(home), dtype=np.int64)
    moved = np.zeros(len(home), dtype=np.bool_)
    since = np.full(len(home), FOREVER, dtype=np.int64)
    until = np.zeros(len(home), dtype=np.int64)
    closes = np.array([calendar.halts(name) for name in calendar.scenario.markets], dtype=np.int64)
    begin = np.maximum(accounts.joined, calendar.first)
    end = np.minimum(accounts.ended(), closes[accounts.market])
    for row in np.flatnonzero(end - begin > 90 * DAY)[::-1]:  # the first account of each person comes last
        since[accounts.person[row]], until[accounts.person[row]] = begin[row], end[row]
    parts = [(persons, np.zeros(len(home), dtype=np.int64), home)]
    when = Draws(calendar.scenario.seed, "move")
    for move in calendar.scenario.moves:
        able = np.flatnonzero((home == names.index(move.origin)) & (until > since) & ~moved & ~other)
        chosen = _evenly(able, sizes, per_million(move.share))
        moved[chosen] = True
        share = 250 + when.below(500, chosen)
        at = since[chosen] + (until[chosen] - since[chosen]) * share // 1000
        parts.append((chosen, at, np.full(len(chosen), names.index(move.to), dtype=np.int64)))
    entity, start, country = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((start, entity))
    entity, start, country = entity[order], start[order], country[order]
    last = np.append(entity[1:] != entity[:-1], True)
    end = np.where(last, FOREVER, np.append(start[1:], FOREVER))
    return Intervals(entity, start, end), country, moved


def places_of(calendar: Calendar, accounts: Accounts) -> Places:
    """Places of all persons and accounts of a scenario."""
    scenario = calendar.scenario
    names, markets = list(scenario.countries), list(scenario.markets)
    persons = np.arange(int(accounts.person.max()) + 1, dtype=np.int64)
    sizes = size_of(calendar, persons)
    ranks = np.argsort(np.argsort(-sizes, kind="stable"), kind="stable")
    other = weyl(ranks, 1 << 30) * 1_000_000 >> 32 < per_million(scenario.habits.other_goods)
    shares = np.array([round(country.share * 1000) for country in scenario.countries.values()], dtype=np.int64)
    home = np.zeros(len(persons), dtype=np.int64)
    begins = np.full(len(persons), len(markets), dtype=np.int64)
    np.minimum.at(begins, accounts.person, accounts.market)
    for group in (np.flatnonzero(other), np.flatnonzero(~other)):
        ordered = group[np.lexsort((-sizes[group], begins[group]))]  # even on each market
        home[ordered] = pick(shares, weyl(np.arange(len(group), dtype=np.int64), _EVEN))
    lives, country, moved = _lives(calendar, accounts, other, home, sizes)

    ids, account_sizes = accounts.ids, sizes[accounts.person]
    partner = np.full(len(accounts), -1, dtype=np.int64)
    for multi in scenario.multi:
        here = (home[accounts.person] == names.index(multi.country)) & (accounts.market == markets.index(multi.market))
        rows = np.flatnonzero(here & ~other[accounts.person] & ~moved[accounts.person])
        rows = _evenly(rows, account_sizes, per_million(multi.share))
        weights = np.array(list(multi.partners.values()), dtype=np.int64)
        which = pick(weights, weyl(np.arange(len(rows), dtype=np.int64), _EVEN))
        partner[rows] = np.array([names.index(name) for name in multi.partners], dtype=np.int64)[which]

    chance = Draws(scenario.seed, "places")
    vague = chance.chance(per_million(scenario.habits.undeclared), ids) & (partner < 0) & ~moved[accounts.person]
    vague &= ~np.isin(home[accounts.person], [names.index(move.origin) for move in scenario.moves])
    declares = np.where(vague | other[accounts.person], chance.below(len(UNDECLARED), ids, 1), -1)
    weights = np.array([settings.sends for settings in scenario.countries.values()], dtype=np.int64)
    ends = np.cumsum(weights, axis=1)[home[accounts.person]]
    reach = chance.halves(ids, 2) * ends[:, -1] >> 32
    sends = (reach[:, None] >= ends).sum(axis=1)
    odds = np.array([per_million(settings.excludes) for settings in scenario.countries.values()], dtype=np.int64)
    return Places(
        other=other,
        home=home,
        lives=lives,
        country=country,
        partner=partner,
        declares=declares,
        sends=np.where(other[accounts.person], 3, sends),
        excludes=chance.chance(odds[home[accounts.person]], ids, 3) & (sends > 0) & ~other[accounts.person],
        in_text=chance.chance(350_000, ids, 4),
    )
