"""
Rows of a query as columns of the right types.

Identifiers are text, and keep their zeros. Money is exact: a column of type numeric has as many decimal places as its
most precise value. Instants have their zone, which is UTC. Arrays are lists. JSON is text.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
from psycopg2.extensions import new_type, register_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["ROWS", "as_text", "columns_of", "exact"]

ROWS = 50_000
"""How many rows are made into columns at a time."""

_PRECISION = 38
"""Digits that a decimal number of a frame can have."""
_NUMERIC, _NUMERICS = 1700, 1231
_MOMENT = pl.Datetime("us", "UTC")
_TYPES: dict[int, pl.DataType | type[pl.DataType]] = {
    16: pl.Boolean,
    **dict.fromkeys((20, 21, 23, 26), pl.Int64),
    **dict.fromkeys((700, 701), pl.Float64),
    17: pl.Binary,
    1082: pl.Date,
    1083: pl.Time,
    1114: pl.Datetime("us"),
    1184: _MOMENT,
    1186: pl.Duration("us"),
    1000: pl.List(pl.Boolean),
    **dict.fromkeys((1005, 1007, 1016), pl.List(pl.Int64)),
    **dict.fromkeys((1021, 1022), pl.List(pl.Float64)),
    **dict.fromkeys((1003, 1009, 1015), pl.List(pl.String)),
    1182: pl.List(pl.Date),
    1185: pl.List(_MOMENT),
}
"""The type of a column by the number that PostgreSQL gives its own; what is not here is text."""
_AS_PRINTED = new_type((_NUMERIC,), "NUMERIC_AS_PRINTED", lambda printed, _cursor: printed)


def as_text(cursor: Any) -> None:  # noqa: ANN401  # psycopg2's
    """Return numeric values of a cursor as they are printed: faster than numbers, and no digit is lost."""
    register_type(_AS_PRINTED, cursor)


def columns_of(description: Sequence[Any], batches: Iterable[Sequence[Sequence[object]]]) -> pl.DataFrame:
    """
    Make a frame of rows.

    Args:
        description: that of the cursor, prepared by `as_text`.
        batches: its rows, some at a time.
    """
    names = _unlike([column[0] for column in description])
    numbers = [column[1] for column in description]
    parts = [[_series(name, number, ())] for name, number in zip(names, numbers, strict=True)]
    for rows in batches:
        for name, number, of_column, values in zip(names, numbers, parts, zip(*rows, strict=True), strict=True):
            of_column.append(_series(name, number, values))
    return pl.DataFrame([_whole(number, of_column) for number, of_column in zip(numbers, parts, strict=True)])


def _whole(number: int, parts: list[pl.Series]) -> pl.Series:
    """Make one column of its parts, which it empties: so only one column at a time is held twice."""
    series = pl.concat(parts, rechunk=True)
    parts.clear()
    if number == _NUMERIC:
        return exact(series)
    return _exact_list(series) if number == _NUMERICS else series


def exact(printed: pl.Series) -> pl.Series:
    """
    Make exact numbers of printed ones; NaN and infinity make them floats, and more than 38 digits leave them text.
    """
    if printed.str.contains("[A-Za-z]").any():
        return printed.cast(pl.Float64)
    whole, places = _digits(printed)
    if whole + places > _PRECISION:
        return printed
    return printed.cast(pl.Decimal(_PRECISION, places))


def _exact_list(values: pl.Series) -> pl.Series:
    """Lists of printed numbers as lists of exact ones."""
    return values.cast(pl.List(pl.Decimal(_PRECISION, _digits(values.explode())[1])))


def _digits(printed: pl.Series) -> tuple[int, int]:
    """How many characters numbers have before their point and after it, at most."""
    parts = printed.str.split_exact(".", 1).struct.unnest()
    most = parts.select(pl.all().str.len_chars().max().fill_null(0)).row(0)
    return int(most[0]), int(most[1])


def _series(name: str, number: int, values: Sequence[Any]) -> pl.Series:
    if number == _NUMERICS:
        return pl.Series(name, [_each(str, value) for value in values], dtype=pl.List(pl.String))
    kind = _TYPES.get(number, pl.String)
    if kind == pl.String:
        values = [value if value is None or isinstance(value, str) else _plain(value) for value in values]
    elif kind == pl.Binary:
        values = [None if value is None else bytes(value) for value in values]
    return pl.Series(name, values, dtype=kind)


def _plain(value: object) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _each(make: Callable[[object], str], values: Sequence[object] | None) -> list[str | None] | None:
    return None if values is None else [None if value is None else make(value) for value in values]


def _unlike(names: Sequence[str]) -> list[str]:
    """Names of columns, of which SQL may have several alike, and a frame may not: the second ``x`` is ``x_2``."""
    made: list[str] = []
    for name in names:
        other, count = name, 1
        while other in made:
            count += 1
            other = f"{name}_{count}"
        made.append(other)
    return made
