"""
The plan of a crawl: every page of the market when the crawl begins, the time of its request, and the outcome.

It depends only on scenario and policy, so that any number of processes can work on parts of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from simulator.archiving.subjects import products_of
from simulator.draws import Draws
from simulator.economy import snapshot_of
from simulator.scenario import per_million

if TYPE_CHECKING:
    from simulator.archiving.schedule import Crawl
    from simulator.economy import World
    from simulator.site import Request, Template, Viewer

__all__ = ["PART", "Outcome", "Visit", "parts", "plan"]

PART = 2500
"""Pages in one file of an archive."""
_MILLION = 1_000_000

Outcome = Literal["page", "unreached", "missing", "bad_gateway", "truncated", "wall", "session_lost"]
"""
The outcome of a visit: the page; not requested; of a product that is left out; or another answer in place of the page.
"""


class Visit(NamedTuple):
    """
    A page that is planned.

    Attributes:
        number: place in the plan.
        kind: of page, as the template names it.
        request: the request for the page.
        at: when, seconds since 1970.
        outcome: the outcome of the request.
        draw: 32 bits for the details of it.
    """

    number: int
    kind: str
    request: Request
    at: int
    outcome: Outcome
    draw: int


def plan(world: World, crawl: Crawl, template: Template, viewer: Viewer) -> list[Visit]:
    """
    Plan a crawl.

    Raises:
        ConfigurationError: the crawl begins outside of the scenario.
    """
    policy = crawl.policy
    snapshot = snapshot_of(world, crawl.market, crawl.begins)
    if not snapshot.open:
        return []
    asked = list(template.requests(snapshot, viewer))
    chance = _Chance(Draws(world.scenario.seed, f"crawl {crawl.name}"))
    missing = frozenset(policy.missing)
    visits: list[Visit] = []
    length, lost = crawl.ends - crawl.begins, 0
    for number, (kind, request) in enumerate(asked):
        at = crawl.begins + number * length // len(asked)
        at = min(at - (at - crawl.begins) % policy.step, world.calendar.end - 1)
        outcome: Outcome = "page"
        products = products_of(crawl.market, request, snapshot) if missing else frozenset()
        if products and products <= missing:
            outcome = "missing"
        elif chance.misses(number, policy.share(kind)):
            outcome = "unreached"
        elif lost:
            outcome, lost = "session_lost", lost - 1
        elif chance.loses(number, policy.session_lost):
            outcome, lost = "session_lost", policy.session_pages - 1
        else:
            outcome = chance.fault(number, policy.bad_gateway, policy.truncated, policy.walls)
        visits.append(Visit(number, kind, request, at, outcome, chance.detail(number)))
    return visits


def parts(pages: int) -> list[range]:
    """Return how a plan of some pages is divided: the same for any number of workers."""
    return [range(start, min(start + PART, pages)) for start in range(0, pages, PART)]


class _Chance:
    """Draws by the number of a page in its crawl."""

    def __init__(self, draws: Draws) -> None:
        self._draws = draws

    def misses(self, number: int, share: float) -> bool:
        return share < 1 and self._millionth(number, 0) >= per_million(share)

    def loses(self, number: int, share: float) -> bool:
        return share > 0 and self._millionth(number, 1) < per_million(share)

    def fault(self, number: int, bad_gateway: float, truncated: float, walls: float) -> Outcome:
        drawn = self._millionth(number, 2) if bad_gateway or truncated or walls else _MILLION
        dealt: tuple[tuple[Outcome, float], ...] = (
            ("bad_gateway", bad_gateway),
            ("truncated", truncated),
            ("wall", walls),
        )
        for outcome, share in dealt:
            if drawn < per_million(share):
                return outcome
            drawn -= per_million(share)
        return "page"

    def detail(self, number: int) -> int:
        return self._draws.word(number, 3) >> 32

    def _millionth(self, number: int, purpose: int) -> int:
        return (self._draws.word(number, purpose) >> 32) * _MILLION >> 32
