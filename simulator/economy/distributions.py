"""
How values are spread: quantile tables, read by linear interpolation of whole numbers.

Tables instead of formulas, because logarithms of two C libraries differ in the last bit and truth must not.
"""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from simulator.draws import Draws, Ints, Words

__all__ = ["exponential", "extra_units", "lognormal", "pick", "power_of_two"]

_ONE = 1 << 16

# Standard normal quantiles at 1/2 + i/128, in 1/65536; the last knot gives the tail its right mean.
_HALF_NORMAL = (
    0, 1283, 2567, 3852, 5139, 6427, 7718, 9012, 10310, 11611, 12917, 14228, 15545, 16869, 18199, 19536, 20882,
    22237, 23601, 24976, 26362, 27759, 29170, 30594, 32032, 33487, 34958, 36446, 37954, 39482, 41032, 42605, 44203,
    45828, 47482, 49166, 50884, 52637, 54428, 56262, 58140, 60067, 62048, 64087, 66191, 68364, 70616, 72954, 75389,
    77933, 80600, 83408, 86377, 89536, 92917, 96565, 100540, 104924, 109834, 115453, 122076, 130248, 141156, 158437,
    203162,
)  # fmt: skip
# Exponential quantiles of mean 1 at i/64, in 1/65536; the same for its last knot.
_EXPONENTIAL = (
    0, 1032, 2081, 3146, 4230, 5331, 6451, 7591, 8751, 9932, 11135, 12360, 13608, 14880, 16178, 17502, 18854, 20233,
    21643, 23083, 24556, 26063, 27605, 29184, 30802, 32461, 34164, 35911, 37707, 39553, 41453, 43409, 45426, 47507,
    49656, 51877, 54177, 56561, 59034, 61604, 64280, 67069, 69982, 73031, 76228, 79590, 83133, 86879, 90852, 95082,
    99603, 104460, 109706, 115408, 121654, 128559, 136278, 145029, 155132, 167080, 181704, 200558, 227130, 272557,
    403630,
)  # fmt: skip
_LOG2_OF_E = 94548  # in 1/65536


def _powers() -> tuple[int, ...]:
    """2**(i/256) in 1/65536, from square roots of whole numbers."""
    unit = 1 << 128
    root = 2 * unit
    for _ in range(8):
        root = isqrt(root * unit)
    powers = [unit]
    for _ in range(256):
        powers.append(powers[-1] * root >> 128)
    return tuple(power >> 112 for power in powers)


_NORMAL_TABLE = np.array([-knot for knot in _HALF_NORMAL[:0:-1]] + list(_HALF_NORMAL), dtype=np.int64)
_EXPONENTIAL_TABLE = np.array(_EXPONENTIAL, dtype=np.int64)
_POWERS = np.array(_powers(), dtype=np.int64)

# 1 + Binomial(20, 1/50), as Measurement by Proxy draws quantities: P(no more than k) in 1/2**32, exactly
_BINOMIAL_WEIGHTS = (1, 20, 190, 1140, 4845, 15504)  # 20 over k
_BINOMIAL = np.array(
    [
        (sum(weight * 49 ** (20 - k) for k, weight in enumerate(_BINOMIAL_WEIGHTS[: top + 1])) << 32) // 50**20
        for top in range(len(_BINOMIAL_WEIGHTS))
    ],
    dtype=np.int64,
)


def _interpolate(words: Words, table: Ints) -> Ints:
    bits = (len(table) - 1).bit_length() - 1
    halves = (words >> np.uint64(32)).astype(np.int64)
    knots = halves >> (32 - bits)
    rest = halves & ((1 << (32 - bits)) - 1)
    low = table[knots]
    value: Ints = low + ((table[knots + 1] - low) * rest >> (32 - bits))
    return value


def power_of_two(exponents: Ints) -> Ints:
    """2**x in 1/65536, for exponents in 1/65536 between -16 and 30."""
    whole = exponents >> 16
    part = exponents & 0xFFFF
    low = _POWERS[part >> 8]
    value = low + ((_POWERS[(part >> 8) + 1] - low) * (part & 0xFF) >> 8)
    power: Ints = np.where(whole >= 0, value << np.maximum(whole, 0), value >> np.maximum(-whole, 0))
    return power


def lognormal(draws: Draws, sigma: int | Ints, entities: Ints, counter: int = 0) -> Ints:
    """
    Factors of median 1, in 1/65536.

    Args:
        draws: where chance comes from.
        sigma: standard deviation of the natural logarithm, in thousandths.
        entities: whose factors.
        counter: which draw of theirs.
    """
    normal = _interpolate(draws.words(entities, counter), _NORMAL_TABLE)
    return power_of_two((normal * sigma // 1000) * _LOG2_OF_E >> 16)


def exponential(draws: Draws, mean: int | Ints, entities: Ints, counter: int = 0) -> Ints:
    """Waiting times of a mean (at most 2**40)."""
    return _interpolate(draws.words(entities, counter), _EXPONENTIAL_TABLE) * mean >> 16


def extra_units(draws: Draws, entities: Ints, counter: int = 0) -> Ints:
    """What an order holds beyond one unit: Binomial(20, 0.02)."""
    return np.searchsorted(_BINOMIAL, draws.halves(entities, counter), side="right")


def pick(weights: Ints, halves: Ints) -> Ints:
    """The index that a number below 2**32 falls on, by weights (whole numbers whose sum is below 2**31)."""
    ends: Ints = np.cumsum(weights)
    return np.searchsorted(ends, halves * int(ends[-1]) >> 32, side="right")
