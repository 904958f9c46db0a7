"""Markets whose menus lie: counts of categories that are not what the lists show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from simulator.draws import Draws
from simulator.economy.snapshot import MarketSnapshot
from simulator.products import PRODUCTS
from simulator.scenario import instant_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.economy import World

__all__ = ["lying_snapshot_of"]

_HALF, _MOST = 500, 2_500
"""Between which thousandths of the truth a wrong count lies."""


class _LyingSnapshot(MarketSnapshot):
    """A snapshot that counts listings as it is told to; its lists are true."""

    def __init__(self, world: World, market: str, instant: int, menus: Literal["wrong", "still"]) -> None:
        super().__init__(world, market, instant)
        self._counted = _wrong(super().counts(), world, market) if menus == "wrong" else _first(world, market)

    def counts(self) -> Mapping[str, int]:
        """What the menu says, by product code."""
        return self._counted


def lying_snapshot_of(world: World, market: str, instant: int, menus: Literal["wrong", "still"]) -> MarketSnapshot:
    """
    What a market shows at an instant whose menu lies.

    Args:
        world: the economy.
        market: its name.
        instant: seconds since 1970, within the scenario.
        menus: ``wrong``: each product's count is out by a factor of its own, the same at all times; ``still``: the
            counts of the market's first day.
    """
    return _LyingSnapshot(world, market, instant, menus)


def _wrong(counts: Mapping[str, int], world: World, market: str) -> dict[str, int]:
    draws = Draws(world.scenario.seed, f"menu {market}")
    factors = [_HALF + ((draws.word(number) >> 32) * (_MOST - _HALF) >> 32) for number in range(len(PRODUCTS))]
    return {product: counts[product] * factor // 1000 for product, factor in zip(PRODUCTS, factors, strict=True)}


def _first(world: World, market: str) -> Mapping[str, int]:
    first = max(world.calendar.start, instant_of(world.scenario.markets[market].founded))
    return MarketSnapshot(world, market, min(first, world.calendar.end - 1)).counts()
