"""A market derived with each vendor as it is, absent and worse, and how far the figures of the others move."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from tests.campaigns.worst.around import AROUND, key_kinds
from tests.campaigns.worst.changes import Change, change_of, grades_changed, names_changed, ways_changed
from tests.campaigns.worst.kinds import KINDS, RATES
from tests.campaigns.worst.of_market import countries_of, largest_differences, market_figures
from tests.campaigns.worst.world import TEACHERS, ratios_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from cryptodrug_scraper.derive.rates import Rates
    from tests.campaigns.worst.frames import Frames
    from tests.campaigns.worst.verdicts import Verdicts
    from tests.campaigns.worst.world import Tables, World

    Kind: TypeAlias = Callable[[Frames, str], Frames]

__all__ = ["Found", "Honest", "of_vendor", "vendors_of", "worst_of"]


@dataclass(frozen=True)
class Honest:
    """
    A world as it is, with all that is compared with it.

    Attributes:
        world: the markets.
        rates: what currencies and coins were worth.
        tables: the derived tables of each market.
        ratios: what the markets that print no amounts learned.
        across: the links between accounts, and where they went.
        countries: whose shares of each market are compared.
        shares: of `market_figures`, of each market.
        keys: of `key_kinds`.
    """

    world: World
    rates: Rates
    tables: dict[str, Tables]
    ratios: pl.DataFrame
    across: Tables
    countries: dict[str, list[str]]
    shares: dict[str, pl.DataFrame]
    keys: dict[str, Kind]

    @classmethod
    def of(cls, world: World) -> Honest:
        """Derive the markets of a world."""
        rates = world.rates()
        tables = world.all_derived(rates, {})
        countries = {market: countries_of(known) for market, known in tables.items()}
        shares = {market: market_figures(known, countries[market]) for market, known in tables.items()}
        keys = key_kinds(world.markets)
        return cls(world, rates, tables, ratios_of(tables), world.across(tables), countries, shares, keys)


@dataclass(frozen=True)
class Found:
    """
    What one kind of worst pages of one vendor did.

    Attributes:
        market: where the vendor sells.
        vendor: whose pages they were.
        kind: in `KINDS`, `RATES`, `AROUND` or of `key_kinds`; ``absent`` without the vendor.
        change: the largest change of a figure of another vendor, of its market or of one that learns from it.
        transactions, turnover_eur: of the market, over all months.
        own: likewise, of the vendor alone: transactions.
        grades: how many snapshots have another grade, and how many come to be partial.
        names: how many names of others are of another account than before.
        ways: how many pairs of other accounts are linked or no longer, and of how many others it is told otherwise
            where they went.
        shares: the largest difference of each figure of `market_figures`.
        verdicts: how many verdicts of findings differ, and how many are the contrary; where they were asked for.
    """

    market: str
    vendor: str
    kind: str
    change: Change
    transactions: float
    turnover_eur: float
    own: float
    grades: tuple[int, int] = (0, 0)
    names: int = 0
    ways: tuple[int, int] = (0, 0)
    shares: dict[str, float] = field(default_factory=dict)
    verdicts: tuple[int, int] = (0, 0)


def vendors_of(honest: Honest, market: str) -> list[str]:
    """The vendors of a market, from the one with most sales down."""
    sizes = honest.tables[market]["vendor_month"].group_by("vendor").agg(pl.col("transactions").sum())
    return sizes.sort("transactions", "vendor", descending=[True, False])["vendor"].to_list()


def worst_of(honest: Honest, market: str, kinds: Iterable[str], *, vendors: int | None = None) -> Iterator[Found]:
    """
    Replace vendors of a market by worse ones, each kind for itself.

    Args:
        honest: the markets as they are.
        market: whose vendors.
        kinds: names of kinds; each vendor is left out as well.
        vendors: how many, from the one with most sales down; all unless given.
    """
    named = list(kinds)
    for vendor in vendors_of(honest, market)[:vendors]:
        yield from of_vendor(honest, market, vendor, named)


def of_vendor(
    honest: Honest, market: str, vendor: str, kinds: Iterable[str], findings: Verdicts | None = None
) -> Iterator[Found]:
    """
    Replace one vendor by a worse one, each kind for itself, and leave it out.

    Args:
        honest: the markets as they are.
        market: where it sells.
        vendor: which.
        kinds: names of kinds.
        findings: of the same markets, if their verdicts are to be told as well.
    """
    frames = honest.world.markets[market]
    every: dict[str, Kind] = {
        "absent": lambda known, name: known.without(name), **KINDS, **RATES, **AROUND, **honest.keys,
    }  # fmt: skip
    for kind in ("absent", *kinds):
        worse = every[kind](frames, vendor)
        if _is_same(frames, worse):
            tables, across = honest.tables, honest.across
        else:
            world = honest.world.with_market(worse)
            tables = _derived(honest, world, market, moves_rates=kind in RATES)
            moves_links = kind in honest.keys or kind == "absent" or findings is not None
            across = world.across(tables) if moves_links else honest.across
        found = _found(honest, tables, across, market, vendor, kind)
        yield found if findings is None else replace(found, verdicts=_verdicts(honest, findings, tables, across))


def _verdicts(honest: Honest, findings: Verdicts, tables: dict[str, Tables], across: Tables) -> tuple[int, int]:
    if tables is honest.tables:
        return 0, 0
    other = {market: found for market, found in tables.items() if found is not honest.tables[market]}
    return findings.changed({**other, "across": across})


def _derived(honest: Honest, world: World, market: str, *, moves_rates: bool) -> dict[str, Tables]:
    """The tables of a world in which one market has other pages; what cannot differ is taken as it is."""
    if moves_rates:
        return world.all_derived(world.rates(), {})
    known = {other: tables for other, tables in honest.tables.items() if other != market}
    if market in TEACHERS:
        return world.all_derived(honest.rates, known, honest.ratios)
    return known | {market: world.derived(market, honest.rates, honest.ratios)}


def _is_same(frames: Frames, other: Frames) -> bool:
    return all(rows is other.of[name] or rows.equals(other.of[name]) for name, rows in frames.of.items())


def _found(honest: Honest, tables: dict[str, Tables], across: Tables, market: str, vendor: str, kind: str) -> Found:
    changes = [
        change
        for name, known in honest.tables.items()
        if known is not tables[name] or name == market
        for change in change_of(known["vendor_month"], tables[name]["vendor_month"], vendor if name == market else None)
    ]
    was, now = honest.tables[market], tables[market]
    countries = honest.countries[market]
    own = now["vendor_month"].filter(pl.col("vendor") == vendor)["transactions"]
    return Found(
        market, vendor, kind, max(changes, key=lambda change: change.factor),
        _total(now, "transactions"), _total(now, "turnover_eur"), float(own.sum()),
        grades_changed(was["snapshot"], now["snapshot"]),
        names_changed(was["account_name"], now["account_name"], vendor),
        ways_changed(honest.across, across, market, vendor),
        {} if now is was else largest_differences(honest.shares[market], market_figures(now, countries)),
    )  # fmt: skip


def _total(tables: Tables, measure: str) -> float:
    return float(tables["market_month"].filter(pl.col("measure") == measure)["value"].sum())
