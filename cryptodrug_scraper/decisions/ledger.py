"""The ledger in the database: read it, and add to it, all of a file or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.decisions.decision import Decision, plain
from cryptodrug_scraper.decisions.standing import check_consistent
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.first_digits import named_by
from cryptodrug_scraper.store.locks import Lock, take
from cryptodrug_scraper.store.models import Decision as DecisionRow
from cryptodrug_scraper.store.refusal import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

__all__ = ["LEDGER", "Added", "add", "decisions_of", "find", "from_rows"]

LEDGER = statement(__package__, "ledger")
"""The statement whose rows `from_rows` reads."""


@dataclass(frozen=True, slots=True)
class Added:
    """
    What became of decisions that were given to the ledger.

    Attributes:
        new: those that it did not have.
        there: those that it had.
    """

    new: dict[UUID, Decision]
    there: dict[UUID, Decision]


def from_rows(rows: Iterable[tuple[Any, ...]]) -> dict[UUID, Decision]:
    """Return the decisions of rows of `LEDGER`, in their order."""
    return {UUID(row[0]): _decision(*row[1:]) for row in rows}


def _decision(
    subject: str,
    verdict: str,
    value: str | None,
    by: str,
    at: object,
    why: str,
    ground: str | None,
    replaces: str | None,
) -> Decision:
    said = {"verdict": verdict, "decided_by": by, "decided_at": at, "decided_why": why, "replaces": replaces}
    parts = {"subject": subject, "value": value, "ground": ground}
    said |= {name: None if part is None else msgspec.json.decode(part) for name, part in parts.items()}
    return msgspec.convert(said, Decision)


def decisions_of(connection: Connection) -> dict[UUID, Decision]:
    """Return all decisions and withdrawals, the oldest first."""
    return from_rows(tuple(row) for row in connection.execute(text(LEDGER)))


def add(connection: Connection, given: Mapping[UUID, Decision]) -> Added:
    """
    Add decisions to the ledger, in the connection's transaction: all of them, or none.

    Args:
        connection: of the role that owns the database.
        given: decisions, each checked (`check.checked`), by their identifiers.

    Raises:
        ConfigurationError: some contradict one another, or what the ledger has.
        StoreError: the database refuses it.
    """
    take(connection, Lock.DECIDE)
    known = decisions_of(connection)
    new = {each: decision for each, decision in given.items() if each not in known}
    if new:
        check_consistent(known | new, new)
        try:
            connection.execute(insert(DecisionRow), [_row(each, decision) for each, decision in new.items()])
        except DBAPIError as error:
            msg = f"the ledger of decisions cannot be written, so nothing was added: {reason_of(error)}"
            raise StoreError(msg) from error
    return Added(new, {each: known[each] for each in given if each in known})


def _row(known: UUID, decision: Decision) -> dict[str, object]:
    return {
        "decision_id": known,
        "kind": decision.kind,
        "subject": plain(decision.subject),
        "verdict": decision.verdict,
        "value": decision.value,
        "decided_by": decision.decided_by,
        "decided_at": decision.decided_at,
        "decided_why": decision.decided_why,
        "ground": None if decision.ground is None else msgspec.to_builtins(decision.ground),
        "replaces": decision.replaces,
    }


def find(decisions: Mapping[UUID, Decision], digits: str) -> UUID:
    """
    Return the identifier of a decision by its first digits.

    Raises:
        StoreError: none begins so, or several do.
    """
    return named_by(decisions, digits, "decision", "cryptodrug decision list")
