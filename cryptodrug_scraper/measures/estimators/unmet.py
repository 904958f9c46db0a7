"""
How many of a kind there may be of which none was met.

Of ``total`` individuals ``met`` were met, and none of these is of the kind. If those that were met are as a sample
drawn at random without replacement, the chance that none of ``k`` of the kind is among them is hypergeometric,
``C(total - k, met) / C(total, met)`` (G. W. Cochran, *Sampling Techniques*, 3rd ed. 1977, section 3.5). The upper limit
of 95 % is the largest ``k`` of which that chance is at least 5 % (J. P. Buonaccorsi, Biometrics 43 (1987) 459-464).
Where the total is large it comes to ``3 / met`` of it, the rule of three (J. A. Hanley and A. Lippman-Hand, JAMA 249
(1983) 1743-1745).
"""

from __future__ import annotations

from scipy.stats import hypergeom

from cryptodrug_scraper.measures.estimators.intervals import LEVEL

__all__ = ["most_unmet"]

_EXACT = 1e-12
"""How far a chance that is just as large may be computed below it."""


def most_unmet(total: int, met: int, level: float = LEVEL) -> int:
    """
    Return the upper limit of how many of a kind there are among a total of whom some were met, none of the kind.

    Args:
        total: how many there are, those met among them.
        met: how many were met, each of whom it is known that it is not of the kind.
        level: of the limit.

    Raises:
        ValueError: more were met than there are, or a number is negative.
    """
    if not 0 <= met <= total:
        msg = f"{met} met of {total}"
        raise ValueError(msg)
    low, high = 0, total - met  # those that were met are not of the kind
    while low < high:
        middle = (low + high + 1) // 2
        if hypergeom.pmf(0, total, middle, met) >= 1 - level - _EXACT:
            low = middle
        else:
            high = middle - 1
    return low
