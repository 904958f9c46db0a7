"""One page on its way into the tables: what every row of it shares, and the rows so far."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from msgspec import UNSET, Struct, UnsetType

from cryptodrug_scraper.capture import content_id
from cryptodrug_scraper.page.records import Issue
from cryptodrug_scraper.store.copyformat import clean

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    from cryptodrug_scraper.page.records import Money

__all__ = ["Reading", "Row", "empty_fields", "shown"]

Row = tuple[object, ...]
T = TypeVar("T")

_BIGINT = 2**63
_DIGITS = 60
"""More digits than any amount has; a number with more is an attack or a misreading."""
_KEY_LENGTH = 200
"""Characters of an identifier that an index can hold in any script."""


def shown(value: T | UnsetType | None) -> T | None:
    """The value of a field; None where the page shows none, whatever the reason."""
    return None if value is UNSET else value


def empty_fields(record: Struct, lists: frozenset[str] = frozenset()) -> list[str]:
    """
    Name the fields that a page shows empty, and those of ``lists`` that it shows without an entry.

    The entries of these lists are rows of another table, where an empty list leaves no trace.
    """
    names = []
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if value is None or (value.__class__ is list and not value and name in lists):
            names.append(name)
    return names


@dataclass(slots=True)
class Reading:
    """
    The rows of one page read by one parser version.

    Attributes:
        run: the id of the reading.
        capture: the id of the page.
        at: the best instant of the page.
        precision: how well that is known.
        market: the market whose page it is.
        version: the version of the parser.
        issues: what is odd about the page; what is found while its rows are made is added.
        tables: the rows of each table.
    """

    run: UUID
    capture: UUID
    at: datetime | None
    precision: str
    market: str | None
    version: str
    issues: list[Issue]
    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    _texts: dict[bytes, str] = field(default_factory=dict)

    def row_id(self, record: str, ordinal: int) -> UUID:
        """The id of a row, from its place on the page."""
        return content_id(self.run.bytes, record, str(ordinal))

    def observed(self, ordinal: int) -> Row:
        """The columns of an observation after its id, up to its time."""
        return (self.at, self.run, self.capture, self.market, ordinal)

    def seen(self, ordinal: int) -> Row:
        """The columns of an observation that stands for itself, after its id."""
        return (self.at, self.run, self.capture, self.market, ordinal, self.precision, self.version)

    def text(self, value: str | UnsetType | None) -> bytes | None:
        """The digest of a long text, which is kept once."""
        if value is None or isinstance(value, UnsetType):
            return None
        body = clean(value)
        digest = hashlib.sha256(body.encode()).digest()
        self._texts[digest] = body
        return digest

    def text_rows(self) -> list[Row]:
        """The long texts of the page."""
        return list(self._texts.items())

    def number(self, value: int | UnsetType | None, name: str) -> int | None:
        """A count; one that no counter can hold is left out with an issue."""
        if value is None or isinstance(value, UnsetType):
            return None
        if -_BIGINT <= value < _BIGINT:
            return value
        self._out_of_range(name, f"it has {value.bit_length()} bits")
        return None

    def decimal(self, value: Decimal | int | UnsetType | None, name: str) -> Decimal | int | None:
        """An exact number; one that is none, or has too many digits to be meant, is left out with an issue."""
        if value is None or isinstance(value, UnsetType):
            return None
        if isinstance(value, int):
            return self.number(value, name)
        if value.is_finite() and -_DIGITS < value.adjusted() < _DIGITS:
            return value
        self._out_of_range(name, f"it is {value:.9e}")
        return None

    def money(self, value: Money | UnsetType | None, name: str) -> tuple[Decimal | int | None, str | None]:
        """An amount and its currency, both or neither."""
        if value is None or isinstance(value, UnsetType):
            return None, None
        amount = self.decimal(value.amount, name)
        return (None, None) if amount is None else (amount, value.currency)

    def key(self, value: str | UnsetType | None, name: str) -> str | None:
        """An identifier; one that is too long to be one is cut, with an issue."""
        if value is None or isinstance(value, UnsetType):
            return None
        if len(value) <= _KEY_LENGTH:
            return value
        detail = f"{name} has {len(value)} characters and is cut to {_KEY_LENGTH}"
        self.issues.append(Issue("too_long", "error", detail))
        return value[:_KEY_LENGTH]

    def _out_of_range(self, name: str, what: str) -> None:
        self.issues.append(Issue("out_of_range", "error", f"{name} cannot be stored: {what}"))
