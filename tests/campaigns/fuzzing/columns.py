"""Whether the database can hold the rows of a page, judged by the types of the columns and without a server."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Integer, Numeric, SmallInteger

from cryptodrug_scraper.store.copyformat import encode_rows
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.tables import COLUMNS, KEYS
from tests.campaigns.fuzzing.target import FaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Column

    Holds = Callable[[Any], bool]

__all__ = ["check_rows"]

_LONGEST_KEY = 2700
"""Bytes that an index can hold of a row: a third of a page."""
_BITS = ((SmallInteger, 15), (BigInteger, 63), (Integer, 31))
_WHOLE_DIGITS, _DIGITS_AFTER = 131_072, 16_383
"""The limits of a numeric."""


def check_rows(tables: Mapping[str, Sequence[Sequence[object]]]) -> None:
    """
    Encode the rows of some tables.

    Raises:
        FaultError: the database cannot hold a value.
    """
    for name, rows in tables.items():
        for column, holds, values in zip(COLUMNS[name], _holders(name), zip(*rows, strict=True), strict=True):
            for value in values:
                if not holds(value):
                    msg = f"{name}.{column} cannot hold {str(value)[:60]!r}"
                    raise FaultError(msg)
        encode_rows(rows)


@cache
def _holders(table: str) -> list[Holds]:
    columns = Base.metadata.tables[table].columns
    indexed = {*KEYS.get(table, ())}
    for index in Base.metadata.tables[table].indexes:
        indexed.update(index.columns.keys())
    return [_holder(columns[name], name in indexed) for name in COLUMNS[table]]


def _holder(column: Column[Any], indexed: bool) -> Holds:
    nullable = bool(column.nullable)
    python = column.type.python_type
    bits = next((bits for kind, bits in _BITS if isinstance(column.type, kind)), None)
    if bits is not None:
        most = 2**bits
        return lambda value: nullable if value is None else type(value) is int and -most <= value < most
    if isinstance(column.type, Numeric):
        return lambda value: nullable if value is None else _is_numeric(value)
    if python is str and indexed:
        return lambda value: (
            nullable if value is None else type(value) is str and len(value.encode("utf-8", "replace")) <= _LONGEST_KEY
        )
    if python is datetime:
        return lambda value: nullable if value is None else type(value) is datetime and value.tzinfo is not None
    if python is date:
        return lambda value: nullable if value is None else type(value) is date
    return lambda value: nullable if value is None else isinstance(value, python)


def _is_numeric(value: object) -> bool:
    number = Decimal(value) if type(value) is int else value
    if type(number) is not Decimal or not number.is_finite():
        return False
    return number.adjusted() < _WHOLE_DIGITS and int(number.as_tuple().exponent) >= -_DIGITS_AFTER
