"""The stages of a run, in steps that are repeated only where they were not done."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from benchmarks.archives import MARKETS
from benchmarks.scaling.state import State
from benchmarks.scaling.watch import Cost, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


__all__ = ["FIRST", "TERM", "Run"]

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
            self.state.do(f"simulate-{term:02}", lambda tell, term=term: self._simulate(term, tell))

    def _simulate(self, term: int, tell: Callable[[Cost], None]) -> tuple[Cost, dict[str, float]]:
        archive = self.archive(term)
        shutil.rmtree(archive, ignore_errors=True)  # what a killed try left
        archive.parent.mkdir(exist_ok=True)
        first = FIRST + term * TERM
        words = ["simulate", "archive", *MARKETS, "--scenario", str(self.folder / "scenario.toml")]
        words += ["--policy", str(self.folder / "policy.toml"), "--size", str(self.size), "--archive", str(archive)]
        words += ["--from", str(first), "--until", str(first + TERM - timedelta(days=1)), "--json"]
        cost, said = run([*_COMMAND, *words], self.home, tell)
        told = json.loads(said)
        written = sum(file.stat().st_size for file in archive.rglob("*") if file.is_file())
        return cost, {"pages": told["saved"], "bytes of bodies": told["bytes"], "bytes of the archive": written}
