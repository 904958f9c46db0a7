"""Parts shared by the derived tables."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Date, DateTime, Double, LargeBinary, MetaData, Numeric, Text, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from cryptodrug_scraper.store.models.base import SINCE

__all__ = ["NOT_KNOWN", "NO_CODE", "PART_FIRST", "SCHEMA", "DerivedBase", "InPart", "derived"]

SCHEMA = "derived"
PART_FIRST = -100
"""The sort order of ``part_id``, which stands before the columns of a table's own."""
NOT_KNOWN = " NULL: cannot be known from what was seen."
"""The end of a comment on a column whose value the pages may leave open."""

NO_CODE = " NULL: release 0.2.0 made the row."
"""The end of a comment on a column that revision 0101 added."""


class DerivedBase(DeclarativeBase):
    """The derived tables. Estimates are floating-point numbers; instants are aware and in UTC."""

    metadata = MetaData(
        schema=SCHEMA, naming_convention={"pk": "%(table_name)s_pkey", "fk": "%(table_name)s_%(column_0_name)s_fkey"}
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        bytes: LargeBinary,
        date: Date,
        datetime: DateTime(timezone=True),
        Decimal: Numeric,
        float: Double,
        int: BigInteger,
        list[str]: ARRAY(Text),
        str: Text,
        UUID: Uuid,
    }


class InPart:
    """What part of a derivation a row belongs to."""

    part_id: Mapped[UUID] = mapped_column(
        primary_key=True,
        sort_order=PART_FIRST,
        comment="The part of a derivation that gave this row (part); runs that agree in input and parameters share it.",
    )


def derived(comment: str, since: str = "") -> tuple[Any, ...]:
    """Return the arguments of a derived table: what one row is, which measure makes it, and what revision added it."""
    return ({"comment": comment, "info": {SINCE: since}},)
