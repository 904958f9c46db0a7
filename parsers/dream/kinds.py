"""Recognise Dream Market's pages and their kinds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.select import tester
from parsers.dream.frame import frame_of

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["claims", "classify", "tab_of"]

_HEAD_SIGNS = (b"marketstyle.css", b"<title>Dream Market")
_FRAME_SIGN = b"naviHeader"
_SESSION_LOST = (
    "Your session has expired",
    "You have been logged in elsewhere",
    "You are not logged in, you are redirect",
)
_OWN_WORDS = (b"You have been logged in elsewhere", b"you are redirectied to")
"""Words that no other market uses: they identify a page that has nothing else of Dream's."""
_HEAD = 4_096
_FRAME = 16_384
_BARE = 8_192
"""Most bytes of a page that only says that the session is lost, and has no frame."""
_WALL = tester('boolean(//form[contains(@action, "verifyHuman")] | //form//div[@class="ddos"])')
_LOGIN = tester('boolean(//div[contains(concat(" ", normalize-space(@class), " "), " notloggedin ")])')
_ERROR = re.compile(r"(?:Dream Market\W+)?(?:An Error has occured|Error: \d+)", re.IGNORECASE)
_NOTICE = 400
"""Most characters of a notice in place of content."""
_MAINTENANCE = re.compile(r"\bmaint[ae]i?nance\b", re.IGNORECASE)


def claims(body: bytes) -> bool:
    """Tell whether Dream Market made this page, by its style sheet, title or frame."""
    if any(body.find(sign, 0, _HEAD) >= 0 for sign in _HEAD_SIGNS) or body.find(_FRAME_SIGN, 0, _FRAME) >= 0:
        return True
    return len(body) < _BARE and any(sign in body for sign in _OWN_WORDS)


def classify(document: Document) -> str:
    """
    Return the kind of a page.

    The frame's decoys ("Phisher site") and the captcha picture on good profile pages say nothing: a wall is told by its
    form.
    """
    frame = document.once(frame_of)
    kind = None if frame.content is None else _content_kind(document, frame.content)
    if kind is not None:
        return kind
    title = document.title
    if _WALL(document.root) or title == "Dream Market - DDOS Protection":
        return "captcha"
    is_login = _LOGIN(document.root)
    if frame.bars and not is_login:
        # the frame's own news mention maintenance, and a listing may be called anything
        words = "" if frame.content is None else document.text(frame.content)[:_NOTICE]
    else:
        words = document.text(document.root)
    if any(phrase in words for phrase in _SESSION_LOST):
        return "session_lost"
    if is_login or title.startswith("Dream Market Login"):
        return "login"
    if _ERROR.match(words) or _ERROR.match(title):
        return "error"
    return "maintenance" if _MAINTENANCE.search(words) else "unknown"


def tab_of(document: Document, contact: Element) -> str:
    """Return the name of the selected tab of a vendor's page, in lower case; empty if none is marked."""
    for table in contact.iter("table"):
        if "pnav" in classes(table):
            return next((document.text(cell).lower() for cell in table.iter("td") if "pSelected" in classes(cell)), "")
    return ""


def _content_kind(document: Document, content: Element) -> str | None:
    for box in content.iterchildren("div"):
        names = classes(box)
        if "viewProduct" in names:
            return "listing"
        if "contactMember" in names:
            return _vendor_kind(document, box)
        if "shop" in names:
            return "home" if document.title == "Welcome" else "category_list"
        heading = box.find("div")
        if heading is not None and document.text(heading) == "Listing not found":
            return "listing_gone"
    return "home" if document.title == "Welcome" else None


def _vendor_kind(document: Document, contact: Element) -> str:
    tab = tab_of(document, contact)
    if tab == "ratings" or (not tab and any("ratingTable" in classes(table) for table in contact.iter("table"))):
        return "vendor_feedback"
    return "vendor_profile"
