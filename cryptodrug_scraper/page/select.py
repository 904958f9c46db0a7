"""Select elements strictly: a required element must occur exactly once, or the page is not of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cssselect import HTMLTranslator
from lxml import etree

from cryptodrug_scraper.errors import ParseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from cryptodrug_scraper.page.document import Document, Element

__all__ = [
    "attribute_of",
    "audit",
    "audit_paging",
    "css",
    "finder",
    "first",
    "linked",
    "maybe",
    "one",
    "string_finder",
    "tester",
    "text_of",
]

_LONGEST = 80
"""Characters of a block that an issue has."""


def finder(path: str) -> Callable[[Element], list[Element]]:
    """Compile an XPath that selects elements."""
    return cast("Callable[[Element], list[Element]]", etree.XPath(path))


def css(selector: str) -> Callable[[Element], list[Element]]:
    """
    Compile a CSS selector, such as ``div.card > a``, that selects elements below another one, or that one itself. With
    ``+`` before it, as in ``+ td.note``, it selects in the element behind: in the second row of a thing of two.
    """
    if not selector.startswith("+"):
        return finder(HTMLTranslator().css_to_xpath(selector))
    find = css(selector[1:].lstrip())

    def find_behind(element: Element) -> list[Element]:
        behind = next(element.itersiblings(etree.Element), None)
        return [] if behind is None else find(behind)

    return find_behind


def string_finder(path: str) -> Callable[[Element], list[str]]:
    """Compile an XPath that selects texts or values of attributes, such as ``.//a/@href``."""
    return cast("Callable[[Element], list[str]]", etree.XPath(path, smart_strings=False))


def tester(path: str) -> Callable[[Element], bool]:
    """Compile an XPath that tells whether something is there."""
    return cast("Callable[[Element], bool]", etree.XPath(path))


def one(elements: list[Element], what: str) -> Element:
    """
    Return the only element of a selection.

    Raises:
        ParseError: there is no such element, or more than one; the message names ``what`` was looked for.
    """
    if len(elements) != 1:
        msg = f"expected one {what}, found {len(elements)}"
        raise ParseError(msg)
    return elements[0]


def maybe(elements: list[Element], what: str) -> Element | None:
    """
    Return the only element of a selection, or None if there is none.

    Raises:
        ParseError: there is more than one.
    """
    return one(elements, what) if elements else None


def first(elements: list[Element]) -> Element | None:
    """Return the first of elements that may repeat the same content; None if there is none."""
    return elements[0] if elements else None


def attribute_of(elements: list[Element], name: str) -> str | None:
    """Return an attribute of the first of some elements; None if there is none, or it has no such value."""
    return elements[0].get(name) or None if elements else None


def text_of(document: Document, elements: list[Element]) -> str | None:
    """Return the text of the first of some elements on one line; None if there is none, or it has no text."""
    return document.text(elements[0]) or None if elements else None


def linked(document: Document, blocks: list[Element], find: Callable[[Element], list[Element]]) -> list[Element]:
    """
    Return the blocks of a list that have a link to a thing of their own.

    A block without one is an issue. Where it is the only block, the list is empty, and the issue has what it says;
    several are of another layout.
    """
    found = []
    for block in blocks:
        if find(block):
            found.append(block)
        elif len(blocks) == 1:
            document.issue("empty_list", document.text(block)[:_LONGEST], "info")
        else:
            document.issue("field_unreadable", f"a block without a link: {document.text(block)[:_LONGEST]!r}")
    return found


def audit(document: Document, where: str, labels: Iterable[str], ignored: Mapping[str, str]) -> None:
    """
    Report each label that was not read, unless it is in ``ignored``, which gives the reason for leaving it out.
    """
    for label in labels:
        if label in ignored:
            document.ignored[label] = ignored[label]
        else:
            document.issue("unknown_label", f"{where}: {label[:80]!r}")


def audit_paging(document: Document, unread: Sequence[str]) -> None:
    """Report the marks of further pages, such as links and buttons, that no reader read, if there are any."""
    if unread:
        document.issue("unknown_paging", f"{len(unread)} marks of further pages are not read, the first {unread[0]}")
