"""Make Scrapy's request for a page, with the data that is needed when the answer comes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

from scrapy import Request

from cryptodrug_scraper.crawl.verdict import REDIRECTS
from cryptodrug_scraper.onion.handler import ISOLATION

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any
    from uuid import UUID

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from cryptodrug_scraper.crawl.attempt import Attempt

__all__ = ["ATTEMPT", "CAPTURE", "redirected", "request_of"]

ATTEMPT, CAPTURE = "attempt", "capture"
"""Keys of a request's meta: the `Attempt`, and the capture of its response once the archive has it."""
_HOPS = "hops"
_MOST_HOPS = 5
_SCHEMES = frozenset({"http", "https"})


def request_of(
    attempt: Attempt, crawl_id: UUID, callback: Callable[[Response], Any], errback: Callable[[Failure], None]
) -> Request:
    """
    Return Scrapy's request for an attempt.

    Args:
        attempt: the page, and as whom to ask for it.
        crawl_id: the crawl: none shares a circuit with another.
        callback: function to call with the response.
        errback: function to call if no response comes.

    Raises:
        ValueError: the page's address is invalid.
    """
    planned = attempt.planned
    headers = {"Cookie": attempt.cookies.header()} if attempt.cookies else {}
    body = b""
    if planned.form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(planned.form).encode()
    return Request(
        attempt.base + planned.url,
        method="GET" if planned.form is None else "POST",
        body=body,
        headers=headers,
        callback=callback,
        errback=errback,
        meta={
            ATTEMPT: attempt,
            ISOLATION: f"{crawl_id.hex[:8]} {urlsplit(attempt.base).netloc} {attempt.identity} {planned.attempts}",
            _HOPS: 0,
            "handle_httpstatus_all": True,
        },
        dont_filter=True,
    )


def redirected(request: Request, response: Response) -> Request | None:
    """
    Return the request that a redirect within the mirror leads to, which is the same page to the frontier; None for any
    other response.
    """
    if response.status not in REDIRECTS or request.meta[_HOPS] >= _MOST_HOPS:
        return None
    location = (response.headers.get("Location") or b"").decode("latin-1")
    hops = {**request.meta, _HOPS: request.meta[_HOPS] + 1}
    try:
        url = urljoin(request.url, location)
        parts = urlsplit(url)
        if not location or parts.scheme not in _SCHEMES or parts.netloc != urlsplit(request.url).netloc:
            return None
        return request.replace(url=url, method="GET", body=b"", meta=hops)
    except ValueError:  # it is no address
        return None
