"""Blocks beside one another, each with a label and its value: ``<b>5,217</b> <small>Sales</small>``."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["build_of", "labelled_parts"]

_PARTS = frozenset({"span", "div", "p", "b", "strong", "small", "em", "i", "h2", "h3", "h4", "h5", "h6"})
_LONGEST = 40
_FEWEST = 2
"""Blocks that are built alike, from which on their parts are label and value."""


def labelled_parts(document: Document, parent: Element) -> dict[Element, int]:
    """
    Return, for each block of two parts below an element, which of them is its label: 0 or 1.

    Blocks that are built alike have their labels at the same place: short words without digits, which differ from block
    to block. Where both parts are such words, the first is the label.
    """
    alike: dict[tuple[object, ...], list[Element]] = defaultdict(list)
    for block in parent:
        if isinstance(block.tag, str) and _has_parts(block):
            alike[block.tag, build_of(block)].append(block)
    found: dict[Element, int] = {}
    for blocks in alike.values():
        labels = (part for part in (0, 1) if _are_labels([document.text(block[part]) for block in blocks]))
        if len(blocks) >= _FEWEST and (part := next(labels, None)) is not None:
            found |= dict.fromkeys(blocks, part)
    return found


def build_of(block: Element) -> tuple[tuple[object, str | None], ...]:
    """How a block is built: the tags of its parts, and their classes as they are written."""
    return tuple((part.tag, part.get("class")) for part in block)


def _has_parts(block: Element) -> bool:
    """Tell whether a block has two parts with a text each, and none beside them."""
    if len(block) != 2 or any((text or "").strip() for text in (block.text, *(part.tail for part in block))):
        return False
    return all(part.tag in _PARTS and part.find(".//a") is None for part in block)


def _are_labels(texts: Sequence[str]) -> bool:
    return len(set(texts)) == len(texts) and all(
        0 < len(text) <= _LONGEST and any(sign.isalpha() for sign in text) and not any(sign.isdigit() for sign in text)
        for text in texts
    )
