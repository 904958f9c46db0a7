"""Count what an import accepted and what it refused, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enum import StrEnum

__all__ = ["ImportReport"]

_EXAMPLES = 3
_SHOWN = 120
"""Characters at the beginning and at the end that are shown of a longer path."""


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
        refused_by_name: the files that were named one by one and are no page, each with the reason.
    """

    accepted: int = 0
    importers: Counter[str] = field(default_factory=Counter)
    duplicates: int = 0
    truncated: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    refused_by_name: list[str] = field(default_factory=list)

    def refuse(self, reason: StrEnum, where: str, detail: str = "") -> None:
        """Count something at ``where`` that is refused."""
        name = reason.value
        self.refused[name] += 1
        places = self.examples.setdefault(name, [])
        if len(places) < _EXAMPLES:
            if len(where) > 2 * _SHOWN:
                where = f"{where[:_SHOWN]} … {where[-_SHOWN:]}"
            places.append(f"{where}: {detail}" if detail else where)
