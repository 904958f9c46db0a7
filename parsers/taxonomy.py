"""
The markets' own categories, mapped to one list of classes and substances.

The classes are the eleven of the CMU data sets (methods 3.1); the substances are ours. ``data/taxonomy.csv`` has one
row for each category that the markets print, with a note where the class is a matter of choice.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["CLASS_NAMES", "ClassName", "DrugClass", "TaxonomyRow", "drug_class", "taxonomy_rows"]

ClassName = Literal[
    "Cannabis",
    "Stimulants",
    "Ecstasy",
    "Opioids",
    "Benzos",
    "Psychedelics",
    "Dissociatives",
    "Prescription",
    "Digital Goods",
    "Misc",
    "Other",
]
"""``Misc`` is what is neither a drug nor digital; ``Other`` is a drug of no other class, or one not said which."""

CLASS_NAMES: tuple[ClassName, ...] = get_args(ClassName)

_AROUND_AMPERSAND = re.compile(r"\s*&\s*")


@dataclass(frozen=True, slots=True)
class DrugClass:
    """A class, and the substance where the category says it."""

    class_name: ClassName
    substance: str | None


@dataclass(frozen=True, slots=True)
class TaxonomyRow:
    """One category of one market; ``path`` is as the market prints it, from the root down."""

    market: str
    category_id: str
    path: tuple[str, ...]
    sold: DrugClass
    note: str


def drug_class(market: str, category_id: str | None, category_path: Sequence[str] | None) -> DrugClass | None:
    """
    The class of a category, by its id where that is known, else by its path.

    A path may lack its beginning (cards print the last two levels) or have levels that are not known; then the longest
    part that is known decides, from the root down before from the leaf up. Case and spaces do not matter.

    Returns None where neither is known, or where the names that are known belong to categories of different classes.
    """
    known = _by_id().get((market, category_id)) if category_id is not None else None
    if known is not None or not category_path:
        return known
    return _by_path(market, tuple(category_path))


@lru_cache(maxsize=1)
def taxonomy_rows() -> tuple[TaxonomyRow, ...]:
    """All categories, in the order of the markets' own menus."""
    class_names: dict[str, ClassName] = {name: name for name in CLASS_NAMES}
    text = files("parsers").joinpath("data", "taxonomy.csv").read_text(encoding="utf-8")
    return tuple(
        TaxonomyRow(
            market=row["market"],
            category_id=row["category_id"],
            path=tuple(row["category_path"].split(" > ")),
            sold=DrugClass(class_names[row["drug_class"]], row["substance"] or None),
            note=row["note"],
        )
        for row in csv.DictReader(text.splitlines())
    )


@lru_cache(maxsize=1)
def _by_id() -> Mapping[tuple[str, str], DrugClass]:
    return {(row.market, row.category_id): row.sold for row in taxonomy_rows()}


@lru_cache(maxsize=4096)
def _by_path(market: str, path: tuple[str, ...]) -> DrugClass | None:
    known = _paths().get(market, {})
    names = _normalised(path)
    for length in range(len(names), 0, -1):
        found = known.get(names[:length]) or known.get(names[len(names) - length :])
        if found is not None:
            return found
    return None


@lru_cache(maxsize=1)
def _paths() -> Mapping[str, Mapping[tuple[str, ...], DrugClass]]:
    """For each market, what its paths mean, whole and without their beginning where that is the same for all."""
    whole: dict[str, dict[tuple[str, ...], DrugClass]] = {}
    endings: dict[str, dict[tuple[str, ...], set[DrugClass]]] = {}
    for row in taxonomy_rows():
        names = _normalised(row.path)
        whole.setdefault(row.market, {})[names] = row.sold
        for start in range(1, len(names)):
            endings.setdefault(row.market, {}).setdefault(names[start:], set()).add(row.sold)
    for market, known in whole.items():
        for names, meanings in endings.get(market, {}).items():
            shared = _shared(meanings)
            if shared is not None:
                known.setdefault(names, shared)
    return whole


def _shared(meanings: Iterable[DrugClass]) -> DrugClass | None:
    """What categories of the same name have in common."""
    classes = {meaning.class_name for meaning in meanings}
    substances = {meaning.substance for meaning in meanings}
    if len(classes) > 1:
        return None
    return DrugClass(classes.pop(), substances.pop() if len(substances) == 1 else None)


def _normalised(path: Iterable[str]) -> tuple[str, ...]:
    return tuple(_AROUND_AMPERSAND.sub("&", " ".join(name.split())).casefold() for name in path)
