"""What an import took and what it refused, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

__all__ = ["ImportReport"]

_EXAMPLES = 3


@dataclass(slots=True)
class ImportReport:
    """
    Counts of an import. Nothing is passed over in silence: what is no capture is counted under a reason.

    Attributes:
        accepted: captures handed on.
        refused: how many things were refused, for each reason.
        examples: the first few places of each reason, with what was wrong there.
    """

    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def refuse(self, reason: str, where: str) -> None:
        """Count something refused."""
        self.refused[reason] += 1
        places = self.examples.setdefault(reason, [])
        if len(places) < _EXAMPLES:
            places.append(where)
