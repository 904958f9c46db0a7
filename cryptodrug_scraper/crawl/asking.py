"""What is sent for a page, and what travels with it through Scrapy to where the answer is settled."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

from scrapy import Request

from cryptodrug_scraper.crawl.verdict import REDIRECTS
from cryptodrug_scraper.onion.handler import ISOLATION

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from cryptodrug_scraper.crawl.frontier import Planned
    from cryptodrug_scraper.crawl.sessions import Cookies

__all__ = ["BASE", "COOKIES", "PLANNED", "SENT", "STORED", "redirected", "request_of"]

PLANNED, STORED, BASE, COOKIES, SENT = "planned", "stored", "base", "cookies", "sent"
"""Keys of a request's meta: the page, where its response is kept, the mirror, the cookies, when it was sent."""
_HOPS = "hops"
_MOST_HOPS = 5


def request_of(
    planned: Planned, base: str, cookies: Cookies | None, isolation: str, errback: Callable[[Failure], None]
) -> Request:
    """
    Ask for a page.

    Args:
        planned: the page.
        base: the mirror to ask, as ``http://….onion``.
        cookies: of the session with that mirror.
        isolation: streams of other words never share a circuit with this one.
        errback: what is told if no response comes.
    """
    headers = {"Cookie": cookies.header()} if cookies else {}
    body = b""
    if planned.form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(planned.form).encode()
    return Request(
        base + planned.url,
        method="GET" if planned.form is None else "POST",
        body=body,
        headers=headers,
        errback=errback,
        meta={
            PLANNED: planned,
            BASE: base,
            COOKIES: cookies,
            SENT: datetime.now(UTC),
            ISOLATION: isolation,
            _HOPS: 0,
            "handle_httpstatus_all": True,
        },
        dont_filter=True,
    )


def redirected(request: Request, response: Response) -> Request | None:
    """Where a redirect within the mirror leads, which is the same page to the frontier; None for any other response."""
    if response.status not in REDIRECTS or request.meta[_HOPS] >= _MOST_HOPS:
        return None
    location = (response.headers.get("Location") or b"").decode("latin-1")
    url = urljoin(request.url, location)
    if not location or urlsplit(url).netloc != urlsplit(request.url).netloc:
        return None
    return request.replace(url=url, method="GET", body=b"", meta={**request.meta, _HOPS: request.meta[_HOPS] + 1})
