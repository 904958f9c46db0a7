"""
Fields that a crawl fills more or less often than the crawls before it did.

Shares are compared by the two-proportion z test with pooled variance: for ``f`` of ``n`` records now and ``f0`` of
``n0`` in all earlier crawls, ``p = (f + f0) / (n + n0)`` and ``z = (f/n - f0/n0) / sqrt(p (1 - p) (1/n + 1/n0))``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

__all__ = ["LEAST_STEP", "LEAST_Z", "Change", "Fill", "changes"]

LEAST_STEP = 0.1
"""A share that moves by less is taken for the market's own change."""
LEAST_Z = 4.0
"""About one in 16,000 shares moves so far by chance: a report looks at some hundreds for every crawl."""


@dataclass(frozen=True, slots=True)
class Fill:
    """
    How often a field is filled in one crawl.

    Attributes:
        market: code of the market.
        kind: kind of page, with ``seen_on`` where the record has one, as ``vendor_profile/card``.
        table: table of the record.
        field: column of it, or table of its parts.
        crawl: the crawl's identifier, or the UTC day of captures that belong to none.
        day: first UTC day of the crawl.
        record_count: records of this kind in the crawl.
        filled_count: those whose field is filled.
    """

    market: str
    kind: str
    table: str
    field: str
    crawl: str
    day: date
    record_count: int
    filled_count: int


@dataclass(frozen=True, slots=True)
class Change:
    """
    The share of records with a field in one crawl, beside that in all earlier crawls of the market.

    Attributes:
        fill: the counts in this crawl.
        earlier_record_count: records of the kind in all earlier crawls.
        earlier_filled_count: those whose field was filled.
    """

    fill: Fill
    earlier_record_count: int
    earlier_filled_count: int

    @property
    def share(self) -> float:
        """Share of this crawl's records whose field is filled."""
        return self.fill.filled_count / self.fill.record_count

    @property
    def earlier_share(self) -> float:
        """Share of the earlier crawls' records whose field was filled."""
        return self.earlier_filled_count / self.earlier_record_count

    @property
    def z(self) -> float:
        """Difference of the shares in standard errors; 0 where both are 0 or both are 1."""
        n, earlier = self.fill.record_count, self.earlier_record_count
        pooled = (self.fill.filled_count + self.earlier_filled_count) / (n + earlier)
        error = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / earlier))
        return (self.share - self.earlier_share) / error if error else 0.0

    @property
    def is_notable(self) -> bool:
        """Whether the share has moved by more than chance and more than the market's own changes do."""
        return abs(self.share - self.earlier_share) >= LEAST_STEP and abs(self.z) >= LEAST_Z


def changes(fills: Iterable[Fill]) -> Iterator[Change]:
    """
    Compare each crawl with all crawls before it; a market's first crawl is compared with none.

    Args:
        fills: the counts; crawls are ordered by their first day, and those of one day are not compared with each other.
    """
    series: dict[tuple[str, str, str, str], list[Fill]] = {}
    for fill in fills:
        series.setdefault((fill.market, fill.kind, fill.table, fill.field), []).append(fill)
    for same in series.values():
        same.sort(key=lambda fill: (fill.day, fill.crawl))
        for fill in same:
            earlier = [other for other in same if other.day < fill.day]
            if earlier:
                records = sum(other.record_count for other in earlier)
                yield Change(fill, records, sum(other.filled_count for other in earlier))
