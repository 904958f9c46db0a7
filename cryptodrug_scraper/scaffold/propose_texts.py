"""Proposes where the long texts of a page are, and the key of an account."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.scaffold.label_words import field_of_label
from cryptodrug_scraper.scaffold.own_page import Own, add_at
from cryptodrug_scraper.scaffold.shapes import shapes_of

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.proposal import KindProposal

__all__ = ["propose_key", "propose_texts"]

_LONGEST_HEADING = 40
_LEAST_TEXT = 20
"""Characters of a heading at most, and of a text at least."""


def propose_texts(proposal: KindProposal, own: dict[int, Own], names: tuple[str, ...]) -> None:
    """The long texts, by the heading before each; the first one without a known heading is the first of the fields."""
    found: dict[str, dict[int, Element]] = defaultdict(dict)
    rest: dict[str, dict[int, Element]] = defaultdict(dict)
    for page, each in own.items():
        for element in each.prose():
            if "key" in shapes_of(each.page.document.text(element)):
                continue
            heading = _heading_before(each, element)
            name = field_of_label(heading, "text") if heading else None
            if name == "description" and "profile" in names:
                name = "profile"
            if name in names:
                found[name].setdefault(page, element)
            else:
                rest[f"{element.tag}.{element.get('class')}"].setdefault(page, element)
        for title in each.root.iter("h2", "h3", "h4", "h5", "b", "strong", "legend", "div", "dt"):
            name = _text_named(each, title)
            name = "profile" if name == "description" and "profile" in names else name
            behind = title.getnext()
            if name in names and behind is not None and page not in found[name]:
                found[name][page] = _innermost(behind)
    for name, places in found.items():
        add_at(proposal, own, name, places, least=0.0)
    first = names[0]
    if first not in found:
        for places in sorted(
            rest.values(),
            key=lambda each: -sum(len(own[page].page.document.text(element)) for page, element in each.items()),
        ):
            if add_at(proposal, own, first, places, "the longest text without a heading that is known", least=0.3):
                return


def _innermost(element: Element) -> Element:
    """The element that holds all that another one does."""
    while len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip():
        element = element[0]
    return element


def _heading_before(own: Own, element: Element) -> str | None:
    """The text of the heading before an element, or before what holds it alone."""
    at: Element | None = element
    for _ in range(4):
        if at is None:
            return None
        before = at.getprevious()
        while before is not None and (not isinstance(before.tag, str) or not own.page.document.text(before)):
            before = before.getprevious()
        if before is not None:
            text = own.page.document.text(before)
            return text if len(text) <= 80 else None
        at = at.getparent()
    return None


def propose_key(proposal: KindProposal, own: dict[int, Own]) -> None:
    """Propose where the public key of an account is."""
    found: dict[int, Element] = {}
    for page, each in own.items():
        for element in each.root.iter("pre", "textarea", "code", "p", "div", "td"):
            if "key" in shapes_of(element.text or ""):
                found.setdefault(page, element)
    add_at(proposal, own, "pgp_key", found, least=0.0)


def _text_named(own: Own, title: Element) -> str | None:
    """The field whose text a heading names, where a text stands behind it."""
    behind = title.getnext()
    if behind is None or title in own.inside or len(title) or behind.tag in {"a", "br", "form", "input", "table"}:
        return None
    said = own.page.document.text(title)
    if not 0 < len(said) <= _LONGEST_HEADING or len(own.page.document.text(behind)) < _LEAST_TEXT:
        return None
    return field_of_label(said, "text")
