"""Markets whose pages are held as frames and derived in memory, as a derivation would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from cryptodrug_scraper.derive.across import across
from cryptodrug_scraper.derive.market import of_market
from cryptodrug_scraper.derive.rates import Rates, public_pairs
from cryptodrug_scraper.derive.reference_rates import reference_rates
from cryptodrug_scraper.derive.told_accounts import told_accounts
from cryptodrug_scraper.measures.money.order_ratios import order_ratios
from cryptodrug_scraper.measures.money.rates import daily_dollars, exchange_rates
from tests.support.pieces import gathered

if TYPE_CHECKING:
    from cryptodrug_scraper.derive.parameters import Parameters
    from tests.campaigns.worst.frames import Frames

__all__ = ["MARKETS", "TEACHERS", "Tables", "World"]

MARKETS = ("dream", "empire", "wallstreet")
TEACHERS = ("dream", "empire")
"""Markets that print amounts, from which the others learn."""
_BEFORE = timedelta(days=400)
Tables: TypeAlias = "dict[str, pl.DataFrame]"
_All: TypeAlias = "dict[str, Tables]"


@dataclass(frozen=True)
class World:
    """
    Markets, and the parameters by which they are derived.

    Attributes:
        markets: the frames of each, by its code.
        parameters: of the measures.
    """

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
        return Rates(fx.drop_nulls("eur"), daily_dollars(pages, rates, ecb), public_pairs([], ecb, min(days) - _BEFORE))

    def derived(self, market: str, rates: Rates, ratios: pl.DataFrame | None = None) -> Tables:
        """The derived tables of one market."""
        frames = self.markets[market]
        (last,) = frames.of["pages"].select(pl.col("captured_at").dt.date().max()).row(0)
        known = rates.until(last)
        return gathered(of_market(frames.observed(), known, ratios, self.parameters))

    def all_derived(self, rates: Rates, known: dict[str, Tables], learned: pl.DataFrame | None = None) -> _All:
        """
        The tables of all markets; those that print no amounts learn from those that do.

        Args:
            rates: of `rates`.
            known: tables of those whose pages are as they were.
            learned: of `ratios_of`, from which the known ones learned.
        """
        tables = {market: known[market] if market in known else self.derived(market, rates) for market in TEACHERS}
        ratios = ratios_of(tables)
        is_same = learned is not None and ratios.equals(learned)
        for market in self.markets:
            if market not in tables:
                tables[market] = known[market] if market in known and is_same else self.derived(market, rates, ratios)
        return tables

    def across(self, tables: dict[str, Tables]) -> Tables:
        """The links between accounts of all markets, and where vendors went: ``account_link``, ``migration``."""

        def derived(market: str, name: str) -> pl.DataFrame:
            return tables[market][name]

        told = ((market, told_accounts(frames.observed(), derived)) for market, frames in self.markets.items())
        return across(told, derived, {}, self.parameters)


def ratios_of(tables: dict[str, Tables]) -> pl.DataFrame:
    """What orders are worth in asked prices, by the markets that print amounts."""
    return order_ratios(pl.concat([tables[market]["sale"] for market in TEACHERS]))
