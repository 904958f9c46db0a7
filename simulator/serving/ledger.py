"""The requests to a served market, and its answers."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Entry", "Ledger", "form_digest"]

_DIGITS = 16


class Entry(msgspec.Struct, frozen=True):
    """
    One request.

    Attributes:
        mirror: number of the mirror, from 0.
        method, path: as asked, with the query.
        form: digest of the form's fields; empty without a form.
        kind: of the page that was answered with; ``redirect`` for none.
        status: of the answer; 0 where the connection was reset.
        fault: what went wrong on purpose, or None.
        member: it came from somebody who was logged in.
        agent: its User-Agent.
        at: when, by the clock of the machine that serves: seconds since 1970.
    """

    mirror: int
    method: str
    path: str
    form: str
    kind: str
    status: int
    fault: str | None
    member: bool
    agent: str
    at: float


class Ledger:
    """All requests, in order, and how many there were of each kind."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._kinds: Counter[str] = Counter()
        self._statuses: Counter[str] = Counter()
        self._faults: Counter[str] = Counter()

    def enter(self, entry: Entry) -> None:
        """Add a request."""
        self.entries.append(entry)
        self._kinds[entry.kind] += 1
        self._statuses[str(entry.status)] += 1
        if entry.fault is not None:
            self._faults[entry.fault] += 1

    def counts(self) -> dict[str, object]:
        """Requests by kind, status and fault."""
        return {
            "requests": len(self.entries),
            "kinds": dict(self._kinds),
            "statuses": dict(self._statuses),
            "faults": dict(self._faults),
        }

    def clear(self) -> None:
        """Remove all entries."""
        self.entries.clear()
        for counter in (self._kinds, self._statuses, self._faults):
            counter.clear()


def form_digest(form: Mapping[str, str]) -> str:
    """What tells one form from another; empty without fields."""
    if not form:
        return ""
    return hashlib.sha256(urlencode(sorted(form.items())).encode()).hexdigest()[:_DIGITS]
