"""Whether work grows with what pages hold, or faster."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Run", "exponent", "faults"]

_STEEPEST = 1.35
"""Work that doubles with what pages hold has the exponent 1; sorting, and what a machine adds, a little more."""
_LEAST_ROWS, _LEAST_READ, _LEAST_MEBIBYTES, _LEAST_SECONDS = 5_000, 50_000, 128, 4.0
"""Growth by less than this says nothing."""


@dataclass(frozen=True)
class Run:
    """
    What deriving pages of one size took.

    Attributes:
        n: how many of a thing they hold.
        seconds: of the processor, of the process that derives.
        mebibytes: at its peak, beside what it had when it began.
        rows: of each table, by part.
        asked: rows of each view, seconds that giving them took, and how many rows the server looked at for them.
        broken: why it did not come to its end.
    """

    n: int
    seconds: float = 0.0
    mebibytes: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)
    asked: Mapping[str, tuple[int, float, int]] = field(default_factory=dict)
    broken: str | None = None

    @classmethod
    def of(cls, n: int, told: str) -> Run:
        """Read what the process told."""
        values: dict[str, Any] = json.loads(told)
        return cls(n, **values)


def exponent(before: tuple[int, float], after: tuple[int, float]) -> float:
    """Return by which power of the size a measure has grown; 0 where it has not."""
    (n, low), (m, high) = before, after
    return math.log(max(high, 1e-9) / max(low, 1e-9)) / math.log(m / n) if high > low else 0.0


def faults(runs: Sequence[Run], *, with_time: bool = True) -> list[str]:
    """
    Return what grows faster than what pages hold, from one size to the next larger ones.

    Args:
        runs: of one shape, the smallest first, which tells what is needed whatever the size.
        with_time: whether time counts too: on a machine that does other things it tells little.
    """
    found = [f"n = {run.n}: {run.broken}" for run in runs if run.broken]
    whole = [run for run in runs if not run.broken]
    for one, other in pairwise(whole[1:]):
        for what, low, high, least in _measures(whole[0], one, other, with_time=with_time):
            smallest = 0 if what.startswith("rows") else whole[0].n  # beside whose needs the others are measured
            power = exponent((one.n - smallest, max(low, least / 8)), (other.n - smallest, high))
            if high - low > least and power > _STEEPEST:
                found.append(f"{what}: {low:g} at n = {one.n}, {high:g} at n = {other.n}, exponent {power:.2f}")
    return found


def _measures(least: Run, one: Run, other: Run, *, with_time: bool) -> Iterator[tuple[str, float, float, float]]:
    """What grew from one run to another, beside what the least takes, and by how much it must to tell anything."""
    for table in other.rows:
        yield f"rows of {table}", one.rows.get(table, 0), other.rows[table], _LEAST_ROWS
    for view, (rows, seconds, read) in other.asked.items():
        before, then, was_read = one.asked.get(view, (0, 0.0, 0))
        yield f"rows of {view}", before, rows, _LEAST_ROWS
        yield f"rows looked at for {view}", was_read, read, _LEAST_READ
        if with_time:
            yield f"seconds of {view}", then, seconds, _LEAST_SECONDS
    yield "MiB", one.mebibytes - least.mebibytes, other.mebibytes - least.mebibytes, _LEAST_MEBIBYTES
    if with_time:
        yield "seconds", one.seconds - least.seconds, other.seconds - least.seconds, _LEAST_SECONDS
