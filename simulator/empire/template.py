"""Empire Market as `simulator.site.Template`: a request to the page that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.empire.addresses import FEEDBACK_TABS, Address, resolve
from simulator.empire.expected import expected_of
from simulator.empire.frame import Frame, Frames
from simulator.empire.home import home_page
from simulator.empire.listing import listing_page
from simulator.empire.lists import category_page, store_page
from simulator.empire.requests import content_requests
from simulator.empire.vendor import vendor_page
from simulator.empire.walls import gone_page, login_page, unknown_page, wall_page
from simulator.site import Expected, Page, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.site import Viewer
    from simulator.state import Snapshot

__all__ = ["EmpireTemplate"]

_LISTING_KINDS = {"desc": "listing", "feedback": "listing_feedback", "refund": "listing_refund"}
_VENDOR_KINDS = {"about": "vendor_profile", "pgp": "vendor_pgp", "l_feedback": "vendor_feedback"} | dict.fromkeys(
    FEEDBACK_TABS,
    "vendor_feedback",
)


class EmpireTemplate:
    """Empire's pages, as real ones of September 2019 to February 2020 are built."""

    name = "empire"
    cookie = "ci_session"

    def __init__(self) -> None:
        self._frames = Frames()

    def requests(self, snapshot: Snapshot, viewer: Viewer) -> Iterator[tuple[str, Request]]:
        """All content pages: see `simulator.empire.requests`."""
        return content_requests(self._frames.of(snapshot, viewer))

    def page(self, snapshot: Snapshot, request: Request, viewer: Viewer) -> Page:
        """Answer a request of somebody who is logged in. Fields of forms change nothing here."""
        frame = self._frames.of(snapshot, viewer)
        asked = resolve(request.path)
        match asked.kind:
            case "home":
                return Page("home", home_page(frame))
            case "category_list":
                return Page("category_list", category_page(frame, asked.number, asked.offset))
            case "listing":
                return _listing(frame, asked)
            case "vendor" | "vendor_offers":
                return _vendor(frame, asked)
            case "login":
                return login_page(snapshot, expired=asked.tab == "expired")
            case _:
                return unknown_page(frame)

    def expected(self, snapshot: Snapshot, request: Request, viewer: Viewer) -> Expected:
        """What a careful reader writes down of that page, worked out from the states and not from the page."""
        page = self.page(snapshot, request, viewer)
        return expected_of(self._frames.of(snapshot, viewer), resolve(request.path), page.kind)

    def wall(self, kind: str, snapshot: Snapshot) -> Page:
        """A page in place of content: ``login``, ``captcha``, ``session_lost``, ``maintenance`` or ``error``."""
        return wall_page(kind, snapshot)


def _listing(frame: Frame, asked: Address) -> Page:
    listing = frame.snapshot.listing(asked.number)
    if listing is None:
        return gone_page(frame)
    return Page(_LISTING_KINDS[asked.tab], listing_page(frame, listing, asked.tab, asked.offset))


def _vendor(frame: Frame, asked: Address) -> Page:
    vendor = frame.vendor(asked)
    if vendor is None:
        return unknown_page(frame)
    if asked.kind == "vendor_offers":
        return Page(asked.kind, store_page(frame, vendor, asked.offset))
    return Page(_VENDOR_KINDS[asked.tab], vendor_page(frame, vendor, asked.tab, asked.offset))
