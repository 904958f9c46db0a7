"""A database that is lost while it is used: its server was killed or stopped, or the way to it was cut."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import InterfaceError, OperationalError, PendingRollbackError

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.refusal import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["told_if_lost"]


@contextmanager
def told_if_lost() -> Iterator[None]:
    """
    Use a database in the block.

    Raises:
        StoreError: it was lost meanwhile.
    """
    try:
        yield
    except (OperationalError, InterfaceError, PendingRollbackError) as error:
        msg = f"the database was lost: {reason_of(error)}; what it had taken is whole: run the same command again"
        raise StoreError(msg) from error
