"""Make the responses of a crawl from its plan."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from cryptodrug_scraper.archive import Exchange
from simulator.archiving.menus import lying_snapshot_of
from simulator.archiving.plan import PART, plan
from simulator.archiving.visit import UNSAVED
from simulator.economy import snapshot_of
from simulator.hosts import host_at, rehosted
from simulator.site import Page, Viewer
from simulator.templates import template_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.archiving.schedule import Crawl
    from simulator.archiving.visit import Visit
    from simulator.economy import World
    from simulator.state import Snapshot

__all__ = ["Fetched", "Fetcher"]

_AGENT = "Mozilla/5.0 (Windows NT 6.1; rv:60.0) Gecko/20100101 Firefox/60.0"
_FORM = ("Content-Type", "application/x-www-form-urlencoded")
_WALLS = ("captcha", "login")


class Fetched(NamedTuple):
    """
    A page that was saved.

    Attributes:
        visit: when it was to be fetched.
        exchange: the response, with the time at which the crawl was there.
        fetched: when the bytes were fetched in truth, seconds since 1970: earlier where they are an older copy.
    """

    visit: Visit
    exchange: Exchange
    fetched: int


class Fetcher:
    """
    Makes the pages of one crawl.

    Args:
        world: the economy that the pages show.
        crawl: which.
        viewer: the account that crawls; its currency is the crawl's, where that has one.
    """

    def __init__(self, world: World, crawl: Crawl, viewer: Viewer) -> None:
        self._world = world
        self._crawl = crawl
        self._viewer = viewer if crawl.currency is None else replace(viewer, currency=crawl.currency)
        self._template = template_of(crawl.market)
        self._snapshot: Snapshot | None = None
        self.visits = plan(world, crawl, template_of(crawl.market), self._viewer)

    def warm_up(self) -> None:
        """Work out the data that pages of all instants need, so that processes forked from this one share it."""
        first = {visit.kind: visit for visit in reversed(self.visits)}
        for visit in first.values():
            self._template.page(self._at(self._crawl.begins), visit.request, self._viewer)
        self._forget()

    def fetch(self, numbers: range) -> Iterator[Fetched]:
        """Give the pages of a part of the plan that are saved, in its order."""
        visits = [visit for visit in self.visits[numbers.start : numbers.stop] if visit.outcome not in UNSAVED]
        older = self._older(visits)
        for visit in visits:
            page, fetched = older.get(visit.number, (None, visit.at))
            page = page or self._page(visit, self._at(visit.at))
            yield Fetched(visit, self._exchange(visit, page), fetched)

    def _older(self, visits: list[Visit]) -> dict[int, tuple[Page, int]]:
        """The older copies among them with their instants, by number, as far as there was such a page then."""
        copied = [visit for visit in visits if visit.copied is not None]
        found: dict[int, tuple[Page, int]] = {}
        for visit in sorted(copied, key=lambda visit: (visit.copied, visit.number)):  # one snapshot after another
            at = visit.copied
            if at is None or at < self._world.calendar.start:
                continue
            snapshot = self._at(at)
            page = self._page(visit, snapshot) if snapshot.open else None
            if page is not None and page.kind == visit.kind:
                found[visit.number] = page, at
        return found

    def _at(self, instant: int) -> Snapshot:
        if self._snapshot is None or self._snapshot.instant != instant:
            self._forget()
            self._snapshot = self._seen(instant)
        return self._snapshot

    def _seen(self, instant: int) -> Snapshot:
        menus = self._crawl.policy.menus
        if menus == "true":
            return snapshot_of(self._world, self._crawl.market, instant)
        return lying_snapshot_of(self._world, self._crawl.market, instant, menus)

    def _forget(self) -> None:
        """Drop the last snapshot, which the template keeps too: one of a large market takes a hundred megabytes."""
        self._snapshot = None
        self._template = template_of(self._crawl.market)
        if len(self.visits) > PART:
            gc.collect()  # its parts refer to each other, so nothing else would free it soon

    def _page(self, visit: Visit, snapshot: Snapshot) -> Page:
        if not snapshot.open or visit.outcome == "bad_gateway":
            return Page("error", self._template.wall("error", snapshot).body, status=502)
        if visit.outcome == "session_lost":
            return self._template.wall("session_lost", snapshot)
        if visit.outcome == "wall":
            return self._template.wall(_WALLS[visit.draw % len(_WALLS)], snapshot)
        page = self._template.page(snapshot, visit.request, self._viewer)
        if visit.mirror:
            host = host_at(self._crawl.market, snapshot.instant, visit.mirror)
            page = replace(page, body=rehosted(page.body, self._crawl.market, host))
        if visit.outcome == "truncated":
            left = 1 + (visit.draw * (len(page.body) - 1) >> 32)
            return Page(page.kind, page.body[:left], page.content_type, page.status)
        return page

    def _exchange(self, visit: Visit, page: Page) -> Exchange:
        captured = datetime.fromtimestamp(visit.at, UTC)
        host = host_at(self._crawl.market, visit.at, visit.mirror)
        return Exchange(
            url=f"http://{host}{visit.request.path}",
            captured=captured,
            status=page.status,
            body=page.body,
            response_headers=(("Server", "nginx"), ("Content-Type", page.content_type)),
            method="POST" if visit.request.form else "GET",
            request_headers=(("Host", host), ("User-Agent", _AGENT), *((_FORM,) if visit.request.form else ())),
            request_body=urlencode(visit.request.form).encode(),
        )
