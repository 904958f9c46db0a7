"""
The identifiers of the records of a page, which are computed and not stored.

The first 12 bytes of an identifier are those of the reading that gave the record; 1 byte tells its kind, and 3 bytes
its place among all records of the page. The function ``row_id`` of the database makes the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["KINDS", "MOST_RECORDS", "named_rows", "row_id"]

KINDS = {
    "listing_observation": 1,
    "vendor_observation": 2,
    "review_observation": 3,
    "page_total": 4,
    "site_observation": 5,
}
"""The tables whose rows have such an identifier, each with the number of its kind, which is never another's."""
MOST_RECORDS = 1 << 24
"""Records of a page whose places there are numbers for."""
_TABLES = {number: table for table, number in KINDS.items()}
_DIGITS = 32
_OF_RUN = 24
"""Digits that an identifier has in common with that of the reading."""


def row_id(table: str, run: UUID, ordinal: int) -> UUID:
    """Return the identifier of a record, by its table, the reading that gave it and its place on the page."""
    return UUID(int=run.int >> 32 << 32 | KINDS[table] << 24 | ordinal)


def named_rows(digits: str) -> Iterator[tuple[str, UUID, UUID, int, int]]:
    """
    Tell which records an identifier can mean: tables, with the first and the last reading, and place on the page.

    Args:
        digits: the identifier, or its first hexadecimal digits. Where these tell no more than the reading, they mean
            none of its records.
    """
    if len(digits) <= _OF_RUN:
        return
    run = digits[:_OF_RUN]
    readings = UUID(run.ljust(_DIGITS, "0")), UUID(run.ljust(_DIGITS, "f"))
    rest = digits[_OF_RUN:]
    low, high = (int(rest.ljust(_DIGITS - _OF_RUN, end), 16) for end in "0f")
    for number, table in _TABLES.items():
        first, last = max(low, number << 24), min(high, (number + 1 << 24) - 1)
        if first <= last:
            yield table, *readings, first & MOST_RECORDS - 1, last & MOST_RECORDS - 1
