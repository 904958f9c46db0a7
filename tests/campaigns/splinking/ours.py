"""Tell ratings apart as `derive` does, in a process of its own, so that its time and memory can be told."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import polars as pl

from cryptodrug_scraper.measures.ratings.review_described import sightings
from cryptodrug_scraper.measures.ratings.review_groups import HeldGroups
from cryptodrug_scraper.measures.ratings.review_identity import told_apart

__all__ = ["FRAMES"]

FRAMES = ("reviews", "pages", "names", "totals", "prices")


def _told(folder: Path, market: str, clusters: Path) -> float:
    before = time.process_time()
    frames = {name: pl.read_parquet(folder / f"{market}-{name}.parquet") for name in FRAMES}
    groups = HeldGroups()
    told_apart(
        market,
        [lambda: frames["reviews"]],
        frames["pages"],
        frames["names"],
        totals=frames["totals"],
        prices=frames["prices"],
        groups=groups,
    )
    sightings(groups.of(0, "sightings"), frames["reviews"]["page"].unique().sort()).write_parquet(clusters)
    return time.process_time() - before


def _most_memory() -> float:
    """Megabytes that this process had at most: what a process is told of itself counts also whatever started it."""
    (line,) = (line for line in Path("/proc/self/status").read_text("utf-8").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    seconds = _told(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
    sys.stdout.write(json.dumps({"seconds": seconds, "megabytes": _most_memory()}) + "\n")
