"""
Parts shared by the tables: types, the columns of an observation, and partitioning by month.

A table partitioned by a column that may be NULL can have no primary key. ``capture`` and ``parse_run`` have a unique
constraint that takes two NULLs as equal instead, so that a page of unknown time is loaded once too. The rows of a
reading need none: they come with its row in ``parse_run``, or not at all.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from cryptodrug_scraper.page.fields import Form, columns_of

__all__ = [
    "KEY",
    "LAST",
    "MONTH",
    "PARTITION_KEY",
    "SINCE",
    "WORDS",
    "Base",
    "Captured",
    "Observed",
    "by_month",
    "keyed_by",
    "observed",
    "one_of",
    "part_of",
    "partitioned",
]

PARTITION_KEY = "captured_at"
MONTH = "month"
"""The partition key of what readings of one month may have in common."""

KEY = -100
"""The sort order of a table's own id, which stands before the columns of the mixins."""

LAST = 1000
"""The sort order of what stands behind the columns of a record's fields."""

SINCE = "since"
"""What a column of a record knows of itself: the revision that added it."""

WORDS = "words"
"""What a column may know of itself: the words that its values are among."""

_TYPES: dict[Any, Any] = {
    bool: Boolean,
    bytes: LargeBinary,
    date: Date,
    datetime: DateTime(timezone=True),
    Decimal: Numeric,
    int: BigInteger,
    list[int]: ARRAY(BigInteger),
    list[str]: ARRAY(Text),
    str: Text,
    UUID: Uuid,
}


class Base(DeclarativeBase):
    """
    The tables. Names are singular; money is exact; instants are aware and in UTC.

    A table that ``states`` records has a column, with its comment, for each that their fields declare
    (`cryptodrug_scraper.page.fields`), in their order, but for those named ``first``.
    """

    metadata = MetaData(
        naming_convention={"pk": "%(table_name)s_pkey", "fk": "%(table_name)s_%(column_0_name)s_fkey"},
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = _TYPES

    def __init_subclass__(cls, states: tuple[type, ...] = (), first: tuple[str, ...] = (), **options: Any) -> None:  # noqa: ANN401  # those of SQLAlchemy
        for order, stated in enumerate(column for record in states for column in columns_of(record)):
            kind = Integer() if stated.column.form is Form.SMALL else _TYPES[bytes if stated.is_text else stated.type]
            place = KEY + 20 + first.index(stated.name) if stated.name in first else order
            more: dict[str, Any] = {"comment": stated.comment, "info": {SINCE: stated.column.since}}
            column = mapped_column(kind, nullable=stated.is_optional, sort_order=place, **more)
            setattr(cls, stated.name, column)
        super().__init_subclass__(**options)


class Captured:
    """The capture time, by whose month a row is stored."""

    captured_at: Mapped[datetime | None] = mapped_column(
        sort_order=KEY + 10,
        comment="Best single instant of the capture (see parse_run.captured_at); the table is partitioned by its UTC "
        "month. NULL: unknown.",
    )


class Observed(Captured):
    """Where a row of a page comes from. What the reading says (its page, market, parser version) is not said again."""

    parse_run_id: Mapped[UUID] = mapped_column(
        sort_order=KEY + 11,
        comment="The reading of the page that gave this row (parse_run); its page and market are there.",
    )
    ordinal: Mapped[int] = mapped_column(
        Integer,
        sort_order=KEY + 14,
        comment="Position among the records of the page (in the list, for a part of a record), from 0.",
    )


def part_of(record: str) -> Mapped[int]:
    """Return the column by which a part of a record refers to it, within the reading that both are of."""
    return mapped_column(
        Integer, sort_order=KEY + 12, comment=f"The record that it is a part of: {record}.ordinal of the same reading."
    )


def keyed_by(*key: str, by: str = PARTITION_KEY) -> dict[str, Any]:
    """Tell the mapper which columns identify a row: these and the partition key, since there is no primary key."""
    return {"primary_key": [*key, by]}


def one_of(column: str, *values: str) -> CheckConstraint:
    """The column holds one of these words, or NULL."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_word")


def partitioned(
    table: str, key: tuple[str, ...], comment: str, *more: Index | CheckConstraint, by: str = PARTITION_KEY
) -> tuple[Any, ...]:
    """
    Return the arguments of a table that is partitioned by month, and whose rows may be there already.

    Args:
        table: its name.
        key: the columns that tell one row from another, without the partition key.
        comment: what one row is.
        more: indexes and checks.
        by: the partition key.
    """
    unique = UniqueConstraint(*key, by, name=f"{table}_key", postgresql_nulls_not_distinct=True)
    return (unique, *more, by_month(comment, by))


def observed(
    table: str, comment: str, *more: Index | CheckConstraint, of: str | None = None, since: str = ""
) -> tuple[Any, ...]:
    """
    Return the arguments of a table of what readings say, partitioned by month.

    Args:
        table: its name.
        comment: what one row is.
        more: further indexes, and checks.
        of: the column by which one row of a page is looked up, as pages may hold thousands.
        since: the revision that added it; empty: the first.
    """
    columns = ("parse_run_id",) if of is None else ("parse_run_id", of)
    return (Index(f"{table}_run_idx", *columns), *more, by_month(comment) | {"info": {SINCE: since}})


def by_month(comment: str, by: str = PARTITION_KEY) -> dict[str, Any]:
    """The options of a table that is partitioned by month: what one row is, and the partition key."""
    return {"comment": comment, "postgresql_partition_by": f"RANGE ({by})"}
