"""
One crawl, as an extension of Scrapy, which joins Scrapy's signals and requests to the parts that do the work: the gate
decides what may be sent, the journal stores it, and the settler records the outcome.

Each way in ends the crawl at a fault that is of no page: see `Faults`.
"""

from __future__ import annotations

import logging
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.task import LoopingCall

from cryptodrug_scraper.crawl.fault import Faults
from cryptodrug_scraper.crawl.gate import Gate
from cryptodrug_scraper.crawl.journal import Journal
from cryptodrug_scraper.crawl.keeping import exchange_of
from cryptodrug_scraper.crawl.options import CrawlOptions
from cryptodrug_scraper.crawl.request import ATTEMPT, CAPTURE, redirected, request_of
from cryptodrug_scraper.crawl.sessions import Sessions
from cryptodrug_scraper.crawl.settings import REQUIRED
from cryptodrug_scraper.crawl.settling import Settler
from cryptodrug_scraper.crawl.shortfall import shortfall
from cryptodrug_scraper.crawl.spider import MarketSpider
from cryptodrug_scraper.logs import always
from cryptodrug_scraper.onion.decoding import UndecodableError
from cryptodrug_scraper.onion.handler import RECORD
from cryptodrug_scraper.onion.permitted import RefusedError
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from sqlalchemy import Engine
    from twisted.python.failure import Failure

    from cryptodrug_scraper.crawl.attempt import Attempt
    from cryptodrug_scraper.crawl.ledger import CrawlStatus

__all__ = ["ENGINE", "REVISIT", "TRAFFIC", "CrawlRun"]

TRAFFIC = "CRAWL_TRAFFIC"
"""Setting: a function that returns the bytes that Tor carried (`Traffic`). Without it nothing is metered."""
ENGINE = "CRAWL_ENGINE"
"""Setting: a function that returns the database's engine. Scrapy copies settings, and an engine cannot be copied."""
REVISIT = "CRAWL_REVISIT"
"""
Setting: a function that returns the `Revisit` of a crawl that began at an instant. Without it every page is fetched.
"""

_log = logging.getLogger(__name__)
_FAULT = "fault"
"""Scrapy's reason for closing a spider whose crawl had a fault."""


class CrawlRun:
    """
    One crawl.

    Args:
        crawler: Scrapy's crawler, whose spider is of a market.

    Attributes:
        options: the options of the crawl.
        journal: the stores of the crawl, and at its end the outcome.
        faults: its own faults.

    Raises:
        NotConfigured: the spider is of no market.
        ConfigurationError: a setting is not valid, or the crawl to resume does not exist or still runs.
    """

    def __init__(self, crawler: Crawler) -> None:
        spider = crawler.spidercls
        if not issubclass(spider, MarketSpider):
            msg = f"{spider.__name__} is no spider of a market"
            raise NotConfigured(msg)
        self._crawler, self._market = crawler, spider.name
        self.faults = Faults(self._market, self._close)
        self._saving: LoopingCall | None = None
        self.options = CrawlOptions.of(crawler.settings, self._market)
        self._gate = Gate(self._market, self.options, Sessions(self._market))
        self._stack = ExitStack()
        for name, value in {**REQUIRED, **self.options.rate_settings()}.items():
            crawler.settings.set(name, value, priority="cmdline")
        crawler.settings.set(RECORD, self.record, priority="cmdline")
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)
        crawler.signals.connect(self._raised, signals.spider_error)
        self.journal = Journal(self._market, self.options, crawler.settings.get(TRAFFIC))
        always(market=self._market, crawl=str(self.journal.crawl_id))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Create the extension."""
        return cls(crawler)

    # what Scrapy's parts ask

    @property
    def has_open(self) -> bool:
        """Whether pages are, or may be, left to request."""
        with self.faults.ending():
            return self.faults.first is None and self._gate.closed is None and self.journal.frontier.has_open
        return False

    def next_request(self) -> Request | None:
        """Return the next request that may be sent now; None if there is none."""
        with self.faults.ending():
            return self._next(time.time())
        return None

    def _next(self, now: float) -> Request | None:
        while self.faults.first is None and self._gate.is_open(now):
            planned = self.journal.frontier.take(now)
            if planned is None:
                return None
            attempt = self._gate.let_through(planned, now)
            try:
                return request_of(attempt, self.journal.crawl_id, self._answered, self._failed)
            except ValueError as error:  # a page linked to what is no address
                self._settler.failed(attempt, RefusedError(f"it is no address: {error}"))
        return None

    def record(self, request: Request, response: Response, captured: datetime) -> None:
        """
        Store a response in the archive, before anything reads it. What cannot be kept ends the crawl: nothing is to be
        fetched in vain.

        Raises:
            UnusableError: this page alone cannot be archived, and the crawl goes on.
        """
        attempt: Attempt = request.meta[ATTEMPT]
        try:
            exchange = exchange_of(request, response, captured, self.journal.crawl_id, attempt.planned.key)
            request.meta[CAPTURE] = self.journal.store(exchange)
        except UnusableError:
            raise
        except Exception as error:
            self.faults.end(error)
            raise

    def _answered(self, response: Response) -> Iterator[Request]:
        """Act on a response; give the request that a redirect leads to."""
        follow = None
        with self.faults.ending():
            follow = self._settled(response)
        if follow is not None:
            yield follow

    def _settled(self, response: Response) -> Request | None:
        request = response.request
        assert request is not None  # noqa: S101  # Scrapy sets it
        if self.faults.first is not None:
            return None  # the archive has it, for when the crawl is resumed
        attempt: Attempt = request.meta[ATTEMPT]
        self._settler.arrived(attempt)
        follow = redirected(request, response)
        if follow is not None:
            self._settler.passed(request.meta[CAPTURE])
            return follow
        set_cookies = [value.decode("latin-1") for value in response.headers.getlist("Set-Cookie")]
        self._settler.answered(attempt, request.meta[CAPTURE], response.status, set_cookies)
        return None

    def _failed(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        error = failure.value
        assert error is not None  # noqa: S101  # it is what failed
        if self.faults.first is not None:
            return  # the page is asked for again when the crawl is resumed
        with self.faults.ending():
            if isinstance(error, UndecodableError):
                self._settler.undecoded(request.meta[ATTEMPT], request.meta[CAPTURE], error)
            else:
                self._settler.failed(request.meta[ATTEMPT], error)

    # beginning and end

    def _opened(self, spider: MarketSpider) -> None:
        with self.faults.noting():
            self._begin(spider)
        if self.faults.first is not None:
            raise CloseSpider(_FAULT)

    def _begin(self, spider: MarketSpider) -> None:
        given = self._crawler.settings.get(ENGINE)
        engine: Engine = self._stack.enter_context(open_database()).engine if given is None else given()
        self.journal.begin_loading(engine, lambda: self._gate.pause)
        kinds = spider.scopes[self.journal.state.scope]
        policy = self._crawler.settings.get(REVISIT)
        revisit = None if policy is None else policy(self.journal.state.started_at)
        self._settler = Settler(self._market, self.journal, self._gate, self.options, kinds, spider.more, revisit)
        self.journal.frontier.add(start for start in spider.starts if start.kind in kinds)
        self._settler.recover()
        self._saving = LoopingCall(self._tick)
        self._saving.start(self.options.poll, now=False).addErrback(self._raised)

    def _tick(self) -> None:
        self.journal.save()
        now = time.time()
        if self._gate.look_for_session(now):
            self._gate.look_at_outage(now)
            self._wake()

    def _raised(self, failure: Failure) -> None:
        """The timer raised something, or what a spider begins with did."""
        assert failure.value is not None  # noqa: S101  # it is what failed
        self.faults.end(failure.value)

    def _close(self) -> None:
        engine = self._crawler.engine
        if engine is not None and engine.spider is not None:
            deferred_from_coro(engine.close_spider_async(reason=_FAULT))

    def _wake(self) -> None:
        """Make Scrapy ask for a request at once: by itself it asks after a response, or up to five seconds later."""
        slot = None if self._crawler.engine is None else self._crawler.engine._slot  # noqa: SLF001  # it has no other way
        if slot is not None:
            slot.nextcall.schedule()

    def _closed(self, reason: str) -> None:
        with self.faults.noting():
            if self._saving is not None and self._saving.running:
                self._saving.stop()
            self.journal.save()
        with self.faults.noting():
            self.journal.close(*self._outcome(reason))
        self._stack.close()
        if (ended := self.journal.ended) is not None:
            said = ended.status, f": {ended.reason}" if ended.reason else ""
            _log.info("%s: the crawl is %s%s", self._market, *said, extra={"event": f"crawl_{ended.status}"})

    def _outcome(self, reason: str) -> tuple[CrawlStatus, str | None]:
        if self.faults.first is not None:
            return "aborted", f"{self.faults.first}; cryptodrug crawl {self._market} --resume goes on"
        if reason != "finished":
            return "aborted", f"stopped: {reason}; cryptodrug crawl {self._market} --resume goes on"
        if self._gate.closed is not None and self.journal.frontier.has_open:
            return "partial", self._gate.closed
        lacks = shortfall(self.journal.counts)
        return ("complete", None) if lacks is None else ("partial", lacks)
