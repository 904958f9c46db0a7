"""Scrapy's scheduler on top of the crawl's frontier: no request waits in memory only."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Self

from scrapy.core.scheduler import BaseScheduler
from scrapy.exceptions import NotConfigured

from cryptodrug_scraper.crawl.run import CrawlRun

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

__all__ = ["FrontierScheduler"]


class FrontierScheduler(BaseScheduler):
    """
    Asks the crawl for its next request. Requests that are handed in, such as those for redirects, go before others.
    """

    def __init__(self, run: CrawlRun) -> None:
        self._run = run
        self._handed_in: deque[Request] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """
        Create the scheduler of a crawl.

        Raises:
            NotConfigured: the extension that runs a crawl is not enabled.
        """
        run = crawler.get_extension(CrawlRun)
        if run is None:
            msg = f"{CrawlRun.__name__} is not among the EXTENSIONS: crawl with cryptodrug crawl or scrapy crawl"
            raise NotConfigured(msg)
        return cls(run)

    def has_pending_requests(self) -> bool:
        """Tell whether the crawl still has pages to request."""
        return bool(self._handed_in) or self._run.has_open

    def enqueue_request(self, request: Request) -> bool:
        """Take a request that a spider or a middleware made."""
        self._handed_in.append(request)
        return True

    def next_request(self) -> Request | None:
        """Return the next request that may be sent now; None if there is none."""
        if self._handed_in:
            return self._handed_in.popleft()
        return self._run.next_request()
