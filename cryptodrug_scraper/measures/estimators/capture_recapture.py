"""
How many there are, from how often the same ones are met again.

All functions take counts and return numbers; where too little was met again to say anything, they return None, never
infinity. Sources: G. A. F. Seber, *The Estimation of Animal Abundance*, 2nd ed. 1982 (Chapman, Schnabel,
Jolly-Seber); B. F. J. Manly, Biometrics 40 (1984) 749-758 (limits of Jolly-Seber); A. Chao, Biometrics 43 (1987)
783-791 (Chao2), in the bias-corrected form of R. K. Colwell, EstimateS 9.1, appendix B.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.measures.estimators.intervals import LEVEL, poisson_limits
from cryptodrug_scraper.measures.estimators.quantiles import normal_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Estimate", "Occasion", "chao2", "chapman", "jolly_seber", "schnabel"]

_MANLY_LOW, _MANLY_HIGH = 1.6, 2.4
"""Standard errors below and above, by Manly's simulations, for an interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """
    A number of individuals.

    Attributes:
        value: the estimate.
        low: lower limit of its interval.
        high: upper limit; None if the interval is open.
        variance: of the estimate; None where the interval comes without one.
    """

    value: float
    low: float
    high: float | None
    variance: float | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """
    What Jolly-Seber says of one occasion that is neither the first nor the last.

    Attributes:
        index: number of the occasion, from 0.
        marked: ``M``, those alive that were met before.
        size: ``N``, all alive.
        low: lower limit of ``N`` (Manly 1984).
        high: upper limit.
        variance: error of estimation of ``N`` (Jolly 1965; Seber 1982, 5.1).
        survival: ``phi`` from the occasion before to this one; None where nobody was at risk.
        catchability: ``p = n / N``.
    """

    index: int
    marked: float
    size: float
    low: float
    high: float
    variance: float | None
    survival: float | None
    catchability: float


def chapman(first: int, second: int, both: int, *, level: float = LEVEL) -> Estimate | None:
    """
    Return ``(n1 + 1)(n2 + 1) / (m + 1) - 1`` with its variance and normal interval (900, 880, 810: 977.77, SE 3.06).

    It assumes a closed population and equal catchability. The interval never goes below those that were met. None if
    nothing was met twice.

    Args:
        first: individuals met on the first occasion.
        second: on the second.
        both: on both.
        level: confidence of the interval.
    """
    if not both:
        return None
    value = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    reach = normal_quantile((1 + level) / 2) * math.sqrt(variance)
    return Estimate(value, max(float(first + second - both), value - reach), value + reach, variance)


def schnabel(
    caught: Sequence[int],
    recaught: Sequence[int],
    known: Sequence[int],
    *,
    chapman_form: bool = True,
    level: float = LEVEL,
) -> Estimate | None:
    """
    Return ``sum(C M) / (sum(R) + 1)``, or ``sum(C M) / sum(R)`` in the plain form, with Poisson limits on ``sum(R)``.

    It assumes a closed population: 10 % turnover between occasions makes it 33 % too high. Example: C = 27, 18, 14, 9;
    R = 0, 3, 4, 4; M = 0, 27, 42, 52 give 140.18, in Chapman's form 128.5 (74.6 to 237.6). None if nothing was met
    again.

    Args:
        caught: ``C``, individuals met on each occasion.
        recaught: ``R``, those of them that were met before.
        known: ``M``, individuals met before each occasion.
        chapman_form: add one to the recaptures, which takes most of the bias away.
        level: confidence of the interval.
    """
    again = sum(recaught)
    if not again:
        return None
    product = sum(c * m for c, m in zip(caught, known, strict=True))
    added = int(chapman_form)
    least, most = (float(limit) for limit in poisson_limits(again, level=level))
    return Estimate(product / (again + added), product / (most + added), product / (least + added))


def jolly_seber(
    caught: Sequence[int], recaught: Sequence[int], seen_later: Sequence[int], missed: Sequence[int]
) -> list[Occasion | None]:
    """
    Return the state of an open population at each occasion between the first and the last.

    ``M = m + (R + 1) z / (r + 1)``, ``N = (n + 1) M / (m + 1)``, ``phi = M' / (M - m + R)`` (Seber 1982, ch. 5, in the
    bias-corrected form); everyone who is met is released, so ``R = n``. It assumes equal catchability, and that who has
    left never returns: one who hides for a while counts as alive meanwhile. Example: histories 111: 50, 110: 20, 101:
    10, 011: 15, 100: 20, 010: 10, 001: 12 give at the second occasion M = 84.545, N = 114.32, p = 0.831 and phi =
    0.8455.

    Args:
        caught: ``n``, individuals met on each occasion.
        recaught: ``m``, those of them that were met before.
        seen_later: ``r``, those of them that are met again later.
        missed: ``z``, individuals met before and after but not on the occasion.

    Returns:
        One entry per interior occasion; None where nobody met on it was met before, or nobody later.
    """
    found: list[Occasion | None] = []
    marked_before: float | None = 0.0
    for i in range(len(caught) - 1):
        n, m, r, z = caught[i], recaught[i], seen_later[i], missed[i]
        if i == 0:
            continue
        if not m or not r:
            found.append(None)
            marked_before = None
            continue
        marked = m + (n + 1) * z / (r + 1)
        size = (n + 1) * marked / (m + 1)
        at_risk = None if marked_before is None else marked_before - recaught[i - 1] + caught[i - 1]
        low, high = _manly(n, m, r, marked, size)
        survival = marked / at_risk if at_risk else None
        found.append(Occasion(i, marked, size, low, high, _jolly(n, m, r, marked, size), survival, n / size))
        marked_before = marked
    return found


def _jolly(n: int, m: int, r: int, marked: float, size: float) -> float:
    """Return the error of estimation: N (N - n) ((M - m + R) / M (1/r - 1/R) + (1 - m/n) / m)."""
    return max(0.0, size * (size - n) * ((marked - m + n) / marked * (1 / r - 1 / n) + (1 - m / n) / m))


def _manly(n: int, m: int, r: int, marked: float, size: float) -> tuple[float, float]:
    """Return the limits of N by Manly's transform T = ln(N (1 - p/2 + sqrt(1 - p)) / 2), whose error is near normal."""
    p = min(1.0, n / size)
    middle = math.log(max(size, n)) + math.log((1 - p / 2 + math.sqrt(1 - p)) / 2)
    variance = (marked - m + n + 1) / (marked + 1) * (1 / (r + 1) - 1 / (n + 1)) + 1 / (m + 1) - 1 / (n + 1)
    error = math.sqrt(max(0.0, variance))
    low, high = math.exp(middle - _MANLY_LOW * error), math.exp(middle + _MANLY_HIGH * error)
    # Below L = n/4 the inverse rises again: no fewer than those met can be there.
    return (4 * max(low, n / 4) + n) ** 2 / (16 * max(low, n / 4)), (4 * high + n) ** 2 / (16 * high)


def chao2(met: int, once: int, twice: int, occasions: int, *, level: float = LEVEL) -> Estimate | None:
    """
    Return ``S + (k-1)/k q1 (q1 - 1) / (2 (q2 + 1))``: at least how many there have ever been, with a log-normal
    interval.

    Example: 57 met, 46 of them once and 11 twice, on 4 occasions, give 121.69. None if there is no second occasion, or
    nothing was met.

    Args:
        met: ``S``, individuals ever met.
        once: ``q1``, those met on one occasion.
        twice: ``q2``, on two.
        occasions: ``k``.
        level: confidence of the interval.
    """
    if occasions < 2 or not met:
        return None
    share = (occasions - 1) / occasions
    unseen = share * once * (once - 1) / (2 * (twice + 1))
    value = met + unseen
    if not unseen:
        return Estimate(value, value, value, 0.0)
    variance = (
        unseen
        + share**2 * once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
        + share**2 * once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
    )
    spread = math.exp(normal_quantile((1 + level) / 2) * math.sqrt(math.log(1 + variance / unseen**2)))
    return Estimate(value, met + unseen / spread, met + unseen * spread, variance)
