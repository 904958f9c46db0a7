"""
Compare a scenario's truth with what is known of the markets that it stands for.

    python -m simulator.economy.calibration [SCENARIO] [SIZE]
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from simulator.catalogue import CANNABIS, DRUGS
from simulator.economy.intervals import FOREVER
from simulator.economy.packs import CURRENCIES
from simulator.economy.world import build_world
from simulator.products import PRODUCTS
from simulator.scenario import instant_of, load_scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.draws import Flags, Ints
    from simulator.economy.market import MarketTruth
    from simulator.economy.world import World

__all__ = ["Figure", "belgian_figures", "hansa_figures", "market_figures"]

_GROUPS = {
    "cannabis": CANNABIS,
    "MDMA": tuple(map(PRODUCTS.index, ("mdma", "xtc_pills", "mda"))),
    "cocaine": tuple(map(PRODUCTS.index, ("cocaine", "crack"))),
    "benzodiazepines": tuple(map(PRODUCTS.index, ("benzos_pills", "benzos_powder"))),
    "amphetamines": tuple(map(PRODUCTS.index, ("speed", "meth"))),
    "heroin": (PRODUCTS.index("heroin"),),
}
_TOP_FIVE = tuple(product for name, group in _GROUPS.items() if name != "heroin" for product in group)


@dataclass(frozen=True, slots=True)
class Figure:
    """
    A figure of the truth, and between which values it should lie.

    Attributes:
        name: name of the figure.
        value: the figure.
        low, high: bounds, both included.
    """

    name: str
    value: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether it lies between its bounds."""
        return self.low <= self.value <= self.high


def _share(part: int | np.integer, whole: int | np.integer) -> float:
    return int(part) / int(whole) if whole else 0.0


def _live(market: MarketTruth, instant: int) -> Flags:
    listings = market.listings
    live: Flags = (listings.created <= instant) & (instant < listings.ends)
    live[listings.hidden.entity[listings.hidden.at(instant)]] = False
    return live


def _origins(market: MarketTruth, country: int, at: int) -> Flags:
    """By listing, whether it is sent from a country at an instant."""
    spells = market.origins.spells.at(at)
    named = (market.origins.country[spells] == country) | (market.origins.second[spells] == country)
    found = np.zeros(len(market.listings), dtype=np.bool_)
    found[market.origins.spells.entity[spells[named]]] = True
    return found


def _months(world: World, market: MarketTruth) -> list[int]:
    days = (date(2018 + (month - 1) // 12, (month - 1) % 12 + 1, 15) for month in range(1, 37))
    return [at for at in map(instant_of, days) if world.calendar.first <= at < min(market.closes, world.calendar.end)]


def _euros(world: World, market: MarketTruth) -> Ints:
    sales, currency = market.sales, market.listings.currency[market.sales.listing]
    euros = np.zeros(len(sales), dtype=np.int64)
    for number, name in enumerate(CURRENCIES):
        rows = np.flatnonzero(currency == number)
        euros[rows] = world.rates.cents_in_eur(sales.cents[rows], name, sales.at[rows])
    return euros


def belgian_figures(world: World) -> Iterator[Figure]:
    """What CRYPTODRUG published of Belgium, for a scenario of about size 1."""
    names = list(world.scenario.countries)
    belgium, netherlands = names.index("BE"), names.index("NL")
    amounts = []
    counts = []
    for name, market in world.markets.items():
        listings, sales, euros = market.listings, market.sales, _euros(world, market)
        shares = []
        for at in _months(world, market):
            live, here = _live(market, at), _origins(market, belgium, at)
            vendors, belgian = np.unique(listings.account[live]), np.unique(listings.account[live & here])
            counts.append((name, at, len(belgian)))
            shares.append((_share(len(belgian), len(vendors)), _share((live & here).sum(), live.sum())))
        spell, _ = market.origins.spells.find(sales.listing, sales.at)
        here = (market.origins.country[spell] == belgium) | (market.origins.second[spell] == belgium)
        window = sales.at >= world.calendar.first
        amounts.append(euros[here & window])
        yield Figure(f"{name}: Belgian share of vendors", sum(v for v, _ in shares) / len(shares), 0.005, 0.01)
        yield Figure(f"{name}: Belgian share of listings", sum(v for _, v in shares) / len(shares), 0.005, 0.01)
        yield Figure(f"{name}: Belgian share of sales", _share((here & window).sum(), window.sum()), 0.005, 0.01)
        turnover = _share(euros[here & window].sum(), euros[window].sum())
        yield Figure(f"{name}: Belgian share of turnover", turnover, 0.0035, 0.01)
        yield from _belgian_origins(world, market, belgium, netherlands)
        yield from _belgian_products(market, belgium)
    first, last = (
        sum(number for name, at, number in counts if name != "empire" and at == instant_of(day))
        for day in (date(2018, 11, 15), date(2019, 3, 15))
    )
    yield Figure("Belgians on dream and wallstreet, March 2019 to November 2018", last / first, 1.02, 2)
    empire = [number for name, at, number in counts if name == "empire" and at >= instant_of(date(2019, 4, 1))]
    yield Figure("Belgians on empire, November to April 2019", empire[-1] / empire[0], 1.1, 6)
    euros = np.concatenate(amounts)
    total = euros.sum()
    yield Figure("Belgian orders below 200 EUR", _share((euros < 20_000).sum(), len(euros)), 0.9, 0.96)
    yield Figure("largest Belgian order in EUR", int(euros.max()) / 100, 600, 1000)
    yield Figure("turnover of Belgian orders from 200 EUR", _share(euros[euros >= 20_000].sum(), total), 0.25, 0.35)
    for move in world.scenario.moves:
        start, end = names.index(move.origin), names.index(move.to)
        lives, country = world.places.lives, world.places.country
        follows = (lives.entity[1:] == lives.entity[:-1]) & (country[:-1] == start) & (country[1:] == end)
        yield Figure(f"moves {move.origin} to {move.to}", int(follows.sum()), 1, 1000)


def _belgian_origins(world: World, market: MarketTruth, belgium: int, netherlands: int) -> Iterator[Figure]:
    partner = world.places.partner[market.rows.start : market.rows.stop]
    person = world.accounts.person[market.rows.start : market.rows.stop]
    active = np.isin(np.arange(market.rows.start, market.rows.stop), market.listings.account)
    multi = active & (world.places.home[person] == belgium) & (partner >= 0)
    both = _share((multi & (partner == netherlands)).sum(), multi.sum())
    low, high = {"dream": (0.85, 1.0), "wallstreet": (0.35, 0.55)}.get(market.name, (0.0, 1.0))
    yield Figure(f"{market.name}: NL and BE among Belgians with more origins", both, low, high)
    sends = world.places.sends[market.rows.start : market.rows.stop]
    here = active & (world.places.home[person] == belgium) & ~world.places.other[person]
    yield Figure(
        f"{market.name}: Belgians who send to the EU or further",
        _share((here & (sends > 0)).sum(), here.sum()),
        0.8,
        1.0,
    )


def _belgian_products(market: MarketTruth, belgium: int) -> Iterator[Figure]:
    drugs = market.listings.product < DRUGS
    spells = market.origins
    named = (spells.country == belgium) | (spells.second == belgium)
    here = np.zeros(len(drugs), dtype=np.bool_)
    here[spells.spells.entity[named]] = True
    here &= drugs
    belgian = {
        name: _share(np.isin(market.listings.product[here], group).sum(), here.sum()) for name, group in _GROUPS.items()
    }
    if market.name == "empire":
        order = sorted(("cannabis", "cocaine", "heroin", "MDMA"), key=lambda name: -belgian[name])
        found = order == ["cannabis", "cocaine", "heroin", "MDMA"]
        yield Figure("empire: Belgian order is cannabis, cocaine, heroin, MDMA", float(found), 1, 1)
        return
    for name in ("MDMA", "amphetamines"):
        every = _share(np.isin(market.listings.product[drugs], _GROUPS[name]).sum(), drugs.sum())
        yield Figure(f"{market.name}: Belgian location quotient of {name}", belgian[name] / every, 1.2, 6)


def market_figures(world: World) -> Iterator[Figure]:
    """Return the figures known of the three markets, for a scenario of about size 1."""
    dream, wallstreet, empire = (world.markets[name] for name in ("dream", "wallstreet", "empire"))
    for name, market, day, listings, vendors in (
        ("dream on 28 March 2019", dream, date(2019, 3, 28), 68_179, 2823),
        ("empire on 29 November 2019", empire, date(2019, 11, 29), 31_620, 1780),
    ):
        live = _live(market, instant_of(day)) & (market.listings.product < DRUGS)
        yield Figure(f"{name}: drug listings", int(live.sum()), listings * 0.9, listings * 1.1)
        sellers = len(np.unique(market.listings.account[live]))
        yield Figure(f"{name}: drug vendors", sellers, vendors * 0.85, vendors * 1.25)
    for day, low, high in ((date(2019, 1, 15), 0.30, 0.34), (date(2019, 11, 20), 0.255, 0.295)):
        products = np.concatenate(
            [
                m.listings.product[_live(m, instant_of(day))]
                for m in (dream, wallstreet, empire)
                if instant_of(day) < m.closes
            ]
        )
        drugs = products[products < DRUGS]
        yield Figure(
            f"cannabis among drug listings, {day}", _share(np.isin(drugs, CANNABIS).sum(), len(drugs)), low, high
        )
        yield Figure(
            f"top five among drug listings, {day}", _share(np.isin(drugs, _TOP_FIVE).sum(), len(drugs)), 0.61, 0.67
        )
    weeks = [(date(2019, 3, 5), date(2019, 3, 26)), (date(2019, 3, 30), date(2019, 4, 20))]
    before, after = (
        int(((wallstreet.sales.at >= instant_of(since)) & (wallstreet.sales.at < instant_of(until))).sum())
        for since, until in weeks
    )
    yield Figure("wallstreet: sales after Dream's announcement to before", after / before, 1.1, 3)
    drugs = dream.listings.product[dream.sales.listing] < DRUGS
    euros = _euros(world, dream)[drugs]
    wholesale = _share(euros[euros > 89_000].sum(), euros.sum())
    yield Figure("dream: drug turnover of orders above 1000 USD", wholesale, 0.18, 0.32)
    reviews = dream.reviews
    yield Figure("dream: reviews with the default text", _share(reviews.default.sum(), len(reviews)), 0.42, 0.52)
    yield Figure("dream: reviews of five stars", _share((reviews.stars == 5).sum(), len(reviews)), 0.92, 0.94)
    yield Figure("dream: reviews per sale", _share(len(reviews), len(dream.sales)), 0.72, 0.86)
    packs = dream.listings.tiered[dream.sales.listing] < 0
    yield Figure("dream: units per order", float(dream.sales.quantity[packs].mean()), 1.30, 1.42)
    yield from _identities(world)


def _identities(world: World) -> Iterator[Figure]:
    accounts = world.accounts
    migrants = accounts.take(np.flatnonzero(accounts.migrated >= 0))
    known = np.flatnonzero(migrants.key >= 0)
    yield Figure("vendors who migrated", len(migrants), 100, 5000)
    yield Figure("migrants with another name", _share((migrants.handle % 4 > 0).sum(), len(migrants)), 0.17, 0.23)
    yield Figure("migrants with another key", _share((migrants.key[known] % 4 > 0).sum(), len(known)), 0.11, 0.17)


def hansa_figures(world: World) -> Iterator[Figure]:
    """The totals of Hansa, within three in a hundred, for the scenario ``hansa``."""
    (market,) = world.markets.values()
    listings, hidden = market.listings, market.listings.hidden
    shown = hidden.end < np.minimum(listings.ends[hidden.entity], world.calendar.end)
    vendors = len(np.unique(listings.account))
    totals = (
        ("vendors", vendors, 3625),
        ("items", len(listings), 123_132),
        ("reviews", len(market.reviews), 258_184),
        ("deletions", int((listings.deleted < FOREVER).sum()), 36_081),
        ("hides", len(hidden), 15_577),
        ("unhides", int(shown.sum()), 12_577),
        ("reviews per item", len(market.reviews) / len(listings), 258_184 / 123_132),
        ("deletions per item", _share((listings.deleted < FOREVER).sum(), len(listings)), 36_081 / 123_132),
        ("hides per item", len(hidden) / len(listings), 15_577 / 123_132),
    )
    for name, value, expected in totals:
        yield Figure(f"hansa: {name}", value, expected * 0.97, expected * 1.03)


def _main(name: str, size: float | None) -> None:
    world = build_world(load_scenario(name, size=size))
    figures = [*hansa_figures(world)] if name == "hansa" else [*belgian_figures(world), *market_figures(world)]
    for figure in figures:
        mark = "ok " if figure.holds else "OFF"
        sys.stdout.write(f"{mark} {figure.name:<62} {figure.value:>12.4f}  [{figure.low:.4f}, {figure.high:.4f}]\n")


if __name__ == "__main__":
    _main(sys.argv[1] if len(sys.argv) > 1 else "cryptodrug", float(sys.argv[2]) if len(sys.argv) > 2 else None)
