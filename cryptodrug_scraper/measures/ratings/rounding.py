"""
Counters that a market prints rounded down, as intervals of the counts that they may stand for (methods E5, pitfall 8).

Dream Market prints 330, 680 and 5800 successful transactions. The step of the rounding is learned from the values seen,
because no page tells it: the values at and above a count are all multiples of its step, and steps grow with the count.
Where too few values are seen, a number is taken to keep its two leading digits. Rounded counters are floors (pitfall
8), so the best guess is the middle of the bucket: a pooled feedback rate from printed values is off by up to 1.8 %,
from the middles by 0.7 % at most.
"""

from __future__ import annotations

import math
from collections import Counter

import polars as pl

__all__ = ["LEADING_DIGITS", "LEAST_VALUES", "rounding_steps", "with_bounds"]

LEAST_VALUES = 6
"""Distinct values at and above a count that tell its step: six multiples of twice the step are a chance of 1 in 64."""
LEADING_DIGITS = 2
"""Digits that a rounded number keeps where too few values tell the step."""


_SURE = 64
"""Odds at which a vendor's own counts bear out a coarser step: those of six values and one twice as coarse."""
_FEWEST_OWN = 3
"""Counts of a vendor that bear it out at least."""
_ROUND: tuple[int, ...] = tuple(digit * 10**zeros for zeros in range(19) for digit in (1, 2, 5))
"""Steps that people round to: nobody rounds to multiples of 30."""


class _Followed:
    """Which steps the counts from the largest down are multiples of, but for those of one vendor."""

    def __init__(self) -> None:
        self._strays: dict[int, str | None] = {}
        self._left: list[int] = list(_ROUND)

    def take(self, value: int, owners: set[str | None]) -> None:
        """Take a count that the pages of some vendors print: steps that two vendors break do not count."""
        kept = []
        for step in self._left:
            if value % step:
                stray = next(iter(owners)) if len(owners) == 1 else None
                if len(owners) > 1 or self._strays.setdefault(step, stray) != stray:
                    continue
            kept.append(step)
        self._left = kept

    @property
    def largest(self) -> int:
        """The largest step that no two vendors break."""
        return self._left[-1]

    def step(self, value: int) -> int:
        """The largest step of which a count is a multiple itself."""
        return next((step for step in reversed(self._left) if not value % step), 1)


def rounding_steps(
    values: pl.Series,
    vendors: pl.Series | None = None,
    *,
    least_values: int = LEAST_VALUES,
    leading_digits: int = LEADING_DIGITS,
) -> pl.DataFrame:
    """
    Learn to which step each value was rounded, from all values of one counter on one market.

    The step at a value is the largest round number, 1, 2 or 5 with zeros, that divides it and all values seen from
    there up, if these are at least ``least_values``; the last few values have the step of those before them. Values
    that the pages of one vendor alone print never break a step, and count as one value: otherwise the odd counter of
    one vendor would make all others exact. Of the largest counts, those of one vendor alone perhaps, the step may be
    coarser than that of those below, where its own counts bear that out. With fewer values altogether, the step is that
    of the leading digits, as far as it divides what is seen.

    Args:
        values: rounded counts, in any order; null and negative ones tell nothing.
        vendors: whose counter each value is; without, each value is of another one.
        least_values: distinct values that a step rests on.
        leading_digits: digits kept where values are too few.

    Returns:
        ``value`` (Int64), ``step`` (Int64), one row for each distinct value, in their order.
    """
    names = vendors.to_list() if vendors is not None else [None] * len(values)
    owners: dict[int, set[str | None]] = {}
    for number, (value, vendor) in enumerate(zip(values.to_list(), names, strict=True)):
        if value is not None and value >= 0:
            owners.setdefault(value, set()).add(f"{number}" if vendors is None else vendor)
    seen = sorted(owners)
    followed = _Followed()
    alone: Counter[str | None] = Counter()
    steps: list[int] = []
    untold, top, most = 0, 1, 1
    for rank, value in enumerate(reversed(seen), start=1):
        followed.take(value, owners[value])
        if len(owners[value]) == 1:
            alone.update(owners[value])
            most = max(most, *(alone[vendor] for vendor in owners[value]))
        telling = rank - most + 1  # those of one vendor alone count as one
        if telling >= least_values and value:
            if not untold:
                untold, top = rank, followed.largest
            steps.append(followed.step(value))
        else:
            steps.append(math.gcd(_digits(value, leading_digits), value) or 1)
    if untold:
        steps[: untold - 1] = _own_steps(seen[:-untold:-1], owners, top)
    steps.reverse()
    if untold:
        times = Counter(steps)
        steps = [
            step if times[step] >= least_values else math.gcd(_digits(value, leading_digits), step)
            for value, step in zip(seen, steps, strict=True)
        ]
    return pl.DataFrame({"value": seen, "step": steps}, schema={"value": pl.Int64, "step": pl.Int64})


def _own_steps(values: list[int], owners: dict[int, set[str | None]], top: int) -> list[int]:
    """
    Steps of the largest counts, in falling order, which too few vendors print: the largest step below them, or a
    coarser one that a vendor's own counts from there up bear out.
    """
    coarser = [step for step in _ROUND if step > top and step % top == 0]
    above: dict[frozenset[str | None], list[int]] = {}
    steps = []
    for value in values:
        own = above.setdefault(frozenset(owners[value]), [])
        own.append(value)
        borne_out = [
            step
            for step in coarser
            if len(own) >= _FEWEST_OWN
            and len(own) * math.log(step / top) >= math.log(_SURE)
            and not any(each % step for each in own)
        ]
        steps.append(max(borne_out, default=math.gcd(value, top)))
    least: dict[frozenset[str | None], int] = {}
    for place, value in reversed([*enumerate(values)]):  # steps grow with the count
        mine = frozenset(owners[value])
        least[mine] = steps[place] = max(steps[place], least.get(mine, 1))
    return steps


def _digits(value: int, leading_digits: int) -> int:
    """The step of a number that keeps so many of its digits."""
    return int(10 ** max(len(str(value)) - leading_digits, 0))


def with_bounds(frame: pl.DataFrame, value: str, is_exact: str | None = None) -> pl.DataFrame:
    """
    Add the counts that a counter may stand for.

    Args:
        frame: statements of one counter on one market.
        value: column of the counter; ``vendor``, where the frame has it, says whose it is.
        is_exact: column that is false where the counter is rounded; a counter without such a mark is as printed.

    Returns:
        the frame with ``count_low``, ``count_high`` (Int64, both possible) and ``count_middle`` (Float64); null without
        a value.
    """
    rounded = pl.lit(value=False) if is_exact is None else ~pl.col(is_exact).fill_null(value=True)
    seen = frame.filter(rounded)[value] if is_exact is not None else pl.Series(value, [], dtype=pl.Int64)
    owners = frame.filter(rounded)["vendor"] if is_exact is not None and "vendor" in frame.columns else None
    steps = rounding_steps(seen, owners)
    step = (
        pl.col(value).replace_strict(steps["value"], steps["step"], default=1, return_dtype=pl.Int64)
        if len(steps)
        else pl.lit(1)
    )
    low = pl.col(value).cast(pl.Int64)
    return frame.with_columns(
        count_low=low, count_high=low + pl.when(rounded).then(step).otherwise(1) - 1
    ).with_columns(count_middle=(pl.col("count_low") + pl.col("count_high")) / 2)
