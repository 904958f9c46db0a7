"""
Memory of a derivation over time, of all its processes and the database server's, and the time that it took.

A home is copied, all that was derived in the copy is taken away, and ``cryptodrug derive`` runs there as users run it.
Pages of memory that several processes share are counted once (the proportional set size of Linux).

    python -m benchmarks.memory HOME [--picture derive-memory.svg] [--rounds 3]

HOME must hold an embedded server that does not run. The picture shows the last round.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import all_of, megabytes, program_of, server_of
from benchmarks.rounds import in_a_new_process
from benchmarks.spread import Spread
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE

_PAUSE = 0.1
"""Seconds between two looks."""
_STRIPES = 200
"""Parts of the time that a picture shows, each with the most of it."""


@dataclass(frozen=True, slots=True)
class Look:
    """
    What processes have at one moment.

    Attributes:
        at: seconds since the start.
        command: MB of the command itself.
        workers: MB of the processes that it started.
        server: MB of the database server.
    """

    at: float
    command: float
    workers: float
    server: float

    @property
    def of(self) -> dict[str, float]:
        """MB of each."""
        return {"command": self.command, "workers": self.workers, "server": self.server}

    @property
    def program(self) -> float:
        """MB of the command and its workers."""
        return self.command + self.workers

    @property
    def together(self) -> float:
        """MB of all."""
        return self.program + self.server


def watched(home: Path, *words: str) -> list[Look]:
    """
    Run a command of the program in a home, and look at its processes until it ends.

    Args:
        home: where its embedded server is.
        words: of the command.

    Raises:
        SystemExit: the command failed.
    """
    environment = {name: value for name, value in os.environ.items() if name != URL_VARIABLE}
    environment[HOME_VARIABLE] = str(home)
    began, looks = time.perf_counter(), []
    command = [sys.executable, "-m", "cryptodrug_scraper", *words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as process:
        while process.poll() is None:
            tree = program_of(process.pid)
            found = (megabytes(each) for each in (tree[:1], tree[1:], all_of(server_of(home))))
            looks.append(Look(time.perf_counter() - began, *found))
            time.sleep(_PAUSE)
    if process.returncode:
        sys.exit(f"{' '.join(words)} ended with {process.returncode}")
    return looks


def draw(looks: list[Look], path: Path) -> None:
    """Draw the memory of all over time."""
    import altair as alt
    import polars as pl

    values = [(look.at, kind, value) for look in looks for kind, value in look.of.items()]
    rows = pl.DataFrame(
        values,
        schema={"seconds": pl.Float64, "of": pl.String, "MB": pl.Float64},
        orient="row",
    )
    step = looks[-1].at / _STRIPES
    rows = rows.group_by((pl.col("seconds") // step * step).round(2), "of").agg(pl.col("MB").max().round(1))
    chart = (
        alt.Chart(rows.sort("of", "seconds"))
        .mark_area()
        .encode(x="seconds:Q", y="MB:Q", color=alt.Color("of:N", title=None))
    )
    chart.properties(width=640, height=240).save(str(path))


def _copy(home: Path, to: Path) -> None:
    """Copy a home with the owners of its files: the server's belong to a user of its own."""
    shutil.copytree(home, to, symlinks=True)
    for copied in (to, *to.rglob("*")):
        kept = (home / copied.relative_to(to)).lstat()
        os.chown(copied, kept.st_uid, kept.st_gid, follow_symlinks=False)


def _forget() -> None:
    from benchmarks.derive import forget

    forget()


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("home", type=Path)
    options.add_argument("--picture", type=Path)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    walls, together, programs = [], [], []
    with tempfile.TemporaryDirectory(prefix="cryptodrug-bench-") as folder:
        Path(folder).chmod(0o711)  # the server's own user passes through
        home = Path(folder) / "home"
        _copy(chosen.home, home)
        os.environ[HOME_VARIABLE] = str(home)
        for _ in range(chosen.rounds):
            in_a_new_process(_forget)
            looks = watched(home, "derive")
            walls.append(looks[-1].at)
            together.append(max(look.together for look in looks))
            programs.append(max(look.program for look in looks))
        shutil.rmtree(home)
    if chosen.picture:
        draw(looks, chosen.picture)
    for name, values in (("s", walls), ("most MB together", together), ("most MB of the program", programs)):
        print(f"  {name:36}{Spread.of(values)}")


if __name__ == "__main__":
    main()
