"""
Act on a response or a failure: record the outcome of the page, or plan it again.

A response is in the archive by then. It goes to the parser, what it links to goes to the frontier, and its records go
to the database. `replay` does the same with the archive's file, with the same code. No object of Scrapy's comes here.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from cryptodrug_scraper.crawl.closed_pages import Closed, ClosedPages
from cryptodrug_scraper.crawl.fault import told
from cryptodrug_scraper.crawl.ledger import Check
from cryptodrug_scraper.crawl.scope import followed
from cryptodrug_scraper.crawl.verdict import Verdict, judge
from cryptodrug_scraper.errors import CryptodrugError
from cryptodrug_scraper.importers.page_type import check_page
from cryptodrug_scraper.onion.permitted import RefusedError
from cryptodrug_scraper.onion.replies import reply_word
from cryptodrug_scraper.replay.reading import read_page
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.crawl.attempt import Attempt
    from cryptodrug_scraper.crawl.frontier import Planned
    from cryptodrug_scraper.crawl.gate import Gate
    from cryptodrug_scraper.crawl.journal import Journal
    from cryptodrug_scraper.crawl.options import CrawlOptions
    from cryptodrug_scraper.crawl.scope import Revisit
    from cryptodrug_scraper.onion.decoding import UndecodableError
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["Settler"]

_log = logging.getLogger(__name__)
_LONGEST_REASON = 200


class Settler:
    """
    Records the outcome of each request of a crawl.

    Args:
        market: name of the market.
        journal: where it is kept.
        gate: which learns from it what may be sent.
        options: how often to ask again, and when.
        kinds: kinds of page to follow.
        more: further pages of a list that has no links to them (`MarketSpider.more`).
        revisit: what earlier crawls leave to do; None fetches everything.
        clock: tells the time, in seconds since 1970.
    """

    def __init__(
        self,
        market: str,
        journal: Journal,
        gate: Gate,
        options: CrawlOptions,
        kinds: frozenset[str],
        more: Callable[[Planned, ParsedPage], Iterable[Planned]],
        revisit: Revisit | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._market, self._journal, self._gate, self._options = market, journal, gate, options
        self._kinds, self._more, self._revisit, self._clock = kinds, more, revisit, clock
        self._closed = ClosedPages()

    def arrived(self, attempt: Attempt) -> None:
        """Note that a response came, so the mirror can be reached."""
        if self._gate.answered(attempt):
            self._check(attempt, "reachable", None)

    def answered(
        self,
        attempt: Attempt,
        capture: Capture,
        status: int,
        set_cookies: Iterable[str],
        undecoded: str | None = None,
    ) -> None:
        """
        Act on a response.

        Args:
            attempt: the attempt that it answers.
            capture: the response, as the archive has it.
            status: HTTP status.
            set_cookies: values of its Set-Cookie headers.
            undecoded: why its body could not be decoded, and is as it came.
        """
        planned, frontier = attempt.planned, self._journal.frontier
        try:
            page = self._read(capture)
        except UnusableError as error:
            self._again(planned, undecoded or str(error), fetched=True)
            return
        verdict, reason = judge(page, planned.kind, self._market, status)
        if verdict is not Verdict.MAINTENANCE:
            self._gate.is_back()
        if verdict is Verdict.CONTENT:
            self._gate.has_session(attempt, set_cookies)
            self._content(planned, page)
        elif verdict is Verdict.GONE:
            frontier.finish(planned.key, "walled", reason)
        elif verdict is Verdict.SESSION:
            if self._gate.met_wall(attempt, reason or "", self._clock()):
                frontier.put_back(planned.key, reason=reason, counts=False, fetched=True)
            else:  # it may be the page alone that has a wall
                self._again(planned, reason or "", fetched=True)
        elif verdict is Verdict.MAINTENANCE:
            self._says_closed(planned, reason or "")
        else:
            self._again(planned, undecoded or reason or "", fetched=True)
        if verdict in {Verdict.CONTENT, Verdict.GONE}:
            for alone in self._closed.answered(planned, self._clock()):
                self._is_closed_alone(alone)

    def _says_closed(self, planned: Planned, reason: str) -> None:
        """Act on a page that says that the market is closed, which that page alone may be."""
        now, wait, frontier = self._clock(), self._options.maintenance_wait, self._journal.frontier
        closed = self._closed.said(planned, now, has_others=frontier.open_count > 1)
        if closed is Closed.PAGE:
            self._again(planned, reason, fetched=True)
            return
        not_before = now + wait if closed is Closed.UNKNOWN else 0.0
        frontier.put_back(planned.key, not_before=not_before, reason=reason, counts=False, fetched=True)
        if closed is Closed.MARKET:
            _log.warning(
                "%s says that it is closed: asking again in %.0f s",
                self._market,
                wait,
                extra={"event": "market_closed"},
            )
            self._gate.hold(now + wait, now)

    def _is_closed_alone(self, planned: Planned) -> None:
        """Count the answer of a page that was closed while another one was answered as an attempt to fetch it."""
        _log.warning(
            "%s says on one page that it is closed, and answers others: the crawl goes on",
            self._market,
            extra={"event": "page_closed"},
        )
        if self._journal.frontier.is_open(planned.key):
            self._again(planned, "maintenance", fetched=True)

    def passed(self, capture: Capture) -> None:
        """Load a response that leads on to another address of the same page, as a replay of the archive does."""
        with suppress(UnusableError):
            self._read(capture)

    def undecoded(self, attempt: Attempt, capture: Capture, error: UndecodableError) -> None:
        """Act on a response whose body is not in the encoding that it names: the archive has it as it came."""
        self._gate.undecodable()
        self.answered(attempt, capture, capture.http_status or 0, (), _reason(error))

    def failed(self, attempt: Attempt, error: BaseException) -> None:
        """
        Act on a failure.

        Args:
            attempt: what failed.
            error: why.
        """
        planned = attempt.planned
        if isinstance(error, RefusedError | UnusableError):  # it may not leave, or its address fits in no archive
            self._gate.not_sent()
            self._journal.frontier.finish(planned.key, "refused", str(error), fetched=False)
        else:
            code: int | None = getattr(error, "code", None)
            self._check(attempt, "no_answer" if code is None else reply_word(code), code)
            # Tor's own words if they are; others may quote an address
            why = str(error) if hasattr(error, "code") else f"the market does not answer ({type(error).__name__})"
            self._gate.failed(attempt, self._clock(), why)
            self._again(planned, _reason(error), fetched=False)

    def recover(self) -> None:
        """
        Catch up, after the process was killed, on responses that the archive has but the frontier or the database
        lacks.
        """
        frontier = self._journal.frontier
        for key, capture in self._journal.captures():
            try:
                page = self._read(capture, patiently=True)
            except UnusableError:
                continue  # it was no page when it came, either
            if not frontier.is_open(key):
                continue
            planned = frontier.planned(key)
            verdict, reason = judge(page, planned.kind, self._market, capture.http_status or 0)
            if verdict is Verdict.CONTENT:
                self._content(planned, page)
            elif verdict is Verdict.GONE:
                frontier.finish(key, "walled", reason)
        self._journal.save()

    def _read(self, capture: Capture, *, patiently: bool = False) -> ParsedPage:
        """
        Read a response, and have it loaded.

        Raises:
            UnusableError: it is no page; a replay of the archive refuses it too.
        """
        check_page(capture, kept=True)
        page = read_page(capture)
        self._journal.load(capture, page, patiently=patiently)
        return page

    def _content(self, planned: Planned, page: ParsedPage) -> None:
        frontier = self._journal.frontier
        try:
            frontier.add(followed(page, self._kinds, self._revisit))
            frontier.add(self._more(planned, page))
        except (sqlite3.Error, OSError, CryptodrugError):
            raise
        except Exception as error:  # noqa: BLE001  # the market's own code, and one page of many
            _log.warning(
                "%s: what a page leads to cannot be told: %s", self._market, told(error), extra={"event": "defect"}
            )
            frontier.finish(planned.key, "failed", _reason(error))
            return
        frontier.finish(planned.key, "parsed")

    def _again(self, planned: Planned, reason: str, *, fetched: bool) -> None:
        """Plan a page again, later each time, or give it up."""
        frontier = self._journal.frontier
        attempts = frontier.put_back(
            planned.key,
            not_before=self._clock() + self._options.retry_wait * 2**planned.attempts,
            reason=reason,
            counts=fetched or not self._gate.is_outage,
            fetched=fetched,
        )
        if attempts >= self._options.attempts:
            frontier.finish(planned.key, "failed", reason, fetched=fetched)

    def _check(self, attempt: Attempt, outcome: str, code: int | None) -> None:
        now = self._clock()
        seconds = Decimal(f"{now - attempt.sent_at:.3f}")
        checked_at = datetime.fromtimestamp(now, UTC)
        self._journal.check(Check(self._market, attempt.mirror, checked_at, outcome, code, seconds))


def _reason(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:_LONGEST_REASON]
