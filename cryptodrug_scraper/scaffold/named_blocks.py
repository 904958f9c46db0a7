"""What a page repeats, where the author of a market says what finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.outline import step_of
from cryptodrug_scraper.scaffold.repeated import Blocks, slots_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = ["named_blocks"]


def named_blocks(page: SavedPage, answers: Mapping[str, str]) -> dict[str, Blocks]:
    """
    Return the blocks of a page that answers name, by what they are; of several selectors the first that finds any.

    Args:
        page: the page.
        answers: ``card``, ``review``, ``account`` or nothing, by the CSS selector of the blocks.
    """
    found: dict[str, Blocks] = {}
    for selector, name in answers.items():
        elements = css(selector)(page.document.root) if name and name not in found else []
        if elements:
            way = tuple(step_of(each) for each in reversed([elements[0], *elements[0].iterancestors()]))[1:]
            slots = slots_of(page, elements)
            found[name] = Blocks(way, elements, [page] * len(elements), slots, selector)
    return found
