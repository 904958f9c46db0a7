"""The pages of a served market; those asked for last are kept."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from isal import isal_zlib

from simulator.economy import snapshot_of
from simulator.hosts import rehosted
from simulator.templates import template_of

if TYPE_CHECKING:
    from simulator.economy import World
    from simulator.serving.clock import Clock
    from simulator.site import Page, Request, Viewer
    from simulator.state import Snapshot

__all__ = ["Pages", "Rendered", "gzipped"]

_GRAIN = 60
"""Seconds for which a running clock's pages are of the same instant: what a page counts and ages is by the minute."""
_MOST_BYTES = 64 * 1024**2
_GZIP = 31
_LEVEL = 1


@dataclass(slots=True)
class Rendered:
    """A page as it is sent, and gzipped once somebody has wanted it so."""

    kind: str
    status: int
    content_type: str
    body: bytes = field(repr=False)
    _zipped: bytes | None = field(default=None, repr=False)

    def zipped(self) -> bytes:
        """The body in gzip."""
        if self._zipped is None:
            self._zipped = gzipped(self.body)
        return self._zipped


def gzipped(body: bytes) -> bytes:
    """A body as Content-Encoding gzip has it."""
    compressed: bytes = isal_zlib.compress(body, _LEVEL, _GZIP)
    return compressed


class Pages:
    """
    Pages by request.

    Args:
        world: what they are of.
        market: whose they are.
        viewer: settings of all accounts; each has its own name.
        clock: tells the instant.
    """

    def __init__(self, world: World, market: str, viewer: Viewer, clock: Clock) -> None:
        self._world = world
        self._market = market
        self._viewer = viewer
        self._clock = clock
        self._template = template_of(market)
        self._snapshot = snapshot_of(world, market, self._instant())
        self._kept: OrderedDict[tuple[object, ...], Rendered] = OrderedDict()
        self._size = 0

    @property
    def cookie(self) -> str:
        """Name of the market's session cookie."""
        return self._template.cookie

    def snapshot(self) -> Snapshot:
        """
        The market now.

        Raises:
            ConfigurationError: the clock has left the time of the scenario.
        """
        instant = self._instant()
        if instant != self._snapshot.instant:
            self._snapshot = snapshot_of(self._world, self._market, instant)
            self._kept.clear()
            self._size = 0
        return self._snapshot

    def page(self, request: Request, account: str, host: str) -> Rendered:
        """What somebody who is logged in gets."""
        snapshot = self.snapshot()
        key = (request.path, tuple(sorted(request.form.items())), account, host)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        page = self._template.page(snapshot, request, replace(self._viewer, name=account))
        made = self._rendered(page, host)
        self._kept[key] = made
        self._size += len(made.body)
        while self._size > _MOST_BYTES and len(self._kept) > 1:
            self._size -= len(self._kept.popitem(last=False)[1].body)
        return made

    def wall(self, kind: str, host: str) -> Rendered:
        """A page in place of content."""
        return self._rendered(self._template.wall(kind, self.snapshot()), host)

    def login(self, request: Request, host: str) -> Rendered:
        """The login, in the form that an address asks for where there are several."""
        page = self._template.page(self.snapshot(), request, self._viewer)
        return self._rendered(page, host) if page.kind in ("login", "session_lost") else self.wall("login", host)

    def _instant(self) -> int:
        instant = self._clock.instant()
        return instant - instant % _GRAIN if self._clock.running else instant

    def _rendered(self, page: Page, host: str) -> Rendered:
        return Rendered(page.kind, page.status, page.content_type, rehosted(page.body, self._market, host))
