"""Telling Empire Market's pages apart: whose page it is, and of which kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.select import tester
from parsers.empire.frame import divisions
from parsers.empire.tabs import selected_tab
from parsers.empire.vendor import owner_in_heading, store_owner

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document

__all__ = ["claims", "classify"]

_HEAD = 4_096
_FOOT = 2_048
_STUB = 1_024
_TITLE = re.compile(rb"<title>\s*Empire Market\s*(?:-|</title)", re.IGNORECASE)
_FOOTER = re.compile(rb"Copyright (?:&copy;|\xc2\xa9) \d{4} Empire Market")
_REFRESH = re.compile(
    rb"""<meta\b(?=[^>]*http-equiv\s*=\s*["']?refresh)[^>]*URL=[^>]*/(?:index/)?login\b""", re.IGNORECASE
)
_LOGIN = tester('boolean(//form[contains(@action, "/login")]//input[@type="password"])')
_CAPTCHA = tester('boolean(//form//img[contains(@src, "captcha")])')
_EXPIRED = re.compile(
    r"session (?:has |is )?(?:been )?(?:expired|timed? ?out|lost)|logged out|log(?:ged)? ?in again", re.IGNORECASE
)
_GONE = re.compile(
    r"(?:listing|product|item|page)[^.!]{0,40}(?:not found|no longer|does(?: not|n't) exist"
    r"|has been (?:removed|deleted)|is not available|unavailable)",
    re.IGNORECASE,
)
_MAINTENANCE = re.compile(r"\bmaintenance\b", re.IGNORECASE)
_ERROR = re.compile(r"\berror\b|\bgateway\b|\A\W*[45]\d\d\b", re.IGNORECASE)
_VENDOR_TABS = {"about": "vendor_profile", "pgp": "vendor_pgp"}
_LISTING_TABS = {"feedback": "listing_feedback", "refund": "listing_refund"}


def claims(body: bytes) -> bool:
    """
    Tell whether Empire Market made this page: by its title or footer, since clones share the rest; or as the stub that
    sends a visitor without a session to the login.
    """
    if _TITLE.search(body, 0, _HEAD) is not None:
        return True
    if len(body) < _STUB:
        return _REFRESH.search(body) is not None
    return _FOOTER.search(body[-_FOOT:]) is not None


def classify(document: Document) -> str:
    """The kind of a page. Content is told by its containers, before any wall."""
    boxes = document.once(divisions)
    if "listDes" in boxes:
        return _LISTING_TABS.get(selected_tab(boxes) or "", "listing")
    if "user_info_mid" in boxes:
        tab = selected_tab(boxes) or "about"
        return "vendor_feedback" if tab.endswith("_feedback") else _VENDOR_TABS.get(tab, "vendor_profile")
    if "feature-listing" in boxes or document.title.endswith("- Home"):
        return "home"
    if "right-content" in boxes:
        words = document.text(boxes["right-content"][0])
        if "col-1search" in boxes or "currently nothing to show" in words or words.startswith("Sort:"):
            return "category_list" if store_owner(document, boxes) is None else "vendor_offers"
        return _without_content(words) if owner_in_heading(document, boxes) is None else "vendor_offers"
    if "right-session" in boxes:
        return "unknown"
    words = document.text(document.root)
    if document.root.find(".//meta[@http-equiv]") is not None and "login-textbox" not in boxes and len(words) < _STUB:
        stub = document.root.find(".//meta[@http-equiv]")
        if stub is not None and stub.get("http-equiv", "").lower() == "refresh":
            return "session_lost"
    if _LOGIN(document.root):
        return "session_lost" if _EXPIRED.search(words) else "login"
    if _CAPTCHA(document.root):
        return "captcha"
    return _without_content(words)


def _without_content(words: str) -> str:
    if _GONE.search(words):
        return "listing_gone"
    if _MAINTENANCE.search(words):
        return "maintenance"
    return "error" if _ERROR.search(words) else "unknown"
