"""Copies among the pages of a crawl: older ones in place of pages, and those of another mirror beside them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from simulator.archiving.asking import asked_of
from simulator.archiving.visit import UNSAVED, Visit
from simulator.economy import snapshot_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from simulator.archiving.chance import Chance
    from simulator.archiving.schedule import Crawl
    from simulator.economy import World
    from simulator.site import Request, Template, Viewer

__all__ = ["aged", "earlier", "mirrored", "placed"]

_DAY, _HOUR = 86_400, 3600
_QUARTERS = 4
"""Of a crawl: a page is copied as it was at the beginning of one, so that copies of a crawl are of few instants."""


def mirrored(visits: list[Visit], crawl: Crawl, chance: Chance, end: int) -> Iterator[Visit]:
    """Visits of another mirror, in the order of those that they repeat."""
    number, later = len(visits), int(crawl.policy.mirror_hours * _HOUR)
    for visit in visits:
        if visit.outcome not in UNSAVED and chance.mirrors(visit.number, crawl.policy.mirrored):
            at = min(visit.at + later, end)
            yield Visit(number, visit.kind, visit.request, at, "page", chance.detail(number), mirror=1)
            number += 1


def aged(
    visits: list[Visit], crawl: Crawl, chance: Chance, before: Mapping[tuple[object, ...], Sequence[int]] | None
) -> Iterator[Visit]:
    """Visits, of some of which older copies are kept."""
    policy = crawl.policy
    least, most = policy.old_days
    quarter = max((crawl.ends - crawl.begins) // _QUARTERS, 1)
    for visit in visits:
        if visit.outcome != "page" or visit.kind not in policy.old_kinds or not chance.ages(visit.number, policy.old):
            yield visit
            continue
        if before is None:
            days = least + (chance.age(visit.number) * (most - least + 1) >> 32)
            copied = visit.at - (visit.at - crawl.begins) % quarter - days * _DAY
        else:
            found = [at for at in before.get(_key(visit.request), ()) if least <= (visit.at - at) / _DAY <= most]
            copied = max(found, default=visit.at)
        yield visit._replace(copied=copied if copied < visit.at else None)


def earlier(
    world: World, crawl: Crawl, template: Template, viewer: Viewer
) -> Mapping[tuple[object, ...], Sequence[int]] | None:
    """When earlier crawls asked for each page, if copies are to be of those instants."""
    if crawl.policy.old_of == "any":
        return None
    found: dict[tuple[object, ...], list[int]] = {}
    before = crawl.before
    while before is not None and crawl.begins - before.ends <= crawl.policy.old_days[1] * _DAY:
        if snapshot_of(world, before.market, before.begins).open:
            for _, request, at in asked_of(world, before, template, viewer):
                found.setdefault(_key(request), []).append(at)
        before = before.before
    return found


def placed(visits: list[Visit]) -> Iterator[Visit]:
    """Number the visits of one address of which something is kept: a form has the address of the page that posts it."""
    kept: Counter[tuple[str, int]] = Counter()
    for visit in visits:
        key = (visit.request.path, visit.mirror)
        yield visit._replace(place=kept[key]) if kept[key] else visit
        kept[key] += visit.outcome not in UNSAVED


def _key(request: Request) -> tuple[object, ...]:
    return request.path, *sorted(request.form.items())
