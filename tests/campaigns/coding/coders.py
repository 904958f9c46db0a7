"""Simulated coders of known error, on listings of which it is known what they sell and what the program tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np

from cryptodrug_scraper.adjudication.allocation import allocation
from cryptodrug_scraper.adjudication.judged import Judged
from cryptodrug_scraper.adjudication.sample import CANNOT_TELL, Item, Sample
from cryptodrug_scraper.decisions.subject import Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["AT", "PAGE", "WORLDS", "Coded", "World", "coded"]

CLASSES = ("Cannabis", "Stimulants", "Ecstasy", "Benzos")
AT = datetime(2026, 11, 29, tzinfo=UTC)
PAGE = UUID(int=1)


@dataclass(frozen=True, slots=True)
class World:
    """
    What is true, and how the program and the coders err.

    Attributes:
        name: in a word or two.
        sizes: listings of each class, in truth.
        machine: how often the program tells another class.
        coder: how often a coder does, whoever it is.
        skips: how often a coder cannot tell.
        sample: how many listings are judged.
        settles: whether somebody who does not err tells where the coders differ; else such items are left open.
    """

    name: str
    sizes: tuple[int, ...]
    machine: float
    coder: float
    skips: float
    sample: int
    settles: bool = True


WORLDS = (
    World("usual", (4000, 3000, 2000, 400), 0.08, 0.03, 0.02, 300),
    World("few errors", (4000, 3000, 2000, 400), 0.01, 0.01, 0.0, 300),
    World("many errors", (4000, 3000, 2000, 400), 0.3, 0.05, 0.05, 300),
    World("small sample", (4000, 3000, 2000, 400), 0.08, 0.03, 0.02, 60),
    World("small market", (60, 40, 20, 5), 0.1, 0.02, 0.0, 80),
    World("careless coders", (4000, 3000, 2000, 400), 0.08, 0.15, 0.05, 300),
    World("nobody settles", (4000, 3000, 2000, 400), 0.08, 0.05, 0.0, 300, settles=False),
    World("nearly one class", (9000, 100, 50, 20), 0.02, 0.02, 0.0, 300),
)


@dataclass(frozen=True, slots=True)
class Coded:
    """
    One world, told by the program, drawn and coded once.

    Attributes:
        sample: what was drawn.
        judged: what came of it.
        now: what the program tells of each item.
        told: the class of each listing as the program tells it, as an index of `CLASSES`.
        truth: its true class.
    """

    sample: Sample
    judged: list[Judged]
    now: dict[int, str]
    told: NDArray[np.int64]
    truth: NDArray[np.int64]


def coded(world: World, chance: np.random.Generator) -> Coded:
    """Let the program tell the classes, draw a sample of them, and let two coders and a third one answer."""
    truth = np.repeat(np.arange(len(CLASSES)), world.sizes)
    told = _erring(truth, world.machine, chance)
    strata = {str(place): np.flatnonzero(told == place) for place in range(len(CLASSES))}
    strata = {name: members for name, members in strata.items() if len(members)}
    wanted = allocation(world.sample, {"goods": {name: len(members) for name, members in strata.items()}})["goods"]
    items: list[Item] = []
    found: list[Judged] = []
    for name, members in strata.items():
        drawn = chance.choice(members, wanted[name], replace=False)
        first, second = (_erring(truth[drawn], world.coder, chance) for _ in range(2))
        skips = chance.random((2, len(drawn))) < world.skips
        for place, one in enumerate(drawn):
            answers = tuple(
                CANNOT_TELL if skips[coder, place] else CLASSES[answer[place]]
                for coder, answer in enumerate((first, second))
            )
            found.append(_judged(answers, CLASSES[truth[one]], world))
            items.append(_item(CLASSES[int(name)], len(members), len(drawn), place))
    sample = Sample(size=world.sample, seed=1, drawn_at=AT, drawn_by="x", items=tuple(items))
    return Coded(sample, found, {place: item.machine for place, item in enumerate(items)}, told, truth)


def _erring(truth: NDArray[np.int64], rate: float, chance: np.random.Generator) -> NDArray[np.int64]:
    """Another class at some rate, each of the others as often as any."""
    other = (truth + chance.integers(1, len(CLASSES), len(truth))) % len(CLASSES)
    return np.where(chance.random(len(truth)) < rate, other, truth)


def _judged(answers: Sequence[str], truth: str, world: World) -> Judged:
    if answers[0] == answers[1]:
        return Judged("agreed", tuple(answers), answers[0])
    if world.settles:
        return Judged("settled", tuple(answers), truth)
    return Judged("open", tuple(answers), None)


def _item(machine: str, population: int, drawn: int, place: int) -> Item:
    subject = Field(market="m", capture_id=PAGE, record="listing", ordinal=place, field="drug_class")
    return Item(kind="goods", stratum=machine, population=population, drawn=drawn, subject=subject, machine=machine)
