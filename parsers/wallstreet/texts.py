"""Read longer texts, which stand in tabs: descriptions, refund policies, profiles and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["text_of"]

_BLOCKS = frozenset({"div", "p", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})


def text_of(document: Document, element: Element) -> str | None:
    """
    Return the text of an element with the line breaks that a reader sees; None if there is none.

    Where text is preformatted, or has no marks of its own for breaks, the breaks of the source count.
    """
    pre = next(element.iter("pre", "textarea"), None)
    if pre is not None:
        return document.block(pre)
    if not any(child.tag == "br" or child.tag in _BLOCKS for child in element.iterdescendants()):
        text = document.block(element)
        lines = [] if text is None else [" ".join(line.split()) for line in text.split("\n")]
        return "\n".join(lines).strip("\n") or None
    return "\n".join(_lines(document, element)).strip("\n") or None


def _lines(document: Document, element: Element) -> list[str]:
    """
    The lines of an element. Breaks of the source are spaces; a break right before the end of a block adds no line, and
    an empty line stands between paragraphs.
    """
    lines: list[str] = []
    current: list[str] = []
    apart = False

    def end(*, forced: bool) -> None:
        nonlocal apart
        line = document.line("".join(current))
        current.clear()
        if line or forced:
            if apart and line and lines and lines[-1]:
                lines.append("")
            apart = False
            lines.append(line)

    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node.tag in _BLOCKS:
            end(forced=False)
            apart = apart or node.tag == "p"
        if event == "start":
            if node.tag == "br":
                end(forced=True)
            current.append(node.text or "")
        elif node is not element:
            current.append(node.tail or "")
    end(forced=False)
    return lines
