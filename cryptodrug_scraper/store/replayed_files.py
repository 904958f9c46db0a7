"""Find the WARC files that replays have gone through, and note those that they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from cryptodrug_scraper.store.models import Base

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

__all__ = ["counts_of", "forget_files", "note_files"]

_FILES = Base.metadata.tables["replayed_file"]


def counts_of(connection: Connection, sha256: bytes, path: str, readers: bytes) -> dict[str, Any] | None:
    """Return what was counted in a file; None where it is not known that all of it was read."""
    same = (_FILES.c.sha256 == sha256, _FILES.c.path == path, _FILES.c.readers == readers)
    with connection.begin():
        counts: dict[str, Any] | None = connection.execute(select(_FILES.c.counts).where(*same)).scalar()
    return counts


def note_files(connection: Connection, files: Sequence[dict[str, Any]]) -> None:
    """Note files, given by the names of the table's columns."""
    if files:
        with connection.begin():
            connection.execute(insert(_FILES).on_conflict_do_nothing(), files)


def forget_files(connection: Connection) -> None:
    """Forget all files, since pages were removed. It is done in the transaction that removes them."""
    connection.execute(delete(_FILES))
