"""
Two derivations of one database compared: what decided on them, which figures differ, and which rows.

Derivations share the parts in which they agree, so only rows of parts are compared that one of them has alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import text

from cryptodrug_scraper.derive.parts_compared import Parts, RowCount, row_counts
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Connection

    from cryptodrug_scraper.derive.runs import Run

__all__ = ["Cause", "Comparison", "Figure", "Told", "compare", "parts_apart"]

_APART = text(statement(__package__, "parts_apart"))
_PAGES = text(statement(__package__, "pages_apart"))
_DECISIONS = text(statement(__package__, "decisions_apart"))
_FINDINGS = text(statement(__package__, "findings_told"))
_MONTHS = text(
    "SELECT market, month, measure, value, low, high, grade FROM derived.market_month "
    "WHERE part_id = ANY (:parts) ORDER BY market, month, measure"
)
_OF_LINKS = ("decisions", None, "market_month")
_SAME = 1e-9
"""Two figures that differ by less than this part of them are the same: findings are summed in any order."""


@dataclass(frozen=True, slots=True)
class Cause:
    """
    Something that decides on a derivation and differs.

    Attributes:
        what: ``measures`` (the program), ``parameter``, ``rates`` (the part of them), ``pages`` (captures that one
            derivation alone has), ``decisions`` (of people, that one alone took), or ``readings`` (pages and decisions
            are the same, and what was read of them is not, or what is known of the market otherwise: its calendar, its
            crawls).
        market: of which market; None: of all, or of links between accounts.
        name: of the parameter, or ``first day to last day`` of the pages.
        old: the value in the older derivation, or how many pages or decisions it has alone.
        new: that of the other one.
    """

    what: Literal["measures", "parameter", "rates", "pages", "decisions", "readings"]
    market: str | None
    name: str | None
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Told:
    """What a derivation tells of a figure; ``said`` is the verdict of a finding, the grade of a month."""

    value: float | None
    low: float | None
    high: float | None
    said: str | None

    def is_like(self, other: Told) -> bool:
        """Tell whether another says the same, but for the order in which sums are made."""
        pairs = ((self.value, other.value), (self.low, other.low), (self.high, other.high))
        return self.said == other.said and all(_is_close(*pair) for pair in pairs)


@dataclass(frozen=True, slots=True)
class Figure:
    """
    A figure that differs.

    Attributes:
        view: in which view it stands: ``finding`` or ``market_month``.
        market: of which market.
        names: what tells it from others of its view: measure, month, country, definition and so on.
        old: what the older derivation tells; None: it has no such figure.
        new: what the other one tells.
        why: what differs that decides on it, of `Cause.what`; ``other market`` where that is so of others alone, from
            which it learns.
    """

    view: Literal["finding", "market_month"]
    market: str
    names: Mapping[str, str | date | None]
    old: Told | None
    new: Told | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    What two derivations do not agree in.

    Attributes:
        old: the derivation that is compared with.
        new: the one that is compared.
        causes: what decided otherwise.
        figures: those that differ, findings before months.
        rows: of each table and market whether rows differ.
    """

    old: Run
    new: Run
    causes: tuple[Cause, ...]
    figures: tuple[Figure, ...]
    rows: tuple[RowCount, ...]


def compare(connection: Connection, old: Run, new: Run, *, counts_rows: bool = True) -> Comparison:
    """
    Compare two derivations.

    Args:
        connection: of the database, as its owner.
        old: the one that is compared with.
        new: the one that is compared.
        counts_rows: count the rows that differ, for which all of the parts that differ are read.
    """
    parts = parts_apart(connection, old, new)
    causes = tuple(_causes(connection, old, new, parts))
    findings = _differing(_findings(connection, old), _findings(connection, new))
    months = _differing(_months(connection, parts.old), _months(connection, parts.new))
    figures = (
        *(_figure("finding", names, before, now, causes) for names, before, now in findings),
        *(_figure("market_month", names, before, now, causes) for names, before, now in months),
    )
    return Comparison(old, new, causes, figures, tuple(row_counts(connection, parts)) if counts_rows else ())


def parts_apart(connection: Connection, old: Run, new: Run) -> Parts:
    """Return the parts that one of two derivations has alone."""
    before, now = (
        connection.execute(_APART, {"run": run.derive_run, "other": other.derive_run}).all()
        for run, other in ((old, new), (new, old))
    )
    rates = any(row.step == "rates" for row in (*before, *now))
    return Parts({row.part_id: row.market for row in before}, {row.part_id: row.market for row in now}, rates)


def _causes(connection: Connection, old: Run, new: Run, parts: Parts) -> Iterator[Cause]:
    general = list(_general(old, new))
    yield from general
    pages: dict[str | None, list[Any]] = {}
    decisions: dict[str | None, list[int]] = {}
    for side, (own, others) in enumerate(((parts.old, parts.new), (parts.new, parts.old))):
        apart = {"parts": [*own], "others": [*others]}
        for market, count, *days in connection.execute(_PAGES, apart):
            found = pages.setdefault(market, [0, 0, []])
            found[side] = count
            found[2] += (at.date() for at in days if at is not None)
        for market, count in connection.execute(_DECISIONS, apart):
            decisions.setdefault(market, [0, 0])[side] = count
    for market, (before, now, days) in sorted(pages.items()):
        yield Cause("pages", market, f"{min(days)} to {max(days)}" if days else None, before, now)
    for market, (before, now) in sorted(decisions.items(), key=lambda each: each[0] or ""):
        yield Cause("decisions", market, None, before, now)
    if general:
        return
    if parts.rates:
        yield Cause("rates", None, None, None, None)
        return
    both = {*parts.old.values()} & {*parts.new.values()}
    for market in sorted(each for each in both - pages.keys() - decisions.keys() if each is not None):
        yield Cause("readings", market, None, None, None)


def _general(old: Run, new: Run) -> Iterator[Cause]:
    if old.measures_version != new.measures_version:
        yield Cause("measures", None, None, old.measures_version, new.measures_version)
    before, now = (dict(_flat(run.parameters)) for run in (old, new))
    for name in sorted({*before, *now}):
        if before.get(name) != now.get(name):
            yield Cause("parameter", None, name, before.get(name), now.get(name))


def _flat(parameters: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, object]]:
    for name, value in parameters.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{within}{name}.")
        else:
            yield f"{within}{name}", value


_Names = tuple[tuple[str, "str | date | None"], ...]


def _findings(connection: Connection, run: Run) -> dict[_Names, Told]:
    rows = connection.execute(_FINDINGS, {"run": run.derive_run}).mappings()
    return {_names(row): _told(row, "verdict") for row in rows}


def _months(connection: Connection, parts: Iterable[UUID]) -> dict[_Names, Told]:
    rows = connection.execute(_MONTHS, {"parts": [*parts]}).mappings()
    return {_names(row): _told(row, "grade") for row in rows}


def _names(row: Mapping[Any, Any]) -> _Names:
    return tuple((str(name), row[name]) for name in row if name not in {"value", "low", "high", "verdict", "grade"})


def _told(row: Mapping[Any, Any], said: str) -> Told:
    return Told(row["value"], row["low"], row["high"], row[said])


def _differing(old: dict[_Names, Told], new: dict[_Names, Told]) -> Iterator[tuple[_Names, Told | None, Told | None]]:
    for names in {**old, **new}:
        before, now = old.get(names), new.get(names)
        if before is None or now is None or not before.is_like(now):
            yield names, before, now


def _figure(
    view: Literal["finding", "market_month"],
    names: _Names,
    old: Told | None,
    new: Told | None,
    causes: Iterable[Cause],
) -> Figure:
    said = dict(names)
    market = str(said.pop("market"))
    # links between accounts decide on no month of a market
    decides = (each for each in causes if each.market in {None, market} and (each.what, each.market, view) != _OF_LINKS)
    why = dict.fromkeys(each.what for each in decides)
    return Figure(view, market, said, old, new, tuple(why) or ("other market",))


def _is_close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=_SAME, abs_tol=_SAME)
