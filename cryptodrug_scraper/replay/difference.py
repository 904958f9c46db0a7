"""Compare the readings of two parser versions over the captures that both have read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.store.readings.compare import FieldCount, IssueCount, count_fields, count_issues
from cryptodrug_scraper.store.readings.examples import Example, examples_of
from cryptodrug_scraper.store.readings.matching import COMPARED
from cryptodrug_scraper.store.readings.reading_pairs import (
    PageMove,
    page_counts,
    page_moves,
    pair_readings,
    paired_versions,
)
from cryptodrug_scraper.store.versions import choose_versions, versions_by_market

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = ["Difference", "compare_versions"]


@dataclass(slots=True)
class Difference:
    """
    How the readings of two parser versions differ.

    Attributes:
        old: the versions compared with, those that have read a capture that a newer one has read too, if any have.
        new: the newer versions compared.
        captures: how many captures both have read, for each market and kind of page as the newer sees them.
        moves: captures that the newer takes for pages of another market or kind.
        issues: issues by their code.
        fields: rows and values, of every field that any row has a value of.
        examples: some values that differ, for each table.
    """

    old: list[str]
    new: list[str]
    captures: dict[tuple[str | None, str], int] = field(default_factory=dict)
    moves: list[PageMove] = field(default_factory=list)
    issues: list[IssueCount] = field(default_factory=list)
    fields: list[FieldCount] = field(default_factory=list)
    examples: dict[str, list[Example]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether both versions read the same in everything."""
        return not any(counted.count.differs for counted in self.fields)


def compare_versions(
    engine: Engine, old: str, new: str, *, market: str | None = None, kind: str | None = None, examples: int = 3
) -> Difference:
    """
    Compare what two parser versions read in the captures that both have read.

    All is counted in the database, in a fixed number of passes over each table, and in one transaction, so that what is
    loaded meanwhile plays no part. Nothing is changed.

    Args:
        engine: the database.
        old: the version compared with: how it begins, or ``previous`` or ``latest`` (see `choose_versions`).
        new: name of the newer versions, in the same form.
        market: only pages that either takes for pages of this market.
        kind: only pages that either takes for this kind.
        examples: how many examples there are of each change of each field.

    Raises:
        StoreError: a name means no version, or several of one market.
    """
    with engine.connect() as connection:
        with connection.begin():
            versions = versions_by_market(connection)
        chosen = [sorted(set(choose_versions(versions, name).values())) for name in (old, new)]
        with connection.begin():
            pair_readings(connection, chosen[0], chosen[1], market, kind)
            compared = paired_versions(connection)
            found = Difference(*(compared if any(compared) else chosen))
            found.captures = page_counts(connection)
            found.moves = page_moves(connection)
            found.issues = count_issues(connection)
            for table in COMPARED:
                counted = list(count_fields(connection, table))
                found.fields += counted
                differing = {c.field for c in counted if c.field is not None and c.count.differs}
                found.examples[table] = examples_of(connection, table, sorted(differing), examples)
    return found
