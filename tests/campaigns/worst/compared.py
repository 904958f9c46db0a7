"""A market derived with each vendor as it is, absent and worse, and how far the figures of the others move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from cryptodrug_scraper.derive.market import of_market
from cryptodrug_scraper.derive.rates import Rates
from cryptodrug_scraper.derive.reference_rates import reference_rates
from cryptodrug_scraper.measures.money.order_ratios import order_ratios
from cryptodrug_scraper.measures.money.rates import daily_dollars, exchange_rates
from tests.campaigns.worst.kinds import KINDS, RATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptodrug_scraper.derive.parameters import Parameters
    from tests.campaigns.worst.frames import Frames

__all__ = ["FIGURES", "LEAST", "MARKETS", "Change", "Found", "World", "change_of", "worst_of"]

MARKETS = ("dream", "empire", "wallstreet")
TEACHERS = ("dream", "empire")
"""Markets that print amounts, from which the others learn."""

LEAST = {
    "transactions": 1.0, "transactions_low": 1.0, "transactions_high": 1.0,
    "turnover_eur": 100.0, "turnover_eur_low": 100.0, "turnover_eur_high": 100.0, "feedback_rate": 0.0,
}  # fmt: skip
"""What is compared of each vendor and month, and what both sides are raised by: an order, and what one is worth;
lower limits by the estimate too."""
FIGURES = tuple(LEAST)
_BEFORE = timedelta(days=400)
Tables: TypeAlias = "dict[str, pl.DataFrame]"


@dataclass(frozen=True)
class Change:
    """
    How far a figure of another vendor moved.

    Attributes:
        factor: by which it and `LEAST` grew or fell, 1 for not at all; infinite where a figure came or went.
        figure: which.
        vendor, month: whose.
        was, now: before and after.
    """

    factor: float
    figure: str
    vendor: str
    month: str
    was: float | None
    now: float | None


@dataclass(frozen=True)
class World:
    """Markets whose frames are derived in memory, as a derivation would."""

    markets: dict[str, Frames]
    parameters: Parameters

    def with_market(self, frames: Frames) -> World:
        """The world with other pages of one market."""
        return World(self.markets | {frames.market: frames}, self.parameters)

    def rates(self) -> Rates:
        """What currencies and coins were worth, from the pages of all markets."""
        pages = pl.concat([each.of["rate_tables"] for each in self.markets.values()]).sort(
            "captured_at", "rate_table_id"
        )
        rates = pl.concat([each.of["rates"] for each in self.markets.values()]).unique(maintain_order=True)
        days = pages["captured_at"].dt.date().to_list()
        ecb = reference_rates()
        fx = exchange_rates(pages, rates, ecb, first_day=min(days) - _BEFORE, last_day=max(days))
        return Rates(fx.drop_nulls("eur"), daily_dollars(pages, rates, ecb))

    def derived(self, market: str, rates: Rates, ratios: pl.DataFrame | None = None) -> Tables:
        """The derived tables of one market."""
        frames = self.markets[market]
        (last,) = frames.of["pages"].select(pl.col("captured_at").dt.date().max()).row(0)
        known = rates.until(last)
        return of_market(frames.observed(), known, ratios, self.parameters)

    def all_derived(self, rates: Rates, known: dict[str, Tables]) -> dict[str, Tables]:
        """The tables of all markets, those of some of them known; others learn from the ones that print amounts."""
        tables = {market: known[market] if market in known else self.derived(market, rates) for market in TEACHERS}
        ratios = order_ratios(pl.concat([each["sale"] for each in tables.values()]))
        for market in self.markets:
            if market not in tables:
                tables[market] = known[market] if market in known else self.derived(market, rates, ratios)
        return tables


@dataclass(frozen=True)
class Found:
    """
    What one kind of worst pages of one vendor did.

    Attributes:
        vendor: whose pages they were.
        kind: in `kinds.KINDS` or `kinds.RATES`; ``absent`` without the vendor.
        change: the largest change of a figure of another vendor, of its market or of one that learns from it.
        transactions, turnover_eur: of the market, over all months.
        own: likewise, of the vendor alone: transactions.
    """

    vendor: str
    kind: str
    change: Change
    transactions: float
    turnover_eur: float
    own: float


def worst_of(world: World, market: str, kinds: Iterable[str], *, vendors: int | None = None) -> Iterator[Found]:
    """
    Replace vendors of a market by worse ones, each kind for itself.

    Args:
        world: the markets as they are.
        market: whose vendors.
        kinds: names of kinds; each vendor is left out as well.
        vendors: how many, from the one with most sales down; all unless given.
    """
    rates = world.rates()
    honest = world.all_derived(rates, {})
    sizes = honest[market]["vendor_month"].group_by("vendor").agg(pl.col("transactions").sum())
    frames = world.markets[market]
    every = {"absent": lambda known, vendor: known.without(vendor), **KINDS, **RATES}
    for vendor in sizes.sort("transactions", "vendor", descending=[True, False])["vendor"].head(vendors or len(sizes)):
        for kind in ("absent", *kinds):
            worse = world.with_market(every[kind](frames, vendor))
            known = {other: tables for other, tables in honest.items() if other in TEACHERS and other != market}
            if market not in TEACHERS:
                known = {other: honest[other] for other in TEACHERS}
            tables = worse.all_derived(worse.rates(), {} if kind in RATES else known)
            changes = [
                change
                for name in world.markets
                for change in change_of(
                    honest[name]["vendor_month"],
                    tables[name]["vendor_month"],
                    vendor if name == market else None,
                )
            ]
            own = tables[market]["vendor_month"].filter(pl.col("vendor") == vendor)["transactions"]
            yield Found(
                vendor, kind, max(changes, key=lambda change: change.factor),
                _total(tables[market], "transactions"), _total(tables[market], "turnover_eur"), float(own.sum()),
            )  # fmt: skip


def _total(tables: Tables, measure: str) -> float:
    return float(tables["market_month"].filter(pl.col("measure") == measure)["value"].sum())


def change_of(was: pl.DataFrame, now: pl.DataFrame, without: str | None) -> list[Change]:
    """
    The largest change of each figure, of all vendors' months but those of one vendor.

    Args:
        was: rows of ``vendor_month``.
        now: the same of another derivation.
        without: whose are left out.
    """
    keys = ["vendor", "month"]
    pair = [frame.filter(pl.col("vendor").ne_missing(pl.lit(without))).select(*keys, *FIGURES) for frame in (was, now)]
    both = pair[0].join(pair[1], on=keys, how="full", coalesce=True, suffix="_now")
    found = []
    for figure in FIGURES:
        old, new = pl.col(figure), pl.col(f"{figure}_now")
        least = pl.lit(LEAST[figure])
        if figure.endswith("_low"):  # one near nothing is as low as any other
            least += pl.col(figure.removesuffix("_low")).fill_null(0.0)
        factor = (
            pl.when(old.is_null() & new.is_null()).then(1.0)
            .when(old.is_null() | new.is_null()).then(float("inf"))
            .otherwise((pl.max_horizontal(old, new) + least) / (pl.min_horizontal(old, new) + least))
        )  # fmt: skip
        row = both.with_columns(factor=factor).sort("factor", *keys, descending=[True, False, False]).head(1)
        (each,) = row.to_dicts()
        vendor, month = each["vendor"], str(each["month"])
        found.append(Change(each["factor"], figure, vendor, month, each[figure], each[f"{figure}_now"]))
    return found
