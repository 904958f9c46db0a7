"""Proposes the fields of cards of offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.money import without_prices
from cryptodrug_scraper.page.route_within import arrowed
from cryptodrug_scraper.page.within import amounts_within, name_within, with_codes
from cryptodrug_scraper.scaffold.candidates import ARROWED, ROUTE, Candidate, name_route
from cryptodrug_scraper.scaffold.propose_icons import icons_of_blocks
from cryptodrug_scraper.scaffold.repeated import innermost
from cryptodrug_scraper.scaffold.seen_blocks import MOST, SeenBlocks, have
from cryptodrug_scraper.scaffold.shapes import SIGNS, share_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.scaffold.proposal import BlockProposal
    from cryptodrug_scraper.scaffold.repeated import Slot
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = ["propose_cards"]

_FEW_LETTERS = 8
"""Letters beside amounts, as of a unit."""


def propose_cards(site: Site, roles: Roles, pages: Sequence[SavedPage]) -> list[BlockProposal]:
    """Propose how the cards on pages of a kind are read, those of each layout that can be selected by themselves."""
    found = [proposal for seen in SeenBlocks.layouts(site, roles.cards, pages) if (proposal := _cards(seen, roles))]
    return found[:1] + [each for each in found[1:] if any(one.name == "price" for one in each.candidates)]


def _cards(seen: SeenBlocks, roles: Roles) -> BlockProposal | None:
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
    candidates += _places_of(seen, candidates)
    return seen.proposal("listing", link, candidates)


def _vendor_of(seen: SeenBlocks, roles: Roles) -> list[Candidate]:
    for slot in seen.leading_to(roles.vendor):
        said = seen.text_at(slot)
        if sum(text in roles.vendors for text in said) >= MOST * len(said) or share_of("name", said) >= MOST:
            found = seen.selector(slot)
            if found is not None:
                form = "" if all(name_within(text) == text for text in said) else "text"
                return [Candidate("vendor", "", found, "", said, len(seen.blocks), own_form=form)]
    for slot in seen.texts():
        is_repeated = len(set(slot.samples)) < len(slot.samples) or len(slot.samples) <= 4
        if slot.share("name") >= MOST and is_repeated and not slot.share("money") and not slot.share("place"):
            found_one = seen.candidate(
                "vendor", slot, "no link says that this is an account: it is one word, and comes again"
            )
            return [found_one] if found_one else []
    return []


def _prices_of(seen: SeenBlocks, known: Sequence[Candidate]) -> list[Candidate]:
    if any(each.name == "price" for each in known):
        return []
    priced = [slot for slot in seen.texts() if slot.share("money") >= MOST and slot.samples != known[0].samples]
    priced.sort(key=lambda slot: (-len(slot.of), sum(map(len, slot.samples))))
    around = [slot for slot in priced if _has_several(slot)]
    chosen = [*around[:1], *priced]
    for slot in chosen:
        doubt = [] if len(priced) == 1 else [f"{have(priced)} an amount: the one on most blocks, with least around it"]
        found = seen.candidate("price", slot, *(() if slot in around else doubt))
        if found is not None:
            return [found, *_other_coins(seen, slot, priced)]
    return []


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
