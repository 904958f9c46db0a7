"""
Quantiles of distributions, to the bit as ``scipy.stats`` has them: that takes half a second to import, which every
derivation would wait for.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy.special import bdtr, gammaincinv, ndtri, pdtr, pdtrik, stdtrit

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["binomial_quantile", "chi_squared_quantile", "normal_quantile", "poisson_quantile", "student_quantile"]

Floats: TypeAlias = "NDArray[np.float64]"


def normal_quantile(share: float) -> float:
    """Return below what a share of a standard normal distribution lies: 0.975 gives 1.96."""
    return float(ndtri(share))


def student_quantile(share: float, freedom: float) -> float:
    """Return below what a share of Student's distribution of some degrees of freedom lies: 0.975 and 15 give 2.13."""
    return float(stdtrit(freedom, share))


def poisson_quantile(share: float, mean: float) -> float:
    """Return the least count that a Poisson distribution does not exceed in a share of cases: 0.975 and 3 give 7."""
    count = math.ceil(pdtrik(share, mean))
    less = max(count - 1, 0)
    return float(less if pdtr(less, mean) >= share else count)


def binomial_quantile(share: float, size: int, rate: float) -> float:
    """Return the least count that so many draws at a rate do not exceed in a share of cases: 0.975, 10, 0.5 give 8."""
    return float(np.searchsorted(bdtr(np.arange(size + 1.0), size, rate), share))


def chi_squared_quantile(share: float, freedom: Floats) -> Floats:
    """Return below what a share of each of some chi-squared distributions lies: 0.975 and 1 give 5.02."""
    return np.asarray(2 * gammaincinv(freedom / 2, share))
