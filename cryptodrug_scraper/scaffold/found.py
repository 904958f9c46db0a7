"""What saved pages of one market show of it: what all have in common, and what tells their kinds apart."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.select import finder, tester
from cryptodrug_scraper.page.structure import marks_of
from cryptodrug_scraper.page.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["Category", "Found", "SavedPage", "look_at"]

_LABELS = finder("//th | //dt | //label | //button | //legend")
"""Elements whose words are the site's own, not those of the people on it."""
_HAS_PASSWORD = tester("boolean(//input[@type='password'])")
_CATEGORY = re.compile(r"cat|kateg|rubri|secti", re.IGNORECASE)
_ID = re.compile(r"[\w-]+\Z")
_UNKNOWN = "unknown"
_LIKE = 0.6
"""Share of marks that two pages of one template have in common; those of different ones have a third."""
_LEAST_CARDS = 3
_SHORTEST_TITLE = 4
_WALLS = (
    ("listing_gone", re.compile("404|not found|no longer|removed|niet gevonden|nicht gefunden|introuvable")),
    ("maintenance", re.compile("maintenance|onderhoud|wartung")),
    ("session_lost", re.compile("session|sessie|sitzung")),
)
"""Words in titles of walls; a guess that the author corrects."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One saved page: its file, bytes, document and marks, and the kind that it seems to be of."""

    path: Path
    body: bytes
    document: Document
    marks: frozenset[str]
    kind: str


@dataclass(frozen=True, slots=True)
class Category:
    """A link that seems to lead to a category."""

    category_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """
    What saved pages show.

    Attributes:
        pages: the pages.
        title: the longest words that all titles have in common; empty where they have none.
        marks: classes and ids (as ``.name`` and ``#name``) that all pages have.
        tests: for each kind, the XPath of what its pages have and the others have not; None where nothing tells it.
        labels: words that stand where a site's own labels do.
        categories: what seem to be categories.
    """

    pages: tuple[SavedPage, ...]
    title: str
    marks: tuple[str, ...]
    tests: dict[str, str | None]
    labels: tuple[str, ...]
    categories: tuple[Category, ...]


def look_at(files: Sequence[Path]) -> Found:
    """
    Look at saved pages of one market.

    Raises:
        ArchiveError: a file cannot be read.
    """
    pages = _sorted_out([_page(file) for file in sorted(files)])
    kinds: dict[str, list[SavedPage]] = {}
    for page in pages:
        kinds.setdefault(page.kind, []).append(page)
    shared = frozenset.intersection(*(page.marks for page in pages)) if pages else frozenset()
    return Found(
        pages=pages,
        title=_common([page.document.title for page in pages]),
        marks=tuple(sorted(mark for mark in shared if "0" not in mark))[:2],
        tests={kind: _test(kind, kinds) for kind in sorted(kinds) if kind != _UNKNOWN},
        labels=_labels(pages),
        categories=_categories(pages),
    )


def _page(file: Path) -> SavedPage:
    try:
        body = decode(file.read_bytes())[0]
    except OSError as error:
        msg = f"{file}: {error.strerror}: check the path"
        raise ArchiveError(msg) from error
    document = Document(body, PageContext())
    return SavedPage(file, body, document, frozenset(marks_of(body)), _kind(body, document))


def _sorted_out(pages: Sequence[SavedPage]) -> tuple[SavedPage, ...]:
    """The pages, of which those that seem to be of a kind and are unlike most others of it are of no kind known."""
    alike: dict[str, list[list[SavedPage]]] = {}
    for page in pages:
        groups = alike.setdefault(page.kind, [])
        group = next((group for group in groups if _are_alike(group[0], page)), None)
        if group is None:
            groups.append([page])
        else:
            group.append(page)
    largest = {kind: max(groups, key=len) for kind, groups in alike.items()}
    return tuple(page if page in largest[page.kind] else replace(page, kind=_UNKNOWN) for page in pages)


def _are_alike(one: SavedPage, other: SavedPage) -> bool:
    both = one.marks | other.marks
    return not both or len(one.marks & other.marks) >= _LIKE * len(both)


def _kind(body: bytes, document: Document) -> str:
    """What a page seems to be."""
    title = document.title.lower()
    if b"captcha" in body.lower():
        return "captcha"
    if _HAS_PASSWORD(document.root):
        return "login"
    for kind, words in _WALLS:
        if words.search(title):
            return kind
    if b"BEGIN PGP PUBLIC KEY" in body:
        return "vendor_profile"
    cards = Counter(
        (element.tag, element.get("class"))
        for element in document.root.iter("div", "li", "article", "tr", "section")
        if element.get("class") and element.find(".//a[@href]") is not None
    )
    return "category_list" if cards and max(cards.values()) >= _LEAST_CARDS else "listing"


def _common(titles: list[str]) -> str:
    """The longest stretch of text that all titles have."""
    if not titles:
        return ""
    first = min(titles, key=len)
    stretches = (
        first[start:end] for start in range(len(first)) for end in range(start + _SHORTEST_TITLE, len(first) + 1)
    )
    shared = [stretch for stretch in stretches if all(stretch in title for title in titles)]
    return max(shared, key=len, default="").strip()


def _test(kind: str, kinds: dict[str, list[SavedPage]]) -> str | None:
    """The XPath of a mark that all pages of a kind have and no other page has."""
    own = frozenset.intersection(*(page.marks for page in kinds[kind]))
    others = frozenset[str]().union(*(page.marks for name, pages in kinds.items() if name != kind for page in pages))
    telling = sorted((mark for mark in own - others if "0" not in mark), key=lambda mark: (mark[0] != "#", mark))
    if not telling:
        return None
    mark = telling[0]
    if mark.startswith("#"):
        return f"boolean(//*[@id='{mark[1:]}'])"
    return f"boolean(//*[contains(concat(' ', normalize-space(@class), ' '), ' {mark[1:]} ')])"


def _labels(pages: Iterable[SavedPage]) -> tuple[str, ...]:
    """Texts where labels stand, on two pages at least, so that no name is among them."""
    times: Counter[str] = Counter()
    for page in pages:
        found = _LABELS(page.document.root)
        times.update({page.document.text(element).rstrip(": ") for element in found} - {""})
    return tuple(sorted(label for label, number in times.items() if number > 1))


def _categories(pages: Iterable[SavedPage]) -> tuple[Category, ...]:
    found: dict[str, Category] = {}
    for page in pages:
        for link in page.document.root.iter("a"):
            address, name = link.get("href") or "", page.document.text(link)
            number = _ID.search(address.rstrip("/"))
            if _CATEGORY.search(address) and name and number is not None:
                found.setdefault(number[0], Category(number[0], name))
    return tuple(found.values())
