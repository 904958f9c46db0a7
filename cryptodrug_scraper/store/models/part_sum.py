"""Sums of hashes of derived rows."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import Base

__all__ = ["PartSum"]


class PartSum(Base):
    """What one part of a derivation adds to the digest, by one table."""

    __tablename__ = "part_sum"
    __table_args__ = (
        {
            "comment": "One row per part of a derivation and derived table: sums of hashes of its rows there, of which "
            "the digest of a derivation is made. A part never changes, so they are worked out once. "
            "Source: cryptodrug derive."
        },
    )

    part_id: Mapped[UUID] = mapped_column(
        primary_key=True,
        comment="The part; what names it decides on its rows, so that this stays true when it goes and comes again.",
    )
    table_name: Mapped[str] = mapped_column(primary_key=True, comment="Name of the table, with its schema.")
    query_digest: Mapped[str] = mapped_column(
        primary_key=True,
        comment="SHA-256 digest of the query that hashes its rows, hexadecimal: another one, as of other columns, "
        "gives other sums.",
    )
    row_count: Mapped[int] = mapped_column(comment="How many rows the part has there.")
    first_sum: Mapped[Decimal] = mapped_column(comment="Sum of the first halves of their hashes.")
    last_sum: Mapped[Decimal] = mapped_column(comment="Sum of the second halves.")
