"""What buyers write in reviews, and vendors in reply."""

from __future__ import annotations

from simulator.draws import Draws
from simulator.economy.words.pools import POOLS

__all__ = ["Comments"]

_POOLED = 3  # of ten comments, how many are one of the common ones


class Comments:
    """Texts of a market's reviews, by the row of the sale."""

    def __init__(self, seed: int, market: str) -> None:
        self._draws = Draws(seed, f"comment {market}")

    def comment(self, sale: int, stars: int, *, edited: bool) -> str:
        """What the buyer of a sale wrote, first or when it was changed."""
        picker = self._draws.picker(sale, edited)
        pool = POOLS.comments.good if stars >= 4 else POOLS.comments.middling if stars == 3 else POOLS.comments.bad
        text = picker.one(pool)
        if "{" in text:
            text = text.format(days=2 + picker.below(12 if stars >= 4 else 30))
        if picker.below(10) >= _POOLED:
            text += picker.one(POOLS.comments.more).format(nth=picker.one(POOLS.comments.nth))
        return f"{picker.one(POOLS.comments.edits)}{text}" if edited else text

    def reply(self, sale: int) -> str:
        """What the vendor answered."""
        return self._draws.picker(sale, 2).one(POOLS.comments.replies)
