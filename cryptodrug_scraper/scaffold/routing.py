"""Which of a site's links lead to which kind of page, as regular expressions of their paths."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.parsed import WALLS
from cryptodrug_scraper.scaffold.routes import suffix_apart

if TYPE_CHECKING:
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.tree import Tree

__all__ = ["expression_of", "followed_routes"]


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

    Routes are known from cards, menus and pagers, and from the addresses of saved pages.
    """
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
    present = {page.kind for page in site.pages}
    found = [
        (kind, route)
        for route, kind in kinds.items()
        if kind in present or kind in {"listing", "vendor_profile", "category_list"}
    ]
    return sorted(found, key=lambda each: (-each[1].count("="), -each[1].count("/"), each[1]))
