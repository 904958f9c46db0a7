"""
Let simulated coders of known error judge many worlds, and hold kappa, error rates and intervals against the truth.

For each world it prints how often the 95 % intervals hold what is true, and how far what is estimated lies from it on
average: of kappa (its true value by a large sample of the same coders), of how much of what is told to be a class is,
of how much of the rest is, of the share of a class, and of that share elsewhere: among listings of which five times as
large a part of this class is there as of others, as in a country or market of its own; and of few listings. It ends
with 1 where fewer than `LEAST` of the intervals of a share do, in a world whose coders err no more than those of the
world "usual", and differences are settled.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from types import ModuleType

import numpy as np

# The tests are no package, and one that is installed beside pywb has their name.
if __name__ == "__main__":
    _TESTS = ModuleType("tests")
    _TESTS.__path__ = [str(Path(__file__).parent.parent)]
    sys.modules["tests"] = _TESTS

from cryptodrug_scraper.adjudication.counts import counted
from cryptodrug_scraper.adjudication.rates import found, missed, mistaken, right
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.measures.estimators.kappa import agreement
from cryptodrug_scraper.measures.estimators.misclassified import true_share
from cryptodrug_scraper.measures.estimators.weighted_rate import Rate
from tests.campaigns.coding.coders import CLASSES, WORLDS, World, coded

__all__ = ["LEAST", "SHARES", "Held", "of_world"]

LEAST = 0.92
"""Share of the intervals of a share that hold what is true, at least; of 500 draws 95 % lie in 0.93 to 0.97."""
SHARES = ("share", "share elsewhere", "share of few")
"""The corrected shares that are held against the truth."""
_OF = CLASSES[0]
_FEW = 20


class Held:
    """How often intervals held what is true, and how far off estimates were."""

    def __init__(self) -> None:
        self.times, self.held, self.off, self.width = 0, 0, 0.0, 0.0

    def add(self, value: float | None, low: float | None, high: float | None, truth: float) -> None:
        """Count one; an estimate that could not be made is none."""
        if value is None or low is None or high is None:
            return
        self.times += 1
        self.held += low - 1e-12 <= truth <= high + 1e-12
        self.off += value - truth
        self.width += high - low

    @property
    def coverage(self) -> float:
        """Share of intervals that held what is true; not a number without any."""
        return self.held / self.times if self.times else float("nan")

    def told(self) -> str:
        """Return it in words."""
        if not self.times:
            return "never made"
        off, width = self.off / self.times, self.width / self.times
        return f"{self.coverage:.3f} of {self.times}, off {off:+.4f}, wide {width:.3f}"


def of_world(world: World, times: int, seed: int) -> dict[str, Held]:
    """Draw and code a world many times over, and return what held, by what was estimated."""
    chance = np.random.default_rng(seed)
    held = {name: Held() for name in ("kappa", "right", "missed", *SHARES, "uncorrected share")}
    kappa = _true_kappa(world, chance)
    for _ in range(times):
        made = coded(world, chance)
        told, truth = made.told == 0, made.truth == 0
        agreed = agreement([each.answers for each in made.judged])  # type: ignore[misc]
        if kappa is not None:
            held["kappa"].add(agreed.kappa, agreed.kappa_low, agreed.kappa_high, kappa)
        cells = counted(made.sample, made.judged, made.now).cells
        share = float(told.mean())
        held["uncorrected share"].add(share, share, share, float(truth.mean()))
        for name, of, estimated in (
            ("right", told, right(cells, "goods", {_OF})),
            ("missed", ~told, missed(cells, "goods", {_OF})),
        ):
            if estimated is not None:
                held[name].add(estimated.share, estimated.low, estimated.high, float(truth[of].mean()))
        of_those, of_others = found(cells, "goods", {_OF}), mistaken(cells, "goods", {_OF})
        if of_those is None or of_others is None:
            continue
        elsewhere = chance.random(len(truth)) < np.where(truth, 0.5, 0.1)
        few = np.isin(np.arange(len(truth)), chance.choice(len(truth), _FEW, replace=False))
        for name, there in zip(SHARES, (np.full(len(truth), fill_value=True), elsewhere, few), strict=True):
            of_told = float(told[there].mean())
            corrected = true_share(Rate(of_told, of_told, of_told), of_those, of_others, int(there.sum()))
            if corrected is not None:
                held[name].add(corrected.share, corrected.low, corrected.high, float(truth[there].mean()))
    return held


def _true_kappa(world: World, chance: np.random.Generator) -> float | None:
    """The kappa of the same coders on very many draws."""
    pairs = [pair for _ in range(40) for pair in (each.answers for each in coded(world, chance).judged)]
    return agreement(pairs).kappa  # type: ignore[arg-type]


def main() -> int:
    """Run all worlds; return 1 where intervals hold too seldom."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    say(f"seed {asked.seed}, {asked.times} times each; coverage of 95 % intervals, mean error, mean width")
    failed = False
    for world in WORLDS:
        made = of_world(world, asked.times, asked.seed)
        say(f"{world.name}: {world}")
        for name, held in made.items():
            say(f"  {name:18} {held.told()}")
        is_asked = world.settles and world.coder <= WORLDS[0].coder
        failed |= is_asked and min(made[name].coverage for name in SHARES) < LEAST
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
