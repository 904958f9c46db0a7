"""
The port by which a test changes a served market and asks what it has seen.

``GET /state`` gives settings, clock, mirrors and counts; ``GET /log?since=N`` the requests from number N on;
``POST /control`` takes an `Order` as JSON, does it, and answers with the state.
"""

from __future__ import annotations

from datetime import UTC, datetime  # msgspec reads annotations at run time
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from aiohttp import web

from cryptodrug_scraper.errors import ConfigurationError
from simulator.serving.settings import changed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from simulator.serving.replica import Replica

__all__ = ["Controls", "Order"]


class Order(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """
    The changes to make; fields that are left out stay.

    Attributes:
        settings: fields of `simulator.serving.settings.Settings`; of ``faults``, those that are named.
        at: instant to put the clock to. advance: seconds that pass at once. clock, speed: whether it runs, how fast.
        mirrors: mirrors to close or open, by number.
        end_sessions: log everybody out.
        forget: empty the log and the counts.
    """

    settings: dict[str, Any] = {}
    at: datetime | None = None
    advance: float = 0.0
    clock: Literal["stand", "run"] | None = None
    speed: float | None = None
    mirrors: dict[int, Literal["up", "down"]] = {}
    end_sessions: bool = False
    forget: bool = False


class Controls:
    """
    Carries out orders.

    Args:
        replica: the market.
        set_mirror: opens or closes a mirror.
        mirrors_up: which are open.
    """

    def __init__(
        self,
        replica: Replica,
        set_mirror: Callable[[int, bool], Awaitable[None]],
        mirrors_up: Callable[[], list[bool]],
    ) -> None:
        self._replica = replica
        self._set_mirror = set_mirror
        self._mirrors_up = mirrors_up

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer a request on the control port."""
        match request.method, request.path:
            case "GET", "/state":
                return _json(self._state())
            case "GET", "/log":
                since = request.query.get("since", "0")
                entries = self._replica.ledger.entries
                return _json(entries[int(since) if since.isdecimal() else 0 :])
            case "POST", "/control":
                try:
                    await self._do(msgspec.json.decode(await request.read(), type=Order))
                except (msgspec.MsgspecError, ConfigurationError) as error:
                    return _json({"error": str(error)}, status=400)
                return _json(self._state())
        return _json({"error": "ask for GET /state, GET /log or POST /control"}, status=404)

    async def _do(self, order: Order) -> None:
        if unknown := [number for number in order.mirrors if not 0 <= number < len(self._mirrors_up())]:
            message = f"there is no mirror {unknown[0]}"
            raise ConfigurationError(message)
        replica = self._replica
        replica.settings = changed(replica.settings, order.settings)
        at = (
            None
            if order.at is None
            else int((order.at if order.at.tzinfo else order.at.replace(tzinfo=UTC)).timestamp())
        )
        replica.clock.set(at=at, running=None if order.clock is None else order.clock == "run", speed=order.speed)
        replica.clock.advance(order.advance)
        if order.end_sessions:
            replica.end_sessions()
        if order.forget:
            replica.ledger.clear()
        for number, wanted in order.mirrors.items():
            await self._set_mirror(number, wanted == "up")

    def _state(self) -> dict[str, object]:
        replica = self._replica
        return {
            "settings": replica.settings,
            "instant": datetime.fromtimestamp(replica.clock.instant(), UTC),
            "clock": "run" if replica.clock.running else "stand",
            "mirrors": ["up" if up else "down" for up in self._mirrors_up()],
            "members": replica.members(),
            **replica.ledger.counts(),
        }


def _json(value: object, status: int = 200) -> web.Response:
    return web.Response(status=status, body=msgspec.json.encode(value), content_type="application/json")
