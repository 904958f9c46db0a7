"""The files of reference rates that were added to those that come with the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Connection

__all__ = ["CONTENTS", "Added", "added_files", "alone", "keep", "remove"]

_BY_ADDITION = "ORDER BY added_at, sha256"
CONTENTS = f"SELECT name, content FROM reference_rate_file {_BY_ADDITION}"  # noqa: S608  # the order is ours
"""The files in the order in which they count: a later one before an earlier one. Names and bytes."""
_FILES = text(
    "SELECT encode(sha256, 'hex') AS sha256, name, added_at, first_day, last_day, rate_count "  # noqa: S608  # likewise
    f"FROM reference_rate_file {_BY_ADDITION}"
)
_ALONE = text("LOCK TABLE reference_rate_file IN SHARE ROW EXCLUSIVE MODE")
_KEEP = text(
    "INSERT INTO reference_rate_file VALUES "
    "(sha256(:content), :name, clock_timestamp(), :first_day, :last_day, :rate_count, :content) "
    "ON CONFLICT (sha256) DO UPDATE SET added_at = excluded.added_at"
)
_REMOVE = text("DELETE FROM reference_rate_file WHERE encode(sha256, 'hex') = :sha256")


@dataclass(frozen=True, slots=True)
class Added:
    """
    A file that was added.

    Attributes:
        sha256: of its bytes, in hexadecimal.
        name: without the folder that it lay in.
        added_at: when.
        first_day: the first day that it has a rate of.
        last_day: the last.
        rate_count: rates in it, one for each day and currency.
    """

    sha256: str
    name: str
    added_at: datetime
    first_day: date
    last_day: date
    rate_count: int


def alone(connection: Connection) -> None:
    """Keep others from adding or removing a file until the transaction ends; reading goes on."""
    connection.execute(_ALONE)


def added_files(connection: Connection) -> list[Added]:
    """Return the files in the order in which they were added; where two differ, the later one counts."""
    return [Added(*row) for row in connection.execute(_FILES)]


def keep(connection: Connection, name: str, content: bytes, days: tuple[date, date], rate_count: int) -> None:
    """
    Keep a file, or let one that is there count as the one that was added last.

    Args:
        connection: within a transaction.
        name: without the folder that it lay in.
        content: its bytes.
        days: the first and the last that it has a rate of.
        rate_count: how many it has.
    """
    values = {"name": name, "content": content, "first_day": days[0], "last_day": days[1], "rate_count": rate_count}
    connection.execute(_KEEP, values)


def remove(connection: Connection, digits: str) -> Added:
    """
    Remove a file, and return what it was.

    Args:
        connection: within a transaction.
        digits: its SHA-256 digest in hexadecimal, or the first digits of it.

    Raises:
        StoreError: no file's digest begins so, or those of several do.
    """
    found = [file for file in added_files(connection) if file.sha256.startswith(digits.lower())]
    if len(found) != 1:
        said = counted(len(found), "file") if found else "no file"
        msg = f"{said} of added rates: the digest begins with {digits!r}. Next: see cryptodrug rates list"
        raise StoreError(msg)
    connection.execute(_REMOVE, {"sha256": found[0].sha256})
    return found[0]
