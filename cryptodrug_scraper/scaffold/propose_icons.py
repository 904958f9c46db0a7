"""Proposes the fields of values that have an icon in the place of a label."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.page.iconed import iconed
from cryptodrug_scraper.page.within import count_within
from cryptodrug_scraper.scaffold.candidates import (
    ICON,
    ICONED,
    OF_SELLER,
    ROUTE,
    Candidate,
    fits,
    name_route,
    other_form,
)
from cryptodrug_scraper.scaffold.frame import where_labelled
from cryptodrug_scraper.scaffold.icon_names import hints_of, is_hinted
from cryptodrug_scraper.scaffold.label_words import field_of_label
from cryptodrug_scraper.scaffold.shapes import share_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from cryptodrug_scraper.page.labelled import Labelled
    from cryptodrug_scraper.scaffold.icon_names import Group
    from cryptodrug_scraper.scaffold.own_page import Own
    from cryptodrug_scraper.scaffold.proposal import KindProposal
    from cryptodrug_scraper.scaffold.seen_blocks import SeenBlocks

__all__ = ["icons_of_blocks", "propose_iconed"]

_SELDOM = 0.05
"""Share of blocks with an icon, from which on it may name a field."""
_USUAL = 0.5
"""Share of blocks or pages with an icon, from which on it is asked what it stands for."""
_LEAST = 0.3
"""Share of pages with an icon, from which on it may name a field."""
_MOST = 0.6
_FEW = 3
_SHORT = 40
"""Characters of values on the average, from which on they are sentences."""
_NUMBER = re.compile(r"\d[\d.,'’]*(?:[ \u00a0\u202f]\d{3}(?!\d))*")
_DECIMAL = re.compile(r"\d[.,]\d")
_COUNTED = frozenset({"count", "leading_count"})
_NO_COUNTS = ("age", "day", "clock", "money", "share", "rating")
"""Shapes of values that have a number, and are no counts."""
_DATED = frozenset({"member_since", "last_active"})
_TELLING = frozenset({"positive_share", "rating", "level"})
"""Fields that a seller has, and no offer."""
_PLACED = frozenset({"ships_from", "ships_to"})


def icons_of_blocks(seen: SeenBlocks, group: Group, known: Sequence[Candidate]) -> list[Candidate]:
    """
    Values that have the same icon before them in several blocks, of fields that nothing else shows; and those in most
    blocks that may be of any field, without one.
    """
    by_name: dict[str, list[str]] = defaultdict(list)
    for page, parts in zip(seen.pages, seen.parts, strict=True):
        said: dict[str, str] = {}
        for each in (each for part in parts for each in iconed(page.document, part)):
            said.setdefault(each.label, each.text)
        for name, text in said.items():
            by_name[name].append(text)
    return _candidates(by_name, group, known, len(seen.blocks), max(2, _SELDOM * len(seen.blocks)))


def propose_iconed(
    proposal: KindProposal,
    own: dict[int, Own],
    group: Literal["listing", "vendor"],
    frame: frozenset[tuple[object, ...]],
) -> None:
    """The values of pages that have an icon before them, of fields that nothing else shows."""
    by_name: dict[str, dict[int, Labelled]] = defaultdict(dict)
    for page, each in own.items():
        for one in each.iconed():
            if where_labelled(one) not in frame:
                by_name[one.label].setdefault(page, one)
    samples = {name: [one.text for one in values.values()] for name, values in by_name.items()}
    least = max(_LEAST * len(own), 2 if len(own) > _FEW else 1)
    beside = _beside_seller(by_name) if group == "listing" else frozenset()
    for found in _candidates(samples, group, proposal.candidates, len(own), least, beside):
        proposal.candidates.append(found)
        for page, one in by_name[found.label.removeprefix(ICON)].items() if found.name else ():
            own[page].used.append(one.element)


def _beside_seller(by_name: Mapping[str, Mapping[int, Labelled]]) -> frozenset[str]:
    """Icons that on most pages stand in one element with an icon of a field that only a seller has."""
    of_seller = {
        (page, one.element)
        for field, hint in hints_of("listing")
        for name, values in by_name.items()
        if field.startswith(OF_SELLER) and field.removeprefix(OF_SELLER) in _TELLING and is_hinted(name, hint)
        if _form_of(field, [one.text for one in values.values()]) is not None
        for page, one in values.items()
    }
    return frozenset(
        name
        for name, values in by_name.items()
        if sum((page, one.element) in of_seller for page, one in values.items()) >= _MOST * len(values)
    )


def _candidates(
    by_name: Mapping[str, Sequence[str]],
    group: Group,
    known: Sequence[Candidate],
    of: int,
    least: float,
    of_seller: AbstractSet[str] = frozenset(),
) -> list[Candidate]:
    """
    The candidates for the values by icons: each field once, and none whose values are known from elsewhere.

    Args:
        by_name: the values by the names of their icons.
        group: what they are of.
        known: the fields that are known.
        of: how many blocks or pages were looked at.
        least: how many have to have an icon.
        of_seller: icons whose values are of the seller of an offer.
    """
    said = [_values(each.samples) for each in known if each.name]
    left = {
        name: list(samples)
        for name, samples in by_name.items()
        if len(samples) >= least and not any(_values(samples) <= each for each in said)
    }
    settled: set[str] = set()
    taken = {part for each in known for part in (each.name, *each.name.split())}
    found = []
    for field, name in _tries(group, left):
        if name in of_seller and not field.startswith(OF_SELLER):
            continue
        form = _form_of(field, left[name]) if name in left else None
        if form is not None and not taken.isdisjoint((field, *field.split())):
            settled.add(name)
        elif form is not None:
            taken.update((field, *field.split()))
            samples = left.pop(name)
            found.append(Candidate(field, ICON + name, "", ICONED, samples, of, _doubts(field), form))
    found += [
        Candidate("", ICON + name, "", ICONED, samples, of, ["no field is known for this icon"])
        for name, samples in left.items()
        if name not in settled and len(samples) >= max(2, _USUAL * of) and len(set(samples)) > 1 and _are_short(samples)
    ]
    return found


def _values(samples: Iterable[str]) -> Counter[object]:
    """What texts say: a count, whatever its words are, or else the text."""
    counts = ((text, count_within(text)) for text in samples if text)
    return Counter(text if count is None else count for text, count in counts)


def _are_short(samples: Sequence[str]) -> bool:
    """Tell whether texts are values, and no sentences."""
    return sum(map(len, samples)) <= _SHORT * len(samples)


def _tries(group: Group, names: Iterable[str]) -> list[tuple[str, str]]:
    """Fields with the icons that may stand for them: by names of icons, then by words that describe pictures."""
    every = list(names)
    hinted = [(field, name) for field, hint in hints_of(group) for name in every if is_hinted(name, hint)]
    worded = [(field, name) for name in every if (field := field_of_label(name, group)) is not None]
    told = [(field, name) for field in (ROUTE, "payment") for name in every if group == "listing"]  # by their values
    return [*hinted, *worded, *told]


def _form_of(field: str, samples: Sequence[str]) -> str | None:
    """The form of values, empty for that of the field; None where they are not of the field."""
    if field == ROUTE:
        return "" if name_route(samples) else None
    if field in _PLACED and (name_route(samples) or share_of("place", samples) < _MOST):
        return None
    form = "" if fits(field, samples) else other_form(field, samples)
    candidate = Candidate(field, own_form=form)
    if not form and not fits(field, samples):
        return None
    if candidate.form in {"text", "name"}:
        return None
    if candidate.form in _COUNTED and not _are_counts(samples):
        return None
    if candidate.form == "mean" and not any(map(_DECIMAL.search, samples)):
        return None
    return form


def _are_counts(samples: Sequence[str]) -> bool:
    """Tell whether texts that have a whole number are counts: have no other number, and are nothing else."""
    alone = sum(len(_NUMBER.findall(text)) == 1 for text in samples)
    return alone >= _MOST * len(samples) and all(share_of(shape, samples) < _USUAL for shape in _NO_COUNTS)


def _doubts(field: str) -> list[str]:
    if field.removeprefix(OF_SELLER) in _DATED:
        return ["only an icon says whether this is when the account joined or was last seen"]
    if field.startswith(OF_SELLER):
        return ["only an icon says that this is of the seller"]
    if field in _PLACED:
        return ["only an icon says whether this is the origin or the destination"]
    return []
