"""Tell whether a page that ends early still has all of its listing or vendor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.wallstreet.frame import frame_of

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element
    from parsers.wallstreet.outline import Outline

__all__ = ["is_whole"]


def is_whole(document: Document, outline: Outline, following: Element | None) -> bool:
    """
    Tell whether everything that describes the listing or vendor is there.

    That is so where the page is complete or reaches its footer, or where the list that comes ``following`` has begun
    and neither the tab nor a table before it is cut.
    """
    if document.complete or document.once(frame_of).footer is not None:
        return True
    if following is None or outline.tab is None or document.is_cut(outline.tab):
        return False
    return not any(document.is_cut(table) for _, table in outline.tables if table is not following)
