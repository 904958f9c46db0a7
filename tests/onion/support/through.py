"""A Tor that is none and a site behind it, as the download handler meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.onion.support.fake_tor import FakeTor, Listener
from tests.onion.support.site import Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.onion.support.downloader import Downloader

__all__ = ["Through", "answering"]


class Through:
    """A Tor and what is behind it, and a client."""

    def __init__(self, downloader: Downloader, site: Site, **answers: Any) -> None:
        self._downloader, self.site, self._answers = downloader, site, answers

    def fetch(self, *requests: str | Mapping[str, Any], record: str = "keep", **settings: Any) -> dict[str, Any]:
        """Fetch pages through a new Tor."""
        self.tor = FakeTor(self.site, **self._answers)
        together = settings.pop("together", False)
        with Listener(self.tor) as listener:
            self.listener = listener
            return self._downloader.fetch(
                *requests, settings={"TOR_SOCKS": listener.address} | settings, together=together, record=record
            )

    @property
    def wire(self) -> list[bytes]:
        """The requests as the site got them."""
        return [request for _, request in self.site.requests]


def answering(downloader: Downloader, *pieces: bytes | float | None) -> Through:
    """A site that has one answer."""
    return Through(downloader, Site({"/": pieces}))
