"""Blocks that a page repeats, such as cards of offers and rows of ratings, and what each of their places holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.scaffold.outline import units_in
from cryptodrug_scraper.scaffold.shapes import shape_of, share_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.outline import Path, Unit
    from cryptodrug_scraper.scaffold.saved import SavedPage

__all__ = ["Blocks", "Slot", "blocks_on", "merged", "signs_in", "slots_of"]

_LEAST = 3
"""Blocks on a page from which on they are repeated."""
_ALIKE = 0.5
"""Share of the places of a block that another one of its kind has, too."""
_USUAL = 0.5
"""Share of the blocks that have a place, from which on it is looked at."""
_SIGN_TAGS = frozenset({"i", "img", "span"})
_DEEPEST_TAGS = frozenset({"td", "th", "option", "br", "img", "input", "i", "span", "b", "font", "a", "label"})
"""Elements that are parts of a block, and none themselves."""


@dataclass(slots=True)
class Slot:
    """
    A place within repeated blocks.

    Attributes:
        steps: the way to it; see `Unit`.
        attribute: the attribute; empty for text.
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
    """

    way: Path
    elements: list[Element]
    pages: list[SavedPage]
    slots: list[Slot] = field(default_factory=list)


def blocks_on(page: SavedPage) -> list[Blocks]:
    """The repeated blocks of a page, the outermost that are alike, with the most text first."""
    found: list[Blocks] = []
    inside: set[Element] = set()
    for way, elements in sorted(page.outline.items(), key=lambda each: len(each[0])):
        if len(elements) < _LEAST or way[-1][0] in _DEEPEST_TAGS:
            continue
        free = [element for element in elements if not inside.intersection(element.iterancestors())]
        rows = [element for element in free if element.find("td") is not None] if way[-1][0] == "tr" else free
        if len(rows) < _LEAST:
            continue
        slots = slots_of(page, rows)
        if not _are_alike(slots, len(rows)):
            continue
        found.append(Blocks(way, rows, [page] * len(rows), slots))
        inside.update(rows)
    return sorted(found, key=lambda blocks: -sum(len(sample) for slot in blocks.slots for sample in slot.samples))


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
        if child.tag in _SIGN_TAGS and not len(child) and not (child.text or "").strip(" ★☆\u00a0")
    ]
    return signs if len({child.tag for child in signs}) == 1 else []
