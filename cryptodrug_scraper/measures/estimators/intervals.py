"""
Intervals of counts, ratios and totals; those of shares are in `measures.estimators.cluster_share`.

Garwood (1936) for counts, and a bootstrap that draws whole vendors (Efron and Tibshirani
1993, chapter 6), because the sales of one vendor are alike. Replicates are rows of a matrix of multinomial weights, so
that a statistic of all of them is one matrix product. The seed comes from the names of the data: the same data give the
same interval.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from cryptodrug_scraper.measures.estimators.quantiles import chi_squared_quantile, normal_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "LEVEL",
    "REPLICATES",
    "Z",
    "bootstrap_ratio",
    "bootstrap_sums",
    "cluster_weights",
    "combine",
    "percentiles",
    "poisson_limits",
    "seed_of",
]

Floats: TypeAlias = "NDArray[np.float64]"

LEVEL = 0.95
"""Share of intervals that hold the true value."""
Z = 1.959963984540054
"""Standard errors from the middle to a limit of 95 % of a normal distribution."""
REPLICATES = 1000
"""Draws of a bootstrap (methods E14)."""


def poisson_limits(count: ArrayLike, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Exact limits of the mean of a count: 11 gives 5.491 to 19.682, 0 gives 0 to 3.689."""
    counts, tail = np.asarray(count, dtype=np.float64), (1 - level) / 2
    low = np.where(counts > 0, chi_squared_quantile(tail, 2 * np.maximum(counts, 1)) / 2, 0.0)
    return low, np.asarray(chi_squared_quantile(1 - tail, 2 * (counts + 1)) / 2)


def seed_of(*names: str) -> int:
    """A seed that depends on the names alone, as those of market, measure and month."""
    return int.from_bytes(hashlib.blake2b("\0".join(names).encode(), digest_size=8).digest())


def cluster_weights(clusters: int, *, seed: int, replicates: int = REPLICATES) -> Floats:
    """
    How often each cluster is drawn in each replicate, as a matrix of ``replicates`` by ``clusters``; rows sum to
    ``clusters``.

    The caller puts the clusters in the order of their names first, so that the order of its input does not matter.
    """
    if clusters == 0:
        return np.zeros((replicates, 0))
    drawn = np.random.default_rng(seed).integers(0, clusters, size=(replicates, clusters))
    cells = drawn + clusters * np.arange(replicates)[:, None]
    return np.bincount(cells.ravel(), minlength=replicates * clusters).reshape(replicates, clusters).astype(np.float64)


def bootstrap_sums(values: ArrayLike, weights: Floats) -> Floats:
    """Sums over clusters in each replicate; ``values`` has one row for each cluster and as many columns as
    statistics.
    """
    return np.asarray(weights @ np.asarray(values, dtype=np.float64))


def bootstrap_ratio(over: ArrayLike, under: ArrayLike, weights: Floats) -> Floats:
    """Ratio of two sums over clusters in each replicate, as a pooled rate or a share; not a number where the lower sum
    is 0.
    """
    top, bottom = bootstrap_sums(over, weights), bootstrap_sums(under, weights)
    return np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)


def percentiles(replicates: Floats, *, level: float = LEVEL) -> tuple[float, float]:
    """Limits that leave half of what is missing from the level at each end; replicates that are not numbers do not
    count.
    """
    known = replicates[np.isfinite(replicates)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def combine(value: float, errors: Sequence[float], *, floor: float = 0.0, level: float = LEVEL) -> tuple[float, float]:
    """
    Limits of a total whose independent standard errors are those of its parts: feedback rate, dates, sampling,
    coverage.

    The errors add up in squares. The limits are those of a log-normal distribution with this mean error, which never
    reach below 0; the lower one is not below ``floor``, what is known to exist.
    """
    spread = float(np.sqrt(np.sum(np.square(np.asarray(errors, dtype=np.float64)))))
    if value <= 0:
        return floor, max(floor, normal_quantile((1 + level) / 2) * spread)
    factor = float(np.exp(normal_quantile((1 + level) / 2) * np.sqrt(np.log1p((spread / value) ** 2))))
    return max(floor, value / factor), max(floor, value * factor)
