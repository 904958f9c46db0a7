"""
Decide what may be sent now, and in which session: by connection, session, mirror and budget.

Time is an argument, in seconds since 1970, so that nothing here sleeps or reads a clock.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.crawl.attempt import Attempt
from cryptodrug_scraper.crawl.backoff import Backoff
from cryptodrug_scraper.crawl.mirrors import Mirrors, short_name
from cryptodrug_scraper.crawl.outage import Outage
from cryptodrug_scraper.crawl.session_wait import SessionWait
from cryptodrug_scraper.crawl.sessions import Cookies

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.crawl.frontier import Planned
    from cryptodrug_scraper.crawl.options import CrawlOptions
    from cryptodrug_scraper.crawl.sessions import Sessions

__all__ = ["Gate"]

_log = logging.getLogger(__name__)
_CLOSED = "it was broken off, and nothing more was fetched"


class Gate:
    """
    Lets requests through, one at a time.

    Args:
        market: name of the market.
        options: mirrors, budget, and how long to wait for a session.
        sessions: where a person puts the cookies.

    Raises:
        ConfigurationError: there is no mirror, one may not be asked, or the session's file cannot be used.
    """

    def __init__(self, market: str, options: CrawlOptions, sessions: Sessions) -> None:
        self._market, self._options, self._sessions = market, options, sessions
        self._mirrors = Mirrors(list(options.mirrors), replica=options.replica)
        self._wait = SessionWait(market, sessions, options.hook)
        self._backoff = Backoff()
        self._outage = Outage(market, options.hook, options.outage_wait)
        self._sent = self._identity = 0
        self._cookies = sessions.get(self._mirrors.host)
        self.closed: str | None = _CLOSED if options.close else None
        """Why nothing is let through any more in this crawl; None while something may be."""

    @property
    def pause(self) -> str | None:
        """The reason why the crawl waits for a person; None while it does not wait."""
        return self._wait.reason

    @property
    def is_outage(self) -> bool:
        """Whether the connection is down, so that failures say nothing about the pages."""
        return self._backoff.is_outage

    def is_open(self, now: float) -> bool:
        """Tell whether a request may be sent now. Once the budget is spent, none may."""
        if self.closed is not None or self.pause is not None or not self._backoff.may_send(now):
            return False
        budget = self._options.budget
        if budget is not None and self._sent >= budget:
            self.closed = f"the budget of {counted(budget, 'request')} is spent"
            return False
        return True

    def let_through(self, planned: Planned, now: float) -> Attempt:
        """Choose the mirror and the session for a page, and return the attempt."""
        self._backoff.sent()
        self._sent += 1
        return Attempt(planned, self._mirrors.base, self._cookies, self._identity, now)

    # what came of it

    def answered(self, attempt: Attempt) -> bool:
        """Note that a response came. Tell whether it is the mirror's first, or the first since the mirror failed."""
        self._backoff.succeeded()
        return self._mirrors.succeeded(attempt.base)

    def undecodable(self) -> None:
        """Note a damaged response, which says nothing about the mirror."""
        self._backoff.succeeded()

    def not_sent(self) -> None:
        """Note that a request was refused before it was sent."""
        self._backoff.unsent()

    def failed(self, attempt: Attempt, now: float, why: str = "the market does not answer") -> None:
        """Note that no response came: use new circuits from now on, and perhaps another mirror."""
        self._backoff.failed(now)
        if self.is_outage:
            self._outage.note(why, now)
        self._identity += 1
        if self._mirrors.failed(attempt.base):
            _log.warning(
                "%s: the mirror does not answer; going on with %s",
                *(self._market, short_name(self._mirrors.base)),
                extra={"event": "mirror_lost"},
            )
            self._cookies = self._sessions.get(self._mirrors.host)

    def hold(self, until: float, now: float) -> None:
        """Note that the market says that it is closed, and send nothing before an instant."""
        self._outage.note("the market says that it is closed", now)
        self._backoff.hold(until)

    def is_back(self) -> None:
        """Note that the market is neither out of reach nor closed, whatever else it answered."""
        self._outage.over()

    def look_at_outage(self, now: float) -> bool:
        """Tell a person of a market that gives no page for long; tell whether the crawl ends for it."""
        if self.closed is None and self.pause is None:
            self.closed = self._outage.look(now)
        return self.closed is not None

    # the session

    def has_session(self, attempt: Attempt, set_cookies: Iterable[str]) -> None:
        """
        Note that a page came, so the session is valid.

        Args:
            attempt: what the page answered.
            set_cookies: what the response's Set-Cookie headers say: kept unless another session has begun since.
        """
        self._wait.passed()
        changes = list(set_cookies)
        if not changes or (attempt.base, attempt.cookies) != (self._mirrors.base, self._cookies):
            return
        cookies = (self._cookies or Cookies({})).after(changes)
        if cookies != self._cookies:
            self._cookies = cookies
            self._sessions.put(self._mirrors.host, cookies)

    def met_wall(self, attempt: Attempt, reason: str, now: float) -> bool:
        """
        Note a wall in place of a page, and tell whether the session rather than the page is the cause.

        Args:
            attempt: what the wall answered.
            reason: kind of wall.
            now: the present.
        """
        if attempt.cookies != self._cookies:
            return True  # another session has begun since
        return self._wait.met_wall(reason, self._mirrors.host, self._cookies, now)

    def look_for_session(self, now: float) -> bool:
        """Use a session that was handed over, or stop waiting for one; tell whether the crawl may continue."""
        if self.pause is None:
            return True
        if self._wait.ended(self._mirrors.host):
            self._cookies = self._sessions.get(self._mirrors.host)
            return True
        most = self._options.session_wait
        if most is not None and now - self._wait.since > most:
            self.closed = f"no new session came in {most:.0f} s after {self.pause}"
        return False
