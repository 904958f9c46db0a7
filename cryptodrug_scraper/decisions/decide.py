"""Decide something, or take it back: the ground is what the database shows at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import text

from cryptodrug_scraper.decisions.check import checked
from cryptodrug_scraper.decisions.decision import Decision, Ground, id_of
from cryptodrug_scraper.decisions.ledger import add, decisions_of, find
from cryptodrug_scraper.decisions.seen import ground_of
from cryptodrug_scraper.decisions.standing import key_of, standing
from cryptodrug_scraper.decisions.subject import markets_of
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.locks import Lock, take

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from cryptodrug_scraper.decisions.decision import Value, Verdict
    from cryptodrug_scraper.decisions.subject import Subject

__all__ = ["Made", "Saying", "decide", "withdraw"]

_MARKETS = text("SELECT code FROM market ORDER BY code")


@dataclass(frozen=True, slots=True)
class Saying:
    """
    What a person decides.

    Attributes:
        subject: what it is about.
        verdict: accepted, rejected or corrected.
        value: what holds, or, where it is rejected, what does not.
        by: who decides.
        why: the reason.
    """

    subject: Subject
    verdict: Verdict
    value: Value | None
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Made:
    """
    A decision that was added.

    Attributes:
        decision_id: its identifier.
        decision: what it says.
        has_ground: whether the database shows anything of its subject.
    """

    decision_id: UUID
    decision: Decision
    has_ground: bool


def decide(connection: Connection, saying: Saying, at: datetime, *, reading: Connection | None = None) -> Made:
    """
    Add a decision to the ledger, in place of the one of the same subject that counts, if there is one.

    Args:
        connection: adds to the ledger, in a transaction.
        saying: what is decided.
        at: when.
        reading: reads all tables; None where the connection is of the role that owns the database.

    Raises:
        ConfigurationError: it can be no decision, or contradicts another.
        StoreError: the database knows no such market, or refuses it.
    """
    given = Decision(
        subject=saying.subject,
        verdict=saying.verdict,
        value=saying.value,
        decided_by=saying.by,
        decided_at=at,
        decided_why=saying.why,
        ground=Ground({}),
    )
    right = checked(given)
    reading = reading or connection
    known = set(reading.execute(_MARKETS).scalars())
    if strange := sorted(markets_of(right.subject) - known):
        msg = f"this database knows no market {', '.join(strange)}: it has {', '.join(sorted(known)) or 'none yet'}"
        raise StoreError(msg)
    take(connection, Lock.DECIDE)
    ledger = decisions_of(connection)
    ground = ground_of(reading, right.subject, right.value, ledger)
    key = key_of(right.subject)
    replaced = next((each for each, said in standing(ledger).items() if key_of(said.subject) == key), None)
    made = checked(msgspec.structs.replace(right, ground=ground, replaces=replaced))
    decision_id = id_of(made)
    add(connection, {decision_id: made})
    return Made(decision_id, made, any(ground.seen.values()))


def withdraw(connection: Connection, digits: str, by: str, why: str, at: datetime) -> UUID:
    """
    Take a decision back.

    Args:
        connection: of the role that owns the database, in a transaction.
        digits: its identifier, or the first digits of it.
        by: who takes it back.
        why: the reason.
        at: when.

    Returns:
        The identifier of the decision.

    Raises:
        ConfigurationError: nobody or no reason is named.
        StoreError: no decision begins so, several do, or it does not count any longer.
    """
    take(connection, Lock.DECIDE)
    ledger = decisions_of(connection)
    gone = find(ledger, digits)
    if gone not in standing(ledger):
        msg = f"decision {gone} does not count any longer: see cryptodrug decision list"
        raise StoreError(msg)
    back = Decision(
        subject=ledger[gone].subject,
        verdict="withdrawn",
        decided_by=by,
        decided_at=at,
        decided_why=why,
        replaces=gone,
    )
    right = checked(back)
    add(connection, {id_of(right): right})
    return gone
