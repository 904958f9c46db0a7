"""Recognise Dream Market's pages and their kinds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.select import tester
from parsers.dream.frame import frame_of

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element
    from parsers.dream.frame import Frame

__all__ = ["claims", "classify", "tab_of"]

_HEAD_SIGN = re.compile(rb"<link\b[^<>]*\bmarketstyle\.css|<title[^<>]*>\s*Dream Market", re.IGNORECASE)
_FRAME_NAME = b"naviHeader"
_FRAME_SIGN = re.compile(rb"""class\s*=\s*["']?[^"'<>&]{0,200}\bnaviHeader""", re.IGNORECASE)
"""Signs in tags: a page that shows the code of another has the words of it, and is no page of the market."""
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
"""Most characters of a notice in place of content, where it has no heading."""
_WHOLE_NOTICE = 2_000
"""Most characters of a page that is nothing but a notice, its decoys and footer included."""
_MAINTENANCE = re.compile(r"\bmaint[ae]i?nance\b", re.IGNORECASE)


def claims(body: bytes) -> bool:
    """Tell whether Dream Market made this page, by its style sheet, title or frame."""
    if _HEAD_SIGN.search(body, 0, _HEAD) is not None:
        return True
    if body.find(_FRAME_NAME, 0, _FRAME) >= 0 and _FRAME_SIGN.search(body, 0, _FRAME) is not None:
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
    words = _notice(document, frame, is_login=is_login)
    if any(phrase in words for phrase in _SESSION_LOST):
        return "session_lost"
    if is_login or title.startswith("Dream Market Login"):
        return "login"
    if _ERROR.match(words) or _ERROR.match(title):
        return "error"
    return "maintenance" if _MAINTENANCE.search(words) else "unknown"


def _notice(document: Document, frame: Frame, *, is_login: bool) -> str:
    """
    The words that may say why a page has no content; empty where it has content of a kind that nobody reads.

    Within the frame that is a heading, or few words without one: news, messages and pages of help mention walls, too,
    as the frame's own news do. A page that is nothing but a notice is short.
    """
    if is_login:
        return document.text(document.root)
    if frame.content is None and not frame.bars:
        words = document.text(document.root)
        return words if len(words) <= _WHOLE_NOTICE else ""
    if frame.content is None:
        return ""
    for part in frame.content.iter("div", "h1", "h2", "h3"):
        if part.tag != "div" or "title" in classes(part):
            return document.text(part)
    words = document.text(frame.content)
    return words if len(words) <= _NOTICE else ""


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
