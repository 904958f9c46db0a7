"""Masks of buyers, as ``s...r`` or ``v*****x``: other letters in their place, the same for the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

__all__ = ["MASK", "Masks"]

MASK = re.compile(
    r"(?<![^\W_])(?P<first>[^\W_]|[^\s\w.*•·<>()\[\]]|(?=\*{3}))"
    r"(?P<hidden>(?P<blank> ?)(?P<sign>[.*•·])(?:(?P=blank)(?P=sign))+(?P=blank))(?P<last>[^\W_]|(?<=\*{3}))(?![^\W_])"
)
"""A letter or sign, two or more stars or dots, and a letter or digit; of three stars and more, one may be lacking."""
_SMALL, _DIGITS = "abcdefghijklmnopqrstuvwxyz", "0123456789"
_TRIES = 400


class Masks:
    """
    The masks of one page, and what stands in their place: no mask that is on the page, and for two never one.

    Args:
        found: masks of the page, as `MASK` finds them.
        random: of this draft.
    """

    def __init__(self, found: Iterable[re.Match[str]], random: Random) -> None:
        pairs = {(match["first"], match["last"]) for match in found}
        taken = set(pairs)
        self._made: dict[tuple[str, str], tuple[str, str]] = {}
        for first, last in sorted(pairs):
            made = (first, last)
            for _ in range(_TRIES):
                made = (_other(first, random), _other(last, random))
                if made not in taken:
                    break
            taken.add(made)
            self._made[first, last] = made

    def printed(self, match: re.Match[str]) -> str:
        """What stands in the place of a mask."""
        first, last = self._made[match["first"], match["last"]]
        return f"{first}{match['hidden']}{last}"


def _other(letter: str, random: Random) -> str:
    """A digit for a digit, a capital for a capital, and a small letter for all else."""
    if not letter:
        return ""
    made = random.choice(_DIGITS if letter.isdecimal() else _SMALL)
    return made.upper() if letter.isupper() else made
