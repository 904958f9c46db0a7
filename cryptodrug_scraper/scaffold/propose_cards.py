"""Proposes the fields of cards of offers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.money import COINS, without_prices
from cryptodrug_scraper.page.route_within import arrowed
from cryptodrug_scraper.page.within import amounts_within, name_within, with_codes
from cryptodrug_scraper.scaffold.candidates import ARROWED, ROUTE, Candidate, name_route, says_units
from cryptodrug_scraper.scaffold.propose_icons import icons_of_blocks
from cryptodrug_scraper.scaffold.repeated import innermost
from cryptodrug_scraper.scaffold.seen_blocks import MOST, SeenBlocks, have
from cryptodrug_scraper.scaffold.selecting import selector_for
from cryptodrug_scraper.scaffold.shapes import SIGNS, share_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.scaffold.proposal import BlockProposal
    from cryptodrug_scraper.scaffold.repeated import Slot
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.saved_page import SavedPage
    from cryptodrug_scraper.scaffold.tree import Tree

__all__ = ["propose_cards"]

_FEWEST, _SOME = 3, 0.1
"""Cards that lead to their category, and their share, from which on it is read: often those of a search alone do."""
_FEW_LETTERS = 8
"""Letters beside amounts, as of a unit."""


def propose_cards(site: Site, roles: Roles, tree: Tree, pages: Sequence[SavedPage]) -> list[BlockProposal]:
    """Propose how the cards on pages of a kind are read, those of each layout that can be selected by themselves."""
    layouts = SeenBlocks.layouts(site, roles.cards, pages, roles.more_cards)
    found = [proposal for seen in layouts if (proposal := _cards(seen, roles, tree))]
    return found[:1] + [each for each in found[1:] if any(one.name == "price" for one in each.candidates)]


def _cards(seen: SeenBlocks, roles: Roles, tree: Tree) -> BlockProposal | None:
    links = sorted(seen.leading_to(roles.listing), key=lambda slot: -sum(map(len, seen.text_at(slot))))
    link = seen.selector(links[0]) if links else None
    if link is None:
        return None
    candidates = [Candidate("title", "", link, "", seen.text_at(links[0]), len(seen.blocks))]
    candidates += _vendor_of(seen, roles)
    candidates += seen.labelled("listing")
    candidates += seen.under_headings("listing")
    candidates += icons_of_blocks(seen, "listing", candidates)
    candidates += _prices_of(seen, candidates)
    candidates += _units_of(seen, candidates)
    candidates += _places_of(seen, candidates)
    if not any(each.name == "category_path" for each in candidates):
        candidates += _categories_of(seen, tree)
    return seen.proposal("listing", link, candidates)


def _vendor_of(seen: SeenBlocks, roles: Roles) -> list[Candidate]:
    for slot in seen.leading_to(roles.vendor):
        said = seen.text_at(slot)
        if sum(text in roles.vendors for text in said) >= MOST * len(said) or share_of("name", said) >= MOST:
            found = seen.selector(slot)
            if found is not None:
                form = "" if all(name_within(text) == text for text in said) else "text"
                vendor = Candidate("vendor", "", found, "", said, len(seen.blocks), own_form=form)
                others = [each for each in seen.leading_to(roles.vendor, rarely=True) if each is not slot]
                texts = [replace(each, attribute="", samples=seen.text_at(each)) for each in others]
                return [seen.with_others(vendor, slot, texts)]
    for slot in seen.texts():
        is_repeated = len(set(slot.samples)) < len(slot.samples) or len(slot.samples) <= 4
        if slot.share("name") >= MOST and is_repeated and not slot.share("money") and not slot.share("place"):
            found_one = seen.candidate(
                "vendor", slot, "no link says that this is an account: it is one word, and comes again"
            )
            return [found_one] if found_one else []
    return []


def _categories_of(seen: SeenBlocks, tree: Tree) -> list[Candidate]:
    """What holds the links to the category of an offer, and to those around it, by their names in the menu."""
    names = {category.path[-1] for category in tree.categories}
    links = {
        element: text
        for page in {id(page): page for page in seen.pages}.values()
        for element, address, text in seen.site.links(page)
        if address.route == tree.route and text in names
    }
    pairs = []
    for block in seen.blocks:
        inside = [element for element in block.iter("a") if element in links]
        holder = inside[0].getparent() if inside else None
        if holder is not None and all(element.getparent() is holder for element in inside):
            pairs.append((block, holder))
    selector = selector_for(pairs) if len(pairs) >= max(_FEWEST, _SOME * len(seen.blocks)) else None
    said = [" / ".join(links[element] for element in holder.iter("a") if element in links) for _, holder in pairs]
    return [] if selector is None else [Candidate("category_path", "", selector, "", said, len(seen.blocks))]


def _prices_of(seen: SeenBlocks, known: Sequence[Candidate]) -> list[Candidate]:
    if any(each.name == "price" for each in known):
        return []
    priced = [slot for slot in seen.texts() if slot.share("money") >= MOST and slot.samples != known[0].samples]
    priced.sort(key=lambda slot: (_in_coins_alone(slot), -len(slot.of), sum(map(len, slot.samples))))
    around = [slot for slot in priced if _has_several(slot) and _in_coins_alone(slot) <= _in_coins_alone(priced[0])]
    chosen = [*around[:1], *priced]
    for slot in chosen:
        doubt = [] if len(priced) == 1 else [f"{have(priced)} an amount: the one on most blocks, with least around it"]
        found = seen.candidate("price", slot, *(() if slot in around else doubt))
        if found is not None:
            return [found, *_other_coins(seen, slot, priced)]
    return []


def _units_of(seen: SeenBlocks, known: Sequence[Candidate]) -> list[Candidate]:
    """What prices are for: behind them, or behind what stands around them."""
    if any(each.name == "price_unit" for each in known) or not any(each.name == "price" for each in known):
        return []
    for slot in sorted(seen.all_slots, key=lambda slot: sum(map(len, slot.samples)) / len(slot.samples)):
        if slot.attribute == "" and says_units(slot.samples):
            found = seen.candidate("price_unit", slot)
            if found is not None:
                return [found]
    return []


def _in_coins_alone(slot: Slot) -> bool:
    """Tell whether a place states amounts of coins and of nothing else: the same price again, where others have one."""
    return all(each.currency in COINS for text in slot.samples for each in amounts_within(text, SIGNS))


def _has_several(slot: Slot) -> bool:
    """Tell whether a place holds one amount in each of several currencies, and hardly anything else, in most blocks."""
    only = [
        text
        for text in slot.samples
        if len({each.currency for each in amounts_within(text, SIGNS)}) == len(amounts_within(text, SIGNS)) > 1
        and sum(map(str.isalpha, without_prices(with_codes(text, SIGNS)))) <= _FEW_LETTERS
    ]
    return len(only) >= MOST * len(slot.samples)


def _other_coins(seen: SeenBlocks, price: Slot, priced: Sequence[Slot]) -> list[Candidate]:
    """A further place that has an amount in another currency than the price, in most blocks: the same price again."""

    def currencies(slot: Slot) -> dict[int, frozenset[str]]:
        return {
            number: frozenset(each.currency for each in amounts_within(text, SIGNS))
            for number, text in zip(slot.of, slot.samples, strict=True)
        }

    known = currencies(price)
    for slot in priced:
        own = currencies(slot)
        both = own.keys() & known.keys()
        if both and sum(bool(own[each]) and not own[each] & known[each] for each in both) >= MOST * len(both):
            candidate = seen.candidate("prices", slot)
            if candidate is not None:
                return [candidate]
    return []


def _places_of(seen: SeenBlocks, known: Sequence[Candidate]) -> list[Candidate]:
    if any(each.name in {"ships_from", "ships_to", ROUTE} for each in known):
        return []
    for slot in innermost(seen.texts()):
        if name_route(slot.samples) and (found := seen.candidate(name_route(slot.samples), slot)) is not None:
            return [found]
        drawn = [arrowed(document, element) for document, element in seen.places_at(slot)]
        if name_route(drawn) and (found := seen.candidate(name_route(drawn), slot)) is not None:
            found.attribute, found.samples = ARROWED, drawn
            return [found]
    taken = {tuple(each.samples) for each in known}
    places = [
        slot
        for slot in seen.slots
        if not slot.attribute
        and slot.share("place") >= MOST
        and tuple(slot.samples) not in taken
        and not slot.share("money")
    ]
    names = ["ships_from", "ships_to"]
    found_all = []
    for name, slot in zip(names, innermost(places)[:2], strict=False):
        candidate = seen.candidate(name, slot, "it names places without a label: the first is taken for the origin")
        if candidate is not None:
            found_all.append(candidate)
    return found_all
