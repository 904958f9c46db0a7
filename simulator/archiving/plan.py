"""
The plan of a crawl: every page of the market when the crawl begins, the time of its request, and the outcome.

It depends only on scenario and policy, so that any number of processes can work on parts of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.archiving.asking import asked_of
from simulator.archiving.chance import Chance
from simulator.archiving.copies import aged, earlier, mirrored, placed
from simulator.archiving.subjects import products_of
from simulator.archiving.visit import Outcome, Visit
from simulator.draws import Draws
from simulator.economy import snapshot_of

if TYPE_CHECKING:
    from simulator.archiving.schedule import Crawl
    from simulator.economy import World
    from simulator.site import Template, Viewer

__all__ = ["PART", "parts", "plan"]

PART = 2500
"""Pages in one file of an archive."""


def plan(world: World, crawl: Crawl, template: Template, viewer: Viewer) -> list[Visit]:
    """
    Plan a crawl: its visits in order, and then those of other mirrors.

    Raises:
        ConfigurationError: the crawl begins outside of the scenario.
    """
    snapshot = snapshot_of(world, crawl.market, crawl.begins)
    if not snapshot.open:
        return []
    policy = crawl.policy
    asked = asked_of(world, crawl, template, viewer)
    chance = Chance(Draws(world.scenario.seed, f"crawl {crawl.name}"))
    missing = frozenset(policy.missing)
    last = chance.stop(len(asked), policy.stopped)
    visits: list[Visit] = []
    lost = 0
    for number, (kind, request, at) in enumerate(asked):
        outcome: Outcome = "page"
        products = products_of(crawl.market, request, snapshot) if missing else frozenset()
        if products and products <= missing:
            outcome = "missing"
        elif chance.misses(number, policy.share(kind)):
            outcome = "unreached"
        elif number >= last:
            outcome = "stopped"
        elif lost:
            outcome, lost = "session_lost", lost - 1
        elif chance.loses(number, policy.session_lost):
            outcome, lost = "session_lost", policy.session_pages - 1
        else:
            outcome = chance.fault(number, policy.bad_gateway, policy.truncated, policy.walls)
        visits.append(Visit(number, kind, request, at, outcome, chance.detail(number)))
    visits = [*visits, *mirrored(visits, crawl, chance, world.calendar.end - 1)]
    if policy.old:
        visits = list(aged(visits, crawl, chance, earlier(world, crawl, template, viewer)))
    return list(placed(visits))


def parts(pages: int) -> list[range]:
    """Return how a plan of some pages is divided: the same for any number of workers."""
    return [range(start, min(start + PART, pages)) for start in range(0, pages, PART)]
