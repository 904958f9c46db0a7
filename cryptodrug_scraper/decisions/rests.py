"""How many decisions the figures of the current derivation rest on, in numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from cryptodrug_scraper.words.wording import Words

__all__ = ["RESTS", "Rests", "rests"]

RESTS = statement(__package__, "rests")
"""The statement whose rows `Rests.of` counts."""


@dataclass(frozen=True, slots=True)
class Rests:
    """
    Numbers of decisions by their state, as the view ``decision`` has it; those replaced and withdrawn are left out.

    Attributes:
        applied: the derivation took them, and found what the person saw.
        ground_changed: it took them, and found something else.
        without_ground: it did not find what they are about.
        pending: it was made without them.
    """

    applied: int = 0
    ground_changed: int = 0
    without_ground: int = 0
    pending: int = 0

    @classmethod
    def of(cls, rows: Iterable[tuple[str, int]]) -> Rests:
        """Count the rows of `RESTS`."""
        return cls(**dict(rows))

    def told(self, words: Words) -> list[str]:
        """Return it as sentences, the first of which says how many decisions the figures rest on."""
        taken = self.applied + self.ground_changed
        counts = {
            "taken": taken,
            "changed": self.ground_changed,
            "without": self.without_ground,
            "pending": self.pending,
        }
        said = [words(f"decided.{name}", number=words.number(count)) for name, count in counts.items() if count]
        return said if taken else [words("decided.none"), *said]


def rests(connection: Connection) -> Rests:
    """Count the decisions that the current derivation rests on."""
    return Rests.of((row[0], row[1]) for row in connection.execute(text(RESTS)))
