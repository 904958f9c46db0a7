"""
Counts of sales and ratings as Dream Market prints them: rounded down, the more coarsely the larger they are.

The other markets print counts as they are.
"""

from __future__ import annotations

__all__ = ["rounded_down", "rounding_step"]

_ROUNDING = ((10, 1), (1000, 10), (10_000, 50), (100_000, 500))
"""Counts below a bound, and the step to which they are rounded."""
_LARGEST_STEP = 5000


def rounding_step(count: int) -> int:
    """The number of which a count is printed as a multiple."""
    return next((step for bound, step in _ROUNDING if count < bound), _LARGEST_STEP)


def rounded_down(count: int) -> int:
    """A count as printed: 7, 80, 330, 1050, 11500."""
    return count - count % rounding_step(count)
