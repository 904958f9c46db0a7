"""Proposes the fields of values that pages label, and the price where it has no label."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.page.money import COINS, CURRENCIES
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.page.within import amounts_within
from cryptodrug_scraper.scaffold.candidates import (
    ELSEWHERE,
    WORDED,
    Candidate,
    fits,
    name_route,
    other_form,
    says_units,
)
from cryptodrug_scraper.scaffold.frame import where_labelled
from cryptodrug_scraper.scaffold.label_words import field_of_label
from cryptodrug_scraper.scaffold.outline import step_of
from cryptodrug_scraper.scaffold.own_page import Own, add_at, with_layouts
from cryptodrug_scraper.scaffold.shapes import SIGNS, shape_of, shapes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.page.labelled import Labelled
    from cryptodrug_scraper.page.parts import Money
    from cryptodrug_scraper.scaffold.proposal import KindProposal
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = ["labels_of_frame", "propose_labels", "propose_price", "propose_worded"]

_LEAST = 0.3
"""Share of the pages that have a label, from which on it is proposed."""
_FEW_APART = 4
_OF_FRAME = 0.5
"""Share of pages of quite other kinds that have an amount at a place, from which on it is of the frame."""


def labels_of_frame(site: Site, roles: Roles, kind: str) -> frozenset[tuple[object, ...]]:
    """
    Labels at the same place on many pages of quite other kinds, outside of what these repeat: they are of the frame.

    One such page alone may be of this kind, and not be known as that.
    """
    times: Counter[tuple[object, ...]] = Counter()
    others = _pages_apart(site, kind)
    for page in others:
        inside = _inside_cards(roles, page)
        labels = (*page.labels, *page.icons)
        times.update({where_labelled(each) for each in labels if each.element not in inside})
    least = max(1 if len(others) < _FEW_APART else 2, _LEAST * len(others))
    return frozenset(where for where, count in times.items() if count >= least)


def _inside_cards(roles: Roles, page: SavedPage) -> set[Element]:
    cards = roles.cards.get(id(page))
    return cards.inside() if cards else set()


def _pages_apart(site: Site, kind: str) -> list[SavedPage]:
    """Pages of quite other kinds, which share the frame with those of a kind, and nothing else."""
    family = kind.partition("_")[0]
    return [page for page in site.pages if page.kind.partition("_")[0] not in {"listing", "vendor", family}]


def propose_labels(
    proposal: KindProposal, own: dict[int, Own], group: str, frame: frozenset[tuple[object, ...]]
) -> None:
    """The labelled values of the pages: those on several pages, and of the fields that their labels may stand for."""
    by_label: dict[str, list[tuple[int, Labelled]]] = defaultdict(list)
    for page, each in own.items():
        seen: set[str] = set()
        for one in each.labelled():
            if one.label not in seen and where_labelled(one) not in frame and _is_label(one.label):
                seen.add(one.label)
                by_label[one.label].append((page, one))
    taken = {each.name for each in proposal.candidates}
    pages_of: dict[str, set[int]] = defaultdict(set)
    for label, values in by_label.items():
        if len(values) < max(_LEAST * len(own), 2 if len(own) > 3 else 1):
            continue
        samples = [one.text for _, one in values]
        if not any(samples):
            continue
        name = field_of_label(label, "listing" if group == "listing" else "vendor")
        pages = {page for page, _ in values}
        is_taken = name in taken and not (pages_of[name] and pages.isdisjoint(pages_of[name]))  # another layout has it
        doubts: list[str] = []
        form = ""
        if name == "payment" and not fits(name, samples, 0.5) and fits("finalize_early", samples):
            form = "yes_escrow"
            doubts.append("a yes is taken for escrow")
        elif (
            name is not None and not is_taken and not fits(name, samples, 0.5) and (other := other_form(name, samples))
        ):
            form = other
        elif name is not None and (is_taken or not fits(name, samples, 0.5)):
            doubts.append(f"{ELSEWHERE} {name}" if is_taken else f"its label speaks of {name}, and its values do not")
            name = None
        if group == "listing":
            name = name or name_route(samples) or None
        if name is None and not doubts:
            shape = shape_of([sample for sample in samples if sample])
            if shape is not None and shape not in {"words", "name"}:
                doubts.append(f"it looks like {shape}")
        if name is not None:
            taken.add(name)
            pages_of[name] |= pages
        for page, one in values:
            own[page].used.append(one.element)
        proposal.candidates.append(
            Candidate(name or "", label, samples=samples, of=len(own), doubts=doubts, own_form=form)
        )


def propose_worded(
    proposal: KindProposal,
    own: dict[int, Own],
    group: Literal["listing", "vendor"],
    frame: frozenset[tuple[object, ...]],
) -> None:
    """The values whose words stand on the same line, of fields that nothing else shows."""
    by_label: dict[str, dict[int, Labelled]] = defaultdict(dict)
    for page, each in own.items():
        for one in each.worded():
            if where_labelled(one) not in frame:
                by_label[one.label].setdefault(page, one)
    taken = {each.name for each in proposal.candidates}
    for label, values in sorted(by_label.items(), key=lambda item: (-len(item[1]), -len(item[0]))):
        samples = [one.text for one in values.values()]
        name = field_of_label(label, group)
        if (
            name is not None
            and name not in taken
            and name != "vendor"
            and len(values) >= max(_LEAST * len(own), 2 if len(own) > 3 else 1)
            and fits(name, samples)
            and Candidate(name).form != "text"
        ):
            taken.add(name)
            for page, one in values.items():
                own[page].used.append(one.element)
            proposal.candidates.append(Candidate(name, label, "", WORDED, samples, len(own)))


def _is_label(text: str) -> bool:
    """Tell whether a text can be a label: it has a word, and is neither an amount, a number nor a currency."""
    letters = len(re.findall(r"[^\W\d_]", text))
    return letters > max(1, sum(map(str.isdigit, text))) and "money" not in shapes_of(text) and text not in CURRENCIES


def propose_price(proposal: KindProposal, own: dict[int, Own], site: Site, roles: Roles) -> None:
    """An amount without a label: the one at a place that all pages have."""
    if proposal.candidate("price") is not None:
        return
    unnamed = [
        each for each in proposal.candidates if not each.name and each.label and fits("price", each.samples, 0.9)
    ]
    if len(unnamed) == 1:
        unnamed[0].name = "price"
        unnamed[0].doubts = ["the only label with amounts of money"]
        return
    found: dict[object, dict[int, Element]] = defaultdict(dict)
    for page, each in own.items():
        for element, text in each.texts:
            whole = each.page.document.text(element)
            if "money" in shapes_of(whole) or "money" in shapes_of(text):
                found[_place_of(element)].setdefault(page, element)
    frame = _amounts_of_frame(site, roles, proposal.kind)
    groups = [places for key, places in found.items() if key not in frame]
    groups.sort(key=lambda places: (_in_coins_alone(own, places), -len(places)))
    for places in (*groups, *([with_layouts(groups)] if groups else [])):
        if add_at(proposal, own, "price", places, "an amount without a label", least=0.6):
            price = proposal.candidates[-1]
            _add_other_coins(proposal, own, [each for each in groups if each is not places])
            if says_units(price.samples):
                proposal.candidates.append(replace(price, name="price_unit", doubts=[]))
            return


def _in_coins_alone(own: dict[int, Own], places: dict[int, Element]) -> bool:
    """Tell whether a place states amounts of coins and of nothing else: the same price again, where others have one."""
    return all(amount.currency in COINS for page, place in places.items() for amount in _amounts(own[page], place))


def _amounts(own: Own, element: Element) -> tuple[Money, ...]:
    return amounts_within(own.page.document.text(element), SIGNS)


def _add_other_coins(proposal: KindProposal, own: dict[int, Own], found: Sequence[dict[int, Element]]) -> None:
    """The same price again, in other currencies, at one place that most pages have."""
    find = css(proposal.candidates[-1].selector)
    known = {
        page: {amount.currency for place in find(each.root)[:1] for amount in _amounts(each, place)}
        for page, each in own.items()
    }
    other: list[dict[int, Element]] = []
    for places in sorted(found, key=lambda each: -len(each)):
        said = {page: {amount.currency for amount in _amounts(own[page], place)} for page, place in places.items()}
        if all(each and known[page].isdisjoint(each) for page, each in said.items()):
            other.append(places)
    alone = sum(len(currencies) < 2 for currencies in known.values())  # others have the same price at one place
    for places in (*([with_layouts(other)] if other else []), *other):
        if alone and add_at(proposal, own, "prices", places, least=0.6 * alone / len(own)):
            return


def _place_of(element: Element) -> object:
    """Tag and classes of an element and of the one around it."""
    around = element.getparent()
    return step_of(element), None if around is None else step_of(around)


def _amounts_of_frame(site: Site, roles: Roles, kind: str) -> frozenset[object]:
    """
    Elements, by tags and classes, with an amount on many pages of quite other kinds, outside of the cards there: rates
    and balances.
    """
    others = _pages_apart(site, kind)
    times: Counter[object] = Counter()
    for page in others:
        inside = _inside_cards(roles, page)
        times.update(
            {
                _place_of(element)
                for elements in page.outline.values()
                for element in elements
                if element not in inside and "money" in shapes_of(page.document.line(element.text or ""))
            }
        )
    return frozenset(key for key, count in times.items() if count >= _OF_FRAME * len(others))
