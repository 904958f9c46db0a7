"""Proposes what names the offer or the account that a page is of, where its address is not known."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.scaffold.own_page import Own, shared_selector
from cryptodrug_scraper.scaffold.proposal import OwnName, pattern_of, place_of, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.page.labelled import Labelled
    from cryptodrug_scraper.scaffold.proposal import KindProposal
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import Site

__all__ = ["propose_own_names"]

_MOST_WAYS = 3
_NUMBER = re.compile(r"\d+(?=-)")
"""What names an offer where its address has words behind the number."""


def propose_own_names(proposal: KindProposal, site: Site, roles: Roles, route: str | None, own: dict[int, Own]) -> None:
    """
    Find what names the thing that a page is of, where its address is not known: a link to the page itself, a field of a
    form called as the parameter is or with the same value, a labelled value that is one of those in addresses, or links
    by other routes that have the same values. Of these, the one that most pages have, and others for the rest.
    """
    if route is None:
        return
    ways = [*_links(site, roles, route, own), *_fields(site, route, own), *_labels(site, route, own)]
    known: set[int] = set()
    while ways and len(proposal.own_names) < _MOST_WAYS:
        best = max(ways, key=lambda way: len(way[1] - known))
        if not best[1] - known:
            return
        proposal.own_names.append(best[0])
        known |= best[1]
        ways.remove(best)


def _links(site: Site, roles: Roles, route: str, own: dict[int, Own]) -> Iterator[tuple[OwnName, set[int]]]:
    by_route: dict[str, dict[int, Element]] = defaultdict(dict)
    values: dict[str, dict[int, set[tuple[str, ...]]]] = defaultdict(lambda: defaultdict(set))
    for page, each in own.items():
        for element, address, _ in site.links(each.page):
            if address.values and element not in each.inside:
                by_route[address.route].setdefault(page, element)
                values[address.route][page].add(address.values)
    if _names_one(values[route], len(own)) and (selector := shared_selector(own, by_route[route])) is not None:
        yield OwnName(selector, "link"), set(own)
    known = _agreeing(values, route, len(own), roles.vendors)
    if known is not None and (selector := shared_selector(own, by_route[known])) is not None:
        yield OwnName(selector, pattern_of(known, place_of(site, route), values_of(site, known))), set(own)


def _fields(site: Site, route: str, own: dict[int, Own]) -> Iterator[tuple[OwnName, set[int]]]:
    """Fields of forms that are called as the parameter of addresses is, or have what names the page in its address."""
    place = place_of(site, route)
    known = {
        page: address.values[place]
        for page, each in own.items()
        if (address := site.address(each.page)) is not None and address.route == route
    }
    key = re.search(r"[?&]([^=&]+)=\{\}", route)
    values: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for page, each in own.items():
        for element in each.root.iter("input"):
            if (name := element.get("name")) and element.get("value") and '"' not in name:
                values[name][page].add(element.get("value") or "")
    for name, found in values.items():
        is_key = key is not None and name == key[1]
        agree = [page for page in found if page in known and found[page] == {known[page]}]
        told = [page for page in found if page in known]
        if all(len(each) == 1 for each in found.values()) and (is_key or (len(agree) > 1 and agree == told)):
            yield OwnName(f'input[name="{name}"][value]', "value"), set(found)


def _labels(site: Site, route: str, own: dict[int, Own]) -> Iterator[tuple[OwnName, set[int]]]:
    """Labels whose values are those in addresses by the route, another one on each page."""
    names = {match[0] if (match := _NUMBER.match(value)) else value for value in values_of(site, route)}
    by_label: dict[str, dict[int, Labelled]] = defaultdict(dict)
    for page, each in own.items():
        for one in each.labelled():
            by_label[one.label].setdefault(page, one)
    for found in by_label.values():
        said = {page: one.text.lstrip("#") for page, one in found.items()}
        elements = {page: one.element for page, one in found.items()}
        is_name = len(set(said.values())) == len(said) and len(names.intersection(said.values())) * 2 > len(said)
        if is_name and (selector := shared_selector(own, elements, least=0.0)) is not None:
            yield OwnName(selector, "text"), set(found)


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
