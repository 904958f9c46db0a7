"""One request and its response, as a crawler hands them over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.capture import Origin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

__all__ = ["Exchange"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """
    A fetched page.

    Attributes:
        url: the address that was asked for, with scheme and host.
        captured: when the response had arrived, aware.
        status: HTTP status code, 0 to 999.
        body: the page as a spider sees it, transfer and content encodings undone.
        response_headers: as received, in their order and with repeats.
        method: of the request.
        request_headers: as sent.
        request_body: as sent, such as the fields of a form.
        reason: the words after the status code; None for the usual ones.
        protocol: as on the status line.
        crawl_id: the crawl that fetched it. key: its name for the page.
    """

    url: str
    captured: datetime
    status: int
    body: bytes = field(repr=False)
    response_headers: Sequence[tuple[str, str]] = ()
    method: str = "GET"
    request_headers: Sequence[tuple[str, str]] = ()
    request_body: bytes = field(default=b"", repr=False)
    reason: str | None = None
    protocol: str = "HTTP/1.1"
    crawl_id: UUID | None = None
    key: str = ""

    @property
    def origin(self) -> Origin | None:
        """The crawl and the request key, as the place that the page comes from; None without a crawl."""
        return None if self.crawl_id is None else Origin("crawl", f"{self.crawl_id}/{self.key}")
