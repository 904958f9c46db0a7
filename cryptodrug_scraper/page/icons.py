"""
Tell icons, and what each is called: signs of an icon font, small pictures, and drawings.

A page shows an icon by an empty element whose class names it (``glyphicon glyphicon-eye-open``, ``fa fa-truck``), by a
picture (``<img src="img/eye.png">``), or by a drawing (``<svg><use href="#icon-eye"/></svg>``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import classes

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Element

__all__ = ["icon_name", "looks_of"]

_TAGS = frozenset({"i", "span", "em", "b", "small", "ins"})
_FAMILY = re.compile(
    r"(?:glyphicons?|fa[bdlrst]?|bi|icons?|icon|ico|ion(?:-(?:md|ios|logo))?|mdi|ti|tabler-icon|la[brs]?|lnr|oi|fi|pe-7s"
    r"|typcn|octicon|flaticon|icofont|uil|feather|lucide|ph|ri|bxs?|sprite|svg|i)[-_](\w.*)",
    re.ASCII,
)
"""Names of icons in the common icon fonts and collections, behind the name of the collection."""
_MANNER = re.compile(
    r"(?:fw|[xl]g|[sx]m|xs|xl|2x[sl]|\d+x?|\d+px|spin|pulse|border|inverse|solid|regular|light|thin|duotone|brands|li|ul"
    r"|fixed-width|white|large|small|big|stack.*|pull-.*|rotate-.*|flip-.*|inline--fa)\Z"
)
"""What such classes say of how an icon is drawn."""
_LIGATURES = re.compile(r"material-(?:icons|symbols)")
"""Fonts of which an icon is the text of its element."""
_BARE = re.compile(r"icons?\Z|svg\Z|img\Z|image\Z|picture\Z", re.IGNORECASE)
"""Names that say no more than that something is an icon."""
_BEHIND = re.compile(r"[-_.]?(?:icon|ico)\Z")
_FILE = re.compile(r"(?:^|/)([^/?#]+?)\.(?:png|gif|svg|webp|ico)(?:[?#]|\Z)", re.IGNORECASE)
"""The name of the file of a small picture; photographs are other files."""
_OWN_SIGNS = "\ue000-\uf8ff"
_NO_TEXT = re.compile(rf"[\s\u200b\u00a0{_OWN_SIGNS}]*\Z")
"""What an empty element may hold: space, and the signs of a font's own."""
_LETTER = re.compile(r"[^\W\d_]{2}")
_MOST_CLASSES = 12
"""Classes of an element that are looked at."""
_LONGEST = 40
"""Characters of a name; what is longer describes a picture."""


def icon_name(element: Element) -> str | None:
    """
    Return what an icon is called, without the name of the collection that it is of; None where an element is no icon.

    That is what the class of an empty element says (``eye-open`` of ``glyphicon glyphicon-eye-open``), of a picture its
    description or else the stem of its file's name, and of a drawing the name of what it uses or its class.
    """
    tag = element.tag
    if tag == "img":
        name = _of_picture(element)
    elif tag == "svg":
        name = _of_drawing(element)
    elif tag in _TAGS and not len(element) and _NO_TEXT.match(element.text or ""):
        name = _of_classes(element, may_be_bare=tag == "i")
    elif tag in _TAGS and not len(element) and _LIGATURES.search(element.get("class") or ""):
        name = (element.text or "").strip()
    else:
        name = None
    return name if name and len(name) <= _LONGEST and _LETTER.search(name) else None


def looks_of(element: Element) -> dict[str, str]:
    """The attributes of an icon that say how it looks: its class, or the description and address of a picture."""
    names = ("alt", "title", "src", "class") if element.tag == "img" else ("class", "title")
    return {name: value for name in names if (value := (element.get(name) or "").strip())}


def _of_picture(element: Element) -> str | None:
    for said in (element.get("alt"), element.get("title")):
        if said and said.strip() and not _BARE.match(said.strip()):
            return " ".join(said.split())
    found = _FILE.search(element.get("src") or "")
    return None if found is None else _plain(found[1])


def _of_drawing(element: Element) -> str | None:
    for inner in element.iterdescendants():
        if inner.tag == "use":
            address = inner.get("href") or inner.get("xlink:href") or ""
            _, sign, part = address.rpartition("#")
            if sign and part:
                return _plain(part)
    said = element.get("data-icon") or element.get("aria-label")
    return " ".join(said.split()) if said else _of_classes(element, may_be_bare=False)


def _of_classes(element: Element, *, may_be_bare: bool) -> str | None:
    """What classes call an icon: the one that has the name of a collection before it, or that of another class."""
    names = list(classes(element))[:_MOST_CLASSES]
    for name in names:
        found = _FAMILY.fullmatch(name)
        if found is not None and not _MANNER.match(found[1]):
            return found[1]
    rest = [name for name in names if not _BARE.match(name)]
    for name in rest:
        if _BEHIND.search(name) and (plain := _BEHIND.sub("", name)):
            return plain
        if (stem := next((other for other in rest if name.startswith(f"{other}-")), None)) is not None:
            return name.removeprefix(f"{stem}-")
    if rest and (may_be_bare or len(rest) < len(names)):
        return rest[0]
    return None


def _plain(name: str) -> str | None:
    """A name without that of a collection before it."""
    found = _FAMILY.fullmatch(name)
    plain = _BEHIND.sub("", name if found is None else found[1])
    return None if not plain or _BARE.match(plain) else plain
