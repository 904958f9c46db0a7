"""
The functions in which each stage of a replay spends its time, over a simulated archive.

Times are cProfile's: it makes functions of Python look dearer than those in C, so they are a hint of where to look, and
no measure. The loader waits for the database in functions of the driver.

    python -m benchmarks.hot_spots [--market dream] [--size 0.005] [--top 15] [--archives DIRECTORY]
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
import tempfile
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine

from benchmarks.archives import MARKETS, Archive
from benchmarks.databases import Databases, make_template, server_in
from benchmarks.floors import make_plain_tables
from benchmarks.stages import STAGES, Walk, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["profiles"]

_ROOT = str(Path(__file__).parent.parent)


def main() -> None:
    """Profile, and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--market", choices=MARKETS, default="dream")
    options.add_argument("--size", type=float, default=0.005, help="of the simulated market")
    options.add_argument("--top", type=int, default=15, help="functions of each stage")
    options.add_argument("--archives", type=Path, help="where the archive is, or is made and kept for another run")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="cryptodrug-bench-") as scratch:
        archive = Archive.simulated(chosen.market, chosen.size, chosen.archives or Path(scratch))
        with server_in(Path(scratch) / "home") as server:
            pages, found = profiles(archive, Databases(server, make_template(server)))
    for stage, profile in found.items():
        print(f"\n{chosen.market}, {pages} pages: {stage}")
        print(_table(profile, chosen.top))


def profiles(archive: Archive, databases: Databases) -> tuple[int, dict[str, cProfile.Profile]]:
    """Return how many pages there are, and the profile of each stage."""
    found: dict[str, cProfile.Profile] = defaultdict(cProfile.Profile)

    @contextmanager
    def during(stage: str) -> Iterator[None]:
        if stage not in STAGES:  # a floor
            yield
            return
        found[stage].enable()
        try:
            yield
        finally:
            found[stage].disable()

    result = Walk()
    with databases.new() as database:
        engine = create_engine(database)
        with engine.connect() as to_load, engine.connect() as to_copy:
            make_plain_tables(to_copy)
            walk(archive, to_load, to_copy, during, result)
        engine.dispose()
    return result.pages, dict(found)


def _table(profile: cProfile.Profile, top: int) -> str:
    """The functions that take longest by themselves, with their modules as paths in the project."""
    text = io.StringIO()
    pstats.Stats(profile, stream=text).sort_stats("tottime").print_stats(top)
    _, _, table = text.getvalue().partition("   ncalls")
    return f"   ncalls{table.rstrip()}".replace(f"{_ROOT}/", "")


if __name__ == "__main__":
    main()
