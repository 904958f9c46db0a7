"""Selectors of rows by the heading before their list, where tables lie in tables and nothing else tells them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.page.select import css

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["HEADINGS", "Heading", "heading_of", "selector_by_heading"]

HEADINGS = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "label", "legend", "summary", "caption", "dt", "strong", "b", "p", "th", "td"}
)
"""Elements that may say, before a list, what it is of."""
_LONGEST = 60
_MOST_BREAKS = 2


class Heading(NamedTuple):
    """
    What stands before a list.

    Attributes:
        text: what it says.
        way: a selector from it, as ``b:contains("Delivery")``, to the rows.
    """

    text: str
    way: str


def heading_of(document: Document, holder: Element, tag: str) -> Heading | None:
    """
    Find the heading right before a list, with breaks between at most, or in the cell before the one that holds it.

    Args:
        document: the page.
        holder: what holds the rows.
        tag: their tag.
    """
    outer = holder.getparent() if holder.tag == "tbody" else holder
    if outer is None:
        return None
    inner = holder.tag if outer is holder else f"{outer.tag} > {holder.tag}"
    found = _before(document, outer)
    if found is not None:
        return Heading(found[0], f"{found[1]} + {inner} > {tag}")
    cell = outer.getparent()
    if cell is None or cell.tag != "td" or len(cell) > 1 or (found := _before(document, cell)) is None:
        return None
    return Heading(found[0], f"{found[1]} + td > {inner} > {tag}")


def selector_by_heading(pages: Sequence[tuple[Document, Element, Sequence[Element]]]) -> str | None:
    """
    A selector of rows by the heading of their list, where that says the same on all pages; None where it finds others.

    Args:
        pages: each page with its root and the rows.
    """
    ways = set()
    for document, _, rows in pages:
        holder = rows[0].getparent()
        heading = None if holder is None else heading_of(document, holder, str(rows[0].tag))
        ways.add(None if heading is None else heading.way)
    way = ways.pop() if len(ways) == 1 else None
    for selector in (way, f"{way}:has(td)") if way is not None else ():
        if all(css(selector)(root) == list(rows) for _, root, rows in pages):
            return selector
    return None


def _before(document: Document, element: Element) -> tuple[str, str] | None:
    """What the heading before an element says, and a selector of what is right before the element."""
    breaks = 0
    before = element.getprevious()
    while before is not None and before.tag == "br" and breaks < _MOST_BREAKS and not (before.tail or "").strip():
        before, breaks = before.getprevious(), breaks + 1
    if before is None or before.tag not in HEADINGS or (before.tail or "").strip(" :\n\r\t"):
        return None
    text = document.text(before)
    if not 0 < len(text) <= _LONGEST or any(sign in text for sign in '"\\') or before.find(".//table") is not None:
        return None
    return text, f'{before.tag}:contains("{text}")' + " + br" * breaks
