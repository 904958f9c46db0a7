"""Proposes how the stars of ratings are read: stated by texts, classes and widths, or counted as signs in a row."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.rated_within import stars_within
from cryptodrug_scraper.scaffold.candidates import COUNTED, Candidate
from cryptodrug_scraper.scaffold.outline import step_of
from cryptodrug_scraper.scaffold.repeated import Slot, signs_in
from cryptodrug_scraper.scaffold.seen_blocks import MOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.seen_blocks import SeenBlocks

__all__ = ["propose_stars"]

_ATTRIBUTES = ("alt", "title", "aria-label", "class", "style", "src")
_FEW_PARTS = 6
"""Elements within one, from which on it is more than a row of stars."""
_LONGEST = 60
_SOME = 0.2
"""Share of blocks that state stars at a place, from which on it is looked at: other builds may show them otherwise."""
_BEST = 5
"""Stars of the best rating."""


def propose_stars(seen: SeenBlocks) -> list[Candidate]:
    """
    Propose how the stars of ratings are read: as a text or an attribute states them, or as signs in a row; both where
    each is in some blocks.
    """
    stated = _stated_stars(seen)
    if stated is not None and len(stated.samples) >= MOST * len(seen.blocks):
        return [stated]
    signs = _signs_of(seen, MOST if stated is None else _SOME)
    if signs is None:
        return []
    return [signs] if stated is None else [stated, signs]


def _stated_stars(seen: SeenBlocks) -> Candidate | None:
    """A place that states stars in some blocks, that of most, with others for the rest."""
    places: dict[tuple[object, str], list[tuple[int, Element, str]]] = defaultdict(list)
    for number, (page, block) in enumerate(zip(seen.pages, seen.blocks, strict=True)):
        for element in block.iter():
            if not isinstance(element.tag, str):
                continue
            way = tuple(step_of(each) for each in (element, *element.iterancestors()) if each is not block)[:3]
            said = {"": page.document.text(element)} if len(element) < _FEW_PARTS else {}
            said |= {name: element.get(name) or "" for name in _ATTRIBUTES}
            for name, text in said.items():
                if text and len(text) < _LONGEST and stars_within(text) is not None:
                    places[way, name].append((number, element, text))
    slots = [
        Slot((), attribute, [text for *_, text in each], [number for number, *_ in each], [one for _, one, _ in each])
        for (_, attribute), each in places.items()
        if len({number for number, *_ in each}) == len(each) >= _SOME * len(seen.blocks)
    ]
    slots.sort(key=lambda slot: (-len(slot.of), -len(set(map(stars_within, slot.samples))), slot.attribute != ""))
    for slot in slots:
        selector = seen.selector(slot)
        if selector is not None:
            candidate = Candidate("stars", "", selector, slot.attribute, slot.samples, len(seen.blocks))
            return seen.with_others(candidate, slot, slots)
    return None


def _signs_of(seen: SeenBlocks, least: float) -> Candidate | None:
    """
    Signs in a row, as stars are: counted where their number differs, or else those that look as most do.

    The look of a sign is its class, source or description.
    """
    rows: list[list[Element]] = []
    for block in seen.blocks:
        holders = [each for each in block.iter() if len(signs_in(each)) > 1]
        rows.append(signs_in(holders[0]) if holders else [])
    if sum(bool(row) for row in rows) < least * len(rows):
        return None
    counts = [len(row) for row in rows]
    tag = str(next(row for row in rows if row)[0].tag)
    if len(set(filter(None, counts))) > 1 and max(counts) <= _BEST:
        return Candidate(
            "stars",
            "",
            _sign_selector(tag, rows),
            COUNTED,
            [str(count) for count in counts],
            len(rows),
            ["signs in a row are taken for stars"],
        )
    if max(counts) != _BEST:
        return None
    for attribute in ("class", "alt", "src"):
        looks = Counter(sign.get(attribute) or "" for row in rows for sign in row)
        if 1 < len(looks) <= 3 and (filled := looks.most_common(1)[0][0]):  # filled, empty, perhaps half
            samples = [str(sum(sign.get(attribute) == filled for sign in row)) for row in rows]
            selector = f'{tag}[{attribute}="{filled}"]'
            return Candidate(
                "stars",
                "",
                selector,
                COUNTED,
                samples,
                len(rows),
                ["of five signs in a row, those that look as most do are taken for stars given"],
            )
    return None


def _sign_selector(tag: str, rows: Sequence[Sequence[Element]]) -> str:
    names = [set((sign.get("class") or "").split()) for row in rows for sign in row]
    shared = sorted(set.intersection(*names)) if names else []
    return f"{tag}.{shared[0]}" if shared else tag
