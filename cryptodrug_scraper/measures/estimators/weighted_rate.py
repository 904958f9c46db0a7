"""
A rate of a stratified sample: the ratio of Horvitz-Thompson totals (Horvitz and Thompson 1952; Hájek 1971), with the
interval of Wilson (1927) at the size that a simple sample of the same precision would have.

That size is Kish's (1965): the sum of weights, squared, over the sum of their squares. A sample that is a large part of
what it was drawn from tells more: the size is divided by the share that was not drawn (the finite population
correction; Cochran 1977, section 2.6), and where all was drawn the rate is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isinf, sqrt

from cryptodrug_scraper.measures.estimators.intervals import Z

__all__ = ["Rate", "Weighed", "rate", "wilson"]


@dataclass(frozen=True, slots=True)
class Weighed:
    """
    Items of a sample, added up.

    Attributes:
        items: how many.
        weight: sum of their weights: each one over its inclusion probability. How many things they stand for.
        squares: sum of the squares of the weights.
    """

    items: int = 0
    weight: float = 0.0
    squares: float = 0.0

    def __add__(self, other: Weighed) -> Weighed:
        return Weighed(self.items + other.items, self.weight + other.weight, self.squares + other.squares)


@dataclass(frozen=True, slots=True)
class Rate:
    """
    A share of things, and its 95 % interval.

    Attributes:
        share: the share.
        low: lower end.
        high: upper end.
    """

    share: float
    low: float
    high: float


def rate(part: Weighed, whole: Weighed, *, is_of_all: bool = True) -> Rate | None:
    """
    Return the share that a part is of a whole; None where there is no item.

    Args:
        part: items of the whole that have something.
        whole: all items, with the same weights.
        is_of_all: of what the sample was drawn from; else of what makes it so, which makes it so elsewhere, too: then
            it is not known for certain where all was judged.
    """
    if not whole.items:
        return None
    share = min(1.0, part.weight / whole.weight)
    size = whole.weight * whole.weight / whole.squares
    left = 1 - whole.items / whole.weight if is_of_all else 1.0
    low, high = wilson(share, inf if left <= 0 else size / left)
    return Rate(share, low, high)


def wilson(share: float, size: float) -> tuple[float, float]:
    """Limits of a share of a sample of a size, which need not be whole: 0 of 10 gives 0 to 0.278."""
    if isinf(size):
        return share, share
    under = 1 + Z * Z / size
    middle = (share + Z * Z / (2 * size)) / under
    reach = Z / under * sqrt(max(0.0, share * (1 - share) / size + Z * Z / (4 * size * size)))
    return max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach))
