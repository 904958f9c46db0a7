"""Proposes what a page of an offer says of its seller, in the block in which it links to them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.candidates import OF_SELLER, SELLER_FIELDS, WORDED, Candidate, fits
from cryptodrug_scraper.scaffold.label_words import field_of_label
from cryptodrug_scraper.scaffold.own_page import around_lists
from cryptodrug_scraper.scaffold.shapes import shapes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.page.labelled import Labelled
    from cryptodrug_scraper.scaffold.own_page import Own
    from cryptodrug_scraper.scaffold.proposal import KindProposal

__all__ = ["propose_seller"]

_LEAST = 0.3
"""Share of the pages that have a value, from which on it is proposed."""


def propose_seller(proposal: KindProposal, own: dict[int, Own]) -> None:
    """
    Propose the values of the seller that have a label, or a word on the same line, beside the link to the seller; they
    are none of the offer's then.
    """
    vendor = proposal.candidate("vendor")
    if vendor is None or not vendor.selector:
        return
    find = css(vendor.selector)
    every = {page: {"": each.labelled(), WORDED: each.worded()} for page, each in own.items()}
    boxes = {
        page: set(found.iter())
        for page, each in own.items()
        for link in find(each.root)[:1]
        if (found := _box(each, link, proposal, [*every[page][""], *every[page][WORDED]])) is not None
    }
    outside = {
        field_of_label(one.label, "listing")
        for page, by_mark in every.items()
        for one in (*by_mark[""], *by_mark[WORDED])
        if one.element not in boxes.get(page, ())
    }
    for mark in ("", WORDED):
        by_label: dict[str, dict[int, Labelled]] = defaultdict(dict)
        of_both = set()
        for page, inside in boxes.items():
            said = [one for one in every[page][mark] if one.element not in own[page].of_seller]
            beside = {one.label: one for one in reversed(said) if one.element in inside}
            of_both |= {one.label for one in said if one.element not in inside and one.label in beside}
            for label, one in beside.items():
                by_label[label][page] = one
        for label, values in sorted(by_label.items(), key=lambda item: (-len(item[1]), item[0])):
            name = field_of_label(label, "vendor")
            samples = [one.text for one in values.values()]
            if (
                name not in SELLER_FIELDS
                or label in of_both
                or (field_of_label(label, "listing") == "sold" and "sold" not in outside)  # of this offer, perhaps
                or proposal.candidate(f"{OF_SELLER}{name}") is not None
                or len(values) < max(_LEAST * len(own), 2 if len(own) > 3 else 1)
                or not fits(name, samples)
            ):
                continue
            proposal.candidates.append(Candidate(f"{OF_SELLER}{name}", label, "", mark, samples, len(own)))
            for page, one in values.items():
                own[page].of_seller.add(one.element)


def _box(own: Own, link: Element, proposal: KindProposal, said: Sequence[Labelled]) -> Element | None:
    """The largest element around a link to the seller that has nothing of the offer, nor of what the page lists."""
    held = [element for element, text in own.texts if "money" in shapes_of(text)]
    held += [one.element for one in said if _is_of_offer(one)]
    for each in proposal.candidates:
        if each.name in {"title", "category_path"} and each.selector:
            held += css(each.selector)(own.root)[:1]
    apart = around_lists(own) | {around for element in held for around in (element, *element.iterancestors())}
    around = [each for each in link.iterancestors() if each not in apart and each.tag != "body"]
    return around[-1] if around else None


def _is_of_offer(one: Labelled) -> bool:
    """Tell whether a value is one that an offer has, and no seller."""
    name = field_of_label(one.label, "listing")
    return name is not None and field_of_label(one.label, "vendor") is None and fits(name, [one.text])
