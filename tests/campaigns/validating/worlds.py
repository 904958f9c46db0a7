"""Worlds: an economy, crawls of it, and a database of its own in which they are replayed and derived."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["MARKETS", "SCENARIOS", "World", "worlds_of"]

MARKETS = ("dream", "wallstreet", "empire")
SCENARIOS = {"plain": "cryptodrug", "hard": "hard"}
"""What worlds are made of: what the markets' own scenario has, and that with all that makes real pages hard."""

_HERE = Path(__file__).parent


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
    """

    seed: int
    scenario: str
    size: float
    every: str
    coverage: float
    hours: float

    @property
    def name(self) -> str:
        """The name of its folder."""
        return f"{self.scenario}-{self.seed}-{self.size:g}-{self.every}-{self.coverage:g}-{self.hours:g}h"

    def make(self, folder: Path, *, first: str | None = None, last: str | None = None) -> dict[str, float]:
        """
        Simulate the world, replay its crawls, and derive what is to be compared.

        Args:
            folder: to be made; gets ``truth`` and ``home``.
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
        crawls = ["--archive", str(archive), "--policy", str(policy), *days]
        steps = {
            "truth": ["simulate", "truth", str(truth), *chance],
            "archive": ["simulate", "archive", *MARKETS, *chance, *crawls],
            "replay": ["replay", str(archive)],
            "derive": ["derive"],
        }
        seconds = {name: self._run(folder, command) for name, command in steps.items()}
        shutil.rmtree(archive)
        return seconds

    def policy(self) -> str:
        """The policy of its crawls, as TOML."""
        tables = tomllib.loads((_HERE / "policy.toml").read_text(encoding="utf-8"))
        lines = [f'every = "{self.every}"', f"coverage = {self.coverage}", f"hours = {self.hours}"]
        for market in MARKETS:
            fields = tables["all"].get(market, {}) | tables[self.every].get(market, {})
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


def _toml(value: object) -> str:
    """A day, a number or a table of numbers."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {one}" for name, one in value.items()) + " }"
    return str(value)
