"""
Worlds of pairs of accounts and of prices, told by a program that errs, judged by coders who err, with a known truth.

What bounds are carried into is a figure of some of the things: the accounts that moved to one market, or the sales of a
country. Which these are does not hang on how the program erred.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cryptodrug_scraper.adjudication.allocation import allocation
from cryptodrug_scraper.adjudication.counts import counted
from cryptodrug_scraper.adjudication.judged import Judged
from cryptodrug_scraper.adjudication.sample import Item, Sample
from cryptodrug_scraper.decisions.subject import Account, Field, Link
from cryptodrug_scraper.measures.verdicts import Figure
from tests.campaigns.coding.coders import AT, PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from cryptodrug_scraper.adjudication.counts import Cells
    from cryptodrug_scraper.adjudication.sample import Kind

__all__ = ["LINKS", "PRICES", "Links", "Made", "Prices", "linked", "priced"]

_FIRST, _SECOND = Account("dream", "a"), Account("empire", "b")


@dataclass(frozen=True, slots=True)
class Links:
    """
    Pairs of accounts.

    Attributes:
        name: of the world.
        sizes: pairs that the program tells to be the same, to be candidates, and rejects.
        same: of each of these, how often they are one seller's.
        part: which part of all pairs the figure is of.
        coder: how often a coder errs; both err apart, and who settles does not.
        sample: how many pairs are judged.
    """

    name: str
    sizes: tuple[int, int, int]
    same: tuple[float, float, float]
    part: float = 0.3
    coder: float = 0.03
    sample: int = 100


LINKS = (
    Links("usual", (200, 120, 150), (0.92, 0.4, 0.03)),
    Links("few links", (15, 10, 12), (0.9, 0.3, 0.05)),
    Links("one link", (1, 3, 4), (0.8, 0.3, 0.05), part=1.0),
    Links("a figure of one link", (200, 120, 150), (0.92, 0.4, 0.03), part=0.005),
    Links("all wrong", (80, 40, 60), (0.0, 0.0, 0.0)),
    Links("none wrong", (80, 40, 60), (1.0, 1.0, 0.0)),
    Links("all were missed", (20, 60, 60), (0.9, 0.9, 0.9)),
    Links("small sample", (200, 120, 150), (0.85, 0.4, 0.05), sample=20),
    Links("all judged", (40, 20, 30), (0.85, 0.4, 0.05), sample=90),
    Links("careless coders", (200, 120, 150), (0.92, 0.4, 0.03), coder=0.15),
    Links("nothing else", (60, 0, 0), (0.85, 0.0, 0.0)),
)


@dataclass(frozen=True, slots=True)
class Prices:
    """
    Printed amounts of sales, of which the figure is the share below a limit.

    Attributes:
        name: of the world.
        sales: how many there are in all.
        wrong: how often an amount is read wrong.
        below: how often a true amount is below the limit.
        read_below: how often one that is read wrong is.
        part: which part of all sales the figure is of.
        coder: how often a coder errs; both err apart, and who settles does not.
        sample: how many amounts are judged.
    """

    name: str
    sales: int
    wrong: float
    below: float = 0.4
    read_below: float = 0.9
    part: float = 0.2
    coder: float = 0.03
    sample: int = 100


PRICES = (
    Prices("usual", 5000, 0.03),
    Prices("few sales", 40, 0.05, part=0.3),
    Prices("one sale", 500, 0.1, part=0.002),
    Prices("all wrong", 1000, 1.0),
    Prices("none wrong", 1000, 0.0),
    Prices("all read below", 1000, 0.1, below=0.0, read_below=1.0, part=0.05),
    Prices("all read above", 1000, 0.1, below=1.0, read_below=0.0, part=0.05),
    Prices("small sample", 5000, 0.05, below=0.0, read_below=1.0, sample=20),
    Prices("careless coders", 5000, 0.05, below=0.0, read_below=1.0, coder=0.15),
)


@dataclass(frozen=True, slots=True)
class Made:
    """
    A world, told, drawn and coded once.

    Attributes:
        cells: what was judged, as a derivation counts it.
        figure: as it was counted; None where it has no value.
        truth: what it truly is.
    """

    cells: Cells
    figure: Figure | None
    truth: float


def linked(world: Links, chance: np.random.Generator) -> Made:
    """Make a count of accounts that moved, its true value, and the sample that was judged."""
    told = np.repeat(np.array(["same", "candidate", "rejected"]), world.sizes)
    is_same = chance.random(len(told)) < np.repeat(world.same, world.sizes)
    cells = _judged("link", told, is_same, ("same", "different"), world.sample, world.coder, chance)
    there = chance.random(len(told)) < world.part
    sure, perhaps = (int((there & (told == name)).sum()) for name in ("same", "candidate"))
    figure = Figure(float(sure), float(sure), float(sure + perhaps), len(told), sure + perhaps, "usable")
    return Made(cells, figure, float((there & is_same).sum()))


def priced(world: Prices, chance: np.random.Generator) -> Made:
    """Make a share of sales below a limit, its true value, and the sample that was judged."""
    is_wrong = chance.random(world.sales) < world.wrong
    is_below = chance.random(world.sales) < world.below
    read_below = np.where(is_wrong, chance.random(world.sales) < world.read_below, is_below)
    told = np.repeat(np.array(["review.amount"]), world.sales)
    cells = _judged("field", told, ~is_wrong, ("right", "wrong"), world.sample, world.coder, chance)
    there = chance.random(world.sales) < world.part
    if not there.any():
        return Made(cells, None, 0.0)
    share = float(read_below[there].mean())
    size = int(there.sum())
    return Made(cells, Figure(share, share, share, size, size, "usable"), float(is_below[there].mean()))


def _judged(
    kind: Kind,
    told: NDArray[np.str_],
    is_so: NDArray[np.bool_],
    words: tuple[str, str],
    size: int,
    errs: float,
    chance: np.random.Generator,
) -> Cells:
    """Draw a sample by strata, and let two coders answer it, and one who does not err settle where they differ."""
    strata: Mapping[str, NDArray[np.int64]] = {
        name: np.flatnonzero(told == name) for name in dict.fromkeys(told.tolist())
    }
    wanted = allocation(size, {kind: {name: len(members) for name, members in strata.items()}})[kind]
    items: list[Item] = []
    found: list[Judged] = []
    for name, members in strata.items():
        for place in chance.choice(members, wanted[name], replace=False):
            truth = words[0] if is_so[place] else words[1]
            other = words[1] if is_so[place] else words[0]
            answers = tuple(other if chance.random() < errs else truth for _ in range(2))
            agreed = answers[0] == answers[1]
            found.append(Judged("agreed" if agreed else "settled", answers, answers[0] if agreed else truth))
            items.append(_item(kind, name, len(members), wanted[name], int(place)))
    sample = Sample(size=size, seed=1, drawn_at=AT, drawn_by="x", items=tuple(items))
    return counted(sample, found, {place: item.machine for place, item in enumerate(items)}).cells


def _item(kind: Kind, stratum: str, population: int, drawn: int, place: int) -> Item:
    if kind == "link":
        machine = "same" if stratum == "same" else "different"
        pair = Link(first=_FIRST, second=_SECOND)
        return Item(kind=kind, stratum=stratum, population=population, drawn=drawn, subject=pair, machine=machine)
    amount = Field(market="m", capture_id=PAGE, record="review", ordinal=place, field="amount")
    return Item(kind=kind, stratum=stratum, population=population, drawn=drawn, subject=amount, machine="45 USD")
