"""
What the choice of what is withheld costs, of a year of a market whose vendors are drawn by chance.

The sums are those of sales of a package and a report: months, their countries, their goods; the window by definitions,
by what orders were worth and by goods. The floor makes one sparse matrix of all sums over contributions, by SciPy, and
multiplies it with itself: no choice can do without having seen what sums have in common.

    python -m benchmarks.withheld [--vendors 100 500 1000 1500 2000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptodrug_scraper.disclosure.sums import Sums

VENDORS = (100, 500, 1000, 1500, 2000)
_MONTHS, _COUNTRIES, _CLASSES, _BANDS = 13, 33, 12, 7
_WANTED = {"market": 5, "anyones": 4, "own": 3, "country": 3, "band": 3, "theirs": 2, "goods": 1, "window": 1}
_HOME = 2
"""The country of the findings: one that some vendors have."""


@dataclass(frozen=True)
class Measured:
    """
    What one process did.

    Attributes:
        floor: seconds of processor time of the floor.
        spent: of the choice.
        sums: how many there are.
        contributions: of vendors to them.
        withheld: how many sums are.
    """

    floor: float
    spent: float
    sums: int
    contributions: int
    withheld: int


def market(vendors: int, seed: int) -> Sums:
    """Draw what vendors of one or two countries sold of some classes in the months in which they were there."""
    import numpy as np

    random = np.random.default_rng(seed)
    sums: Sums = defaultdict(dict)
    for vendor in range(vendors):
        homes = sorted(set((random.geometric(0.12, size=1 + (random.random() < 0.2)) - 1) % _COUNTRIES))
        kinds = sorted(set((random.geometric(0.3, size=random.integers(1, 4)) - 1) % _CLASSES))
        first, last = sorted(random.integers(0, _MONTHS, size=2))
        for month, home, kind in itertools.product(range(first, last + 1), map(int, homes), map(int, kinds)):
            of = (vendor, month, home, kind, int(random.integers(_BANDS)))
            is_theirs, share = home == _HOME, 1 / len(homes)
            keys = [("market", month), ("country", month, home), ("goods", month, home, kind), ("anyones", kind)]
            if is_theirs:
                keys += [("own", month), ("theirs", kind), ("theirs", "all"), ("band", of[-1]), ("window", "listed")]
            for key in keys:
                sums[key][of] = 1.0
            if _HOME in homes:
                sums["window", "ever"][of] = 1.0
                sums["window", "part"][of] = share
                if homes[0] == _HOME:
                    sums["window", "main"][of] = 1.0
                if len(homes) == 1:
                    sums["window", "only"][of] = 1.0
    return dict(sums)


def measure(vendors: int, seed: int) -> Measured:
    """Choose once, and make the floor once."""
    import numpy as np
    from scipy.sparse import csr_matrix

    from cryptodrug_scraper.disclosure.withheld import withheld

    sums = market(vendors, seed)
    began = time.process_time()
    places = {of: place for place, of in enumerate({of: None for part in sums.values() for of in part})}
    row = np.repeat(np.arange(len(sums)), [len(part) for part in sums.values()])
    column = np.fromiter((places[of] for part in sums.values() for of in part), dtype=np.intp)
    amount = np.fromiter((amount for part in sums.values() for amount in part.values()), dtype=np.float64)
    matrix = csr_matrix((amount, (row, column)), (len(sums), len(places)))
    common = matrix @ matrix.T
    floor, began = time.process_time() - began, time.process_time()
    hidden = withheld(sums, lambda key: _WANTED[str(key[0])])
    if common.shape != (len(sums), len(sums)) or not hidden:
        msg = f"of {vendors} vendors nothing is withheld"
        raise ValueError(msg)
    return Measured(floor, time.process_time() - began, len(sums), len(places), len(hidden))


def main() -> None:
    """Measure, and print."""
    from benchmarks.rounds import in_a_new_process
    from benchmarks.spread import Spread

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--vendors", type=int, nargs="+", default=VENDORS)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seed", type=int, default=1, help="of the first round; others count up")
    chosen = options.parse_args()
    print(f"{chosen.rounds} rounds: median (least to most)")
    for vendors in chosen.vendors:
        found = [in_a_new_process(measure, vendors, chosen.seed + number) for number in range(chosen.rounds)]
        print(f"{vendors} vendors")
        known: dict[str, list[float]] = {
            "times the floor": [each.spent / each.floor for each in found],
            "processor s": [each.spent for each in found],
            "floor: processor s": [each.floor for each in found],
            "sums": [each.sums for each in found],
            "contributions": [each.contributions for each in found],
            "withheld": [each.withheld for each in found],
            "processor ms for 1,000 contributions": [1e6 * each.spent / each.contributions for each in found],
        }
        for name, values in known.items():
            print(f"  {name:38}{Spread.of(values)}")


if __name__ == "__main__":
    main()
