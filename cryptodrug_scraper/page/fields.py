"""
What is declared of a field beside its type: what it means, how personal it is, which columns it fills, who shows them.

It stands with the field, in `Annotated`, and is read here. The columns of the tables and their comments, the rows, what
the views show, what becomes of a column in an export, and the documentation follow from it. A field of which nothing is
declared, or not how personal it is, is an error of whoever asks.

What stands in ``Means(...)`` changes no reading, and so no parser's version: it holds words and names, and no calls.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, Flag, auto
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import UnsetType

__all__ = [
    "TYPES",
    "Column",
    "Field",
    "Form",
    "Means",
    "Personal",
    "StatedColumn",
    "Table",
    "Views",
    "columns_of",
    "fields_of",
]

EMPTY = "this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields)."
"""What NULL stands for in a column of a field that a page may leave out."""
TEXT_EMPTY = "not shown, or shown empty."
"""What NULL stands for in a column of a long text in a view."""

TYPES: dict[Any, str] = {
    str: "text",
    int: "bigint",
    Decimal: "numeric",
    bool: "boolean",
    date: "date",
    datetime: "timestamptz",
    list[str]: "text[]",
}
"""The types of values that a column can hold, with the names that PostgreSQL has for them."""


class Personal(Enum):
    """How personal a field is: what becomes of it in an export that identifies nobody."""

    NO = "no"
    """A number, a day, or words that this program or a market's own form chose: it stays."""
    VENDOR = "vendor"
    """The name of an account that sells: a pseudonym within the market."""
    LISTING = "listing"
    """What leads whoever has the pages to the name of an account: a pseudonym within the market."""
    BUYER = "buyer"
    """The masked name of a buyer: a pseudonym within the market."""
    KEY = "key"
    """A key of a person: a pseudonym, the same on all markets."""
    WORDS = "words"
    """What a person wrote: withheld."""


_NAMES = frozenset({Personal.VENDOR, Personal.BUYER, Personal.KEY})
"""What is personal data by itself, and is called so wherever the column is explained."""


class Views(Flag):
    """Which views show a column."""

    NONE = 0
    ROWS = auto()
    """Those of what one page states: ``listing_snapshot``, ``vendor_snapshot``, ``review``, and what follows them."""
    LOOKS = auto()
    """Those that show it beside what is derived: ``listing_at_snapshot``, ``listings_on``, ``review_page``."""


class Form(Enum):
    """How a value becomes that of its column."""

    PLAIN = auto()
    KEY = auto()
    """An identifier: as long as an index can hold."""
    SMALL = auto()
    """A number that is counted on the page, as an ``integer``."""
    TEXT = auto()
    """A long text, which is stored once: the column has its digest, and views show the text."""
    MADE = auto()
    """The module of rows makes it of more than this field, and always."""


@dataclass(frozen=True, slots=True)
class Means:
    """
    What a value means to people.

    Attributes:
        text: its meaning.
        personal: how personal it is.
        unit: what a number counts, or the currency or scale that it is in.
        null: what NULL stands for, where that is not `EMPTY`.
        called: what a long text is called where its digest is explained.
        views: which views show it.
    """

    text: str
    personal: Personal
    unit: str | None = None
    null: str | None = None
    called: str | None = None
    views: Views = Views.ROWS

    def __post_init__(self) -> None:
        if not isinstance(self.personal, Personal):
            msg = f"{self.personal!r} does not say how personal it is: give one of Personal"
            raise TypeError(msg)


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column that a field fills: under its own name, or as one of several with each a ``part`` of its value.

    Attributes:
        name: the name of the column.
        part: the attribute of the field's value; empty for the value itself.
        form: how the value becomes that of the column.
        since: the revision of the schema that added it; empty for one that the first has.
    """

    name: str
    part: str = ""
    form: Form = Form.PLAIN
    since: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that a field fills, with a row for each entry."""

    name: str


@dataclass(frozen=True, slots=True)
class StatedColumn:
    """
    A column that a field of a record fills.

    Attributes:
        field: the name of the field.
        column: its name, and which part of the field it is.
        means: what it means.
        type: the type of its values, one of `TYPES`.
        is_optional: whether it may be NULL.
        words: those that its values are among; empty: they may be any.
    """

    field: str
    column: Column
    means: Means
    type: Any
    is_optional: bool
    words: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name in the table."""
        return self.column.name

    @property
    def is_text(self) -> bool:
        """Whether it has the digest of a long text."""
        return self.column.form is Form.TEXT

    @property
    def shown_as(self) -> str:
        """Its name in views."""
        return self.field if self.is_text else self.name

    @property
    def comment(self) -> str:
        """What the table says of it."""
        said = f"Digest of {self.means.called} (text)." if self.is_text else self._meaning
        return f"{said} NULL: {self.means.null or EMPTY}" if self.is_optional else said

    @property
    def text_comment(self) -> str:
        """What a view says of a long text."""
        return f"{self._meaning} NULL: {TEXT_EMPTY}"

    @property
    def _meaning(self) -> str:
        return f"{self.means.text} Personal data." if self.means.personal in _NAMES else self.means.text


@dataclass(frozen=True, slots=True)
class Field:
    """
    A field of a record.

    Attributes:
        name: its name.
        type: the type of its value, without what stands for no value.
        columns: the columns that it fills; none where it fills a table.
        table: the table that it fills, and what it means; None where it fills columns.
    """

    name: str
    type: Any
    columns: tuple[StatedColumn, ...]
    table: tuple[Table, Means] | None

    @property
    def meaning(self) -> str:
        """What it means; of a field of several columns what the first of them does."""
        return self.columns[0].means.text if self.table is None else self.table[1].text


@cache
def fields_of(record: type) -> tuple[Field, ...]:
    """
    Return the fields of a record, in its order.

    Raises:
        TypeError: of a field it is not declared what it means and how personal it is, or which columns it fills.
    """
    hints = get_type_hints(record, include_extras=True)
    names: tuple[str, ...] = getattr(record, "__struct_fields__", None) or tuple(record.__dataclass_fields__)  # type: ignore[attr-defined]
    return tuple(_field(record, name, hints[name]) for name in names)


@cache
def columns_of(record: type) -> tuple[StatedColumn, ...]:
    """
    Return the columns that the fields of a record fill, in its order.

    Raises:
        TypeError: as `fields_of`.
    """
    return tuple(column for field in fields_of(record) for column in field.columns)


def _field(record: type, name: str, hint: Any) -> Field:  # noqa: ANN401  # a type
    kind, *declared = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    value, _ = _value_of(kind)
    columns: list[StatedColumn] = []
    table: tuple[Table, Means] | None = None
    filled: Column | Table = Column(name)
    for each in declared:
        if isinstance(each, Column | Table):
            filled = each
        elif isinstance(each, Means):
            if isinstance(filled, Table):
                table = filled, each
            else:
                columns.append(_column(record, name, filled, each, kind))
    if not columns and table is None:
        msg = f"{record.__name__}.{name} does not say what it means and how personal it is: declare it with Means"
        raise TypeError(msg)
    return Field(name, value, tuple(columns), table)


def _column(record: type, field: str, column: Column, means: Means, kind: Any) -> StatedColumn:  # noqa: ANN401  # a type
    value, nothing = _value_of(kind)
    is_optional = bool(nothing)
    if column.part:
        kind = get_type_hints(value)[column.part]
        value, nothing = _value_of(kind)
        is_optional = is_optional or bool(nothing)
    if value not in TYPES:
        msg = f"{record.__name__}.{field}: no column holds a {value}: name a part of it for each column, or a table"
        raise TypeError(msg)
    return StatedColumn(
        field, column, means, value, is_optional and column.form is not Form.MADE, tuple(sorted(_words_of(kind)))
    )


def _value_of(kind: Any) -> tuple[Any, set[Any]]:  # noqa: ANN401  # a type
    """The type of a value, and those of what stands for no value."""
    choices = set(get_args(kind)) if get_origin(kind) in {Union, types.UnionType} else {kind}
    nothing = choices & {UnsetType, type(None)}
    values = {_plain(each) for each in choices - nothing}
    return (Decimal if values == {Decimal, int} else values.pop()), nothing


def _plain(kind: Any) -> Any:  # noqa: ANN401  # a type
    """The type of the words of a literal, also in a list."""
    if get_origin(kind) is Literal:
        return str
    if get_origin(kind) is list and get_origin(get_args(kind)[0]) is Literal:
        return list[str]
    return kind


def _words_of(kind: Any) -> set[str]:  # noqa: ANN401  # a type
    """The words of the literals in a type."""
    if get_origin(kind) is Literal:
        return set(get_args(kind))
    return set().union(*map(_words_of, get_args(kind)))
