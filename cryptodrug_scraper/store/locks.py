"""Advisory locks on work that only one session of a database may do at a time."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Lock", "give_back", "take", "try_for_session"]

_CLASS = 0x43445347
"""The first of the two numbers of each lock, which separates them from another program's locks."""


class Lock(IntEnum):
    """The work that a lock is for."""

    MIGRATE = 1
    """Changing the schema."""
    PARTITION = 2
    """Making the partitions of a month."""
    SUPERSEDE = 3
    """Adding parse runs, choosing parsers, and noting which readings are not shown."""
    DERIVE = 4
    """Making the derived tables."""
    PUBLISH = 5
    """Making what anybody may see, and writing it into the ledger."""
    DECIDE = 6
    """Adding to the ledger of what people decided."""
    ADJUDICATE = 7
    """Adding to the ledger of adjudication."""


def take(connection: Connection, lock: Lock) -> None:
    """Wait for the lock. It is released when the transaction ends, however it ends."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:class, :lock)"), {"class": _CLASS, "lock": int(lock)})


def try_for_session(connection: Connection, lock: Lock) -> bool:
    """
    Take the lock if nobody has it, and say whether that was so.

    It is released by `give_back`. Where that is not reached, it is when the server notices that the connection is
    closed: that may be some moments after the program closed it.
    """
    return bool(
        connection.execute(
            text("SELECT pg_try_advisory_lock(:class, :lock)"), {"class": _CLASS, "lock": int(lock)}
        ).scalar_one()
    )


def give_back(connection: Connection, lock: Lock) -> None:
    """Release a lock that `try_for_session` took, at once."""
    connection.execute(text("SELECT pg_advisory_unlock(:class, :lock)"), {"class": _CLASS, "lock": int(lock)})
