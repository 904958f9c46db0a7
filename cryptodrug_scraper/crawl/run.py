"""
One crawl, as an extension of Scrapy: it gives out requests, keeps every response, and settles what became of each.

A response goes to the archive, then to the parser, then what it links to goes to the frontier and its records to the
database. `replay` does the same with the archive's file, with the same code.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from scrapy import signals
from scrapy.exceptions import CloseSpider, NotConfigured
from twisted.internet.task import LoopingCall

from cryptodrug_scraper.archive import ArchiveWriter
from cryptodrug_scraper.crawl.asking import BASE, COOKIES, PLANNED, SENT, STORED, redirected, request_of
from cryptodrug_scraper.crawl.folder import new_folder, open_frontier
from cryptodrug_scraper.crawl.keeping import exchange_of
from cryptodrug_scraper.crawl.ledger import Check, CrawlState, Status, record_checks, record_crawl
from cryptodrug_scraper.crawl.loading import Loader
from cryptodrug_scraper.crawl.mirrors import Mirrors, short_name
from cryptodrug_scraper.crawl.options import CrawlOptions
from cryptodrug_scraper.crawl.pace import Pace
from cryptodrug_scraper.crawl.recovery import captures_of_crawl
from cryptodrug_scraper.crawl.scope import Scope, followed
from cryptodrug_scraper.crawl.session_wait import SessionWait
from cryptodrug_scraper.crawl.sessions import Cookies, Sessions
from cryptodrug_scraper.crawl.settings import REQUIRED
from cryptodrug_scraper.crawl.verdict import Verdict, judge
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.onion.decoding import UndecodableError
from cryptodrug_scraper.onion.handler import RECORD
from cryptodrug_scraper.onion.permitted import RefusedError
from cryptodrug_scraper.onion.replies import reply_word
from cryptodrug_scraper.page.market import markets
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.replay.version import parser_version
from cryptodrug_scraper.store.database import open_database

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from sqlalchemy import Connection, Engine
    from twisted.python.failure import Failure

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.crawl.frontier import Planned
    from cryptodrug_scraper.crawl.scope import Revisit
    from cryptodrug_scraper.crawl.spider import MarketSpider
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["ENGINE", "REVISIT", "TRAFFIC", "CrawlRun"]

TRAFFIC = "CRAWL_TRAFFIC"
"""Setting: a function that gives the bytes that Tor carried (`Traffic`); missing meters nothing."""
ENGINE = "CRAWL_ENGINE"
"""Setting: a function that gives the database's engine. Settings are copied, which an engine itself does not bear."""
REVISIT = "CRAWL_REVISIT"
"""Setting: gives the `Revisit` of a crawl that began at an instant; missing fetches everything."""

_log = logging.getLogger(__name__)
_SAVE_EVERY = 1.0
_ARCHIVE_FULL = "archive"
_DATABASE_PATIENCE = 30.0
"""Seconds to wait at the end for a database that is down."""


class CrawlRun:
    """
    The state of one crawl.

    Args:
        crawler: Scrapy's crawler, whose spider is of a market.

    Raises:
        NotConfigured: the spider is of no market.
        ConfigurationError: a setting is none, or the crawl to be resumed is not there or still runs.
    """

    def __init__(self, crawler: Crawler) -> None:
        spider = crawler.spidercls
        if not hasattr(spider, "scopes"):
            msg = f"{spider.__name__} is no spider of a market"
            raise NotConfigured(msg)
        self._crawler = crawler
        self._market: str = spider.name
        self.options = options = CrawlOptions.of(crawler.settings, self._market)
        self._mirrors = Mirrors(list(options.mirrors), replica=options.replica)
        self._sessions = Sessions(self._market)
        self._wait = SessionWait(self._market, self._sessions, options.hook)
        self._pace = Pace()
        self._sent = self._identity = 0
        self._cookies: Cookies | None = None
        self._ended: str | None = None
        self._checks: deque[Check] = deque()
        self._stack = ExitStack()
        self.behind = False
        """Whether the database was down, and pages wait in the archive until the crawl is resumed."""
        for name, value in {**REQUIRED, **options.pace()}.items():
            crawler.settings.set(name, value, priority="cmdline")
        crawler.settings.set(RECORD, self.record, priority="cmdline")
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)
        self._begin()
        revisit = crawler.settings.get(REVISIT)
        self._revisit: Revisit | None = None if revisit is None else revisit(self._state.started_at)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension."""
        return cls(crawler)

    def _begin(self) -> None:
        folder = self.options.folder
        resumed = folder is not None
        if folder is None:
            folder, crawl_id = new_folder(self._market)
        self.folder = folder
        self._frontier = open_frontier(folder)
        if resumed:
            facts = self._frontier.facts()
        else:
            facts = {
                "crawl_id": str(crawl_id),
                "market": self._market,
                "scope": self.options.scope,
                "started_at": datetime.now(UTC).isoformat(),
                "label": self.options.label or "",
            }
            self._frontier.note(facts)
            self._frontier.save()
        self.crawl_id = UUID(facts["crawl_id"])
        self._state = CrawlState(
            crawl_id=self.crawl_id,
            market=facts["market"],
            label=facts["label"] or None,
            started_at=datetime.fromisoformat(facts["started_at"]),
            scope=msgspec.convert(facts["scope"], Scope),
        )
        self.counts = self._frontier.counts()
        """What became of the requests so far, by kind of page."""
        self.ended: CrawlState | None = None
        """The crawl at its end; None before."""
        versions = {market.name: parser_version(market.name) for market in markets()}
        self._writer = ArchiveWriter(self.options.archive, label=f"crawl {self.crawl_id}", parser_versions=versions)

    # what Scrapy's parts ask

    @property
    def has_open(self) -> bool:
        """Whether there is, or may be, anything left to ask for."""
        return self._ended is None and self._frontier.has_open

    def next_request(self) -> Request | None:
        """The next request that may be sent now; None if there is none."""
        now = time.time()
        if self._ended is not None or self._wait.reason is not None or not self._pace.may_send(now):
            return None
        if self.options.budget is not None and self._sent >= self.options.budget:
            self._ended = f"the budget of {self.options.budget} requests is spent"
            return None
        planned = self._frontier.take(now)
        if planned is None:
            return None
        self._pace.sent()
        self._sent += 1
        return self._request(planned)

    def record(self, request: Request, response: Response, captured: datetime) -> None:
        """Keep a response, before anything looks at it."""
        planned: Planned = request.meta[PLANNED]
        exchange = exchange_of(request, response, captured, self.crawl_id, planned.key)
        request.meta[STORED] = self._writer.exchange(exchange)

    def answered(self, response: Response) -> Request | None:
        """Settle what a response means; return where a redirect leads."""
        request = response.request
        assert request is not None  # noqa: S101  # Scrapy sets it
        self._pace.succeeded()
        if self._mirrors.succeeded(request.meta[BASE]):
            self._check(request, "reachable", None)
        if (follow := redirected(request, response)) is not None:
            return follow
        planned: Planned = request.meta[PLANNED]
        capture: Capture = request.meta[STORED].capture
        page = parse_page(capture.body, PageContext(capture.url, capture.captured))
        self._loader.add(capture, page)
        verdict, reason = judge(page, planned.kind, self._market, response.status)
        if verdict is Verdict.CONTENT:
            self._wait.passed()
            self._keep_cookies(request, response)
            self._content(planned, page)
        elif verdict is Verdict.GONE:
            self._frontier.finish(planned.key, "walled", reason)
        elif verdict is Verdict.SESSION:
            self._walled(request, reason or "")
        elif verdict is Verdict.MAINTENANCE:
            _log.warning(
                "%s says that it is closed: asking again in %.0f s", self._market, self.options.maintenance_wait
            )
            self._frontier.put_back(planned.key, reason=reason, counts=False, fetched=True)
            self._pace.hold(time.time() + self.options.maintenance_wait)
        else:
            self._again(planned, reason or "", fetched=True)
        return None

    def failed(self, failure: Failure) -> None:
        """Settle what a failure means."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        planned: Planned = request.meta[PLANNED]
        reason = f"{type(failure.value).__name__}: {failure.getErrorMessage()}"[:200]
        if failure.check(RefusedError):
            self._pace.unsent()
            self._frontier.finish(planned.key, "refused", failure.getErrorMessage(), fetched=False)
            return
        if failure.check(ArchiveError):
            _log.error("%s; the crawl stops, so that nothing is fetched that cannot be kept", failure.getErrorMessage())
            raise CloseSpider(_ARCHIVE_FULL)
        if failure.check(UndecodableError):  # a response came, and the archive has it as it was
            self._pace.succeeded()
            self._again(planned, reason, fetched=True)
            return
        self._pace.failed(time.time())
        code = getattr(failure.value, "code", None)
        self._check(request, "no_answer" if code is None else reply_word(code), code)
        self._identity += 1
        if self._mirrors.failed(request.meta[BASE]):
            _log.warning(
                "%s: the mirror does not answer; going on with %s", self._market, short_name(self._mirrors.base)
            )
            self._cookies = self._sessions.get(self._mirrors.host)
        self._again(planned, reason, fetched=False)

    def _check(self, request: Request, outcome: str, code: int | None) -> None:
        """Note whether a mirror could be reached; the loader writes it down."""
        now = datetime.now(UTC)
        seconds = Decimal(round((now - request.meta[SENT]).total_seconds(), 3)).quantize(Decimal("0.001"))
        host = urlsplit(request.url).netloc.removesuffix(":80")
        self._checks.append(Check(self._market, host, now, outcome, code, seconds))

    # what becomes of pages

    def _content(self, planned: Planned, page: ParsedPage) -> None:
        spider: MarketSpider = self._crawler.spider  # type: ignore[assignment]  # checked in the constructor
        kinds = spider.scopes[self._state.scope]
        self._frontier.add(followed(page, kinds, self._revisit))
        self._frontier.add(spider.more(planned, page))
        self._frontier.finish(planned.key, "parsed")

    def _walled(self, request: Request, reason: str) -> None:
        """Wait for a session if it is lost; if it may be the page alone that has a wall, ask for it again."""
        planned: Planned = request.meta[PLANNED]
        is_present = request.meta[COOKIES] == self._cookies
        if is_present and not self._wait.met_wall(reason, self._mirrors.host, self._cookies, time.time()):
            self._again(planned, reason, fetched=True)
        else:
            self._frontier.put_back(planned.key, reason=reason, counts=False, fetched=True)

    def _again(self, planned: Planned, reason: str, *, fetched: bool) -> None:
        wait = self.options.retry_wait * 2**planned.attempts
        counts = fetched or not self._pace.is_outage
        attempts = self._frontier.put_back(
            planned.key, not_before=time.time() + wait, reason=reason, counts=counts, fetched=fetched
        )
        if attempts >= self.options.attempts:
            self._frontier.finish(planned.key, "failed", reason, fetched=fetched)

    def _request(self, planned: Planned) -> Request:
        spider: MarketSpider = self._crawler.spider  # type: ignore[assignment]  # checked in the constructor
        isolation = f"{self.crawl_id.hex[:8]} {self._mirrors.host} {self._identity} {planned.attempts}"
        return request_of(planned, self._mirrors.base, self._cookies, isolation, spider.failed)

    def _keep_cookies(self, request: Request, response: Response) -> None:
        changes = [value.decode("latin-1") for value in response.headers.getlist("Set-Cookie")]
        if not changes or request.meta[BASE] != self._mirrors.base or request.meta[COOKIES] != self._cookies:
            return
        cookies = (self._cookies or Cookies({})).after(changes)
        if cookies != self._cookies:
            self._cookies = cookies
            self._sessions.put(self._mirrors.host, cookies)

    # beginning and end

    def _opened(self, spider: MarketSpider) -> None:
        given = self._crawler.settings.get(ENGINE)
        engine: Engine = self._stack.enter_context(open_database()).engine if given is None else given()
        self._loader = Loader(engine, self._report)
        self._frontier.add(start for start in spider.starts if start.kind in spider.scopes[self._state.scope])
        self._recover()
        self._cookies = self._sessions.get(self._mirrors.host)
        self._saving = LoopingCall(self._tick)
        self._saving.start(self.options.poll, now=False)

    def _recover(self) -> None:
        """Settle what the archive has of this crawl and frontier or database have not: the process was killed."""
        for key, capture in captures_of_crawl(self.options.archive, self.crawl_id):
            page = parse_page(capture.body, PageContext(capture.url, capture.captured))
            self._loader.add(capture, page, patiently=True)
            if not self._frontier.is_open(key):
                continue
            planned = self._frontier.planned(key)
            verdict, reason = judge(page, planned.kind, self._market, capture.http_status or 0)
            if verdict is Verdict.CONTENT:
                self._content(planned, page)
            elif verdict is Verdict.GONE:
                self._frontier.finish(key, "walled", reason)
        self._save()

    def _tick(self) -> None:
        self._save()
        if self._wait.reason is None:
            self._wake()
        elif self._wait.ended(self._mirrors.host):
            self._cookies = self._sessions.get(self._mirrors.host)
            self._wake()
        elif self.options.session_wait is not None and time.time() - self._wait.since > self.options.session_wait:
            self._ended = f"no new session came in {self.options.session_wait:.0f} s after {self._wait.reason}"

    def _wake(self) -> None:
        """Have Scrapy ask for a request: by itself it does so after a response, or up to five seconds later."""
        slot = None if self._crawler.engine is None else self._crawler.engine._slot  # noqa: SLF001  # it has no other way
        if slot is not None:
            slot.nextcall.schedule()

    def _save(self) -> None:
        self._writer.sync()
        self._frontier.save()
        self.counts = self._frontier.counts()
        traffic = self._crawler.settings.get(TRAFFIC)
        if traffic is not None:
            carried = traffic()
            self._state = replace(self._state, tor_bytes_read=carried.read, tor_bytes_written=carried.written)

    def _report(self, connection: Connection) -> None:
        """Write the crawl's own rows; in the loader's thread."""
        state = self._state
        if self._wait.reason is not None and state.status == "running":
            state = replace(state, status="paused", reason=self._wait.reason)
        record_crawl(connection, state, self.counts)
        checks = [self._checks[place] for place in range(len(self._checks))]
        record_checks(connection, checks)
        for _ in checks:  # not before they are written
            self._checks.popleft()

    def _closed(self, reason: str) -> None:
        if self._saving.running:
            self._saving.stop()
        self._save()
        status, why = self._outcome(reason)
        self._state = self.ended = replace(self._state, status=status, reason=why, ended_at=datetime.now(UTC))
        self._loader.close(_DATABASE_PATIENCE)
        self.behind = self._loader.behind
        if status != "aborted" and not self.behind:
            self._frontier.note({"ended_at": datetime.now(UTC).isoformat(), "status": status})
        self._frontier.close()
        self._writer.close()
        self._stack.close()
        _log.info("%s: the crawl is %s%s", self._market, status, f": {why}" if why else "")

    def _outcome(self, reason: str) -> tuple[Status, str | None]:
        if reason != "finished":
            return "aborted", f"stopped: {reason}; cryptodrug crawl {self._market} --resume goes on"
        if self._ended is not None and self._frontier.has_open:
            return "partial", self._ended
        lost = sum(count.refused + count.failed for count in self.counts.values())
        return ("partial", f"{lost} pages were given up") if lost else ("complete", None)
