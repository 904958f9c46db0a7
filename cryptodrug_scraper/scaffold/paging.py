"""Further pages of lists, whose number stands in the path of their address: ``/c/12-p3.html``, ``/c/herbs/page/2``."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from cryptodrug_scraper.page.pager_words import is_of_pager

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Paging", "PrintedLink", "tail_of"]

_FILE = re.compile(r"\.(?:html?|php)\Z")
_ENDS = (re.compile(r"([-_/.])(\d{1,4})\Z"), re.compile(r"([-_/.][A-Za-z]{1,10}[-_/.]?)(\d{1,4})\Z"))
"""A number at the end of a path with the sign before it, or with a word between signs."""
_WORDED = re.compile("[A-Za-z]")
_AROUND = "[](){} \u00a0"


class PrintedLink(NamedTuple):
    """
    A link as a page prints it.

    Attributes:
        own: the path of the page; None where it is not known.
        path: where it leads.
        text: what it says.
    """

    own: str | None
    path: str
    text: str


class Paging:
    """
    How a site numbers further pages of its lists in the paths of their addresses.

    What stands before the number is the address of the list itself, and some page of that list has a link to one of
    the others, which says its number, or "next" or "previous" where it is the one behind or before.

    Args:
        links: links of the site.
        paths: all addresses of the site that are known.
    """

    def __init__(self, links: Iterable[PrintedLink] = (), paths: Iterable[str] = ()) -> None:
        self._ways = frozenset(map(_way_of, paths))
        said: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._proven: set[tuple[str, str]] = set()
        for link in links:
            own, way, text = None if link.own is None else _way_of(link.own), _way_of(link.path), link.text
            number = text.strip(_AROUND)
            for base, sign, page in self._ends(way):
                of_own = _page_in(own, base, sign)
                if of_own is None:
                    continue
                if number == str(page):
                    said[base, sign].add(page)
                elif is_of_pager(text) and own is not None and abs(page - of_own) == 1:
                    self._proven.add((base, sign))
            if number == "1":
                said[way, ""].add(1)  # the first page may have the address of the list
        # a pager leads to the first page or the second, whatever page it stands on; numbers of things need not
        self._proven |= {
            (base, sign)
            for (base, sign), pages in said.items()
            if sign and (not pages.isdisjoint({1, 2}) or (len(pages) > 1 and (base, "") in said))
        }
        self._signs = {sign for _, sign in self._proven if _WORDED.search(sign)}

    def apart(self, way: str) -> tuple[str, str]:
        """
        Return the path of a list, and what stands behind it in that of a further page: nothing on the first.

        Args:
            way: a path, with the suffix of its file or without.
        """
        file = match[0] if (match := _FILE.search(way)) is not None else ""
        bare = _way_of(way)
        for base, sign, _ in self._ends(bare):
            if (base, sign) in self._proven or sign in self._signs:
                return base + file, bare[len(base) :]
        return way, ""

    def _ends(self, way: str) -> Iterator[tuple[str, str, int]]:
        """What may be the address of a list, the signs behind it, and the number of a page."""
        for form in _ENDS:
            match = form.search(way)
            if match is not None and match.start() and (base := way[: match.start()]) in self._ways:
                yield base, match[1], int(match[2])


def tail_of(signs: Iterable[str]) -> str:
    """
    Return the regular expression of what stands behind the paths of lists on their further pages; empty for nothing.

    Args:
        signs: what stands there before the number, such as ``-p``.
    """
    said = "|".join(rf"{re.escape(sign)}\d+" for sign in sorted(signs))
    return f"(?:{said})?" if said else ""


def _way_of(path: str) -> str:
    """The path of an address without the suffix of a file and the slash at its end."""
    return _FILE.sub("", urlsplit(path).path.rstrip("/"))


def _page_in(own: str | None, base: str, sign: str) -> int | None:
    """Which page of a list a page is; the first where its address is not known, None where it is of no such list."""
    if own is None or own == base:
        return 1
    number = own.removeprefix(base + sign)
    return int(number) if number != own and number.isdecimal() else None
