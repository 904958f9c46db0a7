"""Rows of derived tables that two derivations do not share, counted and listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Text, and_, cast, func, literal, select, tuple_

from cryptodrug_scraper.derive.tables import ROW_TABLES
from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from sqlalchemy import Column, ColumnElement, Connection, Select, Subquery, Table

__all__ = ["ChangedRow", "Parts", "RowCount", "changed_rows", "row_counts"]

_NUMBER = "number"
"""A key that says in which place of its part a row stands: two rows of one number have nothing in common."""


@dataclass(frozen=True, slots=True)
class Parts:
    """
    Parts of derivations that are compared.

    Attributes:
        old: those that the older derivation has alone, each with its market; None: it is of no market.
        new: those of the other one.
        rates: whether that of the rates is among them.
    """

    old: Mapping[UUID, str | None]
    new: Mapping[UUID, str | None]
    rates: bool


@dataclass(frozen=True, slots=True)
class RowCount:
    """
    How many rows of a table differ.

    Attributes:
        table: the derived table.
        market: of which market's part; None: of one that is of no market.
        only_old: rows that the older derivation has alone, by their key.
        only_new: rows that the other one has alone.
        changed: rows that both have, with other values.
        same: rows that both have with the same values.
    """

    table: str
    market: str | None
    only_old: int
    only_new: int
    changed: int
    same: int

    @property
    def differs(self) -> bool:
        """Whether any row does."""
        return bool(self.only_old or self.only_new or self.changed)


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """
    A row that differs.

    Attributes:
        key: by the names of the columns; of a table without a key, all columns.
        old: the values that differ, or all of a row that the older derivation has alone; None: it has no such row.
        new: those of the other one.
    """

    key: Mapping[str, Any]
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None


def row_counts(connection: Connection, parts: Parts) -> Iterator[RowCount]:
    """
    Count the rows that differ, by table and market; where all are the same, nothing is given.

    Args:
        connection: of the database, as its owner.
        parts: which.
    """
    for table in ROW_TABLES.values():
        for market in sorted({*parts.old.values(), *parts.new.values()}, key=lambda each: each or ""):
            old, new = (_of(side, market) for side in (parts.old, parts.new))
            found = RowCount(str(table.name), market, *_counts(connection, table, old, new))
            if found.differs:
                yield found


def changed_rows(
    connection: Connection, parts: Parts, name: str, market: str | None, most: int
) -> tuple[list[ChangedRow], bool]:
    """
    List rows that differ, in the order of their keys.

    Args:
        connection: of the database, as its owner.
        parts: which.
        name: of a derived table.
        market: of which market's part; None: of all.
        most: how many are wanted.

    Returns:
        The rows, and whether there are more.

    Raises:
        StoreError: there is no such table.
    """
    if name not in ROW_TABLES:
        msg = f"{name!r} is no derived table: choose one of {', '.join(ROW_TABLES)}"
        raise StoreError(msg)
    table = ROW_TABLES[name]
    old, new = ([part for part, of in side.items() if market in {None, of}] for side in (parts.old, parts.new))
    if _key(table):
        found = list(_by_key(connection, table, old, new, most + 1))
    else:
        found = [
            *_alone(connection, table, old, new, most + 1, "old"),
            *_alone(connection, table, new, old, most + 1, "new"),
        ]
    return found[:most], len(found) > most


def _of(side: Mapping[UUID, str | None], market: str | None) -> list[UUID]:
    return [part for part, of in side.items() if of == market]


def _key(table: Table) -> list[str]:
    """Names of the columns that name a row in each derivation; none where it has but a number."""
    names = [str(column.name) for column in table.primary_key if column.name != "part_id"]
    if names == [_NUMBER]:
        return []
    return names if "market" in names or "market" not in table.c else ["market", *names]


def _counts(connection: Connection, table: Table, old: list[UUID], new: list[UUID]) -> tuple[int, int, int, int]:
    if not _key(table):
        sizes = [_size(connection, _rows(table, parts)) for parts in (old, new)]
        only = [_size(connection, _without(table, *pair)) for pair in ((old, new), (new, old))]
        return only[0], only[1], 0, sizes[0] - only[0]
    before, now = _joined_sides(table, old, new)
    is_changed = _is_changed(table, before, now)
    in_old, in_new = before.c.part_id.is_not(None), now.c.part_id.is_not(None)
    both = and_(in_old, in_new)
    query = select(
        func.count().filter(~in_new),
        func.count().filter(~in_old),
        func.count().filter(both, is_changed),
        func.count().filter(both, ~is_changed),
    ).select_from(before.join(now, _same_key(table, before, now), full=True))
    found = connection.execute(query).one()
    return found[0], found[1], found[2], found[3]


def _by_key(connection: Connection, table: Table, old: list[UUID], new: list[UUID], most: int) -> Iterator[ChangedRow]:
    before, now = _joined_sides(table, old, new)
    in_old, in_new = before.c.part_id.is_not(None), now.c.part_id.is_not(None)
    key = [func.coalesce(before.c[name], now.c[name]).label(name) for name in _key(table)]
    others = _others(table)
    query = (
        select(
            *key,
            in_old.label("in_old"),
            in_new.label("in_new"),
            *(before.c[name].label(f"old {name}") for name in others),
            *(now.c[name].label(f"new {name}") for name in others),
        )
        .select_from(before.join(now, _same_key(table, before, now), full=True))
        .where(~in_old | ~in_new | _is_changed(table, before, now))
        .order_by(*key)
        .limit(most)
    )
    for row in connection.execute(query).mappings():
        values = {name: (row[f"old {name}"], row[f"new {name}"]) for name in others}
        if row["in_old"] and row["in_new"]:
            values = {name: pair for name, pair in values.items() if pair[0] != pair[1]}
        yield ChangedRow(
            {name: row[name] for name in _key(table)},
            {name: pair[0] for name, pair in values.items()} if row["in_old"] else None,
            {name: pair[1] for name, pair in values.items()} if row["in_new"] else None,
        )


def _alone(
    connection: Connection, table: Table, own: list[UUID], others: list[UUID], most: int, side: str
) -> Iterator[ChangedRow]:
    query = _without(table, own, others).limit(most)
    for row in connection.execute(query).mappings():
        yield ChangedRow(
            {str(name): value for name, value in row.items()},
            {} if side == "old" else None,
            {} if side == "new" else None,
        )


def _joined_sides(table: Table, old: list[UUID], new: list[UUID]) -> tuple[Subquery, Subquery]:
    before, now = (
        select(*map(_comparable, table.c)).where(table.c.part_id.in_(parts)).subquery(name)
        for parts, name in ((old, "o"), (new, "n"))
    )
    return before, now


def _comparable(column: Column[Any]) -> ColumnElement[Any]:
    """A column, of which two values can be compared: JSON is by its text."""
    return cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column


def _same_key(table: Table, before: Subquery, now: Subquery) -> ColumnElement[bool]:
    return and_(*(before.c[name] == now.c[name] for name in _key(table)))


def _is_changed(table: Table, before: Subquery, now: Subquery) -> ColumnElement[bool]:
    names = _others(table)
    if not names:
        return literal(value=False)
    sides = (tuple_(*(side.c[name] for name in names)) for side in (before, now))
    return next(sides).is_distinct_from(next(sides))


def _others(table: Table) -> list[str]:
    """Names of the columns that are compared: all but the key and the place in the part."""
    return [str(column.name) for column in table.c if column.name not in {"part_id", _NUMBER, *_key(table)}]


def _rows(table: Table, parts: Iterable[UUID]) -> Select[Any]:
    columns = [_comparable(table.c[name]) for name in _others(table)]
    return select(*columns).where(table.c.part_id.in_([*parts]))


def _without(table: Table, own: list[UUID], others: list[UUID]) -> Select[Any]:
    """Rows of some parts that others lack, of equal ones as many as there are more."""
    found = _rows(table, own).except_all(_rows(table, others)).subquery()
    return select(found)


def _size(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(select(func.count()).select_from(query.subquery())).scalar_one())
