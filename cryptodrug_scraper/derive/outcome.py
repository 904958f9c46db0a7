"""What a derivation finds of the decisions that it takes, and how many rows each changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl

from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from cryptodrug_scraper.decisions.decision import Decision

__all__ = ["Outcome"]

_STATE = {"decision_id": pl.Binary, "state": pl.String, "found": pl.String}
_EFFECT = {"decision_id": pl.Binary, "table_name": pl.String, "row_count": pl.Int64}


class Outcome:
    """
    What becomes of some decisions.

    Args:
        decisions: those that count, by their identifiers.

    Attributes:
        meant: the listings that each decision on a class is about.
    """

    def __init__(self, decisions: Mapping[UUID, Decision]) -> None:
        self.decisions = decisions
        self.meant: defaultdict[UUID, set[str]] = defaultdict(set)
        self._found: dict[UUID, dict[str, Any]] = {}
        self._effects: Counter[tuple[UUID, str]] = Counter()

    def saw(self, known: UUID, found: Mapping[str, Any]) -> None:
        """
        Note what is there of a subject without the decision: sets of values are joined, anything else is as given last.

        Args:
            known: the decision.
            found: by column.
        """
        before = self._found.setdefault(known, {})
        for name, value in found.items():
            before[name] = value | before.get(name, set()) if isinstance(value, set) else value

    def changed(self, known: UUID, table: str, rows: int) -> None:
        """Note that a decision changed so many rows of a table, or so many more."""
        self._effects[known, table] += rows

    def frames(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """The rows of ``decision_state`` and ``decision_effect``; none where there is no decision."""
        if not self.decisions:
            return
        yield "decision_state", _frame(_STATE, (self._state(known) for known in sorted(self.decisions)))
        effects = ((known.bytes, table, rows) for (known, table), rows in sorted(self._effects.items()) if rows)
        yield "decision_effect", _frame(_EFFECT, effects)

    def _state(self, known: UUID) -> tuple[bytes, str, str]:
        if known not in self._found:
            return known.bytes, "without_ground", "{}"
        found = {name: sorted(value) if isinstance(value, set) else value for name, value in self._found[known].items()}
        ground = self.decisions[known].ground
        is_same = ground is not None and ground.seen == found
        return known.bytes, "applied" if is_same else "ground_changed", to_json(found).decode()


def _frame(schema: dict[str, Any], rows: Iterable[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=schema, orient="row")
