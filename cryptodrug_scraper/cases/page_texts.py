"""The texts of a page and of its attributes, in their order, each of which can be replaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bs4.element import NavigableString, Tag

from cryptodrug_scraper.cases.disarm import NEUTRAL_PICTURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup
    from bs4.element import PageElement

__all__ = ["PageText", "texts_of"]

_FORM = frozenset(
    {"class", "type", "rel", "method", "width", "height", "colspan", "rowspan", "size", "maxlength", "rows"}
)
"""Attributes that say how a page looks and acts, and nothing of what it says."""
_ADDRESSES = frozenset(
    {"href", "src", "action", "content", "id", "name", "for", "cite", "formaction", "srcset", "poster"}
)

_HEADINGS = ("title", "h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(slots=True)
class PageText:
    """
    A text of a page.

    Attributes:
        text: what it says.
        element: whose attribute it is; None for a text that is shown.
        attribute: its name.
        node: the text that is shown.
        is_in_lines: whether its lines stand apart on the page, each of them ended by an element.
    """

    text: str
    element: Tag | None = None
    attribute: str = ""
    node: NavigableString | None = None
    is_in_lines: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether it is a text, and no attribute."""
        return self.node is not None

    @property
    def is_heading(self) -> bool:
        """Whether it is shown in the title or a heading."""
        return self.node is not None and self.node.find_parent(_HEADINGS) is not None

    @property
    def is_style(self) -> bool:
        """Whether it says how an element looks."""
        return self.attribute == "style"

    @property
    def is_address(self) -> bool:
        """Whether it is a link, the name of something, or a bare number as in a form."""
        return self.element is not None and (self.attribute in _ADDRESSES or self.text.strip().isdecimal())

    def replace(self, text: str) -> None:
        """Put another text in its place."""
        if self.node is not None and self.is_in_lines:
            first, *others = text.split("\n")
            lines: list[PageElement] = [NavigableString(first)]
            for line in others:
                lines += [Tag(name="br", can_be_empty_element=True), NavigableString(line)]
            self.node.replace_with(*lines)
        elif self.node is not None:
            self.node.replace_with(text)
        elif self.element is not None:
            self.element.attrs[self.attribute] = text


def texts_of(soup: BeautifulSoup) -> list[PageText]:
    """All texts of a page that say something."""
    return list(_texts(soup))


def _texts(soup: BeautifulSoup) -> Iterator[PageText]:
    for node in soup.descendants:
        if type(node) is NavigableString and node.strip():
            yield PageText(str(node), node=node)
        elif isinstance(node, Tag):
            for name, value in node.attrs.items():
                if name not in _FORM and isinstance(value, str) and value.strip() and value != NEUTRAL_PICTURE:
                    yield PageText(value, element=node, attribute=name)
