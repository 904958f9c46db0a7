"""What an absence tells: that none was met, and of how many more it cannot be told."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.measures.estimators.unmet import most_unmet

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["bound_of"]


def bound_of(look: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return how many there may have been at a look although none was met.

    Those that were met and of which it can be told are none. There were at most as many as the estimates of the
    population that have an upper limit, and the market's own number, allow; never fewer than were met. Without either
    there is no bound.

    Args:
        look: a row of ``absence_looks``: ``met, untold, stated, high``.

    Returns:
        ``told``: of how many it is known that they are not; ``most``: how many there were at most; ``not_met``: how
        many of those were not met, or cannot be told: a bound that assumes nothing else; ``bound``: the upper limit of
        95 % if those of which it can be told are as a sample at random (`most_unmet`). None: not known.
    """
    met, untold = int(look["met"]), int(look["untold"])
    limits = [math.floor(limit) for limit in (look["high"], look["stated"]) if limit is not None]
    told = met - untold
    if not limits or not told:
        return {"told": told, "most": max(met, *limits) if limits else None, "not_met": None, "bound": None}
    most = max(met, *limits)
    return {"told": told, "most": most, "not_met": most - told, "bound": most_unmet(most, told)}
