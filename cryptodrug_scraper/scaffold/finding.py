"""
Of which kind each saved page is, by what it repeats and by where its links lead.

A page that repeats blocks, each with a price and a link of its own, is a list of offers; where those links lead, offers
are. What each of these blocks names besides, in one word, is who sells. A page that repeats blocks with a time and a
masked name, or stars, has ratings. Words decide on walls alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.entries import ENTRY
from cryptodrug_scraper.page.labelled import labelled
from cryptodrug_scraper.page.paired import build_of
from cryptodrug_scraper.scaffold.agreeing import agree, tell_home, tell_tabs
from cryptodrug_scraper.scaffold.answers import NO_FIELD
from cryptodrug_scraper.scaffold.named_blocks import named_blocks
from cryptodrug_scraper.scaffold.repeated import Blocks, blocks_on, signs_in, slots_of
from cryptodrug_scraper.scaffold.roles import Roles
from cryptodrug_scraper.scaffold.shapes import is_name, is_named_in, shapes_of
from cryptodrug_scraper.scaffold.told_kinds import kind_of_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.repeated import Slot
    from cryptodrug_scraper.scaffold.routes import Address
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = ["find_roles"]

_TITLE = 20
"""Characters from which on a text is no mere price or time, though it may have one in it."""
_MOST = 0.6
"""Share of the blocks that have something, from which on it belongs to them."""


_OWN = 0.7
"""Share of the blocks that lead each to another page."""


_FEWEST = 3
"""Accounts on a list of them from which on it is one."""
_AGAIN = 2
"""Links to each account on average: categories are links of cards, too, but have fewer of them."""
_SHORTEST = 4


_TIMES = ("age", "day", "clock")


def find_roles(site: Site, answers: Mapping[str, str]) -> Roles:
    """
    Find the roles of a site's pages and say of each page of which kind it is.

    Args:
        site: the site.
        answers: what blocks are, by the selector that finds them, where the author said so.
    """
    roles = Roles()
    seen = {id(page): blocks_on(page) for page in site.pages}
    named = {id(page): named_blocks(page, answers) for page in site.pages}
    votes: Counter[str] = Counter()
    for page in site.pages:
        for blocks in seen[id(page)]:
            for route in _own_routes(site, blocks):
                if _has_price(blocks):
                    votes[route] += len(blocks.elements)
        for cards_named in named[id(page)].get("card", ()):
            votes.update(dict.fromkeys(_own_routes(site, cards_named), len(cards_named.elements)))
    roles.listing = votes.most_common(1)[0][0] if votes else None
    for route in votes:
        if roles.listing is not None and (_says_more(route, roles.listing) or _is_of_same(site, route, roles.listing)):
            site.take_as(route, roles.listing)
    rest: dict[int, list[Blocks]] = {}
    for page in site.pages:
        cards = [blocks for blocks in seen[id(page)] if _are_cards(site, blocks, roles) and not _have_buyers(blocks)]
        rest[id(page)] = [blocks for blocks in seen[id(page)] if blocks not in cards]
        largest = sorted(cards, key=lambda blocks: -len(blocks.elements))
        leading = [_with(blocks, _leading(site, page, blocks.elements, roles)) for blocks in largest]
        lists = _apart([*named[id(page)].get("card", ()), *leading], named[id(page)].get(NO_FIELD, ()))
        if lists:
            roles.cards[id(page)], *roles.more_cards[id(page)] = lists
    _take_shorter_lists(site, roles, roles.cards)
    _find_vendors(site, roles)
    for page in site.pages:
        accounts = [blocks for blocks in rest[id(page)] if _are_accounts(site, blocks, roles)]
        if accounts:
            roles.accounts[id(page)] = max(accounts, key=lambda blocks: len(blocks.elements))
        reviews = [blocks for blocks in rest[id(page)] if blocks not in accounts and _are_reviews(blocks)]
        if reviews:
            most = max(reviews, key=lambda blocks: len(blocks.elements))
            roles.reviews[id(page)] = _with(most, _timed(most))
        for name, found in (("account", roles.accounts), ("review", roles.reviews)):
            if name in named[id(page)]:
                found[id(page)] = named[id(page)][name][0]
    _take_shorter_lists(site, roles, roles.reviews)
    for page in site.pages:
        for _, address, text in site.links(page):
            if address.route == roles.listing and len(text) >= _SHORTEST:
                roles.titles.setdefault(text, address)
    for page in site.pages:
        page.kind, page.is_sure, page.evidence = kind_of_page(site, page, roles)
    tell_tabs(site, roles)
    tell_home(site, roles)
    agree(site)
    return roles


def _apart(lists: Iterable[Blocks], none: Iterable[Blocks]) -> list[Blocks]:
    """Lists of which none has anything of another one in it, or of what is said to be none; the first ones stay."""
    taken = {inner for blocks in none for element in blocks.elements for inner in element.iter()}
    found = []
    for blocks in lists:
        inside = {inner for element in blocks.elements for inner in element.iter()}
        around = {above for element in blocks.elements for above in element.iterancestors()}
        if blocks.elements and taken.isdisjoint(inside | around):
            found.append(blocks)
            taken |= inside
    return found


def _says_more(route: str, shorter: str) -> bool:
    """Tell whether a route is another one with further words in its query, which name nothing."""
    (path, _, query), (short_path, _, short_query) = route.partition("?"), shorter.partition("?")
    more, known = set(query.split("&")), set(filter(None, short_query.split("&")))
    return path == short_path and known < more and not any("{}" in each for each in more - known)


def _is_of_same(site: Site, route: str, other: str) -> bool:
    """
    Tell whether a route leads to the same things as another one, with words behind their names or without: ``/item/{}``
    and ``/item/{}/{}``.
    """
    short, long = sorted((route, other), key=len)
    if long != f"{short}/{{}}":
        return False
    named: dict[str, set[str]] = {short: set(), long: set()}
    at = short.count("{}") - 1
    for page in site.pages:
        for _, address, _ in site.links(page):
            if address.route in named:
                named[address.route].add(address.values[at])
    return len(named[short] & named[long]) * 2 >= min(map(len, named.values()))


def _with(blocks: Blocks, wanted: set[Element]) -> Blocks:
    """Those of some blocks that are wanted: a row of headings stands among others."""
    elements = [element for element in blocks.elements if element in wanted]
    if len(elements) == len(blocks.elements):
        return blocks
    page = blocks.pages[0]
    return Blocks(blocks.way, elements, [page] * len(elements), slots_of(page, elements))


def _leading(site: Site, page: SavedPage, elements: Iterable[Element], roles: Roles) -> set[Element]:
    """The blocks that lead to an offer."""
    leading = {link for link, address in _links_in(site, page, elements) if address.route == roles.listing}
    return {element for element in elements if any(link in leading for link in element.iter("a"))}


def _own_routes(site: Site, blocks: Blocks) -> list[str]:
    """The routes by which each block leads to a page of its own, with a text as titles are."""
    inside = {element: number for number, block in enumerate(blocks.elements) for element in block.iter("a")}
    found: dict[str, dict[int, set[tuple[str, ...]]]] = defaultdict(lambda: defaultdict(set))
    titles: dict[str, dict[int, str]] = defaultdict(dict)
    for element, address, text in site.links(blocks.pages[0]):
        if (number := inside.get(element)) is not None and address.values:
            found[address.route][number].add(address.values)
            if len(text) > len(titles[address.route].get(number, "")):
                titles[address.route][number] = text
    count = len(blocks.elements)
    own = []
    for route, by_block in found.items():
        values = [min(each) for each in by_block.values()]
        said = [text for text in titles[route].values() if _may_be_title(text)]
        if (
            len(by_block) >= _MOST * count
            and len(set(values)) >= _OWN * len(values)
            and len(said) >= _MOST * len(by_block)
        ):
            own.append(route)
    return own


def _may_be_title(text: str) -> bool:
    """Tell whether a link may say a title: several words, and more than a price or a time."""
    return " " in text.strip() and (len(text) >= _TITLE or not shapes_of(text) & {"money", *_TIMES})


def _has_price(blocks: Blocks) -> bool:
    priced = {
        number
        for slot in blocks.slots
        for number, text in zip(slot.of, slot.samples, strict=True)
        if _is_price(slot, text)
    }
    return len(priced) >= _MOST * len(blocks.elements)


def _is_price(slot: Slot, text: str) -> bool:
    return slot.is_text and "money" in shapes_of(text)


def _are_cards(site: Site, blocks: Blocks, roles: Roles) -> bool:
    return roles.listing in _own_routes(site, blocks) and _has_price(blocks)


def _are_reviews(blocks: Blocks) -> bool:
    count = len(blocks.elements)
    says = any(
        slot.is_text
        and not slot.is_constant
        and len(slot.of) >= _MOST * count
        and slot.share("words") + slot.share("prose") >= _MOST
        for slot in blocks.slots
    )
    is_timed = len(_with_shape(blocks, *_TIMES)) >= _MOST * count
    if _have_buyers(blocks):
        return is_timed or says
    return is_timed and says and (len(_with_shape(blocks, "rating")) >= _MOST * count or _has_icons(blocks))


def _have_buyers(blocks: Blocks) -> bool:
    """Tell whether most blocks have a masked name."""
    return len(_with_shape(blocks, "mask")) >= _MOST * len(blocks.elements)


def _timed(blocks: Blocks) -> set[Element]:
    """The blocks that have a time, a masked name or a rating, as headings have not, and those built like them."""
    timed = [blocks.elements[number] for number in _with_shape(blocks, *_TIMES, "mask", "rating")]
    built = {build_of(element) for element in timed}
    first = 0 if blocks.way[-1] == ("div", (ENTRY,)) else 1  # a first row may be of headings
    rest = [element for element in blocks.elements[first:] if build_of(element) in built]
    return {*timed, *rest}


def _with_shape(blocks: Blocks, *shapes: str) -> set[int]:
    """The numbers of the blocks that say something of one of some shapes, or have such a value behind a label."""
    said = [
        (number, text)
        for slot in blocks.slots
        if slot.is_text
        for number, text in zip(slot.of, slot.samples, strict=True)
    ]
    for number, (page, block) in enumerate(zip(blocks.pages, blocks.elements, strict=True)):
        said += [(number, each.text) for each in labelled(page.document, block)]
    return {number for number, text in said if shapes_of(text).intersection(shapes)}


def _has_icons(blocks: Blocks) -> bool:
    """Tell whether most blocks have several signs in a row, as stars are."""
    rows = [any(len(signs_in(element)) > 2 for element in block.iter()) for block in blocks.elements]
    return sum(rows) >= _MOST * len(rows)


def _are_accounts(site: Site, blocks: Blocks, roles: Roles) -> bool:
    """Tell whether blocks are of one account each: they lead to it and name it, and have neither price nor buyer."""
    if roles.vendor is None or _has_price(blocks) or _have_buyers(blocks):
        return False
    inside = {element: number for number, block in enumerate(blocks.elements) for element in block.iter("a")}
    named: dict[int, set[str]] = defaultdict(set)
    for element, address, text in site.links(blocks.pages[0]):
        if element in inside and address.route == roles.vendor and text in roles.vendors:
            named[inside[element]].add(text)
    alone = {min(names) for names in named.values() if len(names) == 1}
    return len(alone) >= max(_FEWEST, _OWN * len(blocks.elements))


def _take_shorter_lists(site: Site, roles: Roles, found: dict[int, Blocks]) -> None:
    """Blocks at the same place on other pages, of which there are too few to be found there."""
    ways = {blocks.way[-2:] for blocks in found.values()}
    for page in site.pages:
        if id(page) in found:
            continue
        alike = [
            elements for way, elements in page.outline.items() if way[-2:] in ways and any(way[-1][1]) and way[-2:]
        ]
        if alike:
            elements = max(alike, key=len)
            way = next(way for way, each in page.outline.items() if each is elements)
            if found is roles.cards:
                leading = _leading(site, page, elements, roles)
                elements = [element for element in elements if element in leading]
            blocks = Blocks(way, elements, [page] * len(elements), slots_of(page, elements))
            if elements and (found is roles.cards or _is_like(blocks, found.values())):
                found[id(page)] = blocks


def _is_like(blocks: Blocks, others: Iterable[Blocks]) -> bool:
    """Tell whether most places of some blocks are places of others at the same place of a page."""
    known = {slot.steps for other in others if other.way[-2:] == blocks.way[-2:] for slot in other.slots}
    return sum(slot.steps in known for slot in blocks.slots) >= _MOST * len(blocks.slots)


def _links_in(site: Site, page: SavedPage, elements: Iterable[Element]) -> list[tuple[Element, Address]]:
    inside = {link for element in elements for link in element.iter("a")}
    return [(element, address) for element, address, _ in site.links(page) if element in inside]


def _find_vendors(site: Site, roles: Roles) -> None:
    """The route of accounts: links in cards, or else outside, whose text is one word that their address has."""
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for page in site.pages:
        of_cards = _links_of_cards(roles, page)
        for element, address, text in site.links(page):
            if address.route != roles.listing and is_named_in(text, address.values):
                (inside if element in of_cards else outside)[address.route] += 1
    times = inside or outside
    roles.vendor = times.most_common(1)[0][0] if times else _numbered_vendors(site, roles)
    for page in site.pages:
        for _, address, text in site.links(page):
            is_numbered = not times and is_name(text)
            if address.route == roles.vendor and (is_numbered or is_named_in(text, address.values)):
                roles.vendors.add(text)


def _links_of_cards(roles: Roles, page: SavedPage) -> set[Element]:
    cards = roles.cards.get(id(page))
    return set() if cards is None else {link for block in cards.elements for link in block.iter("a")}


def _numbered_vendors(site: Site, roles: Roles) -> str | None:
    """The route by which cards lead to accounts that addresses name by a number: one name for each, again and again."""
    names: dict[str, dict[tuple[str, ...], Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for page in site.pages:
        of_cards = _links_of_cards(roles, page)
        for element, address, text in site.links(page):
            if element in of_cards and address.values and address.route != roles.listing and is_name(text):
                names[address.route][address.values][text] += 1
    steady = {
        route: sum(times.total() for times in by_values.values())
        for route, by_values in names.items()
        if all(len(times) == 1 for times in by_values.values())
        and sum(times.total() for times in by_values.values()) >= _AGAIN * len(by_values)
    }
    return max(steady, key=lambda route: steady[route], default=None)
