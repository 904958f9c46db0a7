"""
One crawl, as an extension of Scrapy, which joins Scrapy's signals and requests to the parts that do the work: the gate
decides what may be sent, the journal stores it, and the settler records the outcome.
"""

from __future__ import annotations

import logging
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import CloseSpider, NotConfigured
from twisted.internet.task import LoopingCall

from cryptodrug_scraper.crawl.gate import Gate
from cryptodrug_scraper.crawl.journal import Journal
from cryptodrug_scraper.crawl.keeping import exchange_of
from cryptodrug_scraper.crawl.options import CrawlOptions
from cryptodrug_scraper.crawl.request import ATTEMPT, CAPTURE, redirected, request_of
from cryptodrug_scraper.crawl.sessions import Sessions
from cryptodrug_scraper.crawl.settings import REQUIRED
from cryptodrug_scraper.crawl.settling import Settler
from cryptodrug_scraper.crawl.spider import MarketSpider
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.onion.handler import RECORD
from cryptodrug_scraper.store.database import open_database

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
_ARCHIVE_FULL = "archive"


class CrawlRun:
    """
    One crawl.

    Args:
        crawler: Scrapy's crawler, whose spider is of a market.

    Attributes:
        options: the options of the crawl.
        journal: the stores of the crawl, and at its end the outcome.

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
        self.options = CrawlOptions.of(crawler.settings, self._market)
        self._gate = Gate(self._market, self.options, Sessions(self._market))
        self._stack = ExitStack()
        for name, value in {**REQUIRED, **self.options.rate_settings()}.items():
            crawler.settings.set(name, value, priority="cmdline")
        crawler.settings.set(RECORD, self.record, priority="cmdline")
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)
        self.journal = Journal(self._market, self.options, crawler.settings.get(TRAFFIC))
        revisit = crawler.settings.get(REVISIT)
        self._revisit = None if revisit is None else revisit(self.journal.state.started_at)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Create the extension."""
        return cls(crawler)

    # what Scrapy's parts ask

    @property
    def has_open(self) -> bool:
        """Whether pages are, or may be, left to request."""
        return self._gate.closed is None and self.journal.frontier.has_open

    def next_request(self) -> Request | None:
        """Return the next request that may be sent now; None if there is none."""
        now = time.time()
        planned = self.journal.frontier.take(now) if self._gate.is_open(now) else None
        if planned is None:
            return None
        attempt = self._gate.let_through(planned, now)
        return request_of(attempt, self.journal.crawl_id, self._answered, self._failed)

    def record(self, request: Request, response: Response, captured: datetime) -> None:
        """Store a response in the archive, before anything reads it."""
        attempt: Attempt = request.meta[ATTEMPT]
        exchange = exchange_of(request, response, captured, self.journal.crawl_id, attempt.planned.key)
        request.meta[CAPTURE] = self.journal.store(exchange)

    def _answered(self, response: Response) -> Iterator[Request]:
        """Act on a response; return the request that a redirect leads to."""
        request = response.request
        assert request is not None  # noqa: S101  # Scrapy sets it
        attempt: Attempt = request.meta[ATTEMPT]
        self._settler.arrived(attempt)
        follow = redirected(request, response)
        if follow is not None:
            yield follow
        else:
            set_cookies = [value.decode("latin-1") for value in response.headers.getlist("Set-Cookie")]
            self._settler.answered(attempt, request.meta[CAPTURE], response.status, set_cookies)

    def _failed(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        error = failure.value
        assert error is not None  # noqa: S101  # it is what failed
        if isinstance(error, ArchiveError):
            _log.error("%s; the crawl stops, so that nothing is fetched that cannot be kept", error)
            raise CloseSpider(_ARCHIVE_FULL)
        self._settler.failed(request.meta[ATTEMPT], error)

    # beginning and end

    def _opened(self, spider: MarketSpider) -> None:
        given = self._crawler.settings.get(ENGINE)
        engine: Engine = self._stack.enter_context(open_database()).engine if given is None else given()
        kinds = spider.scopes[self.journal.state.scope]
        self._settler = Settler(self._market, self.journal, self._gate, self.options, kinds, spider.more, self._revisit)
        self.journal.begin_loading(engine, lambda: self._gate.pause)
        self.journal.frontier.add(start for start in spider.starts if start.kind in kinds)
        self._settler.recover()
        self._saving = LoopingCall(self._tick)
        self._saving.start(self.options.poll, now=False)

    def _tick(self) -> None:
        self.journal.save()
        if self._gate.look_for_session(time.time()):
            self._wake()

    def _wake(self) -> None:
        """Make Scrapy ask for a request at once: by itself it asks after a response, or up to five seconds later."""
        slot = None if self._crawler.engine is None else self._crawler.engine._slot  # noqa: SLF001  # it has no other way
        if slot is not None:
            slot.nextcall.schedule()

    def _closed(self, reason: str) -> None:
        if self._saving.running:
            self._saving.stop()
        self.journal.save()
        status, why = self._outcome(reason)
        self.journal.close(status, why)
        self._stack.close()
        _log.info("%s: the crawl is %s%s", self._market, status, f": {why}" if why else "")

    def _outcome(self, reason: str) -> tuple[CrawlStatus, str | None]:
        if reason != "finished":
            return "aborted", f"stopped: {reason}; cryptodrug crawl {self._market} --resume goes on"
        if self._gate.closed is not None and self.journal.frontier.has_open:
            return "partial", self._gate.closed
        lost = sum(count.refused + count.failed for count in self.journal.counts.values())
        return ("partial", f"{lost} pages were given up") if lost else ("complete", None)
