"""Turn values of records into values that the database can hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from msgspec import UNSET, UnsetType

from cryptodrug_scraper.bounded import MOST_DIGITS
from cryptodrug_scraper.page.records import Issue

if TYPE_CHECKING:
    from decimal import Decimal

    from cryptodrug_scraper.page.records import Money

__all__ = ["KEY_LENGTH", "Values", "shown"]

T = TypeVar("T")

_BIGINT = 2**63
KEY_LENGTH = 200
"""Characters of an identifier that an index can hold in any script."""


def shown(value: T | UnsetType | None) -> T | None:
    """Return the value of a field; None if the page shows none, for whatever reason."""
    return None if value is UNSET else value


@dataclass(slots=True)
class Values:
    """
    Checks values one by one.

    Attributes:
        issues: one for each value that the database cannot hold is added.
    """

    issues: list[Issue]

    def number(self, value: int | UnsetType | None, name: str) -> int | None:
        """Return a count; one that no counter can hold is left out, with an issue."""
        if value is None or isinstance(value, UnsetType):
            return None
        if -_BIGINT <= value < _BIGINT:
            return value
        self._out_of_range(name, f"it has {value.bit_length()} bits")
        return None

    def decimal(self, value: Decimal | int | UnsetType | None, name: str) -> Decimal | int | None:
        """Return an exact number; a text that is not a number, or has too many digits, is left out, with an issue."""
        if value is None or isinstance(value, UnsetType):
            return None
        if isinstance(value, int):
            return self.number(value, name)
        if value.is_finite() and abs(value.adjusted()) < MOST_DIGITS:
            return value
        self._out_of_range(name, f"it is {value:.9e}")
        return None

    def money(self, value: Money | UnsetType | None, name: str) -> tuple[Decimal | int | None, str | None]:
        """Return an amount and its currency; both or neither."""
        if value is None or isinstance(value, UnsetType):
            return None, None
        amount = self.decimal(value.amount, name)
        return (None, None) if amount is None else (amount, value.currency)

    def key(self, value: str | UnsetType | None, name: str) -> str | None:
        """Return an identifier; one that is too long is cut, with an issue."""
        if value is None or isinstance(value, UnsetType):
            return None
        if len(value) <= KEY_LENGTH:
            return value
        detail = f"{name} has {len(value)} characters and is cut to {KEY_LENGTH}"
        self.issues.append(Issue("too_long", "error", detail))
        return value[:KEY_LENGTH]

    def _out_of_range(self, name: str, what: str) -> None:
        self.issues.append(Issue("out_of_range", "error", f"{name} cannot be stored: {what}"))
