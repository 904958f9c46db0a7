"""Blocks beside one another, each with a label and its value: ``<b>5,217</b> <small>Sales</small>``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["labelled_part"]

_PARTS = frozenset({"span", "div", "p", "b", "strong", "small", "em", "i", "h2", "h3", "h4", "h5", "h6"})
_LONGEST = 40
_FEWEST = 2
"""Blocks that are built alike, from which on their parts are label and value."""


def labelled_part(document: Document, block: Element) -> int | None:
    """
    Return which of the two parts of a block is its label: 0 or 1; None where it has none.

    Blocks that stand beside one another and are built alike have their labels at the same place: short words without
    digits, which differ from block to block. Where both parts are such words, the first is the label.
    """
    if not _has_parts(block) or (parent := block.getparent()) is None:
        return None
    built = _build(block)
    alike = [other for other in parent if other.tag == block.tag and _has_parts(other) and _build(other) == built]
    if len(alike) < _FEWEST:
        return None
    for part in (0, 1):
        if _are_labels([document.text(other[part]) for other in alike]):
            return part
    return None


def _has_parts(block: Element) -> bool:
    """Tell whether a block has two parts with a text each, and none beside them."""
    if len(block) != 2 or any((text or "").strip() for text in (block.text, *(part.tail for part in block))):
        return False
    return all(part.tag in _PARTS and part.find(".//a") is None for part in block)


def _build(block: Element) -> Sequence[tuple[object, str | None]]:
    return [(part.tag, part.get("class")) for part in block]


def _are_labels(texts: Sequence[str]) -> bool:
    return len(set(texts)) == len(texts) and all(
        0 < len(text) <= _LONGEST and any(sign.isalpha() for sign in text) and not any(sign.isdigit() for sign in text)
        for text in texts
    )
