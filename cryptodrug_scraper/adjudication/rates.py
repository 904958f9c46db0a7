"""Error rates of what was counted: how much of what is told is so, and how much else is so, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.measures.estimators.weighted_rate import Rate, Weighed, rate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from cryptodrug_scraper.adjudication.counts import Cells
    from cryptodrug_scraper.adjudication.sample import Kind

__all__ = ["found", "is_right", "missed", "mistaken", "others", "right", "told_in", "wrong"]


def is_right(kind: str, told: str, truth: str) -> bool:
    """Whether what is told is so."""
    return truth == "right" if kind in {"quantity", "field"} else told == truth


def told_in(cells: Cells, kind: Kind) -> list[str]:
    """Return what the program tells of judged items of a kind, in the order of the alphabet."""
    return sorted({told for of, told, _ in cells if of == kind})


def right(cells: Cells, kind: Kind, told: Collection[str]) -> Rate | None:
    """Return of what is told to be any of some things how much is any of them; None where nothing was judged."""
    return _rate(cells, kind, lambda said, _is_so: said in told, lambda _said, is_so: is_so in told)


def missed(cells: Cells, kind: Kind, told: Collection[str]) -> Rate | None:
    """Return of what is told to be none of some things how much is one of them; None where nothing was judged."""
    return _rate(cells, kind, lambda said, _is_so: said not in told, lambda _said, is_so: is_so in told)


def wrong(cells: Cells, kind: Kind, told: Collection[str] | None = None) -> Rate | None:
    """
    Return how much of what is told is wrong; None where nothing was judged.

    Args:
        cells: what was counted.
        kind: of which kind.
        told: only of what is told to be one of these; None: of all.
    """
    return _rate(
        cells,
        kind,
        lambda said, _is_so: told is None or said in told,
        lambda said, is_so: not is_right(kind, said, is_so),
    )


def found(cells: Cells, kind: Kind, told: Collection[str]) -> Rate | None:
    """Return of what is any of some things how much is told to be any of them; None where nothing judged is."""
    return _rate(cells, kind, lambda _said, is_so: is_so in told, lambda said, _is_so: said in told, is_of_all=False)


def mistaken(cells: Cells, kind: Kind, told: Collection[str]) -> Rate | None:
    """Return of what is none of some things how much is told to be one of them; None where nothing judged is."""
    return _rate(
        cells, kind, lambda _said, is_so: is_so not in told, lambda said, _is_so: said in told, is_of_all=False
    )


def others(cells: Cells, kind: Kind, told: Collection[str]) -> float:
    """Return how many things are told to be none of some, for each that is told to be one of them."""
    in_all = [(said, each.weight) for (of, said, _), each in cells.items() if of == kind]
    theirs = sum(weight for said, weight in in_all if said in told)
    return sum(weight for said, weight in in_all if said not in told) / theirs


def _rate(
    cells: Cells,
    kind: Kind,
    is_of: Callable[[str, str], bool],
    counts: Callable[[str, str], bool],
    *,
    is_of_all: bool = True,
) -> Rate | None:
    whole, part = Weighed(), Weighed()
    for (of, told, truth), each in cells.items():
        if of == kind and is_of(told, truth):
            whole += each
            if counts(told, truth):
                part += each
    return rate(part, whole, is_of_all=is_of_all)
