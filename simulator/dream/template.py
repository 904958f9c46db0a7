"""
Dream Market as `simulator.site.Template`: a request to the page that answers it.

Made from what is known of its real pages. Not known, and assumed: the arrangement of the home page, the words of the
row "Status", the page of a vendor that does not exist (the market's error).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.dream.addresses import resolve
from simulator.dream.expected import expected_of
from simulator.dream.frame import Frames
from simulator.dream.listing import gone_page, listing_page
from simulator.dream.lists import category_page, home_page
from simulator.dream.markup import CONTENT_TYPE
from simulator.dream.requests import content_requests
from simulator.dream.vendor import profile_page, ratings_page
from simulator.dream.walls import error_page, wall_page
from simulator.site import Expected, Page, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.site import Viewer
    from simulator.state import Snapshot

__all__ = ["DreamTemplate"]


class DreamTemplate:
    """The pages of Dream Market from early 2018 to its end in April 2019."""

    name = "dream"
    cookie = "MARKET_SESSION"

    def __init__(self) -> None:
        self._frames = Frames()

    def requests(self, snapshot: Snapshot, viewer: Viewer) -> Iterator[tuple[str, Request]]:  # noqa: ARG002  # as others
        """All content pages: see `simulator.dream.requests`."""
        return content_requests(snapshot)

    def page(self, snapshot: Snapshot, request: Request, viewer: Viewer) -> Page:
        """Answer a request; a category or vendor that does not exist gives the market's error."""
        address = resolve(request.path)
        frame = self._frames.of(snapshot, viewer)
        if address.kind == "login":
            return wall_page("login", snapshot.instant)
        if address.kind == "home":
            return Page("home", home_page(frame), CONTENT_TYPE)
        if address.kind == "listing":
            listing = address.listing(snapshot)
            if listing is None:
                return Page("listing_gone", gone_page(frame), CONTENT_TYPE)
            return Page("listing", listing_page(frame, listing), CONTENT_TYPE)
        category = address.category()
        if address.kind == "category_list" and category is not None:
            return Page("category_list", category_page(frame, category, address.page), CONTENT_TYPE)
        vendor = snapshot.vendor(address.of)
        if address.kind == "vendor_profile" and vendor is not None:
            return Page("vendor_profile", profile_page(frame, vendor, address.page), CONTENT_TYPE)
        if address.kind == "vendor_feedback" and vendor is not None:
            return Page("vendor_feedback", ratings_page(frame, vendor, address.page), CONTENT_TYPE)
        return error_page(frame)

    def expected(self, snapshot: Snapshot, request: Request, viewer: Viewer) -> Expected:
        """What a careful reader writes down of that page."""
        return expected_of(self._frames.of(snapshot, viewer), resolve(request.path))

    def wall(self, kind: str, snapshot: Snapshot) -> Page:
        """A page in place of content."""
        return wall_page(kind, snapshot.instant)
