"""
Tell what has become slower: the newest run in the history beside the median of the earlier ones like it.

Only ratios to floors are compared, and only with runs on the same kind of processor, with as many cores, the same
release of Python and the same size of markets. A ratio is worse if it lies above the earlier median by more than the
rounds of a run lie apart, and by 3 % at least.

    python -m benchmarks.regressions [--history benchmarks/history.jsonl]

Exit codes: 0 nothing is worse, or nothing can be compared, which it says; 1 something is; 2 the history is empty.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.history import HISTORY, entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.history import Entry

__all__ = ["Change", "changes", "like"]

LEAST = 0.03
"""The least share by which a ratio has to grow to be called worse."""


@dataclass(frozen=True, slots=True)
class Change:
    """One ratio now and before; ``allowed`` is by how much it may grow."""

    market: str
    name: str
    before: float
    now: float
    allowed: float

    @property
    def is_worse(self) -> bool:
        """Whether it has grown by more than it may."""
        return self.now - self.before > self.allowed

    def __str__(self) -> str:
        share = self.now / self.before - 1
        return f"{self.market:12}{self.name:28}{self.before:8.3f} →{self.now:8.3f}  {share:+.1%}, ±{self.allowed:.3f}"


def like(newest: Entry, earlier: Sequence[Entry]) -> list[Entry]:
    """Those of the earlier runs that the newest may be compared with."""
    return [run for run in earlier if run.machine.kind == newest.machine.kind and run.size == newest.size]


def changes(newest: Entry, earlier: Sequence[Entry]) -> Iterator[Change]:
    """Give every ratio of the newest run that an earlier one has, too."""
    for market, figures in newest.markets.items():
        before = [run.markets[market] for run in earlier if market in run.markets]
        for name, now in figures.ratios.items():
            ratios = [each.ratios[name] for each in before if name in each.ratios]
            if ratios:
                usual = median(ratio.median for ratio in ratios)
                width = max(now.width, median(ratio.width for ratio in ratios))
                yield Change(market, name, usual, now.median, max(width, LEAST * usual))


def main() -> None:
    """Print what is worse, and end with 1 if anything is."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--history", type=Path, default=HISTORY)
    chosen = options.parse_args()
    runs = entries(chosen.history) if chosen.history.exists() else []
    if not runs:
        print(f"{chosen.history} has no run: make bench adds one", file=sys.stderr)
        sys.exit(2)
    *earlier, newest = runs
    comparable = like(newest, earlier)
    if not comparable:
        print(f"{newest.commit}: no earlier run of size {newest.size:g} on such a machine: nothing is compared")
        return
    found = list(changes(newest, comparable))
    worse = [change for change in found if change.is_worse]
    print(f"{newest.commit} beside {len(comparable)} earlier: {len(found)} ratios, {len(worse)} of them worse")
    for change in worse:
        print(change)
    sys.exit(bool(worse))


if __name__ == "__main__":
    main()
