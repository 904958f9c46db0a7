"""One line of JSON for each run: what was measured, of which commit, on which machine, and how busy that was."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import psutil

from benchmarks.spread import Spread  # noqa: TC001  # msgspec reads annotations at run time

__all__ = ["HISTORY", "Entry", "Figures", "Machine", "append", "entries", "new_entry"]

HISTORY = Path(__file__).parent / "history.jsonl"
_ROOT = Path(__file__).parent.parent


class Machine(msgspec.Struct, frozen=True):
    """What the figures depend on beside the program; ``memory`` is in GB."""

    cpu: str
    cores: int
    memory: int
    python: str
    system: str

    @property
    def kind(self) -> tuple[str, int, str]:
        """What two machines have in common whose ratios may be compared."""
        return self.cpu, self.cores, self.python.rpartition(".")[0]


class Figures(msgspec.Struct, frozen=True):
    """
    What was measured of one market.

    Attributes:
        pages: in the archive.
        values: by name, with its unit in it.
        ratios: the time of a stage over that of its floor, by the stage's name; more is worse.
    """

    pages: int
    values: dict[str, Spread]
    ratios: dict[str, Spread]


class Entry(msgspec.Struct, frozen=True):
    """
    One run.

    Attributes:
        commit: what git describes it as.
        dirty: whether files were changed since, this history left out.
        date: when it began, in UTC.
        machine: where it ran.
        load: the average number of processes that wanted a core in the last minute before the run.
        size: of the simulated markets.
        rounds: how many there were.
        markets: the figures.
    """

    commit: str
    dirty: bool
    date: datetime
    machine: Machine
    load: float
    size: float
    rounds: int
    markets: dict[str, Figures]


def new_entry(size: float, rounds: int) -> Entry:
    """Make the line of a run that begins, without any figures: the code may change while it runs."""
    commit = _git("describe", "--always", "--tags")
    dirty = bool(_git("status", "--porcelain", "--", ".", ":!benchmarks/*history.jsonl"))
    now = datetime.now(UTC).replace(microsecond=0)
    return Entry(commit, dirty, now, _machine(), round(os.getloadavg()[0], 2), size, rounds, {})


def append(file: Path, entry: Entry) -> None:
    """Add a line to a history, which is made if there is none."""
    with file.open("ab") as stream:
        stream.write(msgspec.json.encode(entry) + b"\n")


def entries(file: Path) -> list[Entry]:
    """All lines of a history, oldest first."""
    return [msgspec.json.decode(line, type=Entry) for line in file.read_bytes().splitlines()]


def _machine() -> Machine:
    memory = round(psutil.virtual_memory().total / 2**30)
    system = f"{platform.system()} {platform.machine()}"
    return Machine(_cpu_model(), os.cpu_count() or 1, memory, platform.python_version(), system)


def _cpu_model() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    stated = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in reversed(lines))}
    if "model name" not in stated:
        return platform.processor() or platform.machine()
    family = [f"{name} {stated[name]}" for name in ("cpu family", "model") if name in stated]
    return ", ".join([stated["model name"], *family])


def _git(*arguments: str) -> str:
    done = subprocess.run(
        [shutil.which("git") or "git", *arguments], cwd=_ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()
