"""Decisions with what became of them in the current derivation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import text

from cryptodrug_scraper.decisions.decision import Decision, plain
from cryptodrug_scraper.decisions.ledger import decisions_of
from cryptodrug_scraper.decisions.subject import Link

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy import Connection

__all__ = ["Told", "told"]

_STATES = text("SELECT decision_id, state, found, changed FROM research.decision")


@dataclass(frozen=True, slots=True)
class Told:
    """
    A decision, and what became of it.

    Attributes:
        decision_id: its identifier.
        decision: what it says.
        state: as the view ``decision`` has it.
        found: what is there without it; None where derive has not taken it.
        changed: how many rows of which tables it changed.
    """

    decision_id: UUID
    decision: Decision
    state: str
    found: Mapping[str, Any] | None
    changed: Mapping[str, int]

    @property
    def about(self) -> str:
        """What it is about, in a few words."""
        subject = self.decision.subject
        if isinstance(subject, Link):
            return f"{subject.first.market}/{subject.first.vendor} {subject.second.market}/{subject.second.vendor}"
        said = plain(subject)
        market, rest = said.pop("market"), [str(value) for name, value in said.items() if name != "kind"]
        return f"{market}/{' '.join(rest)}"

    @property
    def value(self) -> str:
        """What it says, in a few words; empty where the verdict says it all."""
        return ", ".join(f"{name} {_written(said)}" for name, said in (self.decision.value or {}).items())

    def as_dict(self) -> dict[str, Any]:
        """Return all of it, as JSON has it."""
        said = msgspec.to_builtins(self.decision)
        known = {"decision_id": str(self.decision_id), **said, "subject": plain(self.decision.subject)}
        return known | {"state": self.state, "found": self.found, "changed": dict(self.changed)}


def _written(said: object) -> str:
    if not isinstance(said, list):
        return str(said)
    rows = (
        " ".join(f"{name} {part}" for name, part in each.items() if part is not None)
        if isinstance(each, dict)
        else str(each)
        for each in said
    )
    return ("; " if any(isinstance(each, dict) for each in said) else " ").join(rows) or "none"


def told(connection: Connection) -> list[Told]:
    """Return all decisions and withdrawals, the oldest first."""
    states = {row[0]: row[1:] for row in connection.execute(_STATES)}
    return [
        Told(known, decision, state, found, changed or {})
        for known, decision in decisions_of(connection).items()
        for state, found, changed in (states[known],)
    ]
