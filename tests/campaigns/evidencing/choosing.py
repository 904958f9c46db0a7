"""The simulated pages that are looked at: of crawls of small economies, of each kind as many as of every other."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers import ImportReport, captures_in
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from simulator.archiving import archive_crawls
from simulator.archiving.policy import Policy
from simulator.archiving.schedule import crawls_of
from simulator.economy import build_world, load_scenario
from simulator.site import Viewer
from simulator.templates import MARKETS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from cryptodrug_scraper.capture import Capture

__all__ = ["OneCrawl", "chosen", "crawls_of_each", "digest_of"]

_DAYS = (date(2018, 12, 1), date(2019, 2, 10), date(2019, 4, 2))
_VIEWERS = (
    Viewer(),
    Viewer(language="de", currency="EUR", layout="B"),
    Viewer(language="fr", cards=90),
    Viewer(language="es", layout="B", cards=90),
)


@dataclass(frozen=True, slots=True)
class OneCrawl:
    """One crawl of one market, of one economy."""

    scenario: str
    seed: int
    market: str
    size: float

    @property
    def name(self) -> str:
        """What it is called in findings."""
        return f"{self.scenario}, seed {self.seed}, {self.market}"

    def captures(self) -> list[Capture]:
        """The pages of the crawl, which goes wrong now and then, read from the archive of it."""
        world = build_world(load_scenario(self.scenario, seed=self.seed, size=self.size))
        policy = Policy(days=[_DAYS[self.seed % len(_DAYS)]], truncated=0.02, walls=0.005, bad_gateway=0.002)
        viewer = _VIEWERS[(self.seed + MARKETS.index(self.market)) % len(_VIEWERS)]
        with TemporaryDirectory(prefix="evidence-") as folder:
            archive_crawls(world, crawls_of(world.scenario, self.market, policy), Path(folder), viewer, workers=1)
            return list(captures_in(Path(folder), ImportReport()))


def crawls_of_each(
    scenarios: Sequence[str], seeds: Sequence[int], size: float, markets: Sequence[str] = MARKETS
) -> list[OneCrawl]:
    """A crawl of each market of an economy of each scenario and seed."""
    return [OneCrawl(scenario, seed, market, size) for scenario in scenarios for seed in seeds for market in markets]


def digest_of(capture: Capture) -> str:
    """What tells a page from every other."""
    return hashlib.sha256(capture.body).hexdigest()


def chosen(captures: Sequence[Capture], most: int, known: Collection[str]) -> Iterator[Capture]:
    """
    Return different pages that say something, of each kind as many as of every other, spread over all that there are.

    Args:
        captures: those of a crawl.
        most: how many.
        known: digests of pages that were chosen already.
    """
    kinds: dict[str, dict[str, Capture]] = defaultdict(dict)
    for capture in captures:
        digest = digest_of(capture)
        page = parse_page(capture.body, PageContext(capture.url, capture.captured))
        if page.records and digest not in known:  # a wall says nothing
            kinds[page.kind][digest] = capture
    left = most
    for place, those in enumerate(sorted(kinds.values(), key=len)):
        share = min(len(those), -(-left // (len(kinds) - place)))
        left -= share
        different = list(those.values())
        yield from (different[number * len(different) // share] for number in range(share))
