"""A market's spider: where to begin, which kinds of page there are, and how lists without addresses are paged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Spider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping

    from cryptodrug_scraper.crawl.frontier import Planned
    from cryptodrug_scraper.crawl.scope import Scope
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["MarketSpider"]


class MarketSpider(Spider):
    """
    A spider whose pages the market's parser reads. Its name is that of the market.

    What to ask for next comes from the frontier; what a page means, from the parser; what becomes of a response, from
    the extension `CrawlRun`.

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
