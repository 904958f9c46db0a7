"""Addresses in the links of pages: their path within the site, and the part that names what they lead to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_plus, urljoin, urlsplit

from cryptodrug_scraper.page.places.names import fold
from cryptodrug_scraper.page.within import name_within

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["account_name", "own_part", "part_of", "path_of", "plain_name", "unsaved"]

_BEHIND = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*\Z")
"""What stands in brackets behind a name, as how many ratings it has."""
_DOTS = re.compile(r"\A(?:\.{1,2}/)+")
_ASKED = re.compile(r"%3f|\?|@(?=[\w.-]+=)", re.IGNORECASE)
"""What programs that save sites write for the sign before a query, in the name of a file."""
_ADDED = ".html"


def path_of(href: str | None, own: str | None = None) -> str | None:
    """
    Return the path and query of a link, as records of links have them; None where it leads nowhere within a site.

    Args:
        href: the link as printed, with or without a host.
        own: the address of the page, against which a relative link counts; from the root where it is not known.
    """
    href = (href or "").strip()
    if not href or href.startswith(("#", "mailto:", "javascript:", "data:")):
        return None
    try:
        whole = urlsplit(urljoin(own, href) if own else urljoin("/", _DOTS.sub("/", href)))
    except ValueError:  # no address at all, such as one with half a bracket
        return None
    path = whole.path or "/"
    return f"{path}?{whole.query}" if whole.query else unsaved(path)


def unsaved(path: str) -> str:
    """
    Return the path and query of a link that a program made one to the file that it saved, as ``offer%3Fnr=2.html``,
    ``offer?nr=2.html`` or ``offer@nr=2.html`` for ``offer?nr=2``; any other path as it is.

    Where the sign before a query is encoded, so are the percent signs that the address has itself.
    """
    folder, slash, name = path.rpartition("/")
    sign = _ASKED.search(name)
    if sign is None:
        return path
    asked = name[sign.end() :].removesuffix(_ADDED)
    return f"{folder}{slash}{name[: sign.start()]}?{asked.replace('%25', '%') if sign[0][0] == '%' else asked}"


def part_of(address: str | None, pattern: re.Pattern[str]) -> str | None:
    """
    Return what the first group of a pattern finds in an address; None for nothing.

    Percent signs are resolved, and in a query plus signs, which stand for blanks there (HTML Standard, "application/
    x-www-form-urlencoded").
    """
    match = None if address is None else pattern.search(address)
    if address is None or match is None:
        return None
    return unquote_plus(match[1]) if "?" in address[: match.start(1)] else unquote(match[1])


def own_part(document: Document, pattern: re.Pattern[str], links: list[Element]) -> str | None:
    """
    Return what names the thing that a page is of: in its own address or, where that is not known, in links of the page
    that all name the same one; None where neither does.

    Args:
        document: the page.
        pattern: finds the name in an address, as its first group.
        links: elements with an ``href`` or an ``action`` that are known to lead to the page itself or about it.
    """
    own = part_of(document.context.url, pattern)
    if own is not None:
        return own
    found = {part_of(link.get("href") or link.get("action"), pattern) for link in links} - {None}
    return found.pop() if len(found) == 1 else None


def account_name(text: str, part: str | None) -> str | None:
    """
    Return the name of an account that a text says: one word, as `within.name_within` reads it, or several that are what
    its address names; None where neither is so.

    Args:
        text: the text.
        part: what names the account in its address; None where that is not known.
    """
    name = name_within(text)
    if name is not None or part is None:
        return name
    whole = _BEHIND.sub("", text).strip()
    return whole if whole and plain_name(whole) == plain_name(part) else None


def plain_name(name: str) -> str:
    """Return the letters and digits of a name, in small letters without accents."""
    return "".join(sign for sign in fold(name) if sign.isalnum())
