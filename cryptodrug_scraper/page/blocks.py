"""
The text of an element as a reader sees it: cells and blocks are separated, inline elements are joined.

Savers and minifiers remove the white space between tags, so that it is the tags that tell what stands apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable

    Element = etree._Element  # noqa: SLF001  # lxml has no public name for the type

__all__ = ["flat_text", "lined_text", "texts"]

_string = cast(
    "Callable[[Element], str]", etree.XPath("string()", smart_strings=False)
)  # twice as fast as joining itertext()
_texts = cast("Callable[[Element], list[str]]", etree.XPath("descendant::text()", smart_strings=False))
_FEW = 4
_CELLS = frozenset({"td", "th"})
_LINES = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dir"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "head", "header", "hr", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p"),
        *("pre", "section", "select", "summary", "table", "tbody", "textarea", "tfoot", "thead", "title", "tr", "ul"),
    }
)
"""Elements that begin a line and end one."""
_APART = _CELLS | _LINES
_PREFORMATTED = frozenset({"pre", "textarea"})
_WHITE = " \t\r\n\f"
"""The white space that stands for layout of the source; a no-break space was typed."""


def texts(element: Element) -> list[str]:
    """Return the pieces of text in an element, as they stand in its source. It takes half the time of `itertext`."""
    children = len(element)
    if children == 0:
        return [element.text] if element.text else []
    if children > _FEW:
        return _texts(element)
    pieces = [element.text]
    for child in element:  # a few without any in them are sooner read than asked
        if len(child):
            return _texts(element)
        pieces += child.text, child.tail
    return [piece for piece in pieces if piece]


def flat_text(element: Element) -> str:
    """Return all text of an element, with white space between cells and between blocks."""
    children = len(element)
    if children == 0:
        return element.text or ""
    if children == 1:  # most are so, and this is sooner read than asked
        child = element[0]
        if len(child) == 0 and child.tag not in _APART:
            return f"{element.text or ''}{child.text or ''}{child.tail or ''}"
    pieces = _texts(element)
    if _stand_apart(pieces) or not _has_apart(element):
        return "".join(pieces)
    pieces = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node.tag in _APART:
            pieces.append(" ")
        text = node.text if event == "start" else None if node is element else node.tail
        if text is not None:
            pieces.append(text)
    return "".join(pieces)


def lined_text(element: Element) -> str:
    """
    Return all text of an element, with a line break at each ``<br>`` and between blocks, and a space between cells.

    White space around such a break is layout of the source, except in preformatted text. Other line breaks of the
    source are kept.
    """
    if len(element) == 0:
        return element.text or ""
    return _Lines(element).text if _has_apart(element) else _string(element)


def _stand_apart(pieces: list[str]) -> bool:
    """Tell whether all pieces already have white space between them. This quick check succeeds on most pages."""
    ends_white = True
    for piece in pieces:
        if not ends_white and not piece[:1].isspace():
            return False  # an empty piece, too, which a tree that was changed may have
        ends_white = piece[-1:].isspace()
    return True


def _has_apart(element: Element) -> bool:
    for node in element.iterdescendants():  # noqa: SIM110  # any() takes twice as long
        if node.tag in _APART:
            return True
    return False


class _Lines:
    """The lines of an element, written while its tree is walked."""

    def __init__(self, element: Element) -> None:
        self._done: list[str] = []
        self._line: list[str] = []
        self._begins = True
        self._preformatted = 0
        for event, node in etree.iterwalk(element, events=("start", "end")):
            if event == "start":
                self._start(node)
            else:
                self._end(node, element)
        self._end_line(forced=False)
        self.text = "\n".join(self._done)

    def _start(self, node: Element) -> None:
        text = node.text or ""
        self._break(node.tag, forced=node.tag == "br")
        if node.tag in _PREFORMATTED:
            self._preformatted += 1
            text = text.removeprefix("\r").removeprefix("\n")  # no part of the text, as in every browser
        self._add(text)

    def _end(self, node: Element, root: Element) -> None:
        if node.tag != "br":
            self._break(node.tag, forced=False)
        if node.tag in _PREFORMATTED:
            self._preformatted -= 1
        if node is not root:
            self._add(node.tail or "")

    def _break(self, tag: str, *, forced: bool) -> None:
        if tag in _LINES:
            self._end_line(forced=forced)
        elif tag in _CELLS:
            self._end_cell()

    def _end_line(self, *, forced: bool) -> None:
        """End a line if it has anything, or if a break says so."""
        line = "".join(self._line)
        forced = forced or (self._preformatted > 0 and line != "")
        line = line.removesuffix("\n") if self._preformatted else line.rstrip(_WHITE)
        if line or forced:
            self._done.append(line)
        self._line.clear()
        self._begins = True

    def _end_cell(self) -> None:
        while self._line and not self._line[-1].strip(_WHITE):
            self._line.pop()
        if self._line:
            self._line[-1] = f"{self._line[-1].rstrip(_WHITE)} "
        self._begins = True

    def _add(self, text: str) -> None:
        if self._begins and not self._preformatted:
            text = text.lstrip(_WHITE)
        if text:
            self._line.append(text)
            self._begins = False
