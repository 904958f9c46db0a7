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
        elsewhere: runs on other kinds of machine with more pages than any of these, the smallest first.
    """

    runs: Sequence[Entry]
    elsewhere: Sequence[Entry] = ()

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Scaling:
        """
        The newest run of each number of pages on the kind of machine on which the newest run was or, where that has one
        number of pages alone, on the newest kind that has several.
        """
        by_kind: dict[object, dict[float, Entry]] = {}
        for entry in reversed(entries):
            by_kind.setdefault(entry.machine.kind, {}).setdefault(entry.pages, entry)
        chosen = next((each for each in by_kind.values() if len(each) > 1), next(iter(by_kind.values())))
        runs = sorted(chosen.values(), key=lambda entry: entry.pages)
        others = [entry for each in by_kind.values() if each is not chosen for entry in each.values()]
        more = [entry for entry in others if entry.pages > runs[-1].pages]
        return cls(runs, sorted(more, key=lambda entry: entry.pages))

    @property
    def largest(self) -> Entry:
        """The run with the most pages."""
        return self.runs[-1]

    def with_stage(self, stage: str) -> Sequence[Entry]:
        """The runs in which a stage was done, the smallest first."""
        return [run for run in self.runs if stage in run.stages]

    def exponent(self, stage: str, figure: str) -> float | None:
        """
        By which power of pages a figure grew between the two largest runs with a stage: 1 is in proportion.

        Below 1 there is a part that does not grow, as the start of a program. None where there is one run.
        """
        both = [run.stages[stage] for run in self.with_stage(stage)[-2:]]
        if len(both) < 2:
            return None
        small, large = both
        return log(large[figure] / small[figure]) / log(large["pages"] / small["pages"])

    def at(self, pages: float, stage: str, figure: str) -> float | None:
        """
        A figure at another number of pages; None where there is one run.

        It grows by the power by which it grew, if that was more than 1; or else there is a part that does not grow and
        one in proportion, as the two largest runs had them.
        """
        exponent = self.exponent(stage, figure)
        if exponent is None:
            return None
        small, large = (run.stages[stage] for run in self.with_stage(stage)[-2:])
        if exponent >= 1:
            return large[figure] * float((pages / large["pages"]) ** exponent)
        each = max(0.0, large[figure] - small[figure]) / (large["pages"] - small["pages"])
        return large[figure] + each * (pages - large["pages"])

    def each_page(self, figure: str, *stages: str) -> float | None:
        """How much of a figure there was for each page, in some stages together; None where one was never done."""
        runs = [self.with_stage(stage) for stage in stages]
        if not all(runs):
            return None
        largest = [some[-1].stages[stage] for some, stage in zip(runs, stages, strict=True)]
        return sum(told[figure] / told["pages"] for told in largest)
