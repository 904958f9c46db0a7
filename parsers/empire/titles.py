"""Tell titles of which words became elements: the market printed angle brackets as vendors typed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["has_lost_words", "report_lost_words"]

_MARKUP = frozenset(
    {"a", "b", "big", "br", "center", "code", "del", "div", "em", "font", "i", "img", "ins", "mark", "p", "q", "s"}
    | {"small", "span", "strike", "strong", "sub", "sup", "tt", "u", "wbr"}
)
"""Elements that may stand in a title; any other was text."""


def has_lost_words(title: Element) -> bool:
    """Tell whether words of a title became elements, as ``HOT`` does in ``<<HOT>> 10g``."""
    return len(title) > 0 and any(part.tag not in _MARKUP for part in title.iterdescendants("*"))


def report_lost_words(document: Document, title: Element) -> None:
    """Report a title of which words became elements, and are nowhere else on the page."""
    document.issue("field_unreadable", f"title: words within angle brackets are lost in {document.text(title)[:60]!r}")
