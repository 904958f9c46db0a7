"""Read the row of tabs on listings and profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.urls import url_key
from parsers.empire.addresses import tab_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.page.document import Document
    from parsers.empire.frame import Divisions

__all__ = ["shown_tab", "tab_links"]


def shown_tab(document: Document, boxes: Divisions) -> str | None:
    """
    Return the tab that is shown: ``desc``, ``feedback`` or ``refund`` of a listing; ``about``, ``p_feedback``,
    ``n_feedback``, ``c_feedback``, ``l_feedback`` or ``pgp`` of a vendor.

    The mark on the tab says it; where the page has none, as when it ends above its tabs, its address does. None where
    neither does: ``/u/…`` and ``/product/…`` name no tab, since the market shows there the one that was chosen last.
    """
    for box in boxes.get("tab", []):
        for link in box.iterchildren("a"):
            if "focus" in link.get("class", "").split():
                return tab_of(link.get("href", ""))
    url = document.context.url
    return None if url is None else tab_of(url)


def tab_links(boxes: Divisions) -> Iterator[tuple[str, str]]:
    """Return the name and address of each tab."""
    for box in boxes.get("tab", []):
        for link in box.iterchildren("a"):
            href = link.get("href", "")
            name = tab_of(href)
            if name is not None:
                yield name, url_key(href)
