"""Turn the fields of a record into the values of the columns that they declare (`cryptodrug_scraper.page.fields`)."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import UNSET

from cryptodrug_scraper.page.fields import Form, fields_of
from cryptodrug_scraper.page.parts import Money
from cryptodrug_scraper.store.rows.page_rows import PageRows

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgspec import Struct

    from cryptodrug_scraper.page.facts import ListingFacts
    from cryptodrug_scraper.page.fields import StatedColumn

    Convert = Callable[[PageRows, Any, str], object]

__all__ = ["stated"]


class _Filled(NamedTuple):
    """A column, the field or the part of it that fills it, what makes a value of that, and what issues call it."""

    column: str
    of: str
    convert: Convert
    called: str


class _Plan(NamedTuple):
    """
    How a type of record becomes columns, worked out once.

    Attributes:
        nothing: the columns of a record that shows nothing.
        copied: the columns that hold any value of a field, with its name.
        converted: the columns of other values.
        money: fields with an amount, and its columns.
        parted: fields that fill a column with each of some parts.
    """

    nothing: dict[str, object]
    copied: list[tuple[str, str]]
    converted: list[_Filled]
    money: list[tuple[str, str, str, str]]
    parted: list[tuple[str, list[_Filled]]]


def stated(rows: PageRows, record: Struct | ListingFacts, within: str = "") -> dict[str, object]:
    """
    Return the values of the columns that a record's fields fill, by name; None where the page shows no value.

    What is left to the module of rows is not among them (`Form.MADE`).

    Args:
        rows: what long texts are added to, and the issue of each value that the database cannot hold.
        record: the record.
        within: how issues name the list that the record is an entry of, with a dot; empty for a record of a page.
    """
    kind: Any = type(record)
    plan = _plan(kind, within)
    values = plan.nothing.copy()
    for column, name in plan.copied:
        value = getattr(record, name)
        if value is not UNSET:
            values[column] = value
    for column, name, convert, called in plan.converted:
        value = getattr(record, name)
        if value is not None and value is not UNSET:
            values[column] = convert(rows, value, called)
    for amount, currency, name, called in plan.money:
        values[amount], values[currency] = rows.money(getattr(record, name), called)
    for name, parts in plan.parted:
        value = getattr(record, name)
        if value is not None and value is not UNSET:
            for column, part, convert, called in parts:
                said = getattr(value, part)
                if said is not None and said is not UNSET:
                    values[column] = convert(rows, said, called)
    return values


@cache
def _plan(record: Any, within: str) -> _Plan:  # noqa: ANN401  # a type, which mypy takes for no key
    plan = _Plan({}, [], [], [], [])
    for field in fields_of(record):
        columns = [column for column in field.columns if column.column.form is not Form.MADE]
        called = within + field.name
        plan.nothing.update(dict.fromkeys(column.name for column in columns))
        if field.type is Money and columns:
            amount, currency = (column.name for column in columns)
            plan.money.append((amount, currency, field.name, called))
        elif columns and columns[0].column.part:
            plan.parted.append((field.name, _parts(columns, called)))
        elif columns and _convert(columns[0]) is _same:
            plan.copied.append((columns[0].name, field.name))
        elif columns:
            plan.converted.append(_Filled(columns[0].name, field.name, _convert(columns[0]), called))
    return plan


def _parts(columns: list[StatedColumn], called: str) -> list[_Filled]:
    """The parts of a value; where several are numbers, issues name the part, too."""
    has_one_number = sum(column.type in {int, Decimal} for column in columns) == 1
    return [
        _Filled(
            column.name,
            column.column.part,
            _convert(column),
            called if has_one_number else f"{called}.{column.column.part}",
        )
        for column in columns
    ]


def _convert(column: StatedColumn) -> Convert:
    """What makes a value one that the column can hold."""
    match column.column.form:
        case Form.TEXT:
            return _digest
        case Form.KEY:
            return PageRows.key
        case Form.PLAIN if column.type is int:
            return PageRows.number
        case Form.PLAIN if column.type is Decimal:
            return PageRows.decimal
        case _:
            return _same


def _digest(rows: PageRows, value: str, _called: str) -> bytes | None:
    return rows.text(value)


def _same(_rows: PageRows, value: object, _called: str) -> object:
    return value
