"""
What a replay of a whole archive costs, stage by stage and as a whole, beside what it cannot do without.

Each market is simulated: monthly crawls of a year, with all that pages of one site have in common and all that they
have not. Floors are measured in the same rounds, in turn with what they are compared with. Every round has processes
and databases of its own, so that no cache knows a page from the round before. README.md says what is printed. One line
is added to the history.

    python -m benchmarks.replay [--size 0.005] [--rounds 3] [--market dream] [--archives DIRECTORY] [--history FILE]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

SIZE = 0.005
FULL = 0.05


def main() -> None:
    """Measure, print, and add to the history."""
    from benchmarks.archives import MARKETS, Archive  # here, since every process of a pool reads this module, too
    from benchmarks.history import HISTORY, append, new_entry
    from benchmarks.report import report
    from benchmarks.rounds import measure

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--size", type=float, default=SIZE, help=f"of the simulated markets; {FULL} is full size")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--market", choices=MARKETS, action="append", help="only this one; may be repeated")
    options.add_argument("--archives", type=Path, help="where the archives are, or are made and kept for another run")
    options.add_argument("--history", type=Path, default=HISTORY, help="the file that gets a line")
    chosen = options.parse_args()
    entry = new_entry(chosen.size, chosen.rounds)
    print(
        f"size {chosen.size:g}, {chosen.rounds} rounds: median (least to most); load before: {entry.load:g}", flush=True
    )
    with tempfile.TemporaryDirectory(prefix="cryptodrug-bench-") as folder:
        scratch = Path(folder)
        for market in chosen.market or MARKETS:
            archive = Archive.simulated(market, chosen.size, chosen.archives or scratch)
            entry.markets[market] = measure(archive, scratch / f"homes-{market}", chosen.rounds)
            print(*report(market, entry.markets[market]), sep="\n", flush=True)
    append(chosen.history, entry)


if __name__ == "__main__":
    main()
