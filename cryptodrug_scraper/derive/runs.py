"""The runs of derivations that a database holds: list them, choose the current one, remove one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper.derive.tables import ROW_TABLES
from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

__all__ = [
    "Run",
    "add",
    "analyze",
    "analyze_readings_apart",
    "current_run",
    "find",
    "make_current",
    "parts_of",
    "register",
    "remove",
    "remove_parts",
    "runs",
]

_RUNS = text(
    "SELECT derive_run, measures_version, parameters, started_at, ended_at, is_current FROM derived.derive_run "
    "ORDER BY ended_at, derive_run"
)
_PARTS = text("SELECT part_id FROM derived.run_part WHERE derive_run = :run")
_ADD = text(
    "INSERT INTO derived.derive_run VALUES (:run, :version, cast(:parameters AS jsonb), :started_at, "
    "clock_timestamp(), false) ON CONFLICT DO NOTHING"
)
_ADD_PART = text("INSERT INTO derived.run_part VALUES (:run, :part) ON CONFLICT DO NOTHING")
_LEAVE = text("UPDATE derived.derive_run SET is_current = false WHERE is_current AND derive_run <> :run")
_CHOOSE = text("UPDATE derived.derive_run SET is_current = true WHERE NOT is_current AND derive_run = :run")
"""Two statements: an index lets no two runs be current, not even while one statement goes on."""
_ANALYZE = text("ANALYZE derived.derive_run, derived.run_part")
_ANALYZE_APART = text("ANALYZE future_capture, superseded_run")
"""Every view joins these two: they are too small for the server to count them by itself."""
_FREE = text(
    "SELECT part_id FROM derived.part p "
    "WHERE NOT EXISTS (SELECT FROM derived.run_part used WHERE used.part_id = p.part_id)"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A derivation, as in table derive_run."""

    derive_run: UUID
    measures_version: str
    parameters: dict[str, Any]
    started_at: datetime
    ended_at: datetime
    is_current: bool


def runs(connection: Connection) -> list[Run]:
    """Return the runs, the oldest first."""
    return [Run(*row) for row in connection.execute(_RUNS)]


def current_run(connection: Connection) -> Run | None:
    """Return the run that views show; None where nothing was derived."""
    return next((run for run in runs(connection) if run.is_current), None)


def parts_of(connection: Connection, run: UUID) -> set[UUID]:
    """Return the identifiers of the parts that a run is made of."""
    return set(connection.execute(_PARTS, {"run": run}).scalars())


def find(connection: Connection, digits: str) -> Run:
    """
    Return the run that an identifier means.

    Args:
        connection: of the database.
        digits: the identifier, or its first hexadecimal digits.

    Raises:
        StoreError: none begins so, or several do.
    """
    found = [run for run in runs(connection) if str(run.derive_run).startswith(digits.lower())]
    if len(found) != 1:
        said = "no derivation" if not found else f"{len(found)} derivations"
        verb = "begin" if len(found) > 1 else "begins"
        msg = f"{said} of this database {verb} with {digits!r}: see cryptodrug derive list"
        raise StoreError(msg)
    return found[0]


def analyze_readings_apart(connection: Connection) -> None:
    """
    Analyse the tables of readings that do not count.

    All that is read of pages leaves these out. Most often there are none; where many have come since the server looked,
    it would go through all of them for each reading.
    """
    with connection.begin():
        connection.execute(_ANALYZE_APART)


def analyze(connection: Connection) -> None:
    """Analyse the derived tables, so that the server plans queries by what is in them."""
    with connection.begin():
        for table in ROW_TABLES:
            connection.execute(text(f"ANALYZE derived.{table}"))


def register(
    connection: Connection, run: UUID, parts: Sequence[UUID], version: str, parameters: str, started_at: datetime
) -> None:
    """
    Note a run that is whole, and make it the current one, in one transaction.

    Args:
        connection: one that has no transaction open.
        run: its identifier.
        parts: what it is made of.
        version: of the measures.
        parameters: of the measures, as JSON.
        started_at: when it began.
    """
    with connection.begin():
        add(connection, run, parts, version, parameters, started_at)


def add(
    connection: Connection, run: UUID, parts: Sequence[UUID], version: str, parameters: str, started_at: datetime
) -> None:
    """Do the same within the transaction that is open: where that is undone, so is this."""
    connection.execute(_ADD, {"run": run, "version": version, "parameters": parameters, "started_at": started_at})
    for part in parts:
        connection.execute(_ADD_PART, {"run": run, "part": part})
    _choose(connection, run)
    connection.execute(_ANALYZE)


def make_current(connection: Connection, run: UUID) -> None:
    """Make this run the one that the views of the schema research show."""
    with connection.begin():
        _choose(connection, run)


def _choose(connection: Connection, run: UUID) -> None:
    for statement in (_LEAVE, _CHOOSE):
        connection.execute(statement, {"run": run})


def remove(connection: Connection, run: UUID | None) -> int:
    """
    Remove a run, and the parts that no run is made of.

    Args:
        connection: one that has no transaction open.
        run: which; None removes only parts without a run, which a derivation that was broken off has left.

    Returns:
        How many rows were removed.

    Raises:
        StoreError: it is the current run.
    """
    with connection.begin():
        if run is not None:
            gone = connection.execute(
                text("DELETE FROM derived.derive_run WHERE derive_run = :run AND NOT is_current"), {"run": run}
            )
            if not gone.rowcount:
                msg = f"{run} is the current derivation: choose another with cryptodrug derive use first"
                raise StoreError(msg)
        return _remove_parts(connection, connection.execute(_FREE).scalars().all())


def remove_parts(connection: Connection, parts: Collection[UUID]) -> None:
    """
    Remove those of some parts that no run is made of.

    Args:
        connection: one that has no transaction open.
        parts: which.
    """
    with connection.begin():
        free = connection.execute(_FREE).scalars().all()
        _remove_parts(connection, [part for part in free if part in parts])


def _remove_parts(connection: Connection, parts: Sequence[UUID]) -> int:
    rows = 0
    for table in ROW_TABLES.values():
        rows += connection.execute(table.delete().where(table.c.part_id.in_(parts))).rowcount
    connection.execute(text("DELETE FROM derived.part WHERE part_id = ANY (:parts)"), {"parts": parts})
    return rows
