"""The stages of a run, in steps of which each is done once."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import create_engine, text

from benchmarks.archives import MARKETS
from benchmarks.databases import bytes_of, server_in
from benchmarks.scaling.state import State
from benchmarks.scaling.watch import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import URL

    from benchmarks.scaling.watch import Cost

    Tell: TypeAlias = Callable[[Cost], None]
    Counts: TypeAlias = dict[str, float]

__all__ = ["FIRST", "STAGES", "TERM", "Run"]

STAGES = ("simulate", "replay", "derive", "report", "views", "floors")
"""All of them, in order."""

FIRST = date(2018, 11, 1)
"""The first day of the scenario."""
TERM = timedelta(days=28)
"""Crawls of so many days are simulated, and replayed, at once."""
SCENARIO = """# Three markets of the scenario cryptodrug, of which none closes
extends = "cryptodrug"

[markets.dream]
ends = 2019-11-30

[markets.wallstreet]
ends = 2019-11-30
"""
_COMMAND = ["-m", "cryptodrug_scraper"]


def written(server: URL) -> dict[str, float]:
    """What a database has become by now: its bytes, and all bytes that its server ever wrote to the log of changes."""
    engine = create_engine(server)
    with engine.connect() as connection:
        log = connection.execute(text("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')")).scalar_one()
    engine.dispose()
    return {"bytes of the database": bytes_of(server), "bytes of the log": float(log)}


@dataclass(frozen=True)
class Run:
    """
    A run at one size.

    Attributes:
        folder: where all of it is.
        size: of the markets; 1 is about that of the real ones.
        every: ``week`` or ``month``, from crawl to crawl.
        terms: how many times four weeks; 13 are a year.
    """

    folder: Path
    size: float
    every: str
    terms: int

    @property
    def state(self) -> State:
        """What is done."""
        return State(self.folder / "state")

    @property
    def home(self) -> Path:
        """Where the database is."""
        return self.folder / "home"

    def archive(self, term: int) -> Path:
        """Where the pages of a term are."""
        return self.folder / "archives" / f"{term:02}"

    def simulate(self) -> None:
        """Write the archives."""
        scenario, policy = self.folder / "scenario.toml", self.folder / "policy.toml"
        scenario.write_text(SCENARIO, encoding="utf-8")
        policy.write_text(f'every = "{self.every}"\nstep = 600\n', encoding="utf-8")
        for term in range(self.terms):
            self.state.do(f"simulate-{term:02}", partial(self._simulate, term))

    def _simulate(self, term: int, tell: Tell) -> tuple[Cost, Counts]:
        archive = self.archive(term)
        shutil.rmtree(archive, ignore_errors=True)  # what a killed try left
        archive.parent.mkdir(exist_ok=True)
        first = FIRST + term * TERM
        words = ["simulate", "archive", *MARKETS, "--scenario", str(self.folder / "scenario.toml")]
        words += ["--policy", str(self.folder / "policy.toml"), "--size", str(self.size), "--archive", str(archive)]
        words += ["--from", str(first), "--until", str(first + TERM - timedelta(days=1)), "--json"]
        cost, said = run([*_COMMAND, *words], self.folder / "no-home", tell)
        told = json.loads(said)
        size = sum(file.stat().st_size for file in archive.rglob("*") if file.is_file())
        return cost, {"pages": told["saved"], "bytes of bodies": told["bytes"], "bytes of the archive": size}

    def replay(self) -> None:
        """Load the pages of each term, as a user does who has new ones every four weeks."""
        self.state.do("empty", partial(self._command, ["db", "upgrade"]))
        for term in range(self.terms):
            self.state.do(f"replay-{term:02}", partial(self._replay, term))

    def _replay(self, term: int, tell: Tell) -> tuple[Cost, Counts]:
        if self.state.done(f"simulate-{term:02}") is None:
            msg = f"the pages of term {term} are not all there: simulate them first"
            raise SystemExit(msg)
        with self._server() as server:
            cost, said = run([*_COMMAND, "replay", str(self.archive(term)), "--json"], self.home, tell)
            told = json.loads(said)
            pages = told["pages"] + told["read_before"]  # by a try that was killed
            return cost, {"pages": pages, "rows": told["records"], **written(server)}

    def derive(self) -> None:
        """Derive all, then again when nothing is new."""
        for name in ("derive", "derive-nothing-new"):
            self.state.do(name, partial(self._command, ["derive", "--json"]))

    def report(self) -> None:
        """Write the report of a country."""
        output = self.folder / "study.html"
        self.state.do("report", partial(self._command, ["report", "study", "--output", str(output)]))

    def views(self) -> None:
        """Ask for the first views of explore: its first page, and all that it leads to."""
        self.state.do("views", partial(self._program, ["benchmarks.scaling.views"]))

    def floors(self) -> None:
        """Measure the floor of each stage."""
        archives = str(self.folder / "archives")
        for stage, program in (
            ("simulate", ["benchmarks.scaling.least", "simulate", archives]),
            ("replay", ["benchmarks.scaling.least", "replay", archives]),
            ("derive", ["benchmarks.scaling.least", "derive"]),
            ("report", ["benchmarks.scaling.given", "report", "study", "--output", str(self.folder / "again.html")]),
        ):
            self.state.do(f"floor-{stage}", partial(self._program, program))

    def _command(self, words: list[str], tell: Tell) -> tuple[Cost, Counts]:
        with self._server() as server:
            cost, _ = run([*_COMMAND, *words], self.home, tell)
            return cost, written(server)

    def _program(self, words: list[str], tell: Tell) -> tuple[Cost, Counts]:
        """Run a program of this package, which prints what it counted; the server's figures are of the time with it."""
        with self._server() as server:
            cost, said = run(["-m", *words], self.home, tell)
            return cost, {**written(server), **json.loads(said.splitlines()[-1])}

    @contextmanager
    def _server(self) -> Iterator[URL]:
        self.home.mkdir(exist_ok=True)
        with server_in(self.home) as server:
            yield server
