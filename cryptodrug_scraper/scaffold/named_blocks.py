"""What a page repeats, where the author of a market says what finds it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.outline import step_of
from cryptodrug_scraper.scaffold.repeated import Blocks, slots_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = ["named_blocks"]


def named_blocks(page: SavedPage, answers: Mapping[str, str]) -> dict[str, list[Blocks]]:
    """
    Return the blocks of a page that answers name, by what they are, those of each selector together. Of an element that
    several find the first has it.

    Args:
        page: the page.
        answers: ``card``, ``review``, ``account``, ``none`` or nothing, by the CSS selector of the blocks.
    """
    found: dict[str, list[Blocks]] = defaultdict(list)
    taken: set[Element] = set()
    for selector, name in answers.items():
        elements = [each for each in css(selector)(page.document.root) if each not in taken] if name else []
        if elements:
            taken.update(elements)
            way = tuple(step_of(each) for each in reversed([elements[0], *elements[0].iterancestors()]))[1:]
            slots = slots_of(page, elements)
            found[name].append(Blocks(way, elements, [page] * len(elements), slots, selector))
    return found
