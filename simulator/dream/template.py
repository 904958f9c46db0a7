"""
Dream Market as it was from early 2018 to its end in April 2019.

Made from what is known of its real pages. Not known, and assumed: the arrangement of the home page, the words of the
row "Status", the page of a vendor that does not exist (the market's error), the number of cards on a vendor's page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.dream.addresses import category_path, listing_number, listing_path, resolve, vendor_path
from simulator.dream.cards import page_count
from simulator.dream.categories import CATEGORIES, TOP
from simulator.dream.expected import read_category, read_home, read_listing, read_profile, read_ratings
from simulator.dream.frame import Frame
from simulator.dream.listing import gone_page, listing_page
from simulator.dream.lists import category_page, home_page
from simulator.dream.markup import CONTENT_TYPE
from simulator.dream.vendor import profile_page, ratings_page
from simulator.dream.walls import error_page, wall_page
from simulator.site import Expected, Page, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.dream.categories import Category
    from simulator.site import Viewer
    from simulator.state import ListingState, Snapshot

__all__ = ["DreamTemplate"]


class DreamTemplate:
    """
    The pages of Dream Market.

    The frames of the last snapshot are kept, one for each account: pages are quickest one snapshot after the other.
    """

    name = "dream"
    cookie = "MARKET_SESSION"

    def __init__(self) -> None:
        self._frames: dict[Viewer, Frame] = {}

    def requests(self, snapshot: Snapshot, viewer: Viewer) -> Iterator[tuple[str, Request]]:  # noqa: ARG002  # as others
        """
        All content pages: home, the five categories of the first level, which hold all listings, then listings and
        vendors. Further pages of a vendor's cards are profile pages.
        """
        yield "home", Request("/")
        listings: list[int] = []
        for number in TOP:
            found = snapshot.listing_ids(CATEGORIES[number].products)
            listings += found
            for page in range(1, max(1, page_count(len(found))) + 1):
                yield "category_list", Request(category_path(number, page))
        for listing_id in listings:
            yield "listing", Request(listing_path(listing_id))
        for handle in snapshot.handles():
            for page in range(1, max(1, page_count(len(snapshot.vendor_listing_ids(handle)))) + 1):
                yield "vendor_profile", Request(vendor_path(handle, page))
            yield "vendor_feedback", Request(vendor_path(handle, ratings=True))

    def page(self, snapshot: Snapshot, request: Request, viewer: Viewer) -> Page:
        """Answer a request; a category or vendor that does not exist gives the market's error."""
        address = resolve(request.path)
        frame = self._frame(snapshot, viewer)
        if address.kind == "login":
            return wall_page("login", snapshot.instant)
        if address.kind == "home":
            return Page("home", home_page(frame), CONTENT_TYPE)
        if address.kind == "listing":
            listing = _listing(snapshot, address.of)
            if listing is None:
                return Page("listing_gone", gone_page(frame), CONTENT_TYPE)
            return Page("listing", listing_page(frame, listing), CONTENT_TYPE)
        category = _category(address.of)
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
        address = resolve(request.path)
        frame = self._frame(snapshot, viewer)
        if address.kind == "login":
            return Expected("login", [])
        if address.kind == "home":
            return read_home(frame)
        if address.kind == "listing":
            listing = _listing(snapshot, address.of)
            return Expected("listing_gone", []) if listing is None else read_listing(frame, listing)
        category = _category(address.of)
        if address.kind == "category_list" and category is not None:
            return read_category(frame, category, address.page)
        vendor = snapshot.vendor(address.of)
        if address.kind == "vendor_profile" and vendor is not None:
            return read_profile(frame, vendor, address.page)
        if address.kind == "vendor_feedback" and vendor is not None:
            return read_ratings(frame, vendor, address.page)
        return Expected("error", [])

    def wall(self, kind: str, snapshot: Snapshot) -> Page:
        """A page in place of content."""
        return wall_page(kind, snapshot.instant)

    def _frame(self, snapshot: Snapshot, viewer: Viewer) -> Frame:
        frame = self._frames.get(viewer)
        if frame is None or frame.snapshot is not snapshot:
            kept = {key: other for key, other in self._frames.items() if other.snapshot is snapshot}
            frame = Frame(snapshot, viewer)
            self._frames = kept | {viewer: frame}
        return frame


def _listing(snapshot: Snapshot, offer: str) -> ListingState | None:
    number = listing_number(offer)
    return None if number is None else snapshot.listing(number)


def _category(number: str) -> Category | None:
    return CATEGORIES.get(int(number)) if number.isdecimal() and len(number) < 8 else None
