"""Names of vendors and buyers."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from simulator.draws import Draws
from simulator.economy.words.pools import POOLS

if TYPE_CHECKING:
    from simulator.draws import Picker

__all__ = ["Names"]

_FIRST, _SECOND, _SUFFIXES = POOLS.names.first, POOLS.names.second, POOLS.names.suffixes
_PAIRS = len(_FIRST) * len(_SECOND)
_STRIDE = 1_903  # prime to the number of pairs
_NAMES_OF_ONE = 4
_CACHED = 1 << 16


class Names:
    """
    All names of a scenario.

    Args:
        seed: of the scenario.
        persons: how many persons sell in it.
    """

    def __init__(self, seed: int, persons: int) -> None:
        self._persons = persons
        self._style = Draws(seed, "handle style")
        self._buyer = Draws(seed, "buyer name")
        self.buyer = lru_cache(_CACHED)(self._buyer_name)

    def handle(self, number: int) -> str:
        """
        A vendor's name: of person ``number // 4``, its first (0), quite another (1), the first with an addition (2), or
        another one again, for who is renamed (3).

        No two numbers have the same name, however they are written.
        """
        person, which = divmod(number, _NAMES_OF_ONE)
        if which % 2:
            return self._base(person + self._persons * (1 + which // 2))
        return self._base(person) + (_SUFFIXES[self._style.word(person, 1) % len(_SUFFIXES)] if which else "")

    def _base(self, index: int) -> str:
        cycle, place = divmod(index, _PAIRS)
        first, second = divmod(place * _STRIDE % _PAIRS, len(_SECOND))
        picker = self._style.picker(index)
        words = _FIRST[first], _SECOND[second]
        number = str(cycle * 9 + picker.below(9) + 11) if cycle or picker.below(10) < 2 else ""
        return _written(words, number, picker)

    def _buyer_name(self, number: int) -> str:
        """A buyer's name, the same on every market; at least three characters."""
        picker = self._buyer.picker(number)
        if picker.below(4) == 0:
            return "".join(picker.one("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(5 + picker.below(7)))
        words = picker.one(_SECOND), picker.one(_FIRST)
        return _written(words, str(picker.below(1000)) if picker.below(3) == 0 else "", picker)


def _written(words: tuple[str, str], number: str, picker: Picker) -> str:
    style = picker.below(5)
    first, second = words
    if style == 0:
        return f"{first}{second}{number}"
    if style == 1:
        return f"{first}_{second}{number}"
    if style == 2:
        return f"{first}-{second}{number}"
    return f"{first.capitalize()}{second.capitalize()}{number}"
