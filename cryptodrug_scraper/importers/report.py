"""Count what an import accepted and what it refused, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.reasons import DAMAGE

if TYPE_CHECKING:
    from enum import StrEnum

__all__ = ["Damaged", "ImportReport"]

_EXAMPLES = 3
_SHOWN = 120
"""Characters at the beginning and at the end that are shown of a longer path."""
_DAMAGED = 20


@dataclass(slots=True)
class Damaged:
    """
    What of an import is damaged, or cannot be read.

    Attributes:
        places: how many places there are.
        examples: the first few, with file, byte and reason.
    """

    places: int = 0
    examples: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return self.places > 0


@dataclass(slots=True)
class ImportReport:
    """
    The counts of an import. Nothing is left out in silence: everything that is not a capture is counted under a reason.

    Attributes:
        accepted: captures handed on.
        importers: how many of them came from each format (`Origin.importer`).
        duplicates: how many of them said nothing new: bytes, address without host and time had come before.
        truncated: how many of them their archive marks as cut (``WARC-Truncated``).
        refused: how many things were refused, for each reason.
        examples: the first few places of each reason, with details.
        damaged: those of them where something is damaged: pages may be lost there.
        refused_by_name: the files that were named one by one and are no page, each with the reason.
    """

    accepted: int = 0
    importers: Counter[str] = field(default_factory=Counter)
    duplicates: int = 0
    truncated: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    damaged: Damaged = field(default_factory=Damaged)
    refused_by_name: list[str] = field(default_factory=list)

    def accept(self, importer: str) -> None:
        """Count a capture that comes from a format."""
        self.accepted += 1
        self.importers[importer] += 1

    def add(self, other: ImportReport) -> None:
        """Add the counts of what was read after this."""
        self.accepted += other.accepted
        self.importers.update(other.importers)
        self.duplicates += other.duplicates
        self.truncated += other.truncated
        self.refused.update(other.refused)
        for name, places in other.examples.items():
            mine = self.examples.setdefault(name, [])
            mine += places[: _EXAMPLES - len(mine)]
        self.damaged.places += other.damaged.places
        self.damaged.examples += other.damaged.examples[: _DAMAGED - len(self.damaged.examples)]
        self.refused_by_name += other.refused_by_name

    def refuse(self, reason: StrEnum, where: str, detail: str = "") -> None:
        """Count something at ``where`` that is refused."""
        name = reason.value
        self.refused[name] += 1
        if len(where) > 2 * _SHOWN:
            where = f"{where[:_SHOWN]} … {where[-_SHOWN:]}"
        tail = f": {detail}" if detail else ""
        places = self.examples.setdefault(name, [])
        if len(places) < _EXAMPLES:
            places.append(where + tail)
        if reason in DAMAGE:
            self.damaged.places += 1
            if len(self.damaged.examples) < _DAMAGED:
                self.damaged.examples.append(f"{where}: {name}{tail}")
