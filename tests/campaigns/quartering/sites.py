"""The simulated markets of a quarter: their pages of a day, their faults, their own account of what was asked."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from cryptodrug_scraper.crawl.settings import USER_AGENT
from cryptodrug_scraper.urls import url_key
from simulator.serving.chance import WALLS
from simulator.serving.running import Running
from tests.support.market_walk import pages_within_reach

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Answered", "Site"]

_CRAWLED, _LOOKED_AT = 0, 1
"""Mirrors: one is crawled, and fails; the other one tells which pages there are, and is never closed."""


@dataclass(frozen=True, slots=True)
class Answered:
    """
    One request of a crawler's, as the market has it.

    Attributes:
        at: when.
        key: of the request, as crawls have it.
        is_page: whether a page was given: no wall, no redirect.
    """

    at: datetime
    key: str
    is_page: bool


class Site:
    """
    One market, served by a process of its own.

    Args:
        name: of the market.
        size: of the market, as ``simulate serve`` takes it.
        begin: the first day that it shows.
        environment: variables of the process, beside the usual ones.
    """

    def __init__(self, name: str, size: str, begin: datetime, environment: Mapping[str, str]) -> None:
        self.name = name
        self.onion: str | None = None
        self.markup: list[tuple[str, str]] = []
        self.truth: list[tuple[datetime, frozenset[str]]] = []
        """Which pages could be reached, since when; by keys of their requests."""
        self._answered: list[Answered] = []
        self._read = 0
        command = ["simulate", "serve", name, "--size", size, "--mirrors", "2", "--pages-per-minute", "0"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cryptodrug_scraper", *command, "--at", begin.isoformat()],
            env=os.environ | environment,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        self._served = Running.described(msgspec.json.decode(self._process.stdout.readline()))

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.communicate()

    @property
    def address(self) -> str:
        """Of the mirror that is crawled, as ``http://127.0.0.1:…``."""
        return self._served.mirrors[_CRAWLED]

    @property
    def port(self) -> int:
        """Its port."""
        return int(self.address.rpartition(":")[2])

    @property
    def host(self) -> str:
        """Host and port by which crawls know it."""
        return self.onion or self.address.removeprefix("http://")

    def show(self, day: datetime, now: datetime) -> None:
        """Show the market as of a day, from now on, and note which pages there are."""
        self._served.control.order(at=day.isoformat(), settings={"markup": []})
        cookies = self._served.sign_in(_LOOKED_AT, account=1)
        reached = pages_within_reach(self._served.mirrors[_LOOKED_AT], self.name, cookies, "all")
        self.truth.append((now, frozenset(reached)))
        self._served.control.set(markup=self.markup)

    def change_template(self, *markup: tuple[str, str]) -> None:
        """Print other markup from now on."""
        self.markup = list(markup)
        self._served.control.set(markup=self.markup)

    def answer(self, *, up: bool) -> None:
        """Open or close the mirror that is crawled."""
        self._served.control.mirror(_CRAWLED, up=up)

    def end_sessions(self) -> None:
        """Log everybody out."""
        self._served.control.order(end_sessions=True)

    def log_in(self) -> str:
        """What a person who logs in gets: the cookies, as they are handed over."""
        return "; ".join(f"{name}={value}" for name, value in self._served.sign_in(_CRAWLED).items())

    def answers(self) -> list[Answered]:
        """All requests of crawlers."""
        new = self._served.control.log(self._read)
        self._read += len(new)
        self._answered += [_answered(entry) for entry in new if entry["agent"] == USER_AGENT]
        return self._answered

    def pages_since(self, since: datetime) -> int:
        """How many pages crawlers were given since an instant."""
        return sum(answered.is_page and answered.at >= since for answered in self.answers())


def _answered(entry: Mapping[str, Any]) -> Answered:
    key = f"{entry['method']} {url_key(entry['path'])} {entry['form']}".strip()
    is_page = entry["kind"] not in {*WALLS, "redirect"} and entry["fault"] is None
    return Answered(datetime.fromtimestamp(entry["at"], UTC), key, is_page)
