"""Read the row of tabs on listings and profiles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.urls import url_key
from parsers.empire.addresses import tab_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.page.document import Document
    from parsers.empire.frame import Divisions

__all__ = ["shown_tab", "tab_links"]

_WORDS = {
    "description": "desc",
    "feedback": "feedback",
    "refund": "refund",
    "about": "about",
    "positive": "p_feedback",
    "negative": "n_feedback",
    "neutral": "c_feedback",
    "left": "l_feedback",
    "pgp": "pgp",
}
"""The tabs by the first of the words on them."""
_TOTAL = re.compile(r"Total (\w+) feedbacks?\s*:", re.IGNORECASE)
_KEY = "-----BEGIN PGP"


def shown_tab(document: Document, boxes: Divisions) -> str | None:
    """
    Return the tab that is shown: ``desc``, ``feedback`` or ``refund`` of a listing; ``about``, ``p_feedback``,
    ``n_feedback``, ``c_feedback``, ``l_feedback`` or ``pgp`` of a vendor; ``feedback`` of a vendor where nothing says
    of which sign it is, nor whether the vendor received it.

    The mark on the tab says it, by its link, or by its words where a program that saved the page made the link one to
    a file. Where the page has none, as when it ends above its tabs, its address does, or else what the tab holds. None
    where none does: ``/u/…`` and ``/product/…`` name no tab, since the market shows there the one that was chosen last.
    """
    for box in boxes.get("tab", []):
        for link in box.iterchildren("a"):
            if "focus" in link.get("class", "").split():
                tab = tab_of(link.get("href", "")) or _in_words(document.text(link))
                if tab is not None:
                    return tab
    url = document.context.url
    return (None if url is None else tab_of(url)) or _in_content(document, boxes)


def _in_words(text: str) -> str | None:
    """The tab that a text names with its first word, as in ``Positive Feedback``."""
    words = text.split(maxsplit=1)
    return _WORDS.get(words[0].lower()) if words else None


def _in_content(document: Document, boxes: Divisions) -> str | None:
    """The tab that holds what only one kind of tab does: a table of feedback, or a vendor's key."""
    for name in ("tabcontent_user_feedback", "tabcontent"):
        for content in boxes.get(name, []):
            if any("user_feedbackTbl" in table.get("class", "") for table in content.iter("table")):
                totals = [_TOTAL.match(document.text(line)) for line in content.iter("p")]
                of = next((total[1] for total in totals if total is not None), "")
                return _WORDS.get(of.lower(), "feedback")
            if name != "tabcontent" and any(_KEY in (box.text or "") for box in content.iter("pre")):
                return "pgp"
    return None


def tab_links(boxes: Divisions) -> Iterator[tuple[str, str]]:
    """Return the name and address of each tab."""
    for box in boxes.get("tab", []):
        for link in box.iterchildren("a"):
            href = link.get("href", "")
            name = tab_of(href)
            if name is not None:
                yield name, url_key(href)
