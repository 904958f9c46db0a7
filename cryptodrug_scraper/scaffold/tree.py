"""The categories of a site, found in its menus, breadcrumbs and the badges of its offers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.page.menus import menu_count, menu_name, nesting
from cryptodrug_scraper.scaffold.outline import step_of
from cryptodrug_scraper.scaffold.selecting import selector_for
from cryptodrug_scraper.scaffold.shapes import shapes_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import Site

__all__ = ["Category", "Tree", "find_tree"]

_LEAST = 2
_NESTED = 0.8
_SHORTER = 0.3
"""Share of the links of the longest menu, from which on a shorter one is a menu, too, and no breadcrumb."""
_MOST_MENUS = 2
_FEWEST_PAGES = 3
"""Pages that have the same short menu, from which on it is one."""
_NEARLY_ALL = 0.8
"""Share of the links to categories of a page that a menu holds: breadcrumbs lead to some that it does not show."""
_FILE = re.compile(r"\.[A-Za-z]{2,4}\Z")
_PAGING = re.compile(r"(?:^|[?&])(?:p|pg|page|seite|side|sida|pagina|pag|offset|start)=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Category:
    """A category: its identifier in addresses, its names from the root down, and the count that its badge shows."""

    category_id: str
    path: tuple[str, ...]
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """
    The categories of a site.

    Attributes:
        route: the route of their lists; None where none was found.
        place: which of the values of an address by that route names the category.
        categories: the categories, parents before what is in them.
        menus: selectors of what holds the links of the menu, that of the longest first.
    """

    route: str | None
    place: int
    categories: tuple[Category, ...]
    menus: tuple[str, ...] = ()


def find_tree(site: Site, roles: Roles) -> Tree:
    """Find the categories of a site."""
    votes: Counter[str] = Counter()
    names: dict[str, dict[tuple[str, ...], Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for page in site.pages:
        cards = roles.cards.get(id(page))
        inside = set() if cards is None else cards.inside()
        own = site.address(page)
        for element, address, text in site.links(page):
            if not address.values or address.route in {roles.listing, roles.vendor}:
                continue
            name = "" if address.further else menu_name(element, text)
            if name and not shapes_of(name) & {"money", "age", "day", "clock"} and element not in inside:
                names[address.route][address.values][name] += 1
            elif not name and (address.further or text.strip().isdigit()) and cards is not None:
                votes[address.route] += 2  # a pager of a list
        if own is not None and cards is not None and own.values:
            votes[own.route] += 5
    scores = {
        route: _score(route, by_values, votes, site) for route, by_values in names.items() if len(by_values) >= _LEAST
    }
    best = max(scores, key=lambda route: scores[route], default=None)
    if best is None or scores[best] <= 0:
        return Tree(None, 0, ())
    if best.endswith("/{}/{}") and best.removesuffix("/{}") in scores:
        best = best.removesuffix("/{}")  # what stands above it is a category, too
    if best.endswith("/{}"):
        _take_deeper(site, best, names)
    place = _place(names[best])
    found = _walked(site, best, place, names[best])
    return Tree(best, place, tuple(found.values()), _menus(site, best, place, found))


def _take_deeper(site: Site, route: str, names: dict[str, dict[tuple[str, ...], Counter[str]]]) -> None:
    """
    Take links one level deeper, as ``/c/flowers/{}`` or ``/c/{}/{}`` below ``/c/{}``, for links to categories within
    categories, where what stands before the last part is a category, too.
    """
    start = route.removesuffix("{}")
    known = {values[-1] for values in names[route]}
    for deeper in [each for each in names if each != route and each.startswith(start) and each.endswith("/{}")]:
        above = deeper.removeprefix(start).removesuffix("/{}")
        of_all = {values[-2] for values in names[deeper]} if above == "{}" else {above}
        if "/" not in above and len(of_all & known) >= _NESTED * len(of_all):
            for values, texts in names[deeper].items():
                first, last = (values[-2], values[:-2]) if above == "{}" else (above, values[:-1])
                names[route][*last, f"{first}/{values[-1]}"].update(texts)
            site.fold(deeper, route)


def _score(route: str, by_values: Mapping[tuple[str, ...], Counter[str]], votes: Counter[str], site: Site) -> float:
    """How much a route looks like that of categories: many things with one name each, on most pages, with counts."""
    pages = sum(any(address.route == route for _, address, _ in site.links(page)) for page in site.pages)
    steady = sum(len(texts) == 1 for texts in by_values.values()) / len(by_values)
    names = {next(iter(texts)) for texts in by_values.values()}
    varied = len(names) / len(by_values)
    badges = _badges(site, route)
    if _PAGING.search(route.partition("?")[2]) and "&" not in route:
        return 0.0
    if all(_FILE.search(values[-1]) for values in by_values):
        return 0.0
    if all(name.isupper() and len(name) <= 4 for name in names):  # codes of currencies
        return 0.0
    related = sum(count for other, count in votes.items() if other == route or _is_longer(other, route))
    return (pages / len(site.pages)) * steady * varied * min(len(by_values), 12) + 2 * badges + min(related, 20) / 4


def _is_longer(other: str, route: str) -> bool:
    """Tell whether an address is that of another one with a page number."""
    path, _, query = other.partition("?")
    own_path, _, own_query = route.partition("?")
    return path.rsplit("/", 1)[0] == own_path or (
        set(own_query.split("&")) < set(query.split("&"))
        and bool(own_query)
        and path.rstrip("/") in {own_path.rstrip("/"), ""}
    )


def _badges(site: Site, route: str) -> float:
    """The share of the links of a route that have a count in them or behind them."""
    counted = every = 0
    for page in site.pages:
        for element, address, _ in site.links(page):
            if address.route == route:
                every += 1
                counted += menu_count(page.document, element) is not None
    return counted / every if every else 0.0


def _place(by_values: Mapping[tuple[str, ...], Counter[str]]) -> int:
    """Which value of an address names the category: that of which there are most."""
    width = min(len(values) for values in by_values)
    return max(range(width), key=lambda at: (len({values[at] for values in by_values}), -at))


def _walked(site: Site, route: str, place: int, names: Mapping[tuple[str, ...], Counter[str]]) -> dict[str, Category]:
    """The categories by their identifiers, with their paths as menus and breadcrumbs nest them."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for values, texts in names.items():
        said[values[place]].update(texts)
    parents: dict[str, Counter[str]] = defaultdict(Counter)
    counts: dict[str, int] = {}
    led: list[tuple[set[str], list[tuple[str, str]]]] = []
    for page in site.pages:
        links = [
            (element, address.values[place])
            for element, address, text in site.links(page)
            if address.route == route and not address.further and menu_name(element, text)
        ]
        for element, own in links:
            if own not in counts and (count := menu_count(page.document, element)) is not None:
                counts[own] = count
        led.append(({own for _, own in links}, list(nesting(links))))
    longest = max((len(names) for names, _ in led), default=0)
    whole = [each for each in led if len(each[0]) * 2 >= longest]
    in_whole = set().union(*(names for names, _ in whole))
    for each in led:  # what a whole menu shows is nested as there, whatever stands around it on other pages
        for own, parent in each[1]:
            if own != parent and (each in whole or own not in in_whole):
                parents[own][parent] += 1
    found: dict[str, Category] = {}
    for own in said:
        path: list[str] = []
        at: str | None = own
        while at is not None and at not in path and len(path) < 8:  # deeper than any menu
            path.insert(0, at)
            at = parents[at].most_common(1)[0][0] if parents.get(at) else None
        words = tuple(said[each].most_common(1)[0][0] for each in path)
        found[own] = Category(own, words, counts.get(own))
    return dict(sorted(found.items(), key=lambda each: len(each[1].path)))


def _menus(site: Site, route: str, place: int, known: Mapping[str, Category]) -> tuple[str, ...]:
    """
    Selectors of the innermost element that holds nearly all links of the route: of the longest menu of the site, then
    of that of pages with a shorter one, and of a short one that is the same on pages of different categories.
    """
    holders: list[_Holder] = []
    for page in site.pages:
        led: dict[Element, dict[str, None]] = defaultdict(dict)
        for element, address, text in site.links(page):
            if address.route == route and not address.further and menu_name(element, text):
                for above in element.iterancestors():
                    led[above][address.values[place]] = None
        every = len(led.get(page.document.root, ()))
        most = [holder for holder, values in led.items() if len(values) >= _NEARLY_ALL * every and every >= _LEAST]
        if most:
            holders.append(_Holder(page.document.root, max(most, key=_depth), every, led))
    longest = max((each.every for each in holders), default=0)
    selectors: list[str] = []
    rest = [each for each in holders if each.every >= _SHORTER * longest]
    short = [each for each in holders if each.every < _SHORTER * longest]
    while rest and len(selectors) < _MOST_MENUS:
        most_links = max(each.every for each in rest)
        groups: dict[object, list[tuple[Element, Element]]] = defaultdict(list)
        for each in rest:
            if each.every >= _NEARLY_ALL * most_links:
                groups[step_of(each.inner)].append((each.root, each.inner))
        usual = max(groups.values(), key=len)
        is_part = all(inner.tag != "body" for _, inner in usual)
        selector = selector_for(usual, with_ids=True) if not selectors or (len(usual) > 1 and is_part) else None
        if selector is not None and selector not in selectors:
            selectors.append(selector)
        roots = {root for root, _ in usual}
        rest = [each for each in rest if each.root not in roots]
    selector = selector_for(same, with_ids=True) if (same := _same_on_all(short, known)) else None
    return (*selectors, *([] if selector is None or selector in selectors else [selector]))


def _same_on_all(holders: Sequence[_Holder], known: Mapping[str, Category]) -> list[tuple[Element, Element]]:
    """
    The innermost elements, each with the root of its page, that lead to the same categories on nearly all of some
    pages, of several other categories: a menu of few. One that leads from a category to one in it is a breadcrumb.
    """
    found: dict[tuple[object, tuple[str, ...]], list[tuple[Element, Element]]] = defaultdict(list)
    for each in holders:
        inner: dict[tuple[str, ...], Element] = {}
        for element, values in each.led.items():
            said = tuple(values)
            if len(said) >= _LEAST and (said not in inner or _depth(element) > _depth(inner[said])):
                inner[said] = element
        for said, element in inner.items():
            found[step_of(element), said].append((each.root, element))
    others = {tuple(each.led[each.root]) for each in holders}
    menus = [
        pairs
        for (_, said), pairs in found.items()
        if len(pairs) >= max(_FEWEST_PAGES, _NEARLY_ALL * len(holders))
        and len(others) > 1
        and not _is_path(said, known)
    ]
    return max(menus, key=len, default=[])


def _is_path(values: Sequence[str], known: Mapping[str, Category]) -> bool:
    """Tell whether each of some categories is in the one before it."""
    paths = [known[value].path for value in values if value in known]
    return all(below[:-1] == above for above, below in pairwise(paths))


def _depth(element: Element) -> int:
    return sum(1 for _ in element.iterancestors())


class _Holder(NamedTuple):
    """
    What holds the links to categories on a page.

    Attributes:
        root: the root of the page.
        inner: the innermost element that holds nearly all.
        every: to how many categories the links of the page lead.
        led: the categories to which links within each element lead, in the order of the page.
    """

    root: Element
    inner: Element
    every: int
    led: Mapping[Element, Mapping[str, None]]
