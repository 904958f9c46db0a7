"""
What a derivation costs, as a whole, after a new crawl, and when nothing is new, beside reading the same rows.

All markets are simulated: monthly crawls of a year. The floor is `cryptodrug_scraper.derive.observed` alone: every
frame of the same markets, read from the database into columns and dropped. Each measurement has a process of its own;
the derived tables are emptied before each round. The new crawl is the last file of a market that teaches no other.

    python -m benchmarks.derive [--size 0.005] [--rounds 3] [--archives DIRECTORY]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

SIZE = 0.005
NEWLY_CRAWLED = "wallstreet"
_MB = 2**10


@dataclass(frozen=True)
class Measured:
    """
    What one process did.

    Attributes:
        wall: seconds of the clock.
        cpu: seconds of processor time, its own and that of the processes that it started, without the server's.
        memory: the most that it ever had, in MB, what it had before it began included.
        parts: seconds of each part that was made, by its name.
        rows: rows that were read or made.
    """

    wall: float
    cpu: float
    memory: float
    parts: dict[str, float]
    rows: int


def read_only(markets: list[str]) -> Measured:
    """Read every frame of some markets, and keep none."""
    from cryptodrug_scraper.derive.connection import steady_view
    from cryptodrug_scraper.derive.observed import FRAMES, read_market
    from cryptodrug_scraper.store.database import open_database

    with open_database() as database:
        began, used, rows = time.perf_counter(), time.process_time(), 0
        with steady_view(database) as connection:
            for market in markets:
                observed = read_market(connection, market)
                rows += sum(observed.read(name).height for name in FRAMES)
        return Measured(time.perf_counter() - began, time.process_time() - used, _memory(), {}, rows)


def derive() -> Measured:
    """Derive what is not derived yet."""
    from sqlalchemy import text

    from cryptodrug_scraper.derive.parameters import read_parameters
    from cryptodrug_scraper.store.database import open_database
    from cryptodrug_scraper.study.run import derive as derive_all

    with open_database() as database:
        began, used = time.perf_counter(), sum(os.times()[:4])
        derivation = derive_all(database, read_parameters())
        wall, cpu = time.perf_counter() - began, sum(os.times()[:4]) - used
        with database.engine.connect() as connection:
            query = text(
                "SELECT coalesce(market, step), seconds FROM derived.part JOIN derived.current_part USING (part_id)"
            )
            seconds = {name: float(spent) for name, spent in connection.execute(query)}
    made = {name.split()[0]: sum(counts.values()) for name, counts in derivation.made.items()}
    return Measured(wall, cpu, _memory(), {name: seconds[name] for name in made}, sum(made.values()))


def forget() -> None:
    """Take all that was derived away, and what was kept of groups of ratings."""
    from sqlalchemy import text

    from cryptodrug_scraper.derive.workplace import forget_kept
    from cryptodrug_scraper.store.database import open_database
    from cryptodrug_scraper.store.models.derived import DerivedBase

    forget_kept()

    with open_database() as database, database.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(DerivedBase.metadata.tables)} CASCADE"))


def _memory() -> float:
    """The most memory that this process ever had, in MB; the system's own count starts with what its parent had."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / _MB


def _cryptodrug(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "cryptodrug_scraper", *words], check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Measure, and print."""
    from benchmarks.archives import MARKETS, Archive
    from benchmarks.databases import server_in
    from benchmarks.rounds import in_a_new_process
    from benchmarks.spread import Spread

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--size", type=float, default=SIZE, help="of the simulated markets; 0.05 is full size")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--archives", type=Path, help="where the archives are, or are made and kept for another run")
    chosen = options.parse_args()
    values: dict[str, list[float]] = defaultdict(list)
    ratios: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="cryptodrug-bench-") as folder:
        os.environ.pop("CRYPTODRUG_DATABASE_URL", None)
        os.environ["CRYPTODRUG_HOME"] = f"{folder}/home"
        archives = [Archive.simulated(market, chosen.size, chosen.archives or Path(folder)) for market in MARKETS]
        newest = next(archive for archive in archives if archive.market == NEWLY_CRAWLED).files()[-1]
        _cryptodrug("replay", *(str(archive.folder) for archive in archives))
        with server_in(Path(folder) / "home"):
            for _ in range(chosen.rounds):
                _cryptodrug("db", "remove", "--path", f"*{newest.name}", "--yes")
                in_a_new_process(forget)
                floor, whole = in_a_new_process(read_only, list(MARKETS)), in_a_new_process(derive)
                nothing = in_a_new_process(derive)
                _cryptodrug("replay", str(newest))
                floor_of_one, new = in_a_new_process(read_only, [NEWLY_CRAWLED]), in_a_new_process(derive)
                if set(new.parts) != {NEWLY_CRAWLED, "across"} or nothing.parts:
                    sys.exit(f"more was derived than was new: {', '.join([*nothing.parts, *new.parts])}")
                ratios["whole"].append(whole.wall / floor.wall)
                ratios["whole, memory"].append(whole.memory / floor.memory)
                ratios["nothing new"].append(nothing.wall / floor.wall)
                ratios["after a new crawl, of its market"].append(new.wall / floor_of_one.wall)
                for name, measured in (
                    ("reading", floor),
                    ("whole", whole),
                    ("nothing new", nothing),
                    ("new crawl", new),
                ):
                    values[f"{name}: s"].append(measured.wall)
                    values[f"{name}: processor s"].append(measured.cpu)
                    values[f"{name}: most memory, MB"].append(measured.memory)
                values["rows read"].append(floor.rows)
                values["rows derived"].append(whole.rows)
                for name, seconds in whole.parts.items():
                    values[f"part {name}: s"].append(seconds)
    print(f"size {chosen.size:g}, {chosen.rounds} rounds: median (least to most)")
    for name, rounds in ratios.items():
        print(f"  {name:36}{Spread.of(rounds)} times the floor")
    for name, rounds in values.items():
        print(f"  {name:36}{Spread.of(rounds)}")


if __name__ == "__main__":
    main()
