"""What a database server says when it refuses something."""

from __future__ import annotations

import re

from psycopg2 import Error, errors

from cryptodrug_scraper.errors import StoreError

__all__ = ["RowsRefusedError", "condition_of", "reason_of"]

_OF_VALUES = ("22", "23", "54")
"""Classes of conditions that values bring about: they cannot be read, break a constraint, or are too large."""
_PLACE = re.compile(r"COPY (?:staged_)?(\w+), line \d+(?:, column (\w+))?")


class RowsRefusedError(StoreError):
    """
    The database refuses a batch for a value in it, and would refuse it again.

    Attributes:
        condition: what it refuses, and where; nothing of the value.
        new: how many rows of each table were new in the batches before.
    """

    def __init__(self, message: str, condition: str, new: dict[str, int]) -> None:
        super().__init__(message)
        self.condition = condition
        self.new = new


def reason_of(error: Exception) -> str:
    """
    Return the server's own message, with its hint if it has one, on one line.

    What it adds beside that is left out: it quotes the rows, which may hold personal data, into a message that is
    logged. An error that never reached a server speaks for itself.
    """
    origin = getattr(error, "orig", None) or error
    said = getattr(origin, "diag", None)
    parts = [getattr(said, name, None) for name in ("message_primary", "message_hint")]
    return " ".join((". ".join(part for part in parts if part) or str(origin)).split())


def condition_of(error: Exception) -> str | None:
    """
    Name the condition for which the server refuses a value, such as ``NumericValueOutOfRange in review.stars``.

    The message is left out: it may quote the value. Returns None where it is not for a value that it refuses.
    """
    origin = getattr(error, "orig", None) or error
    code = getattr(origin, "pgcode", None)
    if not isinstance(origin, Error) or code is None or not code.startswith(_OF_VALUES):
        return None
    said = origin.diag
    place = _PLACE.search(said.context or "")
    table, column = place.groups() if place is not None else (said.table_name, said.column_name)
    named = ".".join(name for name in (table, column, said.constraint_name) if name)
    condition = errors.lookup(code).__name__
    return f"{condition} in {named}" if named else condition
