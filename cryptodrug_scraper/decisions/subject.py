"""
What a decision is about, by keys that new parsers and new derivations leave as they are.

Accounts are named as `derive` names them, by their latest name; an earlier name means the same account. Days are those
of UTC, both within; an end that is open is left out.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal  # noqa: TC003  # fields of structs
from typing import Annotated, Literal
from uuid import UUID  # noqa: TC003

import msgspec

__all__ = [
    "Account",
    "Class",
    "Country",
    "Field",
    "HoldingPrice",
    "InDays",
    "Kind",
    "Link",
    "Record",
    "Subject",
    "markets_of",
]

Kind = Literal["link", "country", "holding_price", "class", "field"]
Record = Literal["listing", "vendor", "review"]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class _Subject(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind"
):
    pass


class Account(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """An account of a market, by the market's code and its name there."""

    market: _Name
    vendor: _Name


class Link(_Subject, frozen=True, tag="link"):
    """Whether two accounts are one seller's: the first is that which comes first in the alphabet."""

    first: Account
    second: Account


class InDays(_Subject, frozen=True, kw_only=True):
    """Something of some days."""

    market: _Name
    first_day: date | None = None
    last_day: date | None = None

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day, an open end being the farthest day that there is."""
        return self.first_day or date.min, self.last_day or date.max


class Country(InDays, frozen=True, kw_only=True, tag="country"):
    """From where an account sends in some days."""

    vendor: _Name


class HoldingPrice(InDays, frozen=True, kw_only=True, tag="holding_price"):
    """Whether a price that a listing asks in some days only holds its place: price and currency as in listing_price."""

    listing_id: _Name
    price: Decimal
    currency: _Name


class Class(_Subject, frozen=True, tag="class"):
    """What a listing sells, or all listings of one title; either is named."""

    market: _Name
    listing_id: _Name | None = None
    title: _Name | None = None


class Field(_Subject, frozen=True, tag="field"):
    """
    What a field of a record says that was read on a page.

    Attributes:
        market: whose page it is.
        capture_id: the page.
        record: kind of the record.
        ordinal: its place among the records of the page, from 0 (the column ``ordinal`` of its table).
        field: the column of its table that the field fills; a long text by its name, a list by the table of its rows.
    """

    market: _Name
    capture_id: UUID
    record: Record
    ordinal: Annotated[int, msgspec.Meta(ge=0)]
    field: _Name


Subject = Link | Country | HoldingPrice | Class | Field


def markets_of(subject: Subject) -> set[str]:
    """Return the codes of the markets that a subject is of."""
    return {subject.first.market, subject.second.market} if isinstance(subject, Link) else {subject.market}
