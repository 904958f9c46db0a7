"""The pages that are changed: fixtures, simulated ones of all markets, and saved ones that are named."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.case import cases_below
from simulator.economy import build_world, instant_of, load_scenario, snapshot_of
from simulator.site import Viewer
from simulator.templates import MARKETS, template_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ROOT", "Seed", "seeds"]

ROOT = Path(__file__).parent.parent.parent.parent
_EACH = 4
"""Simulated pages of each kind."""
_VIEWERS = {"wallstreet": (Viewer(), Viewer(language="de", layout="B", currency="EUR"))}
_LARGEST = 200_000
"""Bytes of the largest saved page that is taken."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A page as a market prints it, and the address from which it comes, without host."""

    body: bytes
    url: str


def seeds(corpus: Path | None = None) -> list[Seed]:
    """
    Return the pages, each time the same in the same order.

    Args:
        corpus: a folder of more saved pages, which stay where they are.
    """
    found = [Seed(case.body, case.context.url or "/") for case in cases_below(ROOT / "fixtures" / "pages")]
    for market in MARKETS:
        found += _simulated(market)
    if corpus is not None:
        files = sorted(file for file in corpus.rglob("*.html") if file.stat().st_size <= _LARGEST)
        found += [Seed(file.read_bytes(), "/") for file in files]
    return [seed for seed in found if seed.body]


def _simulated(market: str) -> Iterator[Seed]:
    """Pages of each kind, as each account sees them in the middle of the market's life."""
    world = build_world(load_scenario("toy", seed=1))
    first = max(instant_of(world.scenario.markets[market].founded), world.calendar.first)
    snapshot = snapshot_of(world, market, (first + world.markets[market].closes) // 2)
    template = template_of(market)
    for viewer in _VIEWERS.get(market, (Viewer(),)):
        kinds = defaultdict(list)
        for kind, request in template.requests(snapshot, viewer):
            kinds[kind].append(request)
        for _, requests in sorted(kinds.items()):
            for request in requests[:: max(1, len(requests) // _EACH)][:_EACH]:
                yield Seed(template.page(snapshot, request, viewer).body, request.path)
