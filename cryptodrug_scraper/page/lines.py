"""The lines of an element, parted by ``<br>`` or blocks, with what stands within each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["INLINE", "Line", "line_at", "lines_in"]

INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "big",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
    ]
)
"""Elements that stand within a line of text."""
_PICTURES = frozenset({"img", "svg", "wbr"})


class Line(NamedTuple):
    """
    A line of an element.

    Attributes:
        before: the text before its first element.
        nodes: the elements in it, each with the text behind it.
    """

    before: str
    nodes: list[Element]

    @property
    def has_own(self) -> bool:
        """Whether it has text that stands in none of its elements."""
        return bool(self.before.strip()) or any((node.tail or "").strip() for node in self.nodes)

    def text(self, document: Document) -> str:
        """What it says."""
        pieces = [self.before]
        for node in self.nodes:
            pieces += [document.text(node) if isinstance(node.tag, str) else "", node.tail or ""]
        return document.line("".join(pieces))


def lines_in(element: Element) -> Iterator[Line]:
    """Give the lines of an element that are its own, without blocks in it and what these hold; some may be empty."""
    before = element.text or ""
    nodes: list[Element] = []
    for node in element:
        if node.tag in INLINE or node.tag in _PICTURES:
            nodes.append(node)
            continue
        yield Line(before, nodes)
        before, nodes = node.tail or "", []
    yield Line(before, nodes)


def line_at(document: Document, element: Element, number: int) -> str:
    """
    Return what one of the lines of an element says, of those that are not empty: the first is 0, and the last -1. Empty
    where it has fewer.
    """
    said = [text for line in lines_in(element) if (text := line.text(document))]
    return said[number] if -len(said) <= number < len(said) else ""
