"""
A market that answers requests: pages for visitors who are logged in, walls for others, and faults. It has no sockets.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from simulator.draws import Draws
from simulator.serving.accounts import accounts_of, captcha_of
from simulator.serving.chance import Chance
from simulator.serving.doors import Redirect, Turned, Wall, door_of
from simulator.serving.ledger import Entry, Ledger, form_digest
from simulator.serving.pages import Pages, Rendered, gzipped
from simulator.serving.sessions import Session, Sessions
from simulator.site import Request, Viewer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.economy import World
    from simulator.serving.clock import Clock
    from simulator.serving.settings import Settings

__all__ = ["Answer", "Asked", "Replica"]

_OUTSIDE = "http://example.com/"
"""Target of faults that no crawler should follow: a reserved name (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """
    A request as it arrived.

    Attributes:
        mirror: number of the mirror, from 0.
        host: the Host that was asked for.
        cookie: value of the market's cookie, or None.
        gzip: the client takes gzip.
    """

    mirror: int
    method: str
    path: str
    host: str
    form: Mapping[str, str] = field(default_factory=dict)
    cookie: str | None = None
    gzip: bool = False
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """
    The response to send.

    Attributes:
        status: HTTP status.
        headers: all but Content-Length.
        body: as it is sent, compressed or not.
        length: Content-Length to state: more than there is of a page that breaks off.
        fault: what goes wrong on purpose: see `simulator.serving.settings.Faults`.
        delay: seconds to wait, or to take for it.
    """

    status: int
    headers: list[tuple[str, str]]
    body: bytes = field(repr=False)
    length: int
    fault: str | None = None
    delay: float = 0.0


@dataclass(slots=True)
class _Reply:
    """A page or a redirect, before it is made an answer of."""

    page: Rendered | None = None
    location: str = ""
    fault: str | None = None
    number: int = 0
    member: bool = False
    cookie: str = ""


class Replica:
    """
    A served market.

    Args:
        world: what its pages are of.
        market: which of the world's markets.
        settings: walls and faults.
        clock: its time.
        mirrors: how many there are.
        viewer: settings of all accounts.

    Attributes:
        settings, clock: see above; both may be changed at any time.
        ledger: all that was asked.
        accounts: who may log in. captcha: what the picture shows.
    """

    def __init__(
        self,
        world: World,
        market: str,
        settings: Settings,
        clock: Clock,
        *,
        mirrors: int = 1,
        viewer: Viewer | None = None,
    ) -> None:
        seed = world.scenario.seed
        self.market = market
        self.settings = settings
        self.clock = clock
        self.ledger = Ledger()
        self.accounts = accounts_of(seed)
        self.captcha = captcha_of(seed, market)
        self._door = door_of(market)
        self._pages = Pages(world, market, viewer or Viewer(), clock)
        self._chance = Chance(seed)
        self._sessions = [Sessions(Draws(seed, f"session of {market}"), number) for number in range(mirrors)]
        self._served = 0

    @property
    def cookie(self) -> str:
        """Name of the session cookie."""
        return self._pages.cookie

    @property
    def mirrors(self) -> int:
        """How many mirrors there are."""
        return len(self._sessions)

    def answer(self, asked: Asked) -> Answer:
        """Answer a request, and enter it in the ledger."""
        reply = self._reply(asked)
        answer = self._answer(asked, reply)
        self.ledger.enter(
            Entry(
                mirror=asked.mirror,
                method=asked.method,
                path=asked.path,
                form=form_digest(asked.form),
                kind="redirect" if reply.page is None else reply.page.kind,
                status=0 if answer.fault == "reset" else answer.status,
                fault=answer.fault,
                member=reply.member,
                agent=asked.agent,
                at=time.time(),
            )
        )
        return answer

    def end_sessions(self) -> None:
        """End all sessions."""
        for sessions in self._sessions:
            sessions.end_all()

    def members(self) -> list[int]:
        """Return how many visitors are logged in, by mirror."""
        return [sessions.members() for sessions in self._sessions]

    def _reply(self, asked: Asked) -> _Reply:
        if self._is_closed():
            return _Reply(self._pages.wall("maintenance", asked.host))
        if not self._pages.snapshot().open:
            return _Reply(self._pages.wall("error", asked.host))
        sessions = self._sessions[asked.mirror]
        session = sessions.find(asked.cookie)
        if session is not None and session.is_over(self.clock.seconds(), self.settings):
            sessions.end(session)
            session = None
        if session is not None and session.standing == "member":
            return self._to_member(asked, sessions, session)
        ended = session is None and sessions.has_ended(asked.cookie)
        known = session is not None
        session = session or sessions.new()
        reply = self._to_stranger(asked, sessions, session, ended=ended)
        if not known and not reply.cookie:
            reply.cookie = session.key
        return reply

    def _to_stranger(self, asked: Asked, sessions: Sessions, session: Session, *, ended: bool) -> _Reply:
        if asked.method == "POST" and self.captcha in asked.form.values():
            given = set(asked.form.values())
            account = next((a for a in self.accounts if {a.name, a.password} <= given), None)
            if account is not None and (session.standing == "checked" or not self._door.check):
                sessions.end(session)
                member = sessions.new()
                member.standing, member.account, member.since = "member", account.name, self.clock.seconds()
                return _Reply(location=self._door.home, cookie=member.key)
            if self._door.check and session.standing == "stranger":
                session.standing = "checked"
                return _Reply(location=self._door.login[0])
        path = asked.path.partition("?")[0]
        return self._turned_away(asked, self._door.turned_away(path, session.standing, ended=ended))

    def _turned_away(self, asked: Asked, turned: Turned) -> _Reply:
        match turned:
            case Redirect():
                return _Reply(location=turned.path)
            case Wall("login"):
                return _Reply(self._pages.login(Request(asked.path), asked.host))
            case Wall():
                return _Reply(self._pages.wall(turned.kind, asked.host))

    def _to_member(self, asked: Asked, sessions: Sessions, session: Session) -> _Reply:
        if self._door.logout in asked.path:
            sessions.end(session)
            return _Reply(location=self._door.login[0], member=True)
        if session.flooded and asked.method == "POST" and self.captcha in asked.form.values():
            session.release()
            return _Reply(location=self._door.home, member=True)
        if not session.ask(self.clock.seconds(), self.settings):
            return _Reply(self._pages.wall("captcha", asked.host), member=True)
        number = self._served
        self._served += 1
        fault = self._chance.fault(number, self.settings.faults)
        reply = _Reply(fault=fault, number=number, member=True)
        match fault:
            case "bad_gateway":
                reply.page = self._pages.wall("error", asked.host)
                reply.page.status = 502
            case "wall":
                reply.page = self._pages.wall(self._chance.wall(number), asked.host)
                reply.page.status = 200
            case "redirected":
                reply.location = self._door.login[0]
            case "led_away":
                reply.location = _OUTSIDE
            case _:
                reply.page = self._pages.page(Request(asked.path, dict(asked.form)), session.account, asked.host)
        return reply

    def _answer(self, asked: Asked, reply: _Reply) -> Answer:
        headers = [("Server", "nginx")]
        if reply.cookie:
            headers.append(("Set-Cookie", self._cookie_header(reply.cookie)))
        if reply.page is None:
            location = reply.location
            headers.append(("Location", location if "://" in location else f"http://{asked.host}{location}"))
            return Answer(302, headers, b"", 0, reply.fault)
        page = reply.page
        headers.append(("Content-Type", page.content_type))
        plain = self._marked_up(page.body)
        if reply.fault == "truncated":
            plain = plain[: self._chance.cut(reply.number, len(plain))]
        body = plain
        if self.settings.compress and asked.gzip:
            headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
            body = page.zipped() if plain is page.body else gzipped(plain)
        length = len(body)
        if reply.fault == "broken_off":
            body = body[: self._chance.cut(reply.number, length)]
        delay = self.settings.delay if reply.fault in ("slow", "drip") else 0.0
        return Answer(page.status, headers, body, length, reply.fault, delay)

    def _marked_up(self, body: bytes) -> bytes:
        for old, new in self.settings.markup:
            body = body.replace(old.encode(), new.encode())
        return body

    def _cookie_header(self, value: str) -> str:
        domain = self.settings.cookie_domain
        return f"{self.cookie}={value}; Path=/; HttpOnly" + ("" if domain is None else f"; Domain={domain}")

    def _is_closed(self) -> bool:
        now = datetime.fromtimestamp(self.clock.instant(), UTC)
        return self.settings.closed or any(begin <= now < end for begin, end in self.settings.maintenance)
