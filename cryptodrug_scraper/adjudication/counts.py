"""Judged items, counted by what the program tells of them now and what is so, each for the things it stands for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from cryptodrug_scraper.adjudication.machine import category, truth
from cryptodrug_scraper.measures.estimators.weighted_rate import Weighed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptodrug_scraper.adjudication.judged import Judged
    from cryptodrug_scraper.adjudication.sample import Sample

__all__ = ["Cells", "Counted", "Ground", "counted"]

Cells = dict[tuple[str, str, str], Weighed]
"""By kind, what the program tells, and what is so."""
Ground = Literal["same", "changed", "gone"]


class Counted(NamedTuple):
    """
    A sample, counted.

    Attributes:
        cells: judged items that count.
        grounds: of each item, whether the program tells of it what it told when it was drawn (``same``), something else
            (``changed``), or whether it is not there any longer (``gone``).
        look_again: items that do not count since a field is read otherwise than when it was judged.
    """

    cells: Cells
    grounds: list[Ground]
    look_again: int


def counted(sample: Sample, found: Sequence[Judged], now: Mapping[int, str]) -> Counted:
    """
    Count the items of a sample that are judged.

    The weight of an item is one over its inclusion probability, over the part of its stratum that counts: what nobody
    could tell, and what is not there any longer, is taken to err as the rest of its stratum does.

    Args:
        sample: the sample.
        found: what came of each item.
        now: what the program tells now of each item that is there, by its ordinal.
    """
    alike: Counter[tuple[str, str]] = Counter()
    kept: list[tuple[tuple[str, str], tuple[str, str, str], int]] = []
    grounds: list[Ground] = []
    look_again = 0
    for place, (item, each) in enumerate(zip(sample.items, found, strict=True)):
        machine = now.get(place)
        grounds.append("gone" if machine is None else "same" if machine == item.machine else "changed")
        if machine is None or not each.is_told or each.answer is None:
            continue
        is_so = truth(item, machine, each.answer)
        if is_so is None:
            look_again += 1
            continue
        stratum: tuple[str, str] = (item.kind, item.stratum)
        alike[stratum] += 1
        kept.append((stratum, (item.kind, category(item, machine), is_so), item.population))
    cells: Cells = {}
    for stratum, cell, population in kept:
        weight = population / alike[stratum]
        cells[cell] = cells.get(cell, Weighed()) + Weighed(1, weight, weight * weight)
    return Counted(cells, grounds, look_again)
