"""A market's spider: where to begin, which kinds of page there are, and how lists without addresses are paged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Spider

from cryptodrug_scraper.crawl.run import CrawlRun
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Mapping

    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from cryptodrug_scraper.crawl.frontier import Planned
    from cryptodrug_scraper.crawl.scope import Scope
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["MarketSpider"]


class MarketSpider(Spider):
    """
    A spider whose pages the market's parser reads. Its name is that of the market.

    What to ask for next comes from the frontier; what a page means, from the parser.

    Attributes:
        starts: pages to begin with.
        scopes: kinds of page to follow in each scope, those on the way to them included.
    """

    starts: ClassVar[tuple[Planned, ...]]
    scopes: ClassVar[Mapping[Scope, frozenset[str]]]

    async def start(self) -> AsyncIterator[Any]:
        """Begin: the frontier has the first requests already."""
        requests: tuple[Any, ...] = ()
        for request in requests:
            yield request

    def more(self, asked: Planned, page: ParsedPage) -> Iterable[Planned]:
        """Further pages of a list that have no links, such as those that a form asks for."""
        del asked, page
        return ()

    def parse(self, response: Response, **_: Any) -> Iterator[Request]:  # noqa: ANN401  # Scrapy's signature
        """Hand a response to the crawl."""
        follow = self._run.answered(response)
        if follow is not None:
            yield follow

    def failed(self, failure: Failure) -> None:
        """Hand a failure to the crawl."""
        self._run.failed(failure)

    @property
    def _run(self) -> CrawlRun:
        run = self.crawler.get_extension(CrawlRun)
        if run is None:
            msg = f"{CrawlRun.__name__} is not among the EXTENSIONS: crawl with cryptodrug crawl or scrapy crawl"
            raise ConfigurationError(msg)
        return run
