"""Change a page as no market prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.campaigns.mutating import elements, texts

if TYPE_CHECKING:
    import random

__all__ = ["mutated"]

_CHANGES = (*elements.CHANGES, *elements.CHANGES, *texts.CHANGES)
_ONE_MORE = 0.55


def mutated(page: bytes, other: bytes, chance: random.Random) -> bytes:
    """
    Return a page with one or more changes: two at the mean, ten and more now and then.

    Args:
        page: the page.
        other: one to borrow from.
        chance: where all that is random comes from; the same gives the same page.
    """
    page = chance.choice(_CHANGES)(page, other, chance)
    while chance.random() < _ONE_MORE:
        page = chance.choice(_CHANGES)(page, other, chance)
    return page
