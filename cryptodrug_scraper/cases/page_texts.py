"""The texts of a page and of its attributes, in their order, each of which can be replaced."""

from __future__ import annotations

import codecs
import re
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
    {"href", "src", "action", "content", "id", "name", "for", "cite", "formaction", "srcset", "poster", "xlink:href"}
)

_COLOURS = (
    r"#[0-9a-f]{3,8}|aqua|black|blue|brown|cyan|fuchsia|gold|gr[ae]y|green|lime|magenta|maroon|navy|olive|orange|pink"
    r"|purple|red|silver|teal|violet|white|yellow|(?:dark|light)(?:blue|gr[ae]y|green|red)|transparent|inherit"
)
_FLAGS = r"true|false|mixed|undefined|page|step|location|date|time|polite|assertive|off|none|horizontal|vertical"
_ROLES = (
    r"alert|alertdialog|article|banner|button|cell|checkbox|columnheader|complementary|contentinfo|dialog|document|feed"
    r"|form|grid|gridcell|group|heading|img|link|list|listbox|listitem|log|main|menu|menubar|menuitem|navigation|none"
    r"|note|option|presentation|progressbar|radio|radiogroup|region|row|rowgroup|rowheader|search|searchbox|separator"
    r"|slider|spinbutton|status|switch|tab|table|tablist|tabpanel|textbox|timer|toolbar|tooltip|tree|treeitem"
)
_PLACES = r"left|right|center|middle|top|bottom|baseline|justify|char|absmiddle|texttop"
_SWITCHES = r"checked|disabled|hidden|multiple|noshade|nowrap|open|readonly|required|selected"
_CLOSED = tuple(
    (re.compile(names), re.compile(values, re.IGNORECASE))
    for names, values in (
        (r"color|bgcolor", _COLOURS),
        (r"aria-(?!label|description|roledescription|valuetext|placeholder|keyshortcuts)[a-z]+", _FLAGS),
        (r"role", _ROLES),
        (r"align|valign", _PLACES),
        (r"clear", r"left|right|all|both|none"),
        (r"wrap", r"soft|hard|off|virtual|physical"),
        (r"hspace|vspace", r"\d{1,3}"),
        (r"dir", r"ltr|rtl|auto"),
        (r"scope", r"row|col|rowgroup|colgroup"),
        (r"enctype", r"multipart/form-data|application/x-www-form-urlencoded|text/plain"),
        (r"target", r"_blank|_self|_parent|_top"),
        (_SWITCHES, rf"true|{_SWITCHES}"),
    )
)
"""Attributes with closed values, and these: any other value of theirs is invented as a text is."""
_OF_HEADS = (
    re.compile(
        r"content-type|content-language|x-ua-compatible|x-dns-prefetch-control|pragma|cache-control|expires|refresh"
    ),
    re.compile(
        r"viewport|robots|referrer|theme-color|color-scheme|format-detection|description|keywords|author|generator"
    ),
)
"""What ``<meta>`` has as ``http-equiv`` and as ``name``."""
_IN_HEADS = re.compile(
    r"(?:text/html|application/xhtml\+xml)(?:;\s*charset=(?P<charset>[\w-]+))?|ie=(?:edge|\d+)(?:,\s*chrome=1)?|on|off"
    r"|no-cache|no-store|-1|0|(?:(?:width=device-width|(?:initial|minimum|maximum)-scale=\d(?:\.\d+)?|user-scalable=(?:no|yes|0|1)"
    r"|shrink-to-fit=no|viewport-fit=cover|(?:no)?index|(?:no)?follow|noarchive|nosnippet|none|all)(?:[,;]\s*|\Z))+"
    r"|no-referrer|same-origin|origin|unsafe-url|light|dark|telephone=no|#[0-9a-f]{3,8}",
    re.IGNORECASE,
)
"""Its values that say nothing but what every page may say."""
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
                if name in _FORM or _is_closed(name, value) or (node.name == "meta" and _is_of_head(name, value)):
                    continue
                if isinstance(value, str) and value.strip() and value != NEUTRAL_PICTURE:
                    yield PageText(value, element=node, attribute=name)


def _is_of_head(name: str, value: object) -> bool:
    """Whether an attribute of ``<meta>`` says how a page is to be read, in words that are the same on all pages."""
    said = str(value).strip()
    if name == "charset":
        return _is_charset(said)
    if name in {"http-equiv", "name"}:
        return _OF_HEADS[name == "name"].fullmatch(said.lower()) is not None
    known = _IN_HEADS.fullmatch(said) if name == "content" else None
    return known is not None and (known["charset"] is None or _is_charset(known["charset"]))


def _is_charset(name: str) -> bool:
    """Whether there is a character encoding of a name."""
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _is_closed(name: str, value: object) -> bool:
    """Whether a value of an attribute is one of those that the languages of pages have for it."""
    return isinstance(value, str) and any(
        names.fullmatch(name) and values.fullmatch(value.strip()) for names, values in _CLOSED
    )
