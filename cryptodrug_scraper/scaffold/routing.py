"""Which of a site's links lead to which kind of page, as regular expressions of their paths."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.leaving import ends_visit
from cryptodrug_scraper.page.pager_words import is_of_pager
from cryptodrug_scraper.page.parsed import WALLS
from cryptodrug_scraper.scaffold.routes import path_of, suffix_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.routes import Address
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.tree import Tree

__all__ = ["expression_of", "fits_any_page", "followed_routes", "leaving_addresses", "open_routes"]

_OPEN = re.compile(r"(?:/\{\})+(?:\.[a-z]{2,4})?", re.IGNORECASE)
"""A path of which nothing stays but the suffix of a file."""


def expression_of(route: str, *, is_deep: bool = False, tail: str = "") -> str:
    """
    The regular expression of all addresses by a route; parameters may come in any order.

    Args:
        route: the route.
        is_deep: whether the last value may have several parts, as in ``/flowers/indoor``.
        tail: what stands behind the path on further pages of a list (`Routes.tail`).
    """
    path, _, query = route.partition("?")
    path, suffix = suffix_apart(path)
    said = "[^/?&#]+".join(map(re.escape, path.split("{}")))
    if is_deep:
        said = said.removesuffix("[^/?&#]+") + "[^?&#]+"
    said += tail
    said += f"(?:{re.escape(suffix)})?" if suffix else ""
    if not query:
        return said + r"/?\Z"
    keys = "".join(
        rf"(?=(?:.*&)?{re.escape(key)}={'[^&]+' if value == '{}' else re.escape(value) + '(?:&|$)'})"
        for key, _, value in (part.partition("=") for part in query.split("&"))
    )
    return rf"{said}{'' if said.endswith('/') else '/?'}\?{keys}"


def followed_routes(site: Site, roles: Roles, tree: Tree) -> list[tuple[str, str]]:
    """
    The kinds of page and the routes that lead to them, the most telling routes first.

    Routes are known from cards, menus and pagers, and from the addresses of saved pages. Those that any page of the
    site fits are left out: see `open_routes`.
    """
    return [each for each in _routes_of(site, roles, tree) if not fits_any_page(each[1])]


def open_routes(site: Site, roles: Roles, tree: Tree) -> list[tuple[str, str]]:
    """The kinds of page and their routes that any page of the site fits, also the one that logs out."""
    return [each for each in _routes_of(site, roles, tree) if fits_any_page(each[1])]


def fits_any_page(route: str) -> bool:
    """Tell whether nothing of a route says what it leads to: ``/{}``, and ``/{}?p={}``, but not ``/@{}``."""
    path, _, query = route.partition("?")
    return _OPEN.fullmatch(path) is not None and all(part.endswith("={}") for part in filter(None, query.split("&")))


def leaving_addresses(site: Site, expressions: Iterable[str]) -> list[str]:
    """
    Regular expressions of addresses that saved pages link as the way out of the visit, where one of others fits them.

    Args:
        site: the site.
        expressions: those of addresses that are followed.
    """
    followed = [re.compile(each) for each in expressions]
    paths = {
        path
        for page in site.pages
        for element in page.document.root.iter("a")
        if (path := path_of(element.get("href") or "", page.path, site.hosts)) is not None
        and ends_visit(page.document, element, path)
    }
    found = sorted(path for path in paths if any(each.match(path) for each in followed))
    return sorted({_literal(path) for path in found})


def _literal(path: str) -> str:
    """The regular expression of one address, whatever the marks of a visit in its query are."""
    way, _, query = path.partition("?")
    asked = [re.sub(r"=.*\d.*", "=", part) for part in query.split("&") if part]
    keys = "".join(rf"(?=(?:.*&)?{re.escape(part)}{'' if part.endswith('=') else '(?:&|$)'})" for part in asked)
    return rf"{re.escape(way.rstrip('/'))}/?" + (rf"\?{keys}" if keys else r"(?:[?#]|\Z)")


def _routes_of(site: Site, roles: Roles, tree: Tree) -> list[tuple[str, str]]:
    kinds: dict[str, str] = {}
    by_page: dict[str, Counter[str]] = {}
    for page in site.pages:
        address = site.address(page)
        if address is not None and page.kind not in {*WALLS, "unknown"}:
            by_page.setdefault(address.route, Counter())[page.kind] += 1
    for route, times in by_page.items():
        kinds[route] = times.most_common(1)[0][0]
    if roles.listing is not None:
        kinds.setdefault(roles.listing, "listing")
    if roles.vendor is not None:
        kinds.setdefault(roles.vendor, "vendor_profile")
    if tree.route is not None:
        kinds.setdefault(tree.route, "category_list")
        own = set(tree.route.partition("?")[2].split("&"))
        for page in site.pages:
            for _, address, text in site.links(page):
                is_pager = text.strip().isdigit() or not any(map(str.isalpha, text))
                more = set(address.route.partition("?")[2].split("&"))
                if (
                    is_pager
                    and id(page) in roles.cards
                    and (own < more if tree.route.count("?") else address.route.startswith(tree.route))
                ):
                    kinds.setdefault(address.route, "category_list")
    for known in filter(None, (roles.listing, roles.vendor)):
        for other in site.routes.same_as(known) if "?" not in known else ():
            kinds.setdefault(other, kinds[known])
    _add_further_pages(kinds, site)
    present = {page.kind for page in site.pages}
    found = [
        (kind, route)
        for route, kind in kinds.items()
        if kind in present or kind in {"listing", "vendor_profile", "category_list"}
    ]
    return sorted(found, key=lambda each: (-each[1].count("="), -each[1].count("/"), each[1]))


def _add_further_pages(kinds: dict[str, str], site: Site) -> None:
    """
    Add the routes of further pages of what is known, as ``/item/{}?page={}``: they have one more parameter, and pages
    of that kind link to those of the same thing in the words of pagers.
    """
    known = dict(kinds)
    by_path: dict[str, list[str]] = {}
    for route in known:
        by_path.setdefault(route.partition("?")[0], []).append(route)
    for page in site.pages:
        own = site.address(page)
        for _, address, text in site.links(page):
            path, _, query = address.route.partition("?")
            if address.route in kinds or "={}" not in query or not _leads_on(text):
                continue
            said = _said(address)
            for base in by_path.get(path, ()):
                more = set(query.split("&")) - set(filter(None, base.partition("?")[2].split("&")))
                is_further = len(more) == 1 and query.count("&") == base.partition("?")[2].count("&") + ("?" in base)
                key = next(iter(more)).removesuffix("={}") if is_further else ""
                if key and said.get(key, "").isdecimal() and _is_of(page.kind, own, base, known, said):
                    kinds[address.route] = known[base]


def _leads_on(text: str) -> bool:
    """Tell whether a link says what those of pagers say: a number, a sign, "next"."""
    return not any(map(str.isalpha, text)) or is_of_pager(text)


def _said(address: Address) -> dict[str, str]:
    """The values of an address, by the numbers of those in its path and by the parameters of its query."""
    path, _, query = address.route.partition("?")
    count = path.count("{}")
    keys = [part.removesuffix("={}") for part in query.split("&") if part.endswith("={}")]
    return dict(zip([*map(str, range(count)), *keys], address.values, strict=False))


def _is_of(kind: str, own: Address | None, base: str, kinds: Mapping[str, str], said: Mapping[str, str]) -> bool:
    """Tell whether a page is of the thing that a link names beside the number of a page."""
    if own is None:
        return kind == kinds[base]
    mine = _said(own)
    return own.route.partition("?")[0] == base.partition("?")[0] and all(
        mine.get(key, value) == value for key, value in said.items() if key.isdecimal() or f"{key}={{}}" in base
    )
