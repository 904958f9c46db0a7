"""Repeated blocks of several pages with their places, and what selects them."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.page.cells import cells_of
from cryptodrug_scraper.page.labelled import labelled, opening
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.page.worded import worded
from cryptodrug_scraper.scaffold.candidates import (
    ANY_NAME,
    COUNTED,
    OPENING,
    OWN_TEXT,
    WORDED,
    Candidate,
    fits,
    name_route,
    other_form,
)
from cryptodrug_scraper.scaffold.columns import headings_above
from cryptodrug_scraper.scaffold.label_words import field_of_label
from cryptodrug_scraper.scaffold.outline import units_in
from cryptodrug_scraper.scaffold.proposal import BlockProposal
from cryptodrug_scraper.scaffold.repeated import merged
from cryptodrug_scraper.scaffold.routes import path_of
from cryptodrug_scraper.scaffold.selecting import selector_for, selector_in_rows, selector_of_blocks
from cryptodrug_scraper.scaffold.struck import leave_struck_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
    from collections.abc import Set as AbstractSet

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.scaffold.outline import Step
    from cryptodrug_scraper.scaffold.repeated import Blocks, Slot
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = ["MOST", "SeenBlocks", "have", "take_own_text"]

_USUAL = 0.5
"""Share of the blocks that have a place, from which on it may be a field."""
_SELDOM = 0.05
"""Share of blocks that have a label, from which on it is looked at: few ratings have an answer."""
_NEARLY_ALL = 0.9
_LONGEST_NAMED = 3
"""Words of a label of an answer that names who gave it."""
_SOME = 0.3
"""Share of rows with others behind them, from which on these belong to them."""
_MOST_OTHERS = 2
MOST = 0.6
"""Share of the blocks, or pages, that agree in something, from which on it holds for all."""


class SeenBlocks:
    """
    Blocks of several pages with their places.

    Args:
        site: the site.
        groups: the blocks of each page.
        by: the selector that finds them.
        doubts: why it may be wrong.

    Attributes:
        by: the selector that finds them.
    """

    def __init__(self, site: Site, groups: Sequence[Blocks], by: str, doubts: list[str]) -> None:
        self.site, self.by, self._doubts = site, by, doubts
        self.blocks = [block for group in groups for block in group.elements]
        self.pages = [page for group in groups for page in group.pages]
        parts = [each for group in groups for each in group.parts]
        self._has_rest = sum(len(each) > 1 for each in parts) >= _SOME * len(parts)
        self.parts = parts if self._has_rest else [[block] for block in self.blocks]
        units = [list(units_in(page.document, block)) for page, block in zip(self.pages, self.blocks, strict=True)]
        self.all_slots = merged(units)
        self.slots = [slot for slot in self.all_slots if len(slot.of) >= _USUAL * len(self.blocks)]

    @classmethod
    def of(cls, site: Site, found: Mapping[int, Blocks], pages: Sequence[SavedPage]) -> SeenBlocks | None:
        """The blocks that were found on pages of a kind; None where they have none that can be selected."""
        return next(cls.layouts(site, found, pages), None)

    @classmethod
    def layouts(
        cls,
        site: Site,
        found: Mapping[int, Blocks],
        pages: Sequence[SavedPage],
        more: Mapping[int, Sequence[Blocks]] | None = None,
    ) -> Iterator[SeenBlocks]:
        """
        The blocks that were found on pages of a kind, those of each layout together, the most frequent one first.

        Args:
            site: the site.
            found: those of each page.
            pages: the pages.
            more: further ones of some.
        """
        rest = [found[id(page)] for page in pages if id(page) in found]
        rest += [each for page in pages for each in (more or {}).get(id(page), ())]
        known: list[str] = []
        while rest and (chosen := _selected(rest)) is not None:
            selector, groups, doubts = chosen
            if not any(_share(selector, each, pages) for each in known):
                known.append(selector)
                yield cls(site, groups, selector, doubts)
            rest = [group for group in rest if group not in groups]

    def proposal(self, record: str, link: str, candidates: Sequence[Candidate]) -> BlockProposal:
        """Propose to read the blocks as records, with some fields."""
        fields = _named_once(candidates)
        leave_struck_out(fields, self.things())
        return BlockProposal(record, self.by, link, fields, len(self.blocks), self._doubts, self._has_rest)

    def selector(self, slot: Slot) -> str | None:
        """What finds a place in all blocks that have it."""
        pairs = [(self.blocks[number], element) for number, element in zip(slot.of, slot.elements, strict=True)]
        return selector_in_rows(pairs)

    def candidate(self, name: str, slot: Slot, *doubts: str) -> Candidate | None:
        """A field at a place; None where no selector finds it."""
        selector = self.selector(slot)
        if selector is None:
            return None
        return Candidate(name, "", selector, slot.attribute, slot.samples, len(self.blocks), list(doubts))

    def with_others(self, candidate: Candidate, slot: Slot, others: Iterable[Slot]) -> Candidate:
        """
        A field with further places that have it in blocks where the first has not: pages of another build, or rows
        in which something stands before it.
        """
        known = set(slot.of)
        for other in others:
            own = set(other.of) - known
            selector = self.selector(other)
            if (
                len(candidate.others) >= _MOST_OTHERS
                or other.attribute != candidate.attribute
                or len(own) < max(2, _SELDOM * len(self.blocks))
                or selector is None
                or len(own) < _NEARLY_ALL * len(other.of)
                or any(
                    css(each)(self.blocks[number]) for each in (candidate.selector, *candidate.others) for number in own
                )
            ):
                continue
            candidate.others.append(selector)
            candidate.samples = [*candidate.samples, *other.samples]
            known |= own
        return candidate

    def texts(self) -> list[Slot]:
        """The places that have a text which differs from block to block."""
        return [slot for slot in self.slots if slot.is_text and not slot.is_constant]

    def rarer_texts(self) -> list[Slot]:
        """Such places that fewer blocks have."""
        return [
            slot
            for slot in self.all_slots
            if slot.is_text and _SELDOM * len(self.blocks) <= len(slot.of) < _USUAL * len(self.blocks)
        ]

    def labelled(
        self, group: Literal["listing", "review", "vendor"], names: AbstractSet[str] = frozenset()
    ) -> list[Candidate]:
        """
        Values that have the same label in most blocks, but for names of accounts in it; each with the field that it may
        stand for.
        """
        seldom = max(2, _SELDOM * len(self.blocks))
        least = {"": seldom if group == "review" else _USUAL * len(self.blocks), WORDED: seldom}
        found: dict[str, Candidate] = {}
        for mark, values in (("", labelled), (WORDED, worded)):
            by_label: dict[str, list[str]] = defaultdict(list)
            for page, parts in zip(self.pages, self.parts, strict=True):
                said = {
                    each.label: each.text
                    for part in parts
                    for each in values(page.document, part)
                    if not mark or not (_ends_in_place(each.label) or (group == "review" and _has_lines(each.element)))
                }
                for label, text in said.items():
                    by_label[_without_names(label, names)].append(text)
            for label, samples in by_label.items():
                # the seller's own name, alone or with a word such as "answers"
                is_reply = group == "review" and ANY_NAME in label.split() and len(label.split()) <= _LONGEST_NAMED
                name, form = ("reply", "") if is_reply else _field(label, group, samples)
                candidate = Candidate(name, label, "", mark, samples, len(self.blocks), own_form=form)
                is_everywhere = any(
                    each.name == name and len(each.samples) >= _NEARLY_ALL * len(self.blocks) for each in found.values()
                )
                is_value = bool(name) and candidate.form != "text" and name != "age_raw"  # comments speak of times, too
                is_of_mark = not mark or (is_value and not is_everywhere)
                if label not in found and is_of_mark and len(samples) >= least[mark]:
                    found[label] = candidate
        return list(found.values())

    def under_headings(self, group: Literal["listing", "review", "vendor"]) -> list[Candidate]:
        """Values in the columns of a table that have headings, each with the field that it may stand for."""
        headings = [headings_above(page.document, block) for page, block in zip(self.pages, self.blocks, strict=True)]
        usual = Counter(tuple(each) for each in headings if each).most_common(1)
        if not usual or usual[0][1] < _USUAL * len(self.blocks):
            return []
        of = [number for number, each in enumerate(headings) if tuple(each) == usual[0][0]]
        found = []
        for column, heading in enumerate(usual[0][0]):
            cells = [(self.blocks[number], cells_of(self.blocks[number])[column]) for number in of]
            samples = [self.pages[number].document.text(cell) for number, (_, cell) in zip(of, cells, strict=True)]
            selector = selector_for(cells)
            if heading and selector is not None:
                name, form = _field(heading, group, samples)
                candidate = Candidate(name, heading, selector, "", samples, len(self.blocks), own_form=form)
                take_own_text(
                    candidate, [(self.pages[n].document, cell) for n, (_, cell) in zip(of, cells, strict=True)], samples
                )
                found.append(candidate)
        return found

    def leading_to(self, route: str | None, *, rarely: bool = False) -> list[Slot]:
        """The places of links by a route: those that most blocks have, or all of them."""
        found = []
        for slot in self.all_slots if rarely else self.slots:
            if slot.attribute == "href" and route is not None:
                leads = [
                    (path := path_of(sample, self.pages[number].path, self.site.hosts)) is not None
                    and self.site.routes.read(path).route == route
                    for number, sample in zip(slot.of, slot.samples, strict=True)
                ]
                if sum(leads) >= MOST * len(leads):
                    found.append(slot)
        return found

    def things(self) -> list[tuple[Document, Element]]:
        """The blocks, each with its page."""
        return [(page.document, block) for page, block in zip(self.pages, self.blocks, strict=True)]

    def places_at(self, slot: Slot) -> list[tuple[Document, Element]]:
        """The elements of a place, each with its page."""
        return [(self.pages[number].document, element) for number, element in zip(slot.of, slot.elements, strict=True)]

    def selected(self, candidate: Candidate) -> list[str]:
        """What the selector of a field finds, in blocks of another build, too."""
        found = [
            (page.document, css(candidate.selector)(block)) for page, block in zip(self.pages, self.blocks, strict=True)
        ]
        return [document.text(elements[0]) for document, elements in found if elements]

    def text_at(self, slot: Slot) -> list[str]:
        """What the elements of a place say."""
        return [document.text(element) for document, element in self.places_at(slot)]


def _share(one: str, other: str, pages: Sequence[SavedPage]) -> bool:
    """Tell whether two selectors find the same element on one of some pages."""
    roots = [page.document.root for page in pages]
    return any(not set(css(one)(root)).isdisjoint(css(other)(root)) for root in roots)


def take_own_text(candidate: Candidate, places: Sequence[tuple[Document, Element]], whole: Sequence[str]) -> None:
    """
    Read only what stands before the first child of an element, or of a text of several lines before the first block in
    it, where that is all of the value.

    Args:
        candidate: the field.
        places: what holds it, with its page, for each of its samples.
        whole: all that each of these says.
    """
    own = [" ".join((element.text or "").split()) for _, element in places]
    if own == list(whole) or not all(own):
        return
    if own == candidate.samples or (candidate.form != "text" and fits(candidate.name, own, 1.0)):
        candidate.attribute, candidate.samples = OWN_TEXT, own
        lines = [opening(document, element) for document, element in places]
        if candidate.form == "text" and lines != own:
            candidate.attribute, candidate.samples = OPENING, lines


def _ends_in_place(label: str) -> bool:
    """Tell whether words are a place, or the last of them is one, which belongs to the value."""
    words = label.split()
    if label[:1].isupper() and parse_place(label).kind != "unknown":
        return True
    return len(words) > 1 and words[-1][0].isupper() and parse_place(words[-1]).kind != "unknown"  # "aus" is none


def _has_lines(element: Element) -> bool:
    """Tell whether an element holds several lines, of which some of a rating are what the buyer wrote."""
    return element.find("br") is not None


def _without_names(label: str, names: AbstractSet[str]) -> str:
    """A label with a sign in the place of the first name of an account in it."""
    words = label.split()
    named = [place for place, word in enumerate(words) if word in names]
    return label if not named else " ".join([*words[: named[0]], ANY_NAME, *words[named[0] + 1 :]])


def _field(label: str, group: Literal["listing", "review", "vendor"], samples: Sequence[str]) -> tuple[str, str]:
    """
    The field that a label may stand for, where its values can be read so, and their form where it is another than
    usual; both empty where no field is known.
    """
    name = field_of_label(label, group)
    if name in {"ships_from", "ships_to"} and (both := name_route(samples)):
        return both, ""
    if name is not None and name != "vendor":
        if fits(name, samples):
            return name, ""
        if form := other_form(name, samples):
            return name, form
    return name_route(samples) if group == "listing" else "", ""


def _selected(groups: Sequence[Blocks]) -> tuple[str, list[Blocks], list[str]] | None:
    """
    The selector of blocks on all pages or, where pages have several layouts, on those of the most frequent one; with
    the blocks that it selects, and why they may be wrong.
    """
    if named := next((group.selector for group in groups if group.selector), ""):
        return named, [group for group in groups if group.selector == named], []
    by_layout: dict[Step, list[Blocks]] = defaultdict(list)
    for group in groups:
        by_layout[group.way[-1]].append(group)
    layouts = sorted(by_layout.values(), key=lambda each: -len(each))
    tries = [list(groups), *(one for each in layouts for one in (each, _first_of_pages(each)))]
    for each in tries:
        selector = selector_of_blocks(_by_page(each))
        if selector is not None:
            doubt = f"they are so on {len(each)} of {counted(len(groups), 'page')}: others have another layout"
            return selector, each, [] if len(each) == len(groups) else [doubt]
    return _on_most(groups)


def _by_page(groups: Sequence[Blocks]) -> list[tuple[Element, list[Element]]]:
    """The root of each page with all of its blocks, in their order there."""
    found: dict[Element, list[list[Element]]] = defaultdict(list)
    for group in groups:
        found[group.pages[0].document.root].append(group.elements)
    pages = []
    for root, lists in found.items():
        elements = [element for each in lists for element in each]
        if len(lists) > 1:
            order = {element: place for place, element in enumerate(root.iter())}
            elements.sort(key=lambda element: order[element])
        pages.append((root, elements))
    return pages


def _first_of_pages(groups: Sequence[Blocks]) -> list[Blocks]:
    """The first blocks of each page."""
    first = {id(group.pages[0]): group for group in reversed(groups)}
    return [group for group in groups if first[id(group.pages[0])] is group]


def _on_most(groups: Sequence[Blocks]) -> tuple[str, list[Blocks], list[str]] | None:
    """What selects the blocks of one page, and just those of most others: the rest may be something else."""
    pairs = [(group.pages[0].document.root, group.elements) for group in groups]
    tries = {selector for pair in pairs if (selector := selector_of_blocks([pair])) is not None}
    found = {
        selector: [
            group for group, (root, elements) in zip(groups, pairs, strict=True) if css(selector)(root) == elements
        ]
        for selector in tries
    }
    best = max(found, key=lambda selector: (len(found[selector]), selector), default=None)
    if best is None or len(found[best]) < MOST * len(groups):
        return None
    others = [group.pages[0].file.name for group in groups if group not in found[best]]
    return best, found[best], [f"other blocks were expected on {', '.join(others)}"]


def _named_once(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, of which the first of each field keeps its name; another is left to the author."""
    known: set[str] = set()
    for each in candidates:
        if each.name in known and each.attribute in {WORDED, COUNTED}:
            continue  # the same field, in other words or signs
        if each.name in known:
            each.doubts.append(f"another place was taken for {each.name}")
            each.name = ""
        elif each.name:
            known.add(each.name)
    return list(candidates)


def have(places: Sized) -> str:
    """Say how many places have something."""
    return counted(len(places), "place has|places have")
