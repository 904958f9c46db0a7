"""Saved pages of one site: their documents, and the addresses that links and names of files tell."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from cryptodrug_scraper.errors import ArchiveError, ParseError
from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.entries import part_entries
from cryptodrug_scraper.page.labelled import INLINE, has_only
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.structure import marks_of
from cryptodrug_scraper.page.text import decode
from cryptodrug_scraper.scaffold.frame import frame_of, labels_on_most, prose_on_most
from cryptodrug_scraper.scaffold.hashed import hashed_stems, leave_hashes_out
from cryptodrug_scraper.scaffold.outline import outline_of
from cryptodrug_scraper.scaffold.own_address import context_of
from cryptodrug_scraper.scaffold.paging import Paging, PrintedLink
from cryptodrug_scraper.scaffold.parting import find_entries
from cryptodrug_scraper.scaffold.routes import Address, Routes, path_of
from cryptodrug_scraper.scaffold.saved_page import SavedPage
from cryptodrug_scraper.scaffold.shapes import is_name, is_named_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.page.entries import Entries
    from cryptodrug_scraper.scaffold.outline import Path as Way

__all__ = ["Site", "read_site"]

_ADDED = re.compile(r"\.html?\Z", re.IGNORECASE)
_FOLDERS = re.compile(r"\A[^?]*/")
"""What stands before the last part of a path."""
_PARTS = re.compile(r"[^/?&=#]+")
_BEHIND_WORD = re.compile(r"[/?=][A-Za-z]+[-_:~](?=([^/?&#]+))")
"""What stands behind a word in an address, as ``some_name`` in ``/user-some_name``."""


_DEEPEST = 6
"""Folders of which one may be the root of a mirror."""
_FEWEST_PLACED = 3
"""Files that have to lie below it as their addresses say."""
_OF_ADDRESS = "/?&=%+:;,@'~!$()*"


@dataclass(slots=True)
class Site:
    """
    The saved pages of a site.

    Attributes:
        pages: the pages.
        routes: the routes of their links and of themselves.
        hosts: the hosts of the site.
        frame: what stands at the same place on most pages, word for word.
        frame_labels: the labels that do, whatever their values.
        frame_prose: where long texts stand on most pages, whatever they say.
        entries: how entries of lists are parted that have no element of their own; on the pages they have one.
    """

    pages: list[SavedPage]
    routes: Routes
    hosts: frozenset[str]
    frame: frozenset[tuple[Way, str]] = frozenset()
    frame_labels: frozenset[tuple[object, ...]] = frozenset()
    frame_prose: frozenset[Way] = frozenset()
    entries: tuple[Entries, ...] = ()
    _texts: dict[int, list[tuple[Element, str]]] = field(default_factory=dict)
    _links: dict[int, list[tuple[Element, Address, str]]] = field(default_factory=dict)

    def address(self, page: SavedPage) -> Address | None:
        """The address of a page by its route; None where it is not known."""
        return None if page.path is None else self.routes.read(page.path)

    def fold(self, longer: str, route: str) -> None:
        """Read addresses by a route with one more part as those of a shorter one, whose last value has both parts."""
        self.routes.fold(longer, route)
        self._links.clear()

    def take_as(self, longer: str, route: str) -> None:
        """Read addresses by a route, as one with further words in its query, as those by another one."""
        self.routes.take_as(longer, route)
        self._links.clear()

    def own_texts(self, page: SavedPage) -> list[tuple[Element, str]]:
        """The texts of a page that are not of the frame which the site prints around its pages."""
        if (known := self._texts.get(id(page))) is None:
            known = [
                (element, text)
                for way, elements in page.outline.items()
                for element in elements
                if (text := page.document.line(element.text or "")) and (way, text) not in self.frame
            ]
            self._texts[id(page)] = known
        return known

    def own_lines(self, page: SavedPage) -> list[tuple[Element, str]]:
        """The texts of a page that are not of the frame, each with what stands within its lines, as in bold letters."""
        return [
            (element, page.document.text(element) if has_only(element, INLINE) else text)
            for element, text in self.own_texts(page)
        ]

    def links(self, page: SavedPage) -> list[tuple[Element, Address, str]]:
        """The links of a page within the site: the element, its address, its text."""
        known = self._links.get(id(page))
        if known is None:
            known = []
            for element in page.document.root.iter("a"):
                path = path_of(element.get("href") or "", page.path, self.hosts)
                if path is not None:
                    known.append((element, self.routes.read(path), page.document.text(element)))
            self._links[id(page)] = known
        return known


def read_site(files: Sequence[Path]) -> Site:
    """
    Read saved pages.

    Raises:
        ArchiveError: a file cannot be read, or is no page.
    """
    pages = [_page(file) for file in sorted(files)]
    stems = hashed_stems(page.document.root for page in pages)
    for page in pages:
        if stems:
            leave_hashes_out(page.document.root, stems)
    entries = find_entries([page.document for page in pages])
    for page in pages:
        part_entries(page.document, entries)
        page.outline = outline_of(page.document.root)
    links = [
        (page, element.get("href") or "", page.document.text(element))
        for page in pages
        for element in page.document.root.iter("a")
    ]
    hosts = frozenset().union(*(_hosts([href for other, href, _ in links if other is page]) for page in pages))
    led = [(page, path, text) for page, href, text in links if (path := path_of(href, page.path, hosts))]
    paths = [path for _, path, _ in led]
    _tell_paths(pages, paths)
    paths += [page.path for page in pages if page.path]
    names = {part for _, href, text in links for part in _PARTS.findall(href) if is_named_in(text, [unquote(part)])}
    names |= {text for _, href, text in links if is_name(text) and text in _BEHIND_WORD.findall(unquote(href))}
    paging = Paging((PrintedLink(page.path, path, text) for page, path, text in led), paths)
    frame = frame_of(pages), labels_on_most(pages), prose_on_most(pages)
    return Site(pages, Routes(paths, names, paging), hosts, *frame, entries)


def _page(file: Path) -> SavedPage:
    try:
        raw = file.read_bytes()
    except OSError as error:
        msg = f"{file}: {error.strerror}: check the path"
        raise ArchiveError(msg) from error
    body = decode(raw)[0].replace(b"\0", b"")
    said = context_of(file, body).url
    try:
        document = Document(body, PageContext(said))
    except ParseError as error:
        msg = f"{file} is no page ({error}): leave it out"
        raise ArchiveError(msg) from error
    parts = None if said is None else urlsplit(said)
    path = None if parts is None else (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return SavedPage(file, body, document, frozenset(marks_of(body)), path)


def _tell_paths(pages: Sequence[SavedPage], linked: Iterable[str]) -> None:
    """
    Take, for pages whose files lie in no mirror, the one address that links lead to and that ends as the file and the
    folders above it are named: ``/item/4711-title`` for ``4711-title.html``. Where several end so, none of them is
    known to be the page's.
    """
    by_end: dict[str, set[str]] = defaultdict(set)
    for path in linked:
        by_end[unquote(_FOLDERS.sub("", path))].add(path)
    for page in pages:
        name = _ADDED.sub("", unquote(page.file.name)) if page.path is None else unquote(page.path.removeprefix("/"))
        if "/" not in name and (found := by_end[name]) and page.path not in found:
            folder = page.file.absolute().parent
            while len(found) > 1 and folder.name:
                name = f"{unquote(folder.name)}/{name}"
                found = {path for path in found if unquote(path).endswith(f"/{name}")}
                folder = folder.parent
            page.path = next(iter(found)) if len(found) == 1 else None
    _tell_by_folders([page for page in pages if not urlsplit(page.document.context.url or "").netloc])


def _tell_by_folders(pages: Iterable[SavedPage]) -> None:
    """
    Take the way from one folder to each file as its address, where several files lie there as their addresses say: a
    mirror without the name of its host.
    """
    roots: Counter[Path] = Counter()
    below: dict[Path, list[tuple[SavedPage, str]]] = defaultdict(list)
    for page in pages:
        way, folder = _ADDED.sub("", unquote(page.file.name)), page.file.absolute().parent
        for depth in range(_DEEPEST):
            below[folder].append((page, way))
            if depth and page.path is not None and unquote(page.path) == f"/{way}":
                roots[folder] += 1
            way, folder = f"{unquote(folder.name)}/{way}", folder.parent
    root, count = roots.most_common(1)[0] if roots else (None, 0)
    for page, way in below[root] if root is not None and count >= _FEWEST_PLACED else ():
        if page.path is None or unquote(page.path) != f"/{way}":
            page.path = "/" if way == "index" else quote(f"/{way}", safe=_OF_ADDRESS)


def _hosts(hrefs: Sequence[str]) -> frozenset[str]:
    """The host to which most links of a page lead, if there is one: a browser puts it into each that it saves."""
    times = Counter(host for href in hrefs if (host := _host(href)))
    return frozenset(host for host, count in times.items() if count * 2 > len(hrefs))


def _host(href: str) -> str | None:
    try:
        return urlsplit(href).hostname if href.startswith("http") else None
    except ValueError:
        return None
