"""Finds what saved pages say that a draft takes for no field: values, headings of texts, lists within offers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from cryptodrug_scraper.page.grouped_rows import spanned_rows
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.answers import part_name
from cryptodrug_scraper.scaffold.headings import said_before
from cryptodrug_scraper.scaffold.outline import own_text, step_of
from cryptodrug_scraper.scaffold.own_page import Own, shared_selector
from cryptodrug_scraper.scaffold.propose_rows import rows_in
from cryptodrug_scraper.scaffold.propose_windows import FEEDBACK, inside_windows
from cryptodrug_scraper.scaffold.selecting import selector_in_rows, selector_of_blocks
from cryptodrug_scraper.scaffold.shapes import shapes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.answers import PartName
    from cryptodrug_scraper.scaffold.found import Found
    from cryptodrug_scraper.scaffold.outline import Step
    from cryptodrug_scraper.scaffold.proposal import BlockProposal, KindProposal

__all__ = ["Owns", "headings_of_texts", "lists_of_offers", "owns_of", "places_of_blocks", "places_of_things"]

_SOME = 0.15
"""Share of things that have a value at a place, from which on it is asked what that is."""
_LONGEST = 120
_LONGEST_HEADING = 80
_FEWEST_ROWS = 2


Owns: TypeAlias = "Sequence[tuple[KindProposal, list[Own]]]"
"""What each page of offers and accounts says itself, by the proposal for its kind."""


def owns_of(found: Found) -> Owns:
    """What each page of offers and accounts says that is neither of the frame nor of what it repeats."""
    return [
        (proposal, [Own(found.site, found.roles, page, proposal) for page in proposal.pages])
        for proposal in found.proposals
        if proposal.kind.startswith(("listing", "vendor")) and proposal.kind != "vendor_list"
    ]


def places_of_blocks(found: Found, part: PartName) -> dict[str, tuple[list[str], int]]:
    """The texts and pictures of what pages repeat that no field is for: by selector, what they say, of how many."""
    places: dict[str, tuple[list[str], int]] = {}
    for proposal in found.proposals:
        for block in proposal.blocks:
            if part_name(proposal.kind, block.record) == part:
                for key, samples, of in _of_block(proposal, block):
                    before, count = places.get(key, ([], 0))
                    places[key] = ([*before, *samples], count + of)
    return places


def _of_block(proposal: KindProposal, block: BlockProposal) -> Iterator[tuple[str, list[str], int]]:
    blocks = [(page, each) for page in proposal.pages for each in css(block.selector)(page.document.root)]
    taken = {each.selector for each in block.candidates if each.name and each.selector}
    said = {sample for each in block.candidates if each.name for sample in each.samples}
    by_step: dict[Step, list[tuple[Element, Element, str]]] = defaultdict(list)
    for page, element in blocks:
        seen: set[Step] = set()
        for inner in (each for row in (element, *spanned_rows(element)) for each in row.iterdescendants()):
            text = page.document.line(own_text(inner)) if isinstance(inner.tag, str) else ""
            if text and len(text) <= _LONGEST and step_of(inner) not in seen:
                seen.add(step_of(inner))
                by_step[step_of(inner)].append((element, inner, page.document.text(inner)))
    for places in by_step.values():
        samples = [text for _, _, text in places]
        if len(places) < _SOME * len(blocks) or said.issuperset(samples):
            continue
        selector = selector_in_rows([(around, inner) for around, inner, _ in places])
        if selector is not None and selector not in taken:
            yield selector, samples, len(blocks)


def places_of_things(owns: Owns, part: PartName, signs: Mapping[str, str]) -> dict[str, tuple[list[str], int]]:
    """The values on pages of offers, or of accounts, that have no label and that no field is for; as above."""
    places: dict[str, tuple[list[str], int]] = {}
    for proposal, pages in owns:
        if not proposal.candidates or part_name(proposal.kind) != part:
            continue
        own = {id(each.page): each for each in pages}
        said = {sample for each in proposal.candidates for sample in each.samples}
        tables = proposal.candidate(FEEDBACK)
        in_tables = {inner for each in pages for inner in inside_windows(tables, each, signs)}
        labelled = {
            page: {inner for one in each.labelled() for inner in one.element.iter()} for page, each in own.items()
        }
        by_step: dict[Step, dict[int, Element]] = defaultdict(dict)
        for page, each in own.items():
            for element, text in each.texts:
                if (
                    text
                    and len(text) <= _LONGEST
                    and element not in labelled[page]
                    and element not in in_tables
                    and element.tag not in {"a", "option"}
                ):
                    by_step[step_of(element)].setdefault(page, element)
        for elements in by_step.values():
            samples = [own[page].page.document.text(element) for page, element in elements.items()]
            selector = shared_selector(own, elements, least=_SOME)
            if selector is not None and len(set(samples)) > 1 and not said.issuperset(samples):
                before, count = places.get(selector, ([], 0))
                places[selector] = ([*before, *samples], count + len(own))
    return places


def headings_of_texts(found: Found, owns: Owns) -> dict[str, list[str]]:
    """The headings above long texts on pages of offers and accounts, each with what stands below."""
    headings: dict[str, list[str]] = defaultdict(list)
    for proposal, pages in owns:
        for own in pages if proposal.kind in {"listing", "vendor_profile"} else ():
            for element in own.prose():
                text = own.page.document.text(element)
                before = said_before(own.page, element)
                said = "" if before is None else own.page.document.text(before)
                is_name = said in found.roles.titles or said in found.roles.vendors
                if 0 < len(said) <= _LONGEST_HEADING and "key" not in shapes_of(text) and not is_name:
                    headings[said].append(text)
    return headings


def lists_of_offers(owns: Owns) -> dict[str, list[str]]:
    """The rows of lists on pages of offers, with an amount in most, by a selector of them."""
    lists: dict[tuple[Step, str], list[tuple[Element, list[Element], list[str]]]] = defaultdict(list)
    for proposal, pages in owns:
        for own in pages if proposal.kind == "listing" else ():
            for holder, rows, texts in rows_in(own):
                priced = sum("money" in shapes_of(text) for text in texts)
                before = said_before(own.page, holder)
                if len(rows) >= _FEWEST_ROWS and priced * 2 > len(rows):
                    above = "" if before is None else own.page.document.text(before)
                    lists[step_of(holder), above].append((own.root, rows, texts))
    found_all = {}
    for groups in lists.values():
        selector = selector_of_blocks([(root, rows) for root, rows, _ in groups])
        if selector is not None:
            found_all[selector] = [text for _, _, texts in groups for text in texts]
    return found_all
