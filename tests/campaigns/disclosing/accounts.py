"""
What the page of a public report, and a package of the same data, tell of numbers of accounts.

Numbers stand there to the nearest five. What is told beyond that: a number to the last one, since what is made of it is
not rounded (a share of it, an interval, a curve); and one of one to four, which is hidden, between bounds below five by
all sums of which it is a part.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

from tests.campaigns.disclosing.published import read
from tests.campaigns.disclosing.reported import MARKETS
from tests.campaigns.disclosing.whole import Whole

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping
    from pathlib import Path

    from tests.campaigns.disclosing.page import Figure, Row
    from tests.campaigns.disclosing.truth import Truth

__all__ = ["Told", "accounts_told"]

_BASE, _NEAR, _FEW = 5, 2, 4
_Z = 1.959963984540054
_SAME = 1e-8
_COUNTS = {
    "levels-vendors": ("value", "low", "high", "whole", "whole_low", "whole_high"),
    "levels-": ("vendor_count", "whole_vendor_count"),
    "shares-vendors": ("value", "total"),
    "shares-who": ("value", "total"),
    "shares-": ("vendor_count",),
    "goods-": ("vendor_count",),
    "origins-": ("vendor_count", "total", "simultaneous", "sequential", "moves"),
    "destinations-": ("vendor_count", "total", "named"),
    "bands-": ("vendor_count",),
    "concentrated-": ("vendor_count",),
    "migration-all": ("accounts", "migrant", "multi_homer", "ambiguous", "lost"),
    "migration-country": ("accounts", "migrant", "multi_homer", "ambiguous", "lost"),
    "migration-arrivals": ("at_risk", "arrived"),
    "migration-growth": ("vendor_count",),
}
_OF_VENDORS = {
    "shares-choices": ("value", "total"),
    "migration-growth": ("before", "after"),
    "coverage-population": ("value", "low", "high"),
}
"""Columns that are numbers of accounts where the row says that it is about vendors."""
_OF_ACCOUNTS = ("Pairs of accounts", "Months of vendors")
_SHARES = (
    ("shares-who", "value", "total", "share", "share_low", "share_high"),
    ("shares-vendors", "value", "total", "share", "share_low", "share_high"),
    ("shares-choices", "value", "total", "share", "share_low", "share_high"),
    ("origins-sets", "vendor_count", "total", "share", "share_low", "share_high"),
    ("destinations-reach", "vendor_count", "total", "share", "share_low", "share_high"),
    ("migration-all", "migrant", "accounts", "share", "share_low", "share_high"),
    ("migration-country", "migrant", "accounts", "share", "share_low", "share_high"),
    ("refused-all", "number", "total", "share", "share", "share"),
)
_CLASSES = ("migrant", "multi_homer", "ambiguous", "lost")
_WORDS = {"was there before": "multi_homer", "before or after: cannot be told": "ambiguous", "not found": "lost"}


@dataclass
class Told:
    """
    What is told of accounts.

    Attributes:
        exact: numbers of them to the last one.
        bounded: numbers of one to four between bounds below five.
        small: how many of these there are.
    """

    exact: set[tuple[str, ...]] = field(default_factory=set)
    bounded: set[tuple[str, ...]] = field(default_factory=set)
    small: int = 0


def accounts_told(figures: Mapping[str, Figure], package: Path | None, truth: Truth) -> Told:
    """Work out what can be, of a page and perhaps a package together."""
    told = Told()
    told.exact.update(_odd(figures))
    for name, k, n, *ends in _SHARES:
        for row in figures[name].rows if name in figures else ():
            if name != "shares-choices" or row["measure"] == "vendors":
                for found in _pairs(row, k, n, ends):
                    told.exact.add((name, *_key(row), *map(str, found)))
    for row in _rows(figures, "migration-growth"):
        if row["measure"] == "vendors" and all(isinstance(row[each], float) for each in ("before", "after", "ratio")):
            fitting = [
                (a, b)
                for a, b in product(_near(row["after"]), _near(row["before"]))
                if b and abs(a / b - row["ratio"]) < _SAME
            ]
            if len(fitting) == 1 and row["ratio"] != row["after"] / row["before"]:
                told.exact.add(("migration-growth", *_key(row), *map(str, fitting[0])))
    _Moved(figures, package, truth).told(told)
    _parted(figures, told)
    return told


def _odd(figures: Mapping[str, Figure]) -> Iterator[tuple[str, ...]]:
    """Numbers of accounts that are not rounded: in tables, in what stands under them, and in charts."""
    for name, figure in figures.items():
        columns = next((columns for begin, columns in _COUNTS.items() if name.startswith(begin)), ())
        for row in figure.rows:
            of_vendors = row.get("measure") == "vendors" or row.get("of") == "vendors"
            more = _OF_VENDORS.get(name, ()) if of_vendors else ()
            if name == "refused-all" and str(row["what"]).startswith(_OF_ACCOUNTS):
                more = ("number", "total")
            for column in (*columns, *more):
                if isinstance(row.get(column), float) and row[column] % _BASE:
                    yield name, *_key(row), column, str(row[column])
        if name.startswith(("migration-a", "migration-c", "origins-")):
            for row in figure.drawn:
                if float(row.get("amount", 0)) % _BASE:
                    yield name, "chart", str(row["flow"]), str(row["amount"])
        if name.startswith(("migration-", "levels-", "origins-", "destinations-")):
            for fact in figure.facts:
                for number in re.findall(r"([\d,]+)(?: to [\d,]+)? (?:accounts|vendors)", fact):
                    if int(number.replace(",", "")) % _BASE:
                        yield name, "fact", fact


def _key(row: Row) -> tuple[str, ...]:
    return tuple(str(value) for value in row.values() if isinstance(value, str) and value != "hidden")


def _rows(figures: Mapping[str, Figure], name: str) -> list[Row]:
    return figures[name].rows if name in figures else []


def _near(shown: float) -> range:
    """What is rounded to a number; one that is not rounded stands for itself."""
    if shown == 0 or shown % _BASE:
        return range(int(shown), int(shown) + 1)
    return range(max(_BASE, int(shown) - _NEAR), int(shown) + _NEAR + 1)


def _pairs(row: Row, k: str, n: str, ends: list[str]) -> Iterator[tuple[int, int]]:
    """The one pair of numbers, other than those that stand there, of which the share and its interval are made."""
    shown = [row.get(name) for name in (k, n, *ends)]
    if not all(isinstance(value, float) for value in shown) or not shown[1]:
        return
    value, total, *known = (float(each) for each in shown if each is not None)
    if _is_of(known, value, total) or _is_of_published(known, value, total):
        return
    fitting = [pair for pair in product(_near(value), _near(total)) if pair[1] and _is_of(known, *pair)]
    if len(fitting) == 1:
        yield fitting[0]


def _is_of(known: list[float], value: float, total: float) -> bool:
    """Whether a share and its ends are those of two numbers: as they are, moved, or alone."""
    share = value / total
    if known[0] == known[-1]:
        return abs(share - known[0]) < _SAME
    middle, spread = share + _Z**2 / (2 * total), _Z * (share * (1 - share) / total + _Z**2 / (4 * total**2)) ** 0.5
    low, high = ((middle + sign * spread) / (1 + _Z**2 / total) for sign in (-1, 1))
    low, high = (0.0 if value <= 0 else low), (1.0 if value >= total else high)
    moved = known[0] - share
    return any(
        all(abs(one - other) < _SAME for one, other in zip(known[1:], ends, strict=True))
        for ends in ((low, high), (low + moved, high + moved))
    )


def _is_of_published(known: list[float], value: float, total: float) -> bool:
    """Whether the ends are of the least and the most share that these numbers can be: anybody can work them out."""
    least, most = (max(_BASE, value - _NEAR), value + _NEAR) if value else (0.0, 0.0)
    fewest = max(_BASE, total - _NEAR)
    low, high = (
        (share + _Z**2 / (2 * n) + sign * _Z * (share * (1 - share) / n + _Z**2 / (4 * n**2)) ** 0.5) / (1 + _Z**2 / n)
        for share, n, sign in (
            (min(1.0, least / (total + _NEAR)), total + _NEAR, -1),
            (min(1.0, most / fewest), fewest, 1),
        )
    )
    ends = (max(0.0, low) if value else 0.0, min(1.0, high))
    return all(abs(one - other) < _SAME for one, other in zip(known[1:], ends, strict=True))


def _parted(figures: Mapping[str, Figure], told: Told) -> None:
    """Parts of one number of accounts: what of a hidden one follows from the others."""
    groups: list[tuple[tuple[str, ...], Any, list[Any], list[int]]] = []
    for row in _rows(figures, "origins-sets"):
        parts = [row["simultaneous"], row["sequential"]]
        groups.append((("origins-sets", *_key(row)), row["vendor_count"], parts, [1, 1]))
    reach: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in _rows(figures, "destinations-reach"):
        reach[row["reach"]][row["market"]] = row
    for name, rows in reach.items():
        every = rows.pop("all markets", {})
        least = [int(isinstance(row["total"], float)) for row in rows.values()]  # none too, where all are few
        for column in ("vendor_count", "total"):
            parts = [row[column] for row in rows.values()]
            of = least if column == "vendor_count" else [1] * len(parts)
            groups.append((("destinations-reach", name, column), every.get(column), parts, of))
    for key, total, parts, least in groups:
        hidden = [place for place, value in enumerate(parts) if not isinstance(value, float)]
        told.small += len(hidden)
        if not isinstance(total, float) or not hidden:
            continue
        known = Whole()
        known.within("total", _near(total)[0], _near(total)[-1])
        known.equal(["total"], range(len(parts)))
        for place, value in enumerate(parts):
            if isinstance(value, float):
                known.within(place, _near(value)[0], _near(value)[-1])
            elif len(hidden) == 1 or not least[place]:
                known.within(place, least[place], _FEW)
            else:
                known.within(place, least[place])
        for place in hidden:
            low, high = known.bounds({place: 1.0})
            if 1 <= low <= high <= _FEW and (low, high) != (1, _FEW):
                told.bounded.add((*key, str(place), f"{low} to {high}"))


class _Moved:
    """
    What became of accounts after an end, by all that is told of it.

    Args:
        figures: of a page.
        package: beside it; None for none.
        truth: who went where.
    """

    def __init__(self, figures: Mapping[str, Figure], package: Path | None, truth: Truth) -> None:
        self._figures, self._known = figures, Whole()
        self._true: dict[tuple[str, ...], int] = {}
        self._exact: set[tuple[str, ...]] = set()
        self._moved = truth.moved
        self._events = {name.replace("_", " "): name for name, *_ in truth.moved}
        zeros = {
            who: any(row[kind] == 0 for row in _rows(figures, f"migration-{who}") for kind in _CLASSES)
            for who in ("all", "country")
        }
        for who in ("all", "country"):
            for row in _rows(figures, f"migration-{who}"):
                self._row(who, row, least=int(zeros[who]))
        self._flows()
        self._arrivals()
        for row in read(package, "migration_class") if package else ():
            if "vendor_count" in row:
                self._class(
                    row["event"], row["from_market"], row["class"], row["to_market"], float(row["vendor_count"])
                )

    def _row(self, who: str, row: Row, *, least: int) -> None:
        event, source = self._event(row["event"]), MARKETS[row["from_market"]]
        to = MARKETS.get(row["to_market"], "any")
        whole, parts = (who, event, source), [(who, event, source, to, kind) for kind in _CLASSES]
        self._show(whole, row["accounts"])
        hidden = [kind for kind in _CLASSES if not isinstance(row[kind], float)]
        for kind, name in zip(_CLASSES, parts, strict=True):
            if isinstance(row[kind], float):
                self._show(name, row[kind])
            else:
                self._known.within(name, least, _FEW if len(hidden) == 1 else 10_000)
            self._true[name] = len(self._who(who, event, source, to, kind))
            if who == "country" and ("all", *name[1:]) in self._known:
                self._known.most(name, ("all", *name[1:]))
        self._known.equal([whole], parts)

    def _show(self, name: Hashable, value: Any) -> None:
        near = _near(value) if isinstance(value, float) else range(10_000)
        self._known.within(name, near[0], near[-1])

    def _event(self, words: str) -> str:
        return str(self._events.get(words, words.replace(" ", "_")))

    def _who(self, who: str, event: str, source: str, to: str, kind: str) -> set[str]:
        classes: dict[str, set[str]] = defaultdict(set)
        for name, left, account, of, where, _, is_theirs in self._moved:
            if (name, left) == (event, source) and (who == "all" or is_theirs):
                classes[account] |= {of} if to in ("any", where) else set()
        order = ("migrant", "ambiguous", "multi_homer") if to == "any" else ("multi_homer", "ambiguous", "migrant")
        first = {account: next((each for each in order if each in of), "lost") for account, of in classes.items()}
        return {account for account, of in first.items() if of == kind}

    def _class(self, event: str, source: str, kind: str, to: str, value: float) -> None:
        name = ("class", event, source, to, kind)
        self._show(name, value)
        cohort = ("all", event, source, "any" if kind == "lost" else to, kind)
        if cohort in self._known:
            self._known.most(cohort, name)
            if kind in {"lost", "multi_homer"}:
                self._known.most(name, cohort)

    def _flows(self) -> None:
        for row in self._figures["migration-all"].drawn if "migration-all" in self._figures else ():
            if "flow" in row and row["x"] < 0.1:
                source, _, target = row["flow"].partition(" \u2192 ")
                words, _, market = target.partition(", ")
                events = {name for name, left, *_ in self._moved if left == MARKETS[source]}
                for event in events if len(events) == 1 else ():
                    kind, to = _WORDS.get(words, words), MARKETS.get(market, "none")
                    self._class(event, MARKETS[source], kind, to, row["amount"])

    def _arrivals(self) -> None:
        """The first step of a curve is the share of those who came in those who were looked for."""
        done: set[str] = set()
        for row in _rows(self._figures, "migration-arrivals"):
            shown = [row[name] for name in ("at_risk", "arrived", "share")]
            if row["route"] in done or not all(isinstance(value, float) for value in shown):
                continue
            done.add(row["route"])
            source, to = (MARKETS[name] for name in row["route"].split(" \u2192 "))
            for event in {name for name, left, *_ in self._moved if left == source}:
                there = [("all", event, source, to, kind) for kind in ("multi_homer", "ambiguous")]
                fitting = [
                    (came, risk)
                    for came in _near(shown[1])
                    for risk in range(_near(shown[0])[0], _near(shown[0])[-1] + came + 1)
                    if abs(came / risk - shown[2]) < _SAME
                ]
                if len(fitting) == 1 and fitting[0] != (shown[1], shown[0]) and there[0] in self._known:
                    self._exact.add(("migration-arrivals", row["route"], *map(str, fitting[0])))
                    name = ("at risk", event, source, to)
                    self._known.within(name, fitting[0][1], fitting[0][1])
                    self._known.equal([("all", event, source)], [name, *there])

    def told(self, told: Told) -> None:
        """Add what follows."""
        told.exact |= self._exact
        for name, true in self._true.items():
            if 0 < true <= _FEW:
                told.small += 1
                low, high = self._known.bounds({name: 1.0})
                if 1 <= low <= true <= high <= _FEW:
                    told.bounded.add(("migration", *name, f"{low} to {high}"))
