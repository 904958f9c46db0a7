"""The sums of sales of a market, and what they are made of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from cryptodrug_scraper.disclosure.sums import Key, Sums

__all__ = ["Sold"]


@dataclass(slots=True)
class Sold:
    """
    The sums of sales of a market, and what they are made of.

    Attributes:
        sums: of each sum, how much of each contribution it counts. A contribution is of a vendor, month, country and
            class of drug, as `places` names them; then goods, band of value and flag, or None where no rating stands;
            then how many of the edges had passed.
        parts: of each place the ends of its contributions.
        edges: the moments that divide time: at which spans begin and end, and those that were asked for.
        ratings: of each place a mark of the ratings that stand there, which is another one when these are others.
        amounts: the same of the amounts of sales, estimated and rated.
        worth: of each contribution how many sales are estimated, what they are worth, how many are rated, and what
            these are worth.
    """

    sums: Sums = field(default_factory=lambda: defaultdict(dict))
    parts: dict[Key, list[Key]] = field(default_factory=dict)
    edges: list[datetime] = field(default_factory=list)
    ratings: dict[Key, str] = field(default_factory=dict)
    amounts: dict[Key, str] = field(default_factory=dict)
    worth: dict[Key, tuple[float, float, float, float]] = field(default_factory=dict)
