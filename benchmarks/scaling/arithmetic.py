"""What larger archives would take, by the runs that were measured."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.scaling.history import Entry

__all__ = ["Scaling"]


@dataclass(frozen=True)
class Scaling:
    """
    Runs of growing size on one kind of machine.

    Attributes:
        runs: one at least, the smallest first.
    """

    runs: Sequence[Entry]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Scaling:
        """The newest run of each number of pages on the kind of machine on which the newest run was."""
        newest = {entry.pages: entry for entry in entries if entry.machine.kind == entries[-1].machine.kind}
        return cls(sorted(newest.values(), key=lambda entry: entry.pages))

    @property
    def largest(self) -> Entry:
        """The run with the most pages."""
        return self.runs[-1]

    def exponent(self, stage: str, figure: str) -> float | None:
        """
        By which power of pages a figure grew between the two largest runs: 1 is in proportion.

        Below 1 there is a part that does not grow, as the start of a program. None where there is one run.
        """
        if len(self.runs) < 2:
            return None
        small, large = self.runs[-2:]
        ratio = large.stages[stage][figure] / small.stages[stage][figure]
        return log(ratio) / log(large.pages / small.pages)

    def at(self, pages: float, stage: str, figure: str) -> float:
        """
        A figure at another number of pages.

        It grows by the power by which it grew, if that was more than 1; or else there is a part that does not grow and
        one in proportion, as the two largest runs had them. Of one run it is in proportion.
        """
        exponent, largest = self.exponent(stage, figure), self.largest
        last = largest.stages[stage][figure]
        if exponent is None or exponent >= 1:
            return last * float((pages / largest.pages) ** (exponent or 1.0))
        before = self.runs[-2]
        each = max(0.0, last - before.stages[stage][figure]) / (largest.pages - before.pages)
        return last + each * (pages - largest.pages)

    def each_page(self, stage: str, figure: str) -> float:
        """How much of a figure there was for each page of the largest run."""
        return self.largest.stages[stage][figure] / self.largest.pages
