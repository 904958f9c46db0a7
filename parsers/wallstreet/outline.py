"""
Read the content of a page as headings, lines, tables and tabs, whatever boxes they stand in.

The market had two layouts of a listing, of which only the order and the icons are known. A line is what a reader sees
as one: it ends at a break, and before and after every block.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.blocks import texts
from parsers.wallstreet.addresses import vendor_name
from parsers.wallstreet.frame import frame_of
from parsers.wallstreet.icons import ICONS, icon_of
from parsers.wallstreet.labels import LISTING

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["SEPARATOR", "Line", "Outline", "outline_of"]

SEPARATOR = "\x1f"
"""Mark for an empty ``<i/>`` in the pieces of a line, such as between the names of a path."""
INFINITE = "∞"
_INFINITE = "ion-ios-infinite"

_ENDS = frozenset({"br", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
"""Elements that end a line and are not part of one."""
_BLOCKS = frozenset({"div", "p", "ul", "ol", "li", "section", "form", "blockquote", "hr", "dl", "dt", "dd"})
_CONTROLS = frozenset({"select", "button", "input", "label", "textarea", "script", "style", "img"})


@dataclass(slots=True)
class Line:
    """
    One line: the icon before it, the bold words at its beginning, and all its text in pieces.
    """

    icon: str | None = None
    label: str = ""
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text behind the label, on one line."""
        return " ".join("".join(self.pieces).replace(SEPARATOR, " ").split())

    @property
    def parts(self) -> list[str]:
        """The texts between the separators."""
        return [part for piece in "".join(self.pieces).split(SEPARATOR) if (part := " ".join(piece.split()))]


@dataclass(slots=True)
class Outline:
    """What a page has: ``tables`` each with the heading before it, ``links`` with their text."""

    headings: list[Element] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    tables: list[tuple[Element | None, Element]] = field(default_factory=list)
    links: list[Element] = field(default_factory=list)
    forms: list[Element] = field(default_factory=list)
    tab: Element | None = None
    on_vacation: bool = False

    @property
    def vendor_link(self) -> Element | None:
        """The first link to a profile."""
        return next((link for link in self.links if vendor_name(link.get("href", "")) is not None), None)


def outline_of(document: Document) -> Outline:
    """Read the outline of the content, without what is inside tables and tabs."""
    walker = _Walker(document)
    for part in document.once(frame_of).content:
        walker.read(part)
    return walker.outline


class _Walker:
    def __init__(self, document: Document) -> None:
        self.outline = Outline()
        self._document = document
        self._line = Line()

    def read(self, root: Element) -> None:
        self._walk(root)
        self._leave(root)

    def _walk(self, element: Element) -> None:
        if not self._start(element):
            if text := element.text:
                self._add(text)
            for part in element:
                self._walk(part)
                if tail := part.tail:
                    self._add(tail)
        if element.tag in _BLOCKS:
            self._leave(element)

    def _start(self, element: Element) -> bool:
        """Begin an element; tell whether all of it was read thereby."""
        tag = element.tag
        names = element.get("class")
        if names is not None and "vacationlock" in names:
            self.outline.on_vacation = True
        if tag == "i":
            self._read_icon(element, names)
        elif tag in {"b", "strong"}:
            if self._line.label or self._line.pieces:
                if not _is_label(element):
                    return False
                self._end_line()
            self._line.label = self._document.text(element)
        elif tag == "a":
            self._read_link(element)
        elif tag in _ENDS:
            self._end_line()
            if tag == "table":
                headings = self.outline.headings
                self.outline.tables.append((headings[-1] if headings else None, element))
            elif tag != "br":
                self.outline.headings.append(element)
        elif tag in _BLOCKS:
            return self._begin_block(element)
        else:
            return tag in _CONTROLS
        return True

    def _read_link(self, element: Element) -> None:
        self.outline.links.append(element)
        if self._line.icon not in ICONS and not self._line.pieces:
            self._line.icon = None  # it belongs to the link
        self._add("".join(texts(element)))

    def _begin_block(self, element: Element) -> bool:
        self._end_line()
        if element.get("id") == "tabcontent":
            self.outline.tab = element
            return True
        if element.tag == "form":
            self.outline.forms.append(element)
        return False

    def _leave(self, block: Element) -> None:
        """End the line at the end of a block; where the page ends in the block, part of the line may be missing."""
        if self._document.is_cut(block):
            self._line = Line()
        else:
            self._end_line()

    def _end_line(self) -> None:
        line = self._line
        if line.icon or line.label or line.pieces:
            self.outline.lines.append(line)
            self._line = Line()

    def _add(self, text: str) -> None:
        if self._line.pieces or text.strip():
            self._line.pieces.append(text)

    def _read_icon(self, element: Element, names: str | None) -> None:
        icon = None if names is None else icon_of(names)
        if (
            icon is not None
            and icon != _INFINITE
            and self._line.pieces
            and not ICONS.keys().isdisjoint({icon, self._line.icon})
        ):
            self._end_line()  # an icon begins a fact, also where no break stands before it
        line = self._line
        if icon == _INFINITE:
            line.pieces.append(INFINITE)
        elif icon is not None and line.icon is None and not line.pieces and not line.label:
            line.icon = icon
        elif line.pieces:
            line.pieces.append(SEPARATOR)
        self._add("".join(texts(element)))


def _is_label(element: Element) -> bool:
    """Tell whether bold words behind others are a label, which begins a fact of its own."""
    text = (element.text or "").rstrip()
    return text.endswith(":") and LISTING.meaning(text) is not None
