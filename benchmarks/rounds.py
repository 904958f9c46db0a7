"""The rounds in which one market is measured: in each, every stage and every floor once, in turn."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import create_engine

from benchmarks import command
from benchmarks.beautifulsoup.comparison import compare
from benchmarks.databases import Databases, bytes_of, make_template, server_in
from benchmarks.floors import Pool, reading_and_loading, reading_floor
from benchmarks.history import Figures
from benchmarks.spread import Spread
from benchmarks.stages import STAGES, timed_walk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.archives import Archive, Segment
    from benchmarks.stages import Walk
    from cryptodrug_scraper.store.loading.batch import Batch

__all__ = ["in_a_new_process", "measure"]

T = TypeVar("T")
_MB = 2**20


def in_a_new_process(measured: Callable[..., T], *arguments: object, **named: object) -> T:
    """Call a function where nothing is remembered of any page."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        return executor.submit(measured, *arguments, **named).result()


def measure(archive: Archive, scratch: Path, rounds: int) -> Figures:
    """
    Measure one market.

    Args:
        archive: its pages.
        scratch: a folder for databases, which is made.
        rounds: how many, at least one.
    """
    (scratch / "nothing").mkdir(parents=True)
    (scratch / "nothing" / "page.html").write_bytes(b"<html></html>")  # an empty folder is refused
    home = scratch / "empty"
    nothing = command.replay(scratch / "nothing", home)
    with (
        server_in(home) as server,
        closing(Pool(os.cpu_count() or 1)) as pool,
    ):
        databases = Databases(server, make_template(server))
        measured = _Rounds(archive, scratch, databases, pool, nothing, bytes_of(server))
        for number in range(rounds):
            measured.round(number)
    return measured.figures()


class _Rounds:
    """What the rounds have given so far."""

    def __init__(
        self,
        archive: Archive,
        scratch: Path,
        databases: Databases,
        pool: Pool,
        nothing: command.Run,
        empty_size: int,
    ) -> None:
        self._archive = archive
        self._scratch = scratch
        self._databases = databases
        self._pool = pool
        self._segments: list[Segment] = archive.segments()
        self._batches: list[Batch] = []
        self._nothing = nothing
        self._empty_size = empty_size
        self._pages = 0
        self._values: dict[str, list[float]] = defaultdict(list)
        self._ratios: dict[str, list[float]] = defaultdict(list)

    def figures(self) -> Figures:
        """Sum up the rounds."""
        values = {name: Spread.of(rounds) for name, rounds in self._values.items()}
        return Figures(self._pages, values, {name: Spread.of(rounds) for name, rounds in self._ratios.items()})

    def round(self, number: int) -> None:
        """Measure everything once."""
        walked = self._stages()
        read = reading_floor(self._pool, self._segments)
        self._values["floor of reading, all cores: pages/s"].append(self._pages / read.wall)
        with self._databases.new() as database:
            engine = create_engine(database)
            with engine.connect() as connection:
                floor = reading_and_loading(self._pool, self._segments, connection, self._batches)
            engine.dispose()
        self._values["floor of the whole, all cores: pages/s"].append(self._pages / floor.wall)
        self._values["floor of the whole: processor ms/page"].append(1000 * floor.cpu / self._pages)
        home = self._scratch / f"whole-{number}"
        whole = command.replay(self._archive.folder, home)
        with server_in(home) as server:
            size = bytes_of(server)
            again = command.replay(self._archive.folder, home)
        shutil.rmtree(home)
        self._whole(whole, size)
        self._ratios["whole"].append(whole.seconds / floor.wall)
        self._ratios["whole, processor"].append((whole.cpu - self._nothing.cpu) / floor.cpu)
        self._again(again, walked)
        self._beautifulsoup()

    def _stages(self) -> Walk:
        with self._databases.new() as database:
            walked = in_a_new_process(timed_walk, self._archive, database, keep=not self._batches)
        self._batches = self._batches or walked.batches
        self._pages = walked.pages
        for name, spent in walked.spent.items():
            self._values[f"{name}: processor ms/page"].append(1000 * spent.cpu / walked.pages)
            self._values[f"{name}: ms/page"].append(1000 * spent.wall / walked.pages)
        for stage, floor in STAGES.items():
            self._ratios[stage].append(walked.spent[stage].cpu / walked.spent[floor].cpu)
        self._values["rows/page"].append(walked.rows / walked.pages)
        return walked

    def _whole(self, whole: command.Run, size: int) -> None:
        if whole.summary["pages"] != self._pages:
            msg = f"{self._archive.folder}: of {self._pages} pages {whole.summary['pages']} were replayed"
            raise SystemExit(msg)
        values = {
            "whole: pages/s": self._pages / whole.seconds,
            "whole with its start: pages/s": self._pages / whole.wall,
            "start and end of the command: s": self._nothing.wall,
            "whole: processor ms/page": 1000 * (whole.cpu - self._nothing.cpu) / self._pages,
            "database: bytes/page": (size - self._empty_size) / self._pages,
        }
        for when, share in (("after a tenth", 0.1), ("at the end", 1.0)):
            main, reader = whole.memory(share)
            values[f"most memory of the command, {when}: MB"] = main / _MB
            values[f"most memory of a reader, {when}: MB"] = reader / _MB
        for name, value in values.items():
            self._values[name].append(value)

    def _again(self, again: command.Run, walked: Walk) -> None:
        if again.summary["read_before"] != self._pages:
            msg = f"{self._archive.folder}: only {again.summary['read_before']} of {self._pages} pages were known"
            raise SystemExit(msg)
        self._values["second replay: pages/s"].append(self._pages / again.seconds)
        self._values["FastWARC, one core: pages/s"].append(self._pages / walked.spent["fastwarc"].wall)
        self._ratios["second replay"].append(again.seconds / walked.spent["fastwarc"].wall)

    def _beautifulsoup(self) -> None:
        for kind, (pages, ours, theirs) in in_a_new_process(compare, self._archive).items():
            self._values[f"{kind}, our parser: processor ms/page"].append(1000 * ours.cpu / pages)
            self._values[f"{kind}, BeautifulSoup: processor ms/page"].append(1000 * theirs.cpu / pages)
            self._ratios[f"{kind}, over BeautifulSoup"].append(ours.cpu / theirs.cpu)
