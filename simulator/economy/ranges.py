"""Which products a vendor deals in: a few that it prefers, and now and then another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.catalogue import DRUGS
from simulator.draws import Draws, weyl
from simulator.economy.distributions import pick
from simulator.economy.people import size_of
from simulator.products import PRODUCTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.draws import Ints
    from simulator.economy.calendar import Calendar
    from simulator.economy.people import Accounts
    from simulator.economy.places import Places

__all__ = ["choose_products"]

_PREFERRED = 3
_PREFERENCE = np.array([560, 210, 110, 120], dtype=np.int64)  # the last: anything


def _weights(mix: Mapping[str, int], *, drugs: bool) -> Ints:
    weights = np.array([mix.get(product, 0) for product in PRODUCTS], dtype=np.int64)
    if drugs:
        weights[DRUGS:] = 0
    else:
        weights[:DRUGS] = 0
    return weights


def choose_products(
    calendar: Calendar, market: str, accounts: Accounts, places: Places, account: Ints, ids: Ints
) -> Ints:
    """The product of each listing, by the mix of the market or of the vendor's country on it."""
    scenario = calendar.scenario
    draws = Draws(scenario.seed, "product")
    owners = np.unique(account)
    persons = accounts.person[owners]
    kind = np.where(places.other[persons], -2, -1)  # -2 other goods, -1 drugs, else a mix of its own
    mixes = [_weights(scenario.markets[market].mix, drugs=False), _weights(scenario.markets[market].mix, drugs=True)]
    countries = list(scenario.countries)
    for mix in scenario.mixes:
        if mix.market == market:
            # the partner counts too: who sends from two countries is asked for in both
            home = countries.index(mix.country)
            lives = np.isin(persons, places.lives.entity[places.country == home])
            kind[lives & ~places.other[persons]] = len(mixes) - 2
            mixes.append(_weights(mix.weights, drugs=True))

    kinds_of_listing = np.zeros(len(accounts), dtype=np.int64)
    kinds_of_listing[owners] = kind
    preferred = np.zeros((len(accounts), _PREFERRED), dtype=np.int64)
    chosen = np.zeros(len(ids), dtype=np.int64)
    sizes = size_of(calendar, persons)
    place = np.searchsorted(_PREFERENCE.cumsum(), draws.below(1000, ids), side="right")
    for number, weights in enumerate(mixes):
        if not weights.any():
            continue
        group = np.flatnonzero(kind == number - 2)
        group = group[np.argsort(-sizes[group], kind="stable")]
        ranks = np.arange(len(group), dtype=np.int64)
        for choice in range(_PREFERRED):
            spread = (
                weyl(ranks, 0x51ED270B * choice + 0x12345678) if choice == 0 else draws.halves(owners[group], choice)
            )
            preferred[owners[group], choice] = pick(weights, spread)
        rows = np.flatnonzero(kinds_of_listing[account] == number - 2)
        anything = pick(weights, draws.halves(ids[rows], _PREFERRED + 1))
        mine = preferred[account[rows], np.minimum(place[rows], _PREFERRED - 1)]
        chosen[rows] = np.where(place[rows] == _PREFERRED, anything, mine)
    return chosen
