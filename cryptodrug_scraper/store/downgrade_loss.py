"""What a downgrade of the schema would delete: it is tried in a transaction, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.migrate import tried_downgrade

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

__all__ = [
    "Loss",
    "loss_by_downgrade",
    "refuse_loss_of_adjudication",
    "refuse_loss_of_decisions",
    "refuse_loss_of_ledger",
]

_IS_KEPT = text("SELECT to_regclass(:ledger) IS NOT NULL")
_COUNT = {
    "publication": text("SELECT count(*) FROM publication"),
    "decision": text("SELECT count(*) FROM decision"),
    "adjudication_answer": text("SELECT count(*) FROM adjudication_answer"),
}
_COLUMNS = text(statement(__package__, "columns_of_tables"))


@dataclass(frozen=True, slots=True)
class Loss:
    """
    Attributes:
        rows: for each table that would have fewer rows, how many it has and would have; 0 where it would be gone.
        columns: the columns that would be gone from each table that stays and has rows.
    """

    rows: Mapping[str, tuple[int, int]]
    columns: Mapping[str, Sequence[str]]


def loss_by_downgrade(connection: Connection, revision: str) -> Loss:
    """
    Tell what a downgrade would delete. It takes as long as the downgrade, and changes nothing.

    Raises:
        StoreError: there is no such revision, or it lies ahead; or the server refuses.
    """
    before, rows = _contents(connection)
    connection.rollback()
    after, left = tried_downgrade(connection, revision, _contents)
    lost = {name: (count, left.get(name, 0)) for name, count in rows.items() if count > left.get(name, 0)}
    columns = {
        name: gone
        for name, there in before.items()
        if rows[name] and name in after and (gone := [column for column in there if column not in after[name]])
    }
    return Loss(dict(sorted(lost.items())), dict(sorted(columns.items())))


def refuse_loss_of_ledger(connection: Connection, revision: str) -> None:
    """
    Refuse a downgrade that would delete what the ledger says was published.

    Raises:
        StoreError: it would; there is no such revision, or it lies ahead; or the server refuses.
    """
    if count := _lost(connection, revision, "publication"):
        msg = (
            f"the ledger says what was published ({count}), and revision {revision} cannot hold it: without it the "
            "next publication may tell of few vendors together with these, and nothing makes it anew. Keep a copy "
            "(cryptodrug db dump FILE), and add --forget-publications if it may go"
        )
        raise StoreError(msg)


def refuse_loss_of_decisions(connection: Connection, revision: str) -> None:
    """
    Refuse a downgrade that would delete what people decided.

    Raises:
        StoreError: it would; there is no such revision, or it lies ahead; or the server refuses.
    """
    if count := _lost(connection, revision, "decision"):
        msg = (
            f"the ledger says what people decided ({count}), and revision {revision} cannot hold it: nothing makes it "
            "anew. Keep a copy (cryptodrug decision export FILE), and add --forget-decisions if it may go"
        )
        raise StoreError(msg)


def refuse_loss_of_adjudication(connection: Connection, revision: str) -> None:
    """
    Refuse a downgrade that would delete what people answered to samples.

    Raises:
        StoreError: it would; there is no such revision, or it lies ahead; or the server refuses.
    """
    if count := _lost(connection, revision, "adjudication_answer"):
        msg = (
            f"the ledger of adjudication says what people answered ({count}), and revision {revision} cannot hold it: "
            "nothing makes it anew. Keep a copy (cryptodrug adjudication export FILE), and add --forget-adjudication "
            "if it may go"
        )
        raise StoreError(msg)


def _lost(connection: Connection, revision: str, ledger: str) -> int:
    """How many rows a ledger has, if a downgrade would delete any; else none."""

    def rows_of(there: Connection) -> int:
        is_kept = there.execute(_IS_KEPT, {"ledger": f"public.{ledger}"}).scalar_one()
        return int(there.execute(_COUNT[ledger]).scalar_one()) if is_kept else 0

    count = rows_of(connection)
    connection.rollback()
    return count if count and tried_downgrade(connection, revision, rows_of) < count else 0


def _contents(connection: Connection) -> tuple[dict[str, list[str]], dict[str, int]]:
    """The columns of all tables, and how many rows each has."""
    columns = {name: list(names) for name, names in connection.execute(_COLUMNS)}
    counted = {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in columns}  # noqa: S608  # quoted
    return columns, counted
