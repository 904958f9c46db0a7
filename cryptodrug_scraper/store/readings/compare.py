"""Count in the database how the values of each field differ between two parser versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import BigInteger, ColumnElement, func, literal_column, select

from cryptodrug_scraper.store.readings.matching import Matched, matched
from cryptodrug_scraper.store.readings.reading_pairs import PAIR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

__all__ = ["Change", "Count", "FieldCount", "IssueCount", "count_fields", "count_issues"]

Change = Literal["appeared", "vanished", "changed"]


@dataclass(frozen=True, slots=True)
class Count:
    """
    Counts of the values that changed, or did not, from the older version to the newer.

    Attributes:
        appeared: there was none, or not even the row, and now there is one.
        vanished: the reverse.
        changed: there is another one. Texts are compared, not their ids; 1.50 and 1.5 are the same number.
        same: it stayed.
    """

    appeared: int
    vanished: int
    changed: int
    same: int

    @property
    def differs(self) -> bool:
        """Whether any value changed, appeared or vanished."""
        return self.appeared + self.vanished + self.changed > 0


@dataclass(frozen=True, slots=True)
class FieldCount:
    """A count of one field of a market's pages of a kind. Without a field it counts the rows themselves."""

    market: str | None
    kind: str
    table: str
    field: str | None
    count: Count


@dataclass(frozen=True, slots=True)
class IssueCount:
    """How many issues of a code appeared on a market's pages of a kind, vanished from them, and stayed."""

    market: str | None
    kind: str
    code: str
    appeared: int
    vanished: int
    same: int


def count_fields(connection: Connection, table: str) -> Iterator[FieldCount]:
    """
    Count the rows of a table and the values of each of its fields. What no row has a value of is left out.

    It is one pass over the table's rows of both versions.

    Args:
        connection: one in which readings are paired (see `pair_readings`).
        table: one of `COMPARED`.
    """
    rows = matched(table)
    columns = [*_rows(rows)]
    for name in rows.fields:
        columns += _values(rows.old.c[name], rows.new.c[name])
    query = (
        select(PAIR.c.market, PAIR.c.kind, *(column.label(f"n{number}") for number, column in enumerate(columns)))
        .select_from(rows.joined)
        .group_by(PAIR.c.market, PAIR.c.kind)
        .order_by(PAIR.c.market.nulls_first(), PAIR.c.kind)
    )
    names: tuple[str | None, ...] = (None, *rows.fields)
    for market, kind, *numbers in connection.execute(query):
        for index, field in enumerate(names):
            counted = numbers[4 * index : 4 * index + 4]
            if any(counted):
                yield FieldCount(market, kind, table, field, Count(*counted))


def count_issues(connection: Connection) -> list[IssueCount]:
    """Count the issues of each code."""
    rows = matched("parse_issue")
    code = func.coalesce(rows.new.c.key, rows.old.c.key)[1].label("code")
    appeared, vanished, _, same = _rows(rows)
    query = (
        select(PAIR.c.market, PAIR.c.kind, code, appeared, vanished, same)
        .select_from(rows.joined)
        .group_by(PAIR.c.market, PAIR.c.kind, code)
        .order_by(PAIR.c.market.nulls_first(), PAIR.c.kind, code)
    )
    return [IssueCount(*row) for row in connection.execute(query)]


def _rows(rows: Matched) -> tuple[ColumnElement[int], ...]:
    """The numbers of a `Count` of rows: these have no value that could change."""
    old, new = rows.old.c.pair, rows.new.c.pair
    both = func.count().filter(old.is_not(None), new.is_not(None))
    never: ColumnElement[int] = literal_column("0", BigInteger)
    return (func.count().filter(old.is_(None)), func.count().filter(new.is_(None)), never, both)


def _values(old: ColumnElement[object], new: ColumnElement[object]) -> tuple[ColumnElement[int], ...]:
    return (
        func.count(new).filter(old.is_(None)),
        func.count(old).filter(new.is_(None)),
        func.count().filter(old != new),
        func.count().filter(old == new),
    )
