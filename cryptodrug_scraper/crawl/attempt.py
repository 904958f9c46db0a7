"""One attempt at a page: what is asked for, of which mirror, and as whom."""

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
    A page that is asked for once, and as whom.

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
        """Host and port of the mirror, without the port that HTTP has anyway."""
        return urlsplit(self.base).netloc.removesuffix(":80")
