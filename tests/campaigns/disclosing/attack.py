"""What an outsider can work out of a public package and the report beside it, by adding up and subtracting."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, fields
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import qr

from tests.campaigns.disclosing.accounts import accounts_told
from tests.campaigns.disclosing.page import read_page
from tests.campaigns.disclosing.published import additive, counts, read
from tests.campaigns.disclosing.reported import sums_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from tests.campaigns.disclosing.published import Cell
    from tests.campaigns.disclosing.truth import Truth

__all__ = ["FEW", "Found", "attack", "spanned", "told_by_family", "told_by_sums"]

FEW = 4
"""Vendors of whom alone nothing may be told."""
_ZERO = 1e-7
_COUNTED = {
    "country_origins": ("origins",),
    "origin_moves": ("from_countries", "to_countries"),
    "migration_class": ("class",),
}


@dataclass
class Found:
    """
    What was worked out.

    Attributes:
        small: sums of one to four vendors that there are.
        recovered: those of them that follow from what is published, or are.
        groups: of one to four vendors of whom a sum follows that is no cell of a table.
        counts: differences of two numbers of accounts that are one to four of them, exactly.
        rows: that stand there for one to four accounts alone.
        verdicts: on a claim, though its figure is withheld.
        exact: numbers of accounts on the page that can be told to the last one.
        bounded: numbers of one to four accounts, of the page, that lie between bounds below five.
        cells: numbers that the tables have room for.
        shown: those of them that are published.
    """

    small: int = 0
    recovered: set[tuple[str, ...]] = field(default_factory=set)
    groups: set[tuple[str, ...]] = field(default_factory=set)
    counts: set[tuple[str, ...]] = field(default_factory=set)
    rows: set[tuple[str, ...]] = field(default_factory=set)
    verdicts: set[tuple[str, ...]] = field(default_factory=set)
    exact: set[tuple[str, ...]] = field(default_factory=set)
    bounded: set[tuple[str, ...]] = field(default_factory=set)
    cells: int = 0
    shown: int = 0

    @property
    def told(self) -> int:
        """All of it."""
        return sum(len(getattr(self, name)) for name in self.sets())

    def sets(self) -> list[str]:
        """The names of what was worked out."""
        return [each.name for each in fields(self) if isinstance(getattr(self, each.name), set)]

    def line(self) -> str:
        """In a line."""
        share = self.shown / max(1, self.cells)
        return (
            f"{len(self.recovered)} of {self.small} small sums, {len(self.groups)} other groups, "
            f"{len(self.counts)} differences of counts, {len(self.rows)} rows of few, {len(self.verdicts)} verdicts, "
            f"{len(self.exact)} exact and {len(self.bounded)} bounded counts of a report; "
            f"{self.shown} of {self.cells} numbers shown ({share:.1%})"
        )


def attack(package: Path, truth: Truth, page: Path | None = None) -> Found:
    """Work out what can be, of all tables together, and of the page of a report with them."""
    found = Found()
    families: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
    figures = read_page(page) if page else {}
    for cell in (*additive(package, truth), *sums_of(figures, truth)):
        families[cell.family].append(cell)
        found.cells += 1
        found.shown += cell.number is not None
    for family, cells in families.items():
        told_by_family(family, cells, found)
    _differences(package, truth, found)
    if page:
        told = accounts_told(figures, package, truth)
        found.exact, found.bounded = told.exact, told.bounded
    for table, names in _COUNTED.items():
        for row in read(package, table):
            if "vendor_count" not in row:
                found.rows.add((table, *(row.get(name, "") for name in ("market", "from_market", "event", *names))))
    for row in read(package, "finding"):
        if row["is_suppressed"] == "true" and row.get("verdict") in {"agrees", "disagrees"}:
            found.verdicts.add(("finding", row["market"], row["measure"]))
    return found


def told_by_family(family: tuple[str, ...], cells: list[Cell], found: Found) -> None:
    """Note what sums of one family tell together."""
    shown = [cell for cell in cells if cell.number is not None and cell.parts]
    small = {(cell.name, cell.column): cell for cell in cells if 0 < len(cell.vendors) <= FEW}
    found.small += len(small)
    if not shown:
        return
    base, columns, vendors = _row_space(shown)
    for (name, column), cell in small.items():
        target = np.zeros(len(columns))
        known = all(of in columns for of in cell.parts)
        for of, amount in cell.parts.items():
            if of in columns:
                target[columns[of]] = amount
        if known and np.abs(target - base @ (base.T @ target)).max() < _ZERO:
            found.recovered.add((*family, *name, column))
    for group in told_by_sums(base, vendors, (cell.vendors for cell in small.values())):
        found.groups.add((*family, *sorted(group)))
    whole = [(cell.vendors, frozenset(cell.parts.items())) for cell in shown]
    for (_, one), (_, other) in combinations(set(whole), 2):
        larger, smaller = (one, other) if len(one) > len(other) else (other, one)
        if smaller < larger and len(rest := {str(of[0]) for of, _ in larger - smaller}) <= FEW:
            found.groups.add((*family, *sorted(rest)))


def spanned(cells: list[Cell], wanted: Iterable[Cell]) -> Iterator[Cell]:
    """Which of some sums follow from those that are shown."""
    shown = [cell for cell in cells if cell.number is not None and cell.parts]
    asked = list(wanted)
    if not shown or not asked:
        return
    base, columns, _ = _row_space(shown)
    for cell in asked:
        target = np.zeros(len(columns))
        if all(of in columns for of in cell.parts):
            target[[columns[of] for of in cell.parts]] = list(cell.parts.values())
            if np.abs(target - base @ (base.T @ target)).max() < _ZERO:
                yield cell


def _row_space(cells: Iterable[Cell]) -> tuple[NDArray[np.float64], dict[tuple[object, ...], int], list[str]]:
    """An orthonormal base of all combinations of sums, over contributions."""
    rows = list(cells)
    columns = {of: place for place, of in enumerate(dict.fromkeys(of for cell in rows for of in cell.parts))}
    matrix = np.zeros((len(columns), len(rows)))
    for place, cell in enumerate(rows):
        for of, amount in cell.parts.items():
            matrix[columns[of], place] = amount
    base, sizes, _ = qr(matrix, mode="economic", pivoting=True)
    rank = int((np.abs(np.diag(sizes)) > 1e-9).sum())
    return base[:, :rank], columns, [str(of[0]) for of in columns]


def told_by_sums(
    base: NDArray[np.float64], vendors: list[str], groups: Iterable[frozenset[str]] = ()
) -> Iterator[frozenset[str]]:
    """Of which single vendors, pairs of those most told of, and given groups some combination of sums tells alone."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, vendor in enumerate(vendors):
        places[vendor].append(place)
    weights = {vendor: _weight(base[rows]) for vendor, rows in places.items()}
    alone = {vendor for vendor, weight in weights.items() if weight > 1 - _ZERO}
    yield from (frozenset([vendor]) for vendor in alone)
    most = sorted(places.keys() - alone, key=lambda vendor: -weights[vendor])[:60]
    tried = {frozenset(pair) for pair in combinations(most, 2)} | {
        frozenset(three) for three in combinations(most[:14], 3)
    }
    tried |= {frozenset(four) for four in combinations(most[:10], FEW)}
    told: list[frozenset[str]] = []
    for left in sorted({group & places.keys() - alone for group in tried | set(groups)}, key=len):
        if len(left) > 1 and sum(weights[name] for name in left) > 1 - _ZERO and not any(one <= left for one in told):
            rows = [row for name in sorted(left) for row in places[name]]
            if _weight(base[rows]) > 1 - _ZERO:
                told.append(left)
    yield from told


def _weight(part: NDArray[np.float64]) -> float:
    """How near a combination of sums comes to telling of these contributions alone: 1 if one does."""
    return float(np.linalg.norm(part, 2) ** 2) if part.size else 0.0


def _differences(package: Path, truth: Truth, found: Found) -> None:
    known = [(name, number, who) for name, number, who in counts(package, truth) if who]
    by_market = defaultdict(list)
    for name, number, who in known:
        by_market[name[1]].append((name, number, who))
    for rows in by_market.values():
        for (one, number, who), (other, less, part) in combinations(rows, 2):
            for (above, many, all_of), (below, few, some) in (
                ((one, number, who), (other, less, part)),
                ((other, less, part), (one, number, who)),
            ):
                if _is_above(above, below) and some < all_of and 0 < many - few <= FEW:
                    found.counts.add((*above, "less", *below))


def _is_above(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether anybody knows that the accounts of one row are among those of another."""
    tables = one[0], other[0]
    if tables in {("market_month", "country_month"), ("country_month", "country_month")}:
        return one[1:4] == other[1:4] and one[4] == "*" != other[4]
    if tables == ("country_month", "origin_product_month"):
        return one[1:4] == other[1:4] and one[4] == other[4]
    if tables == ("country_reach", "country_reach"):
        above = {"all": None, "stated": {"world", "eu_or_world"}, "eu_or_world": {"world"}}
        below = above.get(one[2], set())
        return one != other and (below is None or other[2] in below)
    if tables in {("country_band", "country_band"), ("country_goods", "country_goods")}:
        return one[2] == "all" != other[-1] and (tables[0] == "country_band" or one[-1] == "all")
    return False
