"""Tells kinds of page apart that only other pages of the site tell apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.page.parsed import WALLS
from cryptodrug_scraper.scaffold.headings import large_texts
from cryptodrug_scraper.scaffold.shapes import shapes_of
from cryptodrug_scraper.scaffold.told_kinds import has_prose

if TYPE_CHECKING:
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.routes import Address
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.saved_page import SavedPage
    from cryptodrug_scraper.scaffold.tree import Tree

__all__ = ["agree", "tell_by_address", "tell_home", "tell_tabs"]

_LIKE = 0.6
"""Share of their ways that pages of one kind have in common."""


_FIRST = re.compile(r"/(?:(?:index|home|main|default|start|welcome)(?:\.[a-z]{2,4})?)?/?", re.IGNORECASE)
"""Addresses of first pages."""
_PAGED = re.compile(r"(?<=[?&])[a-z_]{1,12}=\{\}(?:&|\Z)", re.IGNORECASE)
_OFTEN = 0.3
"""Share of the lists that have cards at one place, from which on a page with such cards is one of them."""
_GUESSED = frozenset({"unknown", "home"})
"""Kinds of pages of which nothing better is known."""
_BY_BUILD = frozenset({"listing", "vendor_profile", "category_list"})


def tell_home(site: Site, roles: Roles) -> None:
    """
    The page at the first address of a site is the first page, unless its cards are those of most lists, of which it is
    read as one then; no other page that merely leads to offers is.

    Where no address says so, one list whose cards are unlike those of the longest, and whose address is not that of a
    list, is the first page.
    """
    lists = [page for page in site.pages if page.kind == "category_list" and id(page) in roles.cards]
    times = Counter(roles.cards[id(page)].way[-2:] for page in lists if not _is_first(site, page))
    usual = {way for way, count in times.items() if count >= _OFTEN * times.total()}
    first = [page for page in site.pages if page.kind in {"category_list", "home"} and _is_first(site, page)]
    for page in site.pages:
        cards = roles.cards.get(id(page))
        if page in first and (cards is None or cards.way[-2:] not in usual):
            page.kind, page.evidence = "home", "its address is the first of the site"
        elif page.kind == "home" and cards is not None and (page in first or cards.way[-2:] in times):
            page.kind, page.evidence = "category_list", "the first page, with cards as on other lists"
        elif page.kind == "home" and first and not page.is_sure:
            page.kind, page.evidence = "unknown", "it leads to offers, and is not the first page"
    if any(page.kind == "home" for page in first):
        return
    longest = max(lists, key=lambda page: len(roles.cards[id(page)].elements), default=None)
    others = [page for page in lists if longest and roles.cards[id(page)].way[-2:] != roles.cards[id(longest)].way[-2:]]
    if len(others) == 1 and _may_be_first(site, others[0]):
        others[0].kind, others[0].is_sure = "home", False
        others[0].evidence = "its cards are unlike those of the longest list"


def _is_first(site: Site, page: SavedPage) -> bool:
    """Tell whether the address of a page is the first of its site."""
    address = site.address(page)
    return address is not None and _FIRST.fullmatch(address.route) is not None


def _may_be_first(site: Site, page: SavedPage) -> bool:
    """Tell whether the address of a page may be that of the first one: it is not known, or names nothing."""
    address = site.address(page)
    return address is None or not address.values


def tell_tabs(site: Site, roles: Roles) -> None:
    """
    Tell pages of one offer or account that show another part of it each.

    Where some pages of an account have a key, and those without one have words of their own, the key is on a page of
    its own; so are ratings of an offer, where offers without any have a text where those with ratings have none.
    """
    profiles = [page for page in site.pages if page.kind == "vendor_profile"]
    keyless = [page for page in profiles if not page.is_sure and has_prose(site, page, roles.cards.get(id(page)))]
    keyed = [
        page
        for page in profiles
        if page.is_sure and id(page) not in roles.cards and id(page) not in roles.reviews  # they are more than a key
    ]
    with_text = [page for page in keyed if _has_text_beside_key(site, page)]
    for page in keyed if keyless and len(with_text) * 2 < len(keyed) else ():
        page.kind, page.evidence = "vendor_pgp", "it has a public key, and other pages of accounts have texts and none"
    _tell_ratings_of_accounts(site, roles)
    offers = [page for page in site.pages if page.kind == "listing"]
    bare = [_ways_of_prose(page) for page in offers if id(page) not in roles.reviews]
    shared = frozenset.intersection(*bare) if bare else frozenset()
    for page in offers:
        reviews = roles.reviews.get(id(page))
        if reviews is not None and shared and not shared <= _ways_of_prose(page):
            page.kind, page.evidence = (
                "listing_feedback",
                f"{counted(len(reviews.elements), 'rating')} where other offers have a text",
            )


def _has_text_beside_key(site: Site, page: SavedPage) -> bool:
    return any("prose" in shapes_of(text) and "key" not in shapes_of(text) for _, text in site.own_lines(page))


def _tell_ratings_of_accounts(site: Site, roles: Roles) -> None:
    """Pages of accounts with ratings and no text of their own, where others have texts and no ratings, are ratings."""
    profiles = [page for page in site.pages if page.kind in {"vendor_profile", "vendor_pgp"}]
    rated = [page for page in profiles if id(page) in roles.reviews]
    texts = {id(page): has_prose(site, page, roles.reviews.get(id(page))) or page.is_sure for page in profiles}
    if any(texts[id(page)] for page in profiles if page not in rated):
        for page in rated:
            if not texts[id(page)]:
                count = counted(len(roles.reviews[id(page)].elements), "rating")
                page.kind, page.evidence = "vendor_feedback", f"{count} where other pages of accounts have a text"


def _ways_of_prose(page: SavedPage) -> frozenset[object]:
    return frozenset(
        way
        for way, elements in page.outline.items()
        for each in elements
        if "prose" in shapes_of(page.document.line(each.text or ""))
    )


def agree(site: Site) -> None:
    """Pages of no known kind that are built like those of one are of that kind, unless it needs what they lack."""
    for pages in _groups(site):
        sure = Counter(page.kind for page in pages if page.is_sure and page.kind in _BY_BUILD)
        kind = sure.most_common(1)[0][0] if sure else "unknown"
        like = next((page for page in pages if page.kind == kind), None)
        for page in pages if sure and like is not None else ():
            if page.kind in _GUESSED and not page.is_sure and like is not None:
                page.kind, page.evidence = kind, f"it is built like {like.file.name}"


def tell_by_address(site: Site, roles: Roles, tree: Tree) -> None:
    """
    Pages of which little is known are of the kind of others with such an address, and those headed by the name of a
    category are lists: an empty list, or one without ratings, repeats nothing by which it could be told. A wall stays
    one: it stands at the address of what it keeps away.
    """
    by_route: dict[str, Counter[str]] = defaultdict(Counter)
    for page in site.pages:
        address = site.address(page)
        if address is not None and address.values and page.is_sure:
            by_route[_unpaged(address)][page.kind] += 1
    names = {category.path[-1] for category in tree.categories}
    for page in site.pages:
        address = site.address(page)
        may_be_gone = address is not None and address.route == roles.listing
        if page.kind == "listing_gone" and address is not None and address.values and not may_be_gone:
            page.kind = "unknown"  # an empty list says so, too
        is_open = not page.is_sure and page.kind not in WALLS - {"unknown"}
        kinds = by_route[_unpaged(address)] if address is not None and is_open else Counter()
        if page.kind in _GUESSED and address is not None and address.route == tree.route:
            page.kind, page.evidence = "category_list", "its address is that of a category"
        elif page.kind in _GUESSED and not page.is_sure and names.intersection(large_texts(page)):
            page.kind, page.evidence = "category_list", "its heading is the name of a category"
        elif kinds and (most := kinds.most_common(1)[0])[1] >= _LIKE * kinds.total() and most[1] > 1:
            page.kind, page.evidence = most[0], "its address is like those of others"


def _unpaged(address: Address) -> str:
    """The route of an address, without the parameters behind a path that names something: pages of one list."""
    path, _, query = address.route.partition("?")
    rest = _PAGED.sub("", f"?{query}").strip("?&") if "{}" in path else query
    return f"{path}?{rest}" if rest else path


def _groups(site: Site) -> list[list[SavedPage]]:
    """Pages whose outlines are alike but for what all pages of the site have."""
    outlines = {id(page): frozenset(page.outline) for page in site.pages}
    shared = frozenset.intersection(*outlines.values()) if outlines else frozenset()
    groups: list[list[SavedPage]] = []
    for page in site.pages:
        own = outlines[id(page)] - shared
        for group in groups:
            other = outlines[id(group[0])] - shared
            says_much = any(step[1] for way in own & other for step in way[-2:])  # tags alone are alike everywhere
            if says_much and len(own & other) >= _LIKE * len(own | other):
                group.append(page)
                break
        else:
            groups.append([page])
    return groups
