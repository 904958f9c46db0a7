"""Convert Scrapy's request and response into the exchange that the archive stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.archive import Exchange

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from scrapy import Request
    from scrapy.http import Headers, Response

__all__ = ["exchange_of"]


def exchange_of(request: Request, response: Response, captured: datetime, crawl_id: UUID, key: str) -> Exchange:
    """
    Describe an exchange to the archive.

    Args:
        request: as it was sent.
        response: as it was received, its body decoded.
        captured: when it had arrived.
        crawl_id: the crawl.
        key: its name for the page.
    """
    return Exchange(
        url=request.url,
        captured=captured,
        status=response.status,
        body=response.body,
        response_headers=tuple(_pairs(response.headers)),
        method=request.method,
        request_headers=tuple(_pairs(request.headers)),
        request_body=request.body,
        protocol=response.protocol or "HTTP/1.1",
        crawl_id=crawl_id,
        key=key,
    )


def _pairs(headers: Headers) -> Iterator[tuple[str, str]]:
    for name, values in headers.items():
        for value in values:
            yield name.decode("latin-1"), value.decode("latin-1")
