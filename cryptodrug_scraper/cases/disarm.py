"""
A saved page whose draft does nothing when a browser opens it: it runs nothing, and asks no host for anything.

What is known to be harmless stays; all else goes. So a kind of attribute that nobody has thought of goes too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4.element import Doctype, PreformattedString, Tag

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import BeautifulSoup

__all__ = ["NEUTRAL_PICTURE", "disarm", "without_pictures"]

NEUTRAL_PICTURE = "data:image/gif;base64,R0lGODlhAQABAIAAAMDAwAAAACwAAAAAAQABAAACAkQBADs="
"""A grey point, which stands in the place of pictures."""

_ACTIVE = (
    "applet",
    "audio",
    "base",
    "embed",
    "fencedframe",
    "frame",
    "iframe",
    "math",
    "noscript",
    "object",
    "portal",
    "script",
    "style",
    "svg",
    "template",
    "video",
)
_HARMLESS = re.compile(
    r"""
    (?:data|aria)-[a-z0-9-]+ | abbr | accept-charset | action | align | alt | artumm | bgcolor | border |
    cellpadding | cellspacing | charset | checked | class | clear | color | cols | colspan | content | datetime
    | dir | disabled | enctype | face | for | headers | height | hidden | href | hspace | http-equiv | id |
    label | lang | language | max | maxlength | method | min | multiple | name | noshade | nowrap | open |
    placeholder | readonly | rel | required | role | rows | rowspan | scope | selected | size | span | src |
    start | style | summary | tabindex | target | title | type | valign | value | vspace | width | wrap
    """,
    re.VERBOSE,
)
"""Attributes that no browser acts upon, or that are seen to below."""
_USED = ("href", "xlink:href")
"""Attributes that name the drawing which one uses."""
_OF_DRAWINGS = frozenset({"aria-label", "class", "data-icon", "height", "width"})
_PART = re.compile(r"[\w.:-]{1,60}")
_BY_CLICK = frozenset({"a", "area", "form"})
"""Elements whose addresses nothing asks for until somebody clicks."""
_BLANK = re.compile(r"[\x00-\x20]+")
"""What browsers pass over in an address."""
_RUNS = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:[/\\]*|[/\\]{2,})[^/\\?#]*[/\\]*", re.IGNORECASE)
_ADDRESS_IN_STYLE = re.compile(r"[(\\]")
_NAME = re.compile(r"[^\W\d_]{3,}")
_ENDING = re.compile(r"\.\w{2,4}(?:[?#].*)?\Z")
_OF_EVERY_PICTURE = frozenset(
    {"data", "image", "images", "img", "picture", "pictures", "upload", "uploads", "http", "https"}
)
_DELAY = re.compile(r"[\s\d.]*")
_YEAR = "31536000"
"""Seconds before a page that leads to another goes on; Chromium never waits as long, and stays."""


def disarm(soup: BeautifulSoup) -> None:
    """
    Take out of a page, in place, what acts by itself.

    These go: scripts, styles, frames, media and all else that is ``_ACTIVE``, what is in drawings but for the name of
    an icon, comments, attributes that are not known to be harmless (all for events), styles with an address, and
    addresses that are programs or data, but for pictures, which become a neutral one. Of other addresses that a browser
    asks for by itself, as of a picture, the path stays. A page that leads to another does so after a year.
    """
    for element in soup.find_all(_ACTIVE):
        if isinstance(element, Tag) and element.name == "svg" and element.find_parent("svg") is None:
            _empty_drawing(soup, element)
        else:
            element.decompose()
    for text in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        if not isinstance(text, Doctype) or ">" in text:
            text.extract()
    for element in soup.find_all(name=True):
        if isinstance(element, Tag):
            _disarm_attributes(element)


def _empty_drawing(soup: BeautifulSoup, drawing: Tag) -> None:
    """Leave of a drawing what names an icon: classes, words, and which part of another drawing it uses."""
    uses = [(name, str(use.get(name) or "")) for use in drawing.find_all("use") for name in _USED]
    part = next(((name, address.rpartition("#")[2]) for name, address in uses if "#" in address), None)
    drawing.clear()
    drawing.attrs = {name: value for name, value in drawing.attrs.items() if name in _OF_DRAWINGS}
    if part is not None and _PART.fullmatch(part[1]):
        drawing.append(soup.new_tag("use", attrs={part[0]: f"#{part[1]}"}))


def _disarm_attributes(element: Tag) -> None:
    for name, value in list(element.attrs.items()):
        if element.name == "use" and name == _USED[1] and str(value).startswith("#"):
            continue  # a part of the page, which has none: identifiers of drawings went
        if not _HARMLESS.fullmatch(name):
            del element.attrs[name]
        elif not isinstance(value, str):
            continue  # names, as of classes
        elif name == "style" and _ADDRESS_IN_STYLE.search(value):
            del element.attrs[name]
        elif _RUNS.match(_BLANK.sub("", value)):
            element.attrs[name] = NEUTRAL_PICTURE if _is_picture(element, name) else ""
        elif name in {"href", "src"} and element.name not in _BY_CLICK:
            element.attrs[name] = _without_host(value)
    if element.name == "meta" and "refresh" in str(element.get("http-equiv")).lower():
        element.attrs["content"] = _DELAY.sub(_YEAR, str(element.get("content")), count=1)


def without_pictures(soup: BeautifulSoup, is_known: Callable[[str], bool]) -> None:
    """
    Put a neutral picture in the place of each whose address has no word that the market's readers may go by.

    Args:
        soup: the page.
        is_known: tells whether a word, in lower case, is one of the market's.
    """
    for element in soup.find_all(["img", "input"]):
        address = element.get("src") if isinstance(element, Tag) else None
        if isinstance(element, Tag) and isinstance(address, str) and address.strip():
            words = {word.lower() for word in _NAME.findall(_ENDING.sub("", address))} - _OF_EVERY_PICTURE
            if not any(map(is_known, words)):
                element.attrs["src"] = NEUTRAL_PICTURE


def _is_picture(element: Tag, name: str) -> bool:
    return name == "src" and element.name in {"img", "input"}


def _without_host(address: str) -> str:
    """The path of an address, if it is one of another host; else the address."""
    bare = _BLANK.sub("", address)
    host = _HOST.match(bare)
    return address if host is None else "/" + bare[host.end() :]
