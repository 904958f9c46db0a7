"""
Random numbers that are the same everywhere: worked out from a seed, a purpose, an entity and a counter.

A draw is a hash of those four, so its value does not depend on what was drawn before, on the order of work, on the
machine, or on the version of Python or numpy. Everything is 64-bit integer arithmetic (the finaliser of SplitMix64:
Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014); there is no floating point in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Draws", "Flags", "Ints", "Picker", "Words", "weyl"]

Ints: TypeAlias = NDArray[np.int64]
"""A column of whole numbers."""
Flags: TypeAlias = NDArray[np.bool_]
Words: TypeAlias = NDArray[np.uint64]

_T = TypeVar("_T")
_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_STEP = 0xD1B54A32D192ED03
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB


def _mix(word: int) -> int:
    word = (word ^ word >> 30) * _FIRST & _MASK
    word = (word ^ word >> 27) * _SECOND & _MASK
    return word ^ word >> 31


def _mix_all(words: Words) -> Words:
    """The same for a column, which is overwritten."""
    words ^= words >> np.uint64(30)
    words *= np.uint64(_FIRST)
    words ^= words >> np.uint64(27)
    words *= np.uint64(_SECOND)
    words ^= words >> np.uint64(31)
    return words


class Draws:
    """
    All draws for one purpose.

    Args:
        seed: seed of the scenario.
        purpose: name of what is drawn; draws for two purposes are independent.
    """

    __slots__ = ("_key",)

    def __init__(self, seed: int, purpose: str) -> None:
        key = _mix(seed & _MASK)
        for byte in purpose.encode():
            key = _mix((key ^ byte) + _GOLDEN & _MASK)
        self._key = key

    def word(self, entity: int, counter: int = 0) -> int:
        """64 random bits."""
        return _mix(_mix(self._key + entity * _GOLDEN & _MASK) + counter * _STEP & _MASK)

    def words(self, entities: Ints, counter: int = 0) -> Words:
        """64 random bits for each entity: those that `word` gives."""
        words = entities.astype(np.uint64)
        words *= np.uint64(_GOLDEN)
        words += np.uint64(self._key)
        words = _mix_all(words)
        words += np.uint64(counter * _STEP & _MASK)
        return _mix_all(words)

    def halves(self, entities: Ints, counter: int = 0) -> Ints:
        """32 random bits for each entity, as a number below 2**32."""
        return (self.words(entities, counter) >> np.uint64(32)).astype(np.int64)

    def below(self, limit: int | Ints, entities: Ints, counter: int = 0) -> Ints:
        """A number from 0 to ``limit`` - 1 for each entity; limits are at most 2**31."""
        return self.halves(entities, counter) * limit >> 32

    def chance(self, per_million: int | Ints, entities: Ints, counter: int = 0) -> Flags:
        """Tell for each entity whether an event of probability ``per_million`` in a million happens."""
        return self.below(1_000_000, entities, counter) < per_million

    def picker(self, entity: int, counter: int = 0) -> Picker:
        """Return a picker, which draws one number after another for one entity, for texts."""
        return Picker(self.word(entity, counter))


class Picker:
    """A sequence of draws (SplitMix64)."""

    __slots__ = ("_state",)

    def __init__(self, state: int) -> None:
        self._state = state

    def below(self, limit: int) -> int:
        """A number from 0 to ``limit`` - 1."""
        self._state = word = self._state + _GOLDEN & _MASK
        word = (word ^ word >> 30) * _FIRST & _MASK  # as `_mix`: texts take millions of these
        word = (word ^ word >> 27) * _SECOND & _MASK
        return ((word ^ word >> 31) >> 32) * limit >> 32

    def one(self, choices: Sequence[_T]) -> _T:
        """Return one of several, all equally likely."""
        return choices[self.below(len(choices))]

    def some(self, choices: Sequence[_T], number: int) -> list[_T]:
        """Return ``number`` different ones in random order; all of them if there are no more."""
        rest = list(choices)
        return [rest.pop(self.below(len(rest))) for _ in range(min(number, len(rest)))]


def weyl(ranks: Ints, offset: int) -> Ints:
    """
    Numbers below 2**32 that fill the range evenly, for ranks that follow each other.

    Where few of many are to be chosen (every hundredth vendor), shares by chance would be off by their own size; these
    are nearly exact, and even over small and large if the ranks are by size.
    """
    return (ranks * 0x9E3779B9 + offset) & 0xFFFFFFFF
