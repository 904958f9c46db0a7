"""What a crawl asks for, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.economy import snapshot_of

if TYPE_CHECKING:
    from simulator.archiving.schedule import Crawl
    from simulator.economy import World
    from simulator.site import Request, Template, Viewer

__all__ = ["asked_of"]


def asked_of(world: World, crawl: Crawl, template: Template, viewer: Viewer) -> list[tuple[str, Request, int]]:
    """All requests of a crawl with their kinds and instants."""
    asked = list(template.requests(snapshot_of(world, crawl.market, crawl.begins), viewer))
    length, end = crawl.ends - crawl.begins, world.calendar.end - 1
    times = (crawl.begins + number * length // len(asked) for number in range(len(asked)))
    step = crawl.policy.step
    return [
        (kind, request, min(at - (at - crawl.begins) % step, end))
        for (kind, request), at in zip(asked, times, strict=True)
    ]
