"""Which pages a crawl of a simulated market has to fetch, found by following links one by one and with nothing else."""

from __future__ import annotations

import http.client
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.crawl.scope import followed
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from spiders.dream import DreamSpider
from spiders.empire import EmpireSpider
from spiders.wallstreet import WallStreetSpider

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.crawl.frontier import Planned
    from cryptodrug_scraper.crawl.scope import Scope

__all__ = ["pages_within_reach"]

_SPIDERS = {spider.name: spider for spider in (DreamSpider, EmpireSpider, WallStreetSpider)}


def pages_within_reach(address: str, market: str, cookies: Mapping[str, str], scope: Scope) -> set[str]:
    """
    The keys of the pages of a scope.

    Args:
        address: of the market, as ``http://127.0.0.1:…``.
        market: its name.
        cookies: those of a session.
        scope: kinds of page to follow.
    """
    spider = _SPIDERS[market]()
    kinds = spider.scopes[scope]
    found: set[str] = set()
    waiting: deque[Planned] = deque(start for start in spider.starts if start.kind in kinds)
    while waiting:
        page = waiting.popleft()
        if page.key in found:
            continue
        found.add(page.key)
        read = parse_page(
            _fetch(address, page, cookies), PageContext(address + page.url, CaptureTime.at(datetime.now(UTC)))
        )
        waiting += [*followed(read, kinds, None), *spider.more(page, read)]
    return found


def _fetch(address: str, page: Planned, cookies: Mapping[str, str]) -> bytes:
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    body = None
    if page.form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(page.form)
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
    try:
        connection.request("GET" if body is None else "POST", page.url, body, headers)
        return connection.getresponse().read()
    finally:
        connection.close()
