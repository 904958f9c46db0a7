"""Populations of which everything is known, as crawls that miss most of them meet them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["KINDS", "crawled"]

KINDS = ("even", "beta", "broad", "hidden", "pages")
"""
How unequal chances to be met are: not at all; beta-distributed with a + b = 4, and with a + b = 2; equal, but 13 % are
hidden at any time, for two crawls on average; as of vendors who stand on some pages each (Zipf, exponent 2).
"""


def crawled(
    kind: str, cover: float, *, seed: int, size: int = 2000, looks: int = 8, turnover: float = 0.1
) -> NDArray[np.bool_]:
    """
    Return who, of all that ever were, each crawl met: individuals x crawls; ``size`` are there at each.

    Args:
        kind: one of `KINDS`.
        cover: share that a crawl meets on average.
        seed: of chance.
        size: how many there are.
        looks: crawls.
        turnover: share that leaves, and is replaced, from crawl to crawl.
    """
    draw = np.random.default_rng([seed, KINDS.index(kind), int(cover * 100), looks])
    chance = _chances(kind, cover, draw)
    who, fresh, chances = np.arange(size), size, chance(size)
    hides = draw.random(size) < (0.13 if kind == "hidden" else 0.0)
    met = []
    for look in range(looks):
        if look:
            leave = draw.random(size) < turnover
            who[leave] = np.arange(fresh, fresh + leave.sum())
            fresh += int(leave.sum())
            chances[leave] = chance(int(leave.sum()))
            if kind == "hidden":
                hides = np.where(hides, draw.random(size) < 0.5, draw.random(size) < 0.075) & ~leave
        met.append(who[(draw.random(size) < chances) & ~hides])
    seen = np.zeros((fresh, looks), dtype=bool)
    for look, ids in enumerate(met):
        seen[ids, look] = True
    return seen


def _chances(kind: str, cover: float, draw: np.random.Generator) -> Callable[[int], NDArray[np.float64]]:
    if kind in {"beta", "broad"}:
        both = 4.0 if kind == "beta" else 2.0
        return lambda count: draw.beta(both * cover, both * (1 - cover), count)
    if kind == "pages":
        pages = np.minimum(np.random.default_rng(1).zipf(2.0, 200_000), 200)
        low, high = 0.0, 1.0
        for _ in range(50):  # the chance of one page at which the mean of all is the cover
            one = (low + high) / 2
            low, high = (low, one) if np.mean(1 - (1 - one) ** pages) > cover else (one, high)
        return lambda count: 1 - (1 - one) ** np.minimum(draw.zipf(2.0, count), 200)
    return lambda count: np.full(count, cover)
