"""
How far two coders agree beyond chance: Cohen's kappa (1960), with the large-sample standard error of Fleiss, Cohen and
Everitt (1969, equation 13), which holds whatever kappa is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from cryptodrug_scraper.measures.estimators.intervals import Z
from cryptodrug_scraper.measures.estimators.weighted_rate import wilson

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Agreement", "agreement"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """
    The agreement of two coders.

    Attributes:
        items: how many both answered.
        agreed: of how many they gave the same answer.
        low: lower end of the 95 % interval of the share agreed, by Wilson; None without items.
        high: its upper end.
        kappa: Cohen's kappa; None where it is undefined: without items, or where both gave one and the same answer to
            all, so that all agreement would be expected by chance.
        kappa_low: lower end of its 95 % interval; None where kappa is undefined.
        kappa_high: its upper end.
    """

    items: int
    agreed: int
    low: float | None
    high: float | None
    kappa: float | None
    kappa_low: float | None
    kappa_high: float | None


def agreement(pairs: Iterable[tuple[str, str]]) -> Agreement:
    """
    Return the agreement of two coders.

    Near full agreement the standard error is too small, and 0 where they agree in all. So the interval reaches, on
    either side, at least to the kappa of the end of the share agreed (Wilson), by the same agreement of chance.

    Args:
        pairs: the answers of both to each item.
    """
    cells = Counter(pairs)
    n = cells.total()
    agreed = sum(count for (one, other), count in cells.items() if one == other)
    if not n:
        return Agreement(0, 0, None, None, None, None, None)
    low, high = wilson(agreed / n, n)
    first = {answer: 0.0 for pair in cells for answer in pair}
    second = dict(first)
    for (one, other), count in cells.items():
        first[one] += count / n
        second[other] += count / n
    chance = sum(first[answer] * second[answer] for answer in first)
    if chance >= 1:
        return Agreement(n, agreed, low, high, None, None, None)
    kappa = (agreed / n - chance) / (1 - chance)
    reach = Z * _standard_error(cells, first, second, kappa, chance)
    least, most = ((end - chance) / (1 - chance) for end in (low, high))
    return Agreement(
        n, agreed, low, high, kappa, max(-1.0, min(kappa - reach, least)), min(1.0, max(kappa + reach, most))
    )


def _standard_error(
    cells: Counter[tuple[str, str]], first: dict[str, float], second: dict[str, float], kappa: float, chance: float
) -> float:
    n = cells.total()
    same = sum(
        count / n * (1 - (first[one] + second[one]) * (1 - kappa)) ** 2
        for (one, other), count in cells.items()
        if one == other
    )
    apart = sum(count / n * (second[one] + first[other]) ** 2 for (one, other), count in cells.items() if one != other)
    beside = (kappa - chance * (1 - kappa)) ** 2
    return sqrt(max(0.0, same + (1 - kappa) ** 2 * apart - beside) / n) / (1 - chance)
