"""Worlds: an economy, crawls of it, and a database of its own in which they are replayed and derived."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE
from simulator.truth.pages import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["KEPT", "MARKETS", "SCENARIOS", "World", "dumps_of", "worlds_of"]

MARKETS = ("dream", "wallstreet", "empire")
SCENARIOS = {"plain": "cryptodrug", "hard": "hard"}
"""What worlds are made of: what the markets' own scenario has, and that with all that makes real pages hard."""

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Kept:
    """
    How an archive is kept that is not the crawler's own.

    Attributes:
        title: of its rows in tables.
        every, coverage: of its crawls.
        policy: further lines of their policy.
        form: of the archive.
    """

    title: str
    every: str = "month"
    coverage: float = 1.0
    policy: tuple[str, ...] = ('savers = ["wget"]', "sidecars = 0.0")
    form: str = "folder"


_DAYS = Kept("only days known")
KEPT = {
    "dated": Kept("every page well dated", policy=(), form="warc"),
    "days": _DAYS,
    "old": replace(_DAYS, title="only days known, one page in ten old", policy=(*_DAYS.policy, "old = 0.1")),
    "weekly": replace(
        _DAYS,
        title="only days known, weekly, one page in twenty old",
        every="week",
        policy=(*_DAYS.policy, "old = 0.05"),
    ),
    "most": replace(_DAYS, title="only days known, seven tenths of the pages", coverage=0.7),
    "half": replace(_DAYS, title="only days known, half of the pages", coverage=0.5),
    "third": replace(_DAYS, title="only days known, three tenths of the pages", coverage=0.3),
    "fifth": replace(_DAYS, title="only days known, a fifth of the pages", coverage=0.2),
}
"""
Archives as others keep them: old copies are of listings and vendors, from 1 to 21 days before. The first is for
comparison.
"""


@dataclass(frozen=True, slots=True)
class World:
    """
    A world and how it is crawled.

    Attributes:
        seed: of all chance in it.
        scenario: a name in `SCENARIOS`.
        size: 1 is some 150 vendors on each market.
        every: interval between crawls, ``month`` or ``week``.
        coverage: share of the pages that a crawl reaches.
        hours: how long a crawl takes.
        kept: a name in `KEPT`, where the archive is one as others keep it.
    """

    seed: int
    scenario: str
    size: float
    every: str
    coverage: float
    hours: float
    kept: str | None = None

    @property
    def name(self) -> str:
        """The name of its folder."""
        kept = f"-{self.kept}" if self.kept else ""
        return f"{self.scenario}-{self.seed}-{self.size:g}-{self.every}-{self.coverage:g}-{self.hours:g}h{kept}"

    @property
    def form(self) -> str:
        """The form of its archive."""
        return KEPT[self.kept].form if self.kept else "warc"

    def make(self, folder: Path, *, first: str | None = None, last: str | None = None) -> dict[str, float]:
        """
        Simulate the world, replay its crawls, and derive what is to be compared.

        Args:
            folder: to be made; gets ``truth``, which has the truth of pages too, and ``home``.
            first, last: only crawls of these days and those between.

        Returns:
            The seconds that each step took.
        """
        folder.mkdir(parents=True)
        scenario, policy, truth, archive = (
            folder / name for name in ("world.toml", "policy.toml", "truth", "crawls.archive")
        )
        text = (_HERE / "world.toml").read_text(encoding="utf-8")
        scenario.write_text(text.replace('"cryptodrug"', f'"{SCENARIOS[self.scenario]}"'), encoding="utf-8")
        policy.write_text(self.policy(), encoding="utf-8")
        chance = ["--scenario", str(scenario), "--seed", str(self.seed), "--size", str(self.size)]
        days = [*(["--from", first] if first else []), *(["--until", last] if last else [])]
        crawls = ["--archive", str(archive), "--policy", str(policy), "--form", self.form, *days]
        seconds = {
            "truth": self._run(folder, ["simulate", "truth", str(truth), *chance]),
            "archive": self._run(folder, ["simulate", "archive", *MARKETS, *chance, *crawls]),
        }
        (archive / NAME).rename(truth / NAME)
        seconds |= {
            "replay": self._run(folder, ["replay", str(archive)]),
            "derive": self._run(folder, ["derive"]),
        }
        shutil.rmtree(archive)
        return seconds

    def policy(self) -> str:
        """The policy of its crawls, as TOML."""
        tables = tomllib.loads((_HERE / "policy.toml").read_text(encoding="utf-8"))
        lines = [f'every = "{self.every}"', f"coverage = {self.coverage}", f"hours = {self.hours}"]
        lines += KEPT[self.kept].policy if self.kept else ()
        times = tables["month" if self.kept else self.every]  # dumps are small, and weekly ones are to have many months
        for market in MARKETS:
            fields = tables["all"].get(market, {}) | times.get(market, {})
            lines += [f"[markets.{market}]", *(f"{name} = {_toml(value)}" for name, value in fields.items())]
        return "\n".join(lines) + "\n"

    def _run(self, folder: Path, command: Sequence[str]) -> float:
        variables = os.environ | {HOME_VARIABLE: str(folder / "home")}
        variables.pop(URL_VARIABLE, None)
        before = os.times().elapsed
        done = subprocess.run(
            [sys.executable, "-m", "cryptodrug_scraper", *command],
            env=variables, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            sys.exit(f"{self.name}: cryptodrug {' '.join(command)} ends with {done.returncode}: {done.stderr}")
        return round(os.times().elapsed - before, 1)


def worlds_of(
    count: int, seed: int, size: float, hours: float, *, scenarios: Sequence[str], every: Sequence[str],
    coverage: Sequence[float],
) -> Iterator[World]:  # fmt: skip
    """Worlds of seeds that count up, each of the next of all combinations of scenario, interval and coverage."""
    kinds = list(product(every, coverage, scenarios))
    for number in range(count):
        interval, share, scenario = kinds[number % len(kinds)]
        yield World(seed + number, scenario, size, interval, share, hours)


def dumps_of(
    count: int, seed: int, size: float, hours: float, *, scenarios: Sequence[str], kept: Sequence[str],
    thin: int | None = None,
) -> Iterator[World]:  # fmt: skip
    """
    Worlds of seeds that count up, each kept in each of some ways; scenarios take turns.

    ``thin`` is how many seeds those ways have in which pages were never fetched; as many as others unless given.
    """
    for number in range(count):
        for name in kept:
            way = KEPT[name]
            if way.coverage < 1 and thin is not None and number >= thin:
                continue
            scenario = scenarios[number % len(scenarios)]
            yield World(seed + number, scenario, size, way.every, way.coverage, hours, name)


def _toml(value: object) -> str:
    """A day, a number or a table of numbers."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {one}" for name, one in value.items()) + " }"
    return str(value)
