"""The sessions of one mirror."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from simulator.draws import Draws
    from simulator.serving.settings import Settings

__all__ = ["Session", "Sessions"]

_MINUTE = 60.0

Standing = Literal["stranger", "checked", "member"]
"""The state of a visitor: unknown, past the check before the login, or logged in."""


@dataclass(slots=True)
class Session:
    """
    One session.

    Attributes:
        key: value of its cookie.
        standing: how far it has come.
        account: whose it is, once somebody has logged in.
        since: second in which that was.
        pages: requests for content since then.
        flooded: it has asked for too many pages and gets none until a captcha is solved.
    """

    key: str
    standing: Standing = "stranger"
    account: str = ""
    since: float = 0.0
    pages: int = 0
    flooded: bool = False
    _recent: deque[float] = field(default_factory=deque)

    def ask(self, now: float, settings: Settings) -> bool:
        """Count a request for content; False where the session has to solve a captcha first."""
        if self.flooded:
            return False
        self.pages += 1
        limit = settings.pages_per_minute
        if limit is None:
            return True
        while self._recent and self._recent[0] <= now - _MINUTE:
            self._recent.popleft()
        self._recent.append(now)
        self.flooded = len(self._recent) > limit
        return not self.flooded

    def release(self) -> None:
        """Note that the visitor has solved the captcha."""
        self.flooded = False
        self._recent.clear()

    def is_over(self, now: float, settings: Settings) -> bool:
        """Whether the session of somebody who has logged in has ended by itself."""
        if self.standing != "member":
            return False
        by_pages = settings.session_requests is not None and self.pages >= settings.session_requests
        return by_pages or (settings.session_seconds is not None and now - self.since >= settings.session_seconds)


class Sessions:
    """
    All sessions of one mirror; other mirrors do not know them.

    Args:
        draws: what their keys are made of.
        mirror: number of the mirror.
    """

    def __init__(self, draws: Draws, mirror: int) -> None:
        self._draws = draws
        self._mirror = mirror
        self._made = 0
        self._open: dict[str, Session] = {}
        self._ended: set[str] = set()

    def new(self) -> Session:
        """Begin the session of an unknown visitor."""
        high, low = (self._draws.word(self._mirror, 2 * self._made + half) for half in (0, 1))
        self._made += 1
        session = Session(f"{high:016x}{low:016x}")
        self._open[session.key] = session
        return session

    def find(self, key: str | None) -> Session | None:
        """Return the open session of a cookie."""
        return None if key is None else self._open.get(key)

    def has_ended(self, key: str | None) -> bool:
        """Tell whether a cookie is of a session that was logged in and has ended."""
        return key in self._ended

    def end(self, session: Session) -> None:
        """Forget a session."""
        self._open.pop(session.key, None)
        if session.standing == "member":
            self._ended.add(session.key)

    def end_all(self) -> None:
        """Forget all of them."""
        for session in list(self._open.values()):
            self.end(session)

    def members(self) -> int:
        """Return how many visitors are logged in."""
        return sum(session.standing == "member" for session in self._open.values())
