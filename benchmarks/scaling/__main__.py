"""
A year of three markets, simulated, archived, replayed, derived, reported and looked at, with a floor for each stage.

    python -m benchmarks.scaling --folder FOLDER --size 0.1 [--every week] [--terms 13] [--only simulate]

A run that was ended goes on where it was, with the same folder. At the end a table is printed, and kept as a line of
``scale-history.jsonl``; `benchmarks.scaling.beyond` writes from it what larger archives would take.
"""

from __future__ import annotations

import argparse
import signal
from pathlib import Path

from benchmarks.scaling.figures import figures_of
from benchmarks.scaling.history import HISTORY, append, entry_of
from benchmarks.scaling.stages import STAGES, Run
from benchmarks.scaling.table import table
from benchmarks.scaling.watch import ENDED


def main(words: list[str] | None = None) -> None:
    """Do what is not done yet, and print."""
    options = argparse.ArgumentParser(
        prog="benchmarks.scaling", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--folder", type=Path, required=True, help="where all of it is, and stays")
    options.add_argument("--size", type=float, default=0.1, help="of the markets; 1 is about that of the real ones")
    options.add_argument("--every", choices=("week", "month"), default="week", help="from crawl to crawl")
    options.add_argument("--terms", type=int, default=13, help="four weeks each; 13 are a year")
    options.add_argument("--only", choices=STAGES, help="do this stage and no other, and tell nothing")
    options.add_argument("--tell", action="store_true", help="do nothing, and tell of what is done")
    options.add_argument("--history", type=Path, default=HISTORY, help="where the figures are kept")
    chosen = options.parse_args(words)
    signal.signal(signal.SIGTERM, lambda *_: ENDED.set())
    chosen.folder.mkdir(parents=True, exist_ok=True)
    run = Run(chosen.folder.resolve(), chosen.size, chosen.every, chosen.terms)
    for stage in STAGES:
        if chosen.only in {None, stage} and not chosen.tell:
            getattr(run, stage)()
    if chosen.only is None:
        entry = entry_of(run, figures_of(run.state, run.terms))
        append(chosen.history, entry)
        print(table(entry))


if __name__ == "__main__":
    main()
