"""One attempt to fetch a page: what is requested, from which mirror, and in which session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from cryptodrug_scraper.crawl.frontier import Planned
    from cryptodrug_scraper.crawl.sessions import Cookies

__all__ = ["Attempt"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """
    One request for a page, with its mirror and session.

    Attributes:
        planned: the page.
        base: the mirror that is asked, as ``http://….onion``.
        cookies: of the session with that mirror; None for none.
        identity: attempts of other identities never share a circuit with it.
        sent_at: when it was handed to the downloader, in seconds since 1970.
    """

    planned: Planned
    base: str
    cookies: Cookies | None
    identity: int
    sent_at: float

    @property
    def mirror(self) -> str:
        """Host and port of the mirror; the default port of HTTP is left out."""
        return urlsplit(self.base).netloc.removesuffix(":80")
