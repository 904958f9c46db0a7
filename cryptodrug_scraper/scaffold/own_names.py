"""Proposes what names the offer or the account that a page is of, where its address is not known."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.own_page import Own, shared_selector
from cryptodrug_scraper.scaffold.proposal import KindProposal, pattern_of, place_of

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import Site

__all__ = ["propose_own_links"]


def propose_own_links(proposal: KindProposal, site: Site, roles: Roles, route: str | None, own: dict[int, Own]) -> None:
    """
    Find what names the thing that a page is of, where its address is not known: a link to the page itself, links by
    other routes that have the same values, or a field of a form called as the parameter is.
    """
    if route is None:
        return
    by_route: dict[str, dict[int, Element]] = defaultdict(dict)
    values: dict[str, dict[int, set[tuple[str, ...]]]] = defaultdict(lambda: defaultdict(set))
    for page, each in own.items():
        for element, address, _ in site.links(each.page):
            if address.values and element not in each.inside:
                by_route[address.route].setdefault(page, element)
                values[address.route][page].add(address.values)
    if _names_one(values[route], len(own)) and (selector := shared_selector(own, by_route[route])) is not None:
        proposal.own_links = selector
        return
    key = re.search(r"[?&]([^=&]+)=\{\}", route)
    named = "" if key is None else f'input[name="{key[1]}"][value]'
    if named and all(len(css(named)(each.root)) == 1 for each in own.values()):
        proposal.own_links, proposal.own_pattern = named, "value"
        return
    known = _agreeing(values, route, len(own), roles.vendors)
    if known is not None and (selector := shared_selector(own, by_route[known])) is not None:
        proposal.own_links, proposal.own_pattern = selector, pattern_of(known, place_of(site, route))


def _names_one(values: dict[int, set[tuple[str, ...]]], pages: int) -> bool:
    """Tell whether links by a route name one thing on each page, and another one on another page."""
    is_one = len(values) == pages and all(len(found) == 1 for found in values.values())
    return is_one and (pages == 1 or len({min(found) for found in values.values()}) > 1)


def _agreeing(
    values: dict[str, dict[int, set[tuple[str, ...]]]], route: str, pages: int, accounts: set[str]
) -> str | None:
    """
    One of several routes whose links have the same values on each page, as many as addresses by the route have; none
    of which is the name of an account.
    """
    width = route.count("{}")
    single = [
        each for each in values if each != route and each.count("{}") == width and _names_one(values[each], pages)
    ]
    for each in single:
        said = {value for found in values[each].values() for one in found for value in one}
        if sum(values[each] == values[other] for other in single) > 1 and not said & accounts:
            return each
    return None
