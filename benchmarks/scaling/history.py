"""One line of JSON for each run: what each stage took, of how many pages, on which machine."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  # msgspec reads annotations at run time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from benchmarks.history import Machine, new_entry

if TYPE_CHECKING:
    from benchmarks.scaling.figures import Figures
    from benchmarks.scaling.stages import Run

__all__ = ["HISTORY", "Entry", "append", "entries", "entry_of"]

HISTORY = Path(__file__).parents[1] / "scale-history.jsonl"


class Entry(msgspec.Struct, frozen=True):
    """
    One run.

    Attributes:
        commit: what git describes the code as that told the figures.
        date: when its last step ended, in UTC.
        machine: where it ran.
        size, every, terms: of the simulated markets.
        pages: that it had. rows: ratings and observations that were read of them.
        stages: what each stage that is done took, by the names of `Figures`.
    """

    commit: str
    date: datetime
    machine: Machine
    size: float
    every: str
    terms: int
    pages: int
    rows: int
    stages: dict[str, dict[str, float]]


def entry_of(run: Run, figures: Figures) -> Entry:
    """The line of a run."""
    here = new_entry(run.size, 1)
    return Entry(
        commit=here.commit + ("-dirty" if here.dirty else ""),
        date=figures.ended,
        machine=here.machine,
        size=run.size,
        every=run.every,
        terms=run.terms,
        pages=figures.pages,
        rows=figures.rows,
        stages=figures.stages,
    )


def append(file: Path, entry: Entry) -> None:
    """Add a line to a history, unless it has that run already."""
    if not file.exists() or entry.date not in {each.date for each in entries(file)}:
        with file.open("ab") as stream:
            stream.write(msgspec.json.encode(entry) + b"\n")


def entries(file: Path) -> list[Entry]:
    """All lines of a history, oldest first."""
    return [msgspec.json.decode(line, type=Entry) for line in file.read_bytes().splitlines()]
