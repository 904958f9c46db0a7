"""The pages that a thorough crawler of Dream Market would fetch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.dream.addresses import category_path, listing_path, vendor_path
from simulator.dream.cards import OWN_PER_PAGE, page_count
from simulator.dream.categories import CATEGORIES, TOP
from simulator.site import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.state import Snapshot

__all__ = ["content_requests"]


def content_requests(snapshot: Snapshot) -> Iterator[tuple[str, Request]]:
    """
    Every page with content, as (kind, request): home, the five categories of the first level, which hold all listings,
    then listings and vendors. Further pages of a vendor's cards are profile pages.
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
        for page in range(1, max(1, page_count(len(snapshot.vendor_listing_ids(handle)), OWN_PER_PAGE)) + 1):
            yield "vendor_profile", Request(vendor_path(handle, page))
        yield "vendor_feedback", Request(vendor_path(handle, ratings=True))
