"""Which page answers which request, and which requests there are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import quote, unquote, urlsplit

from simulator.site import Page, Reading, Request
from simulator.wallstreet.categories import LEAVES
from simulator.wallstreet.lists import list_page
from simulator.wallstreet.lists_reading import list_reading
from simulator.wallstreet.offer import offer_page
from simulator.wallstreet.offer_reading import offer_reading
from simulator.wallstreet.profile import profile_page
from simulator.wallstreet.profile_reading import profile_reading
from simulator.wallstreet.selection import ListPage, Selection, list_forms
from simulator.wallstreet.view import Settings, ViewCache
from simulator.wallstreet.walls import notice, wall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.site import Viewer
    from simulator.state import ListingState, Snapshot, VendorState
    from simulator.wallstreet.profile import Tab
    from simulator.wallstreet.view import View

__all__ = ["WallStreet"]

_OFFER = re.compile(r"/offer/(?P<number>[0-9]{1,18})(?P<refund>/refund)?")
_PROFILE = re.compile(r"/profile/(?P<handle>[^/]+)(?:/(?P<tab>info|pgp|offers))?")


class WallStreet:
    """
    The pages of Wall Street Market.

    Args:
        settings: what the accounts that look have set, beyond what a viewer tells.
    """

    name = "wallstreet"
    cookie = "PHPSESSID"

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._views = ViewCache()

    def requests(self, snapshot: Snapshot, viewer: Viewer) -> Iterator[tuple[str, Request]]:
        """
        The start page; the lists of all categories that have none below them, each with all its pages; every live
        listing with its refund tab; every vendor with its tabs.

        Each listing stands in exactly one of those lists, filed as deep as the market files it. Categories above them
        would only repeat the cards. A category without a listing is left out.
        """
        yield "category_list", Request("/index")
        counts = snapshot.counts()
        for leaf in LEAVES:
            total = sum(counts.get(product, 0) for product in leaf.products)
            if total:
                for form in list_forms(leaf, total, viewer.cards):
                    yield "category_list", Request("/index", form)
        for number in snapshot.listing_ids([product for leaf in LEAVES for product in leaf.products]):
            yield "listing", Request(f"/offer/{number}")
            yield "listing_refund", Request(f"/offer/{number}/refund")
        for handle in snapshot.handles():
            for tab, kind in (("info", "vendor_profile"), ("pgp", "vendor_pgp"), ("offers", "vendor_offers")):
                yield kind, Request(f"/profile/{quote(handle, safe='')}/{tab}")

    def page(self, snapshot: Snapshot, request: Request, viewer: Viewer) -> Page:
        """
        Answer a request.

        Of a list's filters, category, words of the title, origin, cards and page count; the others change nothing.
        """
        view = self._views.get(snapshot, viewer, self.settings)
        found = _find(view, request)
        if isinstance(found, ListPage):
            return Page("category_list", list_page(view, found))
        if isinstance(found, _Offer):
            if found.listing is None:
                return Page("listing_gone", notice(view.frame, view.words.gone), status=404)
            return Page(found.kind, offer_page(view, found.listing, refund=found.refund))
        if isinstance(found, _Profile):
            return Page(f"vendor_{found.tab.replace('info', 'profile')}", profile_page(view, found.vendor, found.tab))
        return Page("error", notice(view.frame, view.words.not_found, number=404), status=404)

    def reading(self, snapshot: Snapshot, request: Request, viewer: Viewer) -> Reading:
        """What a careful reader writes down of that page. A page that is no content has no record."""
        view = self._views.get(snapshot, viewer, self.settings)
        found = _find(view, request)
        if isinstance(found, ListPage):
            return list_reading(view, found)
        if isinstance(found, _Offer):
            if found.listing is None:
                return Reading("listing_gone", [])
            return offer_reading(view, found.listing, refund=found.refund)
        if isinstance(found, _Profile):
            return profile_reading(view, found.vendor, found.tab)
        return Reading("error", [])

    def wall(self, kind: str, snapshot: Snapshot) -> Page:
        """A page in place of content, in English."""
        return wall(kind, snapshot)


class _Offer(NamedTuple):
    listing: ListingState | None
    refund: bool

    @property
    def kind(self) -> str:
        return "listing_refund" if self.refund else "listing"


class _Profile(NamedTuple):
    vendor: VendorState
    tab: Tab


def _find(view: View, request: Request) -> ListPage | _Offer | _Profile | None:
    """What a request is for; None is nothing that the market has."""
    path = urlsplit(request.path).path.rstrip("/")
    if path in ("", "/index"):
        return ListPage.of(Selection.of(request, view), view.snapshot)
    if offer := _OFFER.fullmatch(path):
        return _Offer(view.snapshot.listing(int(offer["number"])), offer["refund"] is not None)
    if profile := _PROFILE.fullmatch(path):
        vendor = view.snapshot.vendor(unquote(profile["handle"]))
        return None if vendor is None else _Profile(vendor, cast("Tab", profile["tab"] or "info"))
    return None
