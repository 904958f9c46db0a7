"""Wall Street Market as `simulator.site.Template`: a request to the page that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.site import Expected, Page, Request
from simulator.wallstreet.addresses import ListingAsked, VendorAsked, resolve
from simulator.wallstreet.expected import expected_of
from simulator.wallstreet.frame import DisplaySettings, Frames
from simulator.wallstreet.listing import listing_page
from simulator.wallstreet.lists import list_page
from simulator.wallstreet.requests import content_requests
from simulator.wallstreet.selection import ListPage
from simulator.wallstreet.vendor import PAGE_KINDS, vendor_page
from simulator.wallstreet.walls import notice, wall_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.site import Viewer
    from simulator.state import Snapshot

__all__ = ["WallstreetTemplate"]


class WallstreetTemplate:
    """
    The pages of Wall Street Market.

    Args:
        settings: what the accounts that look have set, beyond what a viewer tells.
    """

    name = "wallstreet"
    cookie = "PHPSESSID"

    def __init__(self, settings: DisplaySettings | None = None) -> None:
        self.settings = settings or DisplaySettings()
        self._frames = Frames()

    def requests(self, snapshot: Snapshot, viewer: Viewer) -> Iterator[tuple[str, Request]]:
        """All content pages: see `simulator.wallstreet.requests`."""
        return content_requests(snapshot, viewer)

    def page(self, snapshot: Snapshot, request: Request, viewer: Viewer) -> Page:
        """
        Answer a request.

        Of a list's filters, category, words of the title, origin, cards and page count; the others change nothing.
        """
        frame = self._frames.of(snapshot, viewer, self.settings)
        asked = resolve(frame, request)
        if isinstance(asked, ListPage):
            return Page("category_list", list_page(frame, asked))
        if isinstance(asked, ListingAsked):
            if asked.listing is None:
                return Page("listing_gone", notice(frame.shell, frame.labels.gone), status=404)
            kind = "listing_refund" if asked.refund else "listing"
            return Page(kind, listing_page(frame, asked.listing, refund=asked.refund))
        if isinstance(asked, VendorAsked):
            return Page(PAGE_KINDS[asked.tab], vendor_page(frame, asked.vendor, asked.tab))
        return Page("error", notice(frame.shell, frame.labels.not_found, number=404), status=404)

    def expected(self, snapshot: Snapshot, request: Request, viewer: Viewer) -> Expected:
        """What a careful reader writes down of that page. A page that is no content has no record."""
        frame = self._frames.of(snapshot, viewer, self.settings)
        return expected_of(frame, resolve(frame, request))

    def wall(self, kind: str, snapshot: Snapshot) -> Page:
        """A page in place of content, in English."""
        return wall_page(kind, snapshot)
