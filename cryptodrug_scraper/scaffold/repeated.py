"""Blocks that a page repeats, such as cards of offers and rows of ratings, and what each of their places holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.grouped_rows import spanned_rows, with_rest
from cryptodrug_scraper.scaffold.outline import BARE_LINES, line_number, units_in
from cryptodrug_scraper.scaffold.shapes import shape_of, share_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.outline import Path, Unit
    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = ["Blocks", "Slot", "alike", "blocks_on", "innermost", "merged", "signs_in", "slots_of"]

_LEAST = 3
"""Blocks on a page from which on they are repeated."""
_ALIKE = 0.5
"""Share of the places of a block that another one of its kind has, too."""
_USUAL = 0.5
"""Share of the blocks that have a place, from which on it is looked at."""
_OVERLAP = 0.35
"""Share of the places of two rows together that both have: rows of headings have few of those of others."""
_NEARLY_ALL = 0.8
_MOST_FORMS = 200
"""Forms of rows of which one is chosen that is like most others: each is compared with each."""
_NEAR = 3
"""Rows before one that may reach over it."""
_ROWS = frozenset({"tr", "li", "dd", "dt"})
"""Elements of one list have one parent; others may stand in rows of a few."""
_SIGN_TAGS = frozenset({"i", "img", "span"})
_DEEPEST_TAGS = frozenset({"td", "th", "option", "br", "img", "input", "i", "span", "b", "font", "a", "label"})
"""Elements that are parts of a block, and none themselves."""


@dataclass(slots=True)
class Slot:
    """
    A place within repeated blocks.

    Attributes:
        steps: the way to it; see `Unit`.
        attribute: the attribute; see `Unit`.
        samples: what it says in each block that has it.
        of: the numbers of these blocks.
        elements: what holds it, in each of them.
    """

    steps: tuple[tuple[str, tuple[str, ...], int], ...]
    attribute: str
    samples: list[str] = field(default_factory=list)
    of: list[int] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)

    @property
    def shape(self) -> str | None:
        """The shape of its samples."""
        return shape_of(self.samples)

    @property
    def is_text(self) -> bool:
        """Whether it is what a reader of the page sees there, and no attribute."""
        return self.attribute in {"", BARE_LINES} or line_number(self.attribute) is not None

    @property
    def is_constant(self) -> bool:
        """Whether it says the same in all blocks: a label or a button."""
        return len(set(self.samples)) == 1 and len(self.samples) > 1

    def share(self, shape: str) -> float:
        """The share of its samples that have a shape."""
        return share_of(shape, self.samples)


@dataclass(slots=True)
class Blocks:
    """
    Blocks of one kind.

    Attributes:
        way: the way to them.
        elements: the blocks of all pages looked at.
        pages: the page of each.
        slots: the places within them.
        selector: what finds them, where the author said so; else empty.
    """

    way: Path
    elements: list[Element]
    pages: list[SavedPage]
    slots: list[Slot] = field(default_factory=list)
    selector: str = ""

    @property
    def parts(self) -> list[list[Element]]:
        """The parts of each block: of rows, with those behind each that belong to it."""
        if self.way[-1][0] not in {"tr", "dt"}:
            return [[each] for each in self.elements]
        return [[first, *rest] for first, rest in with_rest(self.elements)]

    def inside(self) -> set[Element]:
        """All that stands in the blocks."""
        return {inner for parts in self.parts for part in parts for inner in part.iter()}


def blocks_on(page: SavedPage) -> list[Blocks]:
    """
    The repeated blocks of a page with the most text first: of those that stand within one another the outermost that
    are alike, but for rows of a layout, of which one holds nearly all that is repeated within them.
    """
    groups = [
        Blocks(way, rows, [page] * len(rows), slots)
        for way, elements in (*_of_other_classes(page), *_of_one_class(page), *page.outline.items())
        if len(elements) >= _LEAST and (way[-1][0] not in _DEEPEST_TAGS or _are_grid(elements))
        for rows in _lists_of(page, way[-1][0], elements)
        if not _are_grid([cell for row in rows for cell in row])
        and _are_alike(slots := slots_of(page, rows), len(rows))
    ]
    groups.sort(key=lambda blocks: len(blocks.way))
    found: list[Blocks] = []
    inside: set[Element] = set()
    for number, blocks in enumerate(groups):
        first = blocks.elements[0]
        if inside.isdisjoint((first, *first.iterancestors())) and not _is_layout(blocks, groups[number + 1 :]):
            found.append(blocks)
            inside.update(blocks.elements)
    return sorted(found, key=lambda blocks: -sum(len(sample) for slot in blocks.slots for sample in slot.samples))


def _of_other_classes(page: SavedPage) -> Iterator[tuple[Path, list[Element]]]:
    """Rows of one list that are built alike and share no class, as ``positive``, ``neutral`` and ``negative`` do."""
    sets: dict[tuple[Path, str], list[Path]] = defaultdict(list)
    for way in page.outline:
        if way[-1][0] in _ROWS and way[-1][1]:
            sets[way[:-1], way[-1][0]].append(way)
    for (above, tag), ways in sets.items():
        builds = {
            way: Counter(tuple(part.tag for part in one) for one in page.outline[way]).most_common(1)[0][0]
            for way in ways
        }
        largest = max(ways, key=lambda way: len(page.outline[way]))
        same = [way for way in ways if builds[way] == builds[largest]]
        if len(same) > 1 and not frozenset.intersection(*(frozenset(way[-1][1]) for way in same)):
            found = {element for way in same for element in page.outline[way]}
            yield (*above, (tag, ())), [one for one in page.document.root.iter(tag) if one in found]


def _of_one_class(page: SavedPage) -> Iterator[tuple[Path, list[Element]]]:
    """Elements at one place that share a class and differ in others, as ``offer`` and ``offer promoted`` do."""
    sets: dict[tuple[Path, str, str], set[tuple[str, ...]]] = defaultdict(set)
    for way in page.outline:
        for name in way[-1][1]:
            sets[way[:-1], way[-1][0], name].add(way[-1][1])
    for (above, tag, name), names in sets.items():
        if len(names) > 1:
            found = {element for each in names for element in page.outline[*above, (tag, each)]}
            yield (*above, (tag, (name,))), [one for one in page.document.root.iter(tag) if one in found]


def _lists_of(page: SavedPage, tag: str, elements: Sequence[Element]) -> Iterator[list[Element]]:
    """
    The lists that elements at one place form: those of one parent where that has enough of them and they are rows,
    which stand at one place of a page in tables of many things, and the others together; of each, those that are alike.
    """
    by_parent: dict[Element | None, list[Element]] = defaultdict(list)
    for element in elements:
        if tag != "tr" or (element.find("td") is not None and not _is_spanned(element)):
            by_parent[element.getparent() if tag in _ROWS else None].append(element)
    scattered: list[Element] = []
    for rows in by_parent.values():
        if len(rows) < _LEAST:
            scattered += rows
        else:
            yield from _alike(page, rows)
    if len(scattered) >= _LEAST:
        yield scattered


def _is_spanned(row: Element) -> bool:
    """Tell whether a cell of one of the rows before goes over a row, which is no thing of its own then."""
    return any(row in spanned_rows(before) for before in islice(row.itersiblings(row.tag, preceding=True), _NEAR))


def _alike(page: SavedPage, rows: list[Element]) -> Iterator[list[Element]]:
    """Groups of rows that have most places in common with one of them, the one that is like most others."""
    places = [frozenset((unit.steps, unit.attribute) for unit in units_in(page.document, row)) for row in rows]
    left = list(range(len(rows)))
    while len(left) >= _LEAST:
        group = alike([places[number] for number in left])
        if len(group) < _LEAST:
            return
        yield [rows[left[number]] for number in group]
        taken = {left[number] for number in group}
        left = [number for number in left if number not in taken]


def alike(places: Sequence[frozenset[object]]) -> list[int]:
    """The numbers of those that have most places in common with one of them, the one that is like most others."""
    times = dict(Counter(places).most_common(_MOST_FORMS))
    like = {one: sum(count for other, count in times.items() if _have_in_common(one, other)) for one in times}
    middle = max(like, key=lambda one: (like[one], times[one], len(one)))
    return [number for number, each in enumerate(places) if _have_in_common(middle, each)]


def _have_in_common(one: frozenset[object], other: frozenset[object]) -> bool:
    shared = len(one & other)
    return shared >= _ALIKE * min(len(one), len(other)) and shared >= _OVERLAP * len(one | other)


def _are_grid(elements: Sequence[Element]) -> bool:
    """Tell whether elements are cells of a table that hold a thing each: each leads elsewhere, several in one row."""
    if not elements or any(element.tag != "td" for element in elements):
        return False
    links = [next((link.get("href") for link in cell.iter("a") if link.get("href")), None) for cell in elements]
    led = [link for link in links if link is not None]
    rows = Counter(cell.getparent() for cell in elements)
    beside = sum(count for row, count in rows.items() if row is not None and count == len(row) > 1)
    return len(set(led)) == len(led) >= _NEARLY_ALL * len(elements) and beside >= _NEARLY_ALL * len(elements)


def _is_layout(blocks: Blocks, inner: Sequence[Blocks]) -> bool:
    """
    Tell whether one of some blocks holds nearly all of what is repeated within them, as the rows of a layout do; what
    each of them repeats, at the same place, is of all of them.
    """
    outer = {element: number for number, element in enumerate(blocks.elements)}
    holders: dict[Path, Counter[int]] = defaultdict(Counter)
    for each in inner:
        holders[each.way[len(blocks.way) :]].update(
            outer[above] for element in each.elements for above in element.iterancestors() if above in outer
        )
    return any(
        held and held.most_common(1)[0][1] >= max(_LEAST, _NEARLY_ALL * held.total()) for held in holders.values()
    )


def slots_of(page: SavedPage, elements: Sequence[Element]) -> list[Slot]:
    """The places of blocks on a page."""
    return merged([list(units_in(page.document, element)) for element in elements])


def merged(blocks: Sequence[Sequence[Unit]]) -> list[Slot]:
    """The places of blocks whose units are given."""
    found: dict[tuple[object, str], Slot] = {}
    for number, units in enumerate(blocks):
        for unit in units:
            slot = found.setdefault((unit.steps, unit.attribute), Slot(unit.steps, unit.attribute))
            slot.samples.append(unit.text)
            slot.of.append(number)
            slot.elements.append(unit.element)
    return list(found.values())


def _are_alike(slots: Sequence[Slot], count: int) -> bool:
    """Tell whether blocks have most places in common, and say different things at two of them or more."""
    usual = [slot for slot in slots if len(slot.of) >= _USUAL * count]
    said = sum(len(slot.of) for slot in usual)
    everything = sum(len(slot.of) for slot in slots)
    differing = [slot for slot in usual if len(set(slot.samples)) > 1]
    return bool(differing) and said >= _ALIKE * everything


def signs_in(element: Element) -> list[Element]:
    """The signs that an element holds in a row, such as stars: pictures or empty elements of one tag without a text."""
    signs = [
        child
        for child in element
        if child.tag == "svg"
        or (child.tag in _SIGN_TAGS and not len(child) and not (child.text or "").strip(" ★☆\u00a0"))
    ]
    return signs if len({child.tag for child in signs}) == 1 else []


def innermost(slots: Sequence[Slot], hides: Callable[[Slot, Slot], bool] = lambda _, __: True) -> list[Slot]:
    """
    The places but those that one within them makes needless.

    Args:
        slots: the places.
        hides: whether the second, which stands within the first, does so.
    """
    return [
        slot
        for number, slot in enumerate(slots)
        if not any(
            _hides(slot, other, hides) for at, other in enumerate(slots) if at < number or slot.steps != other.steps
        )
    ]


def _hides(slot: Slot, other: Slot, hides: Callable[[Slot, Slot], bool]) -> bool:
    """Tell whether a place makes another one needless: one within it, or of the same element that says the same."""
    if slot.steps == other.steps:
        return (slot.of, slot.samples) == (other.of, other.samples)
    return slot.steps == other.steps[: len(slot.steps)] and hides(slot, other)
