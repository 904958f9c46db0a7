"""What a replay did, per market and kind of page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.page import WALLS, ParsedPage

__all__ = ["KindCount", "Summary"]


@dataclass(slots=True)
class KindCount:
    """Counts of the pages of one kind: the pages, their records and issues, and those that were cut."""

    pages: int = 0
    records: int = 0
    issues: int = 0
    incomplete: int = 0

    def add(self, other: KindCount) -> None:
        """Add other counts to these."""
        self.pages += other.pages
        self.records += other.records
        self.issues += other.issues
        self.incomplete += other.incomplete


@dataclass(slots=True)
class Summary:
    """
    Counts of a replay.

    Attributes:
        kinds: for each market (None: of no known market) and kind of page.
        issues: how many issues there were of each code.
        report: what the importers took and refused.
        outside: captures outside the window that was asked for.
        new_rows: rows that were not in the database before, per table.
        seconds: how long it took.
    """

    kinds: dict[tuple[str | None, str], KindCount] = field(default_factory=dict)
    issues: Counter[str] = field(default_factory=Counter)
    report: ImportReport = field(default_factory=ImportReport)
    outside: int = 0
    new_rows: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def pages(self) -> int:
        """Pages read."""
        return sum(count.pages for count in self.kinds.values())

    @property
    def records(self) -> int:
        """Records found."""
        return sum(count.records for count in self.kinds.values())

    @property
    def walls(self) -> int:
        """Pages that hold no content."""
        return sum(count.pages for (_, kind), count in self.kinds.items() if kind in WALLS)

    def count(self, page: ParsedPage) -> None:
        """Count a page."""
        count = self.kinds.setdefault((page.market, page.kind), KindCount())
        count.add(KindCount(1, len(page.records), len(page.issues), 0 if page.complete else 1))
        self.issues.update(issue.code for issue in page.issues)

    def add(self, other: Summary) -> None:
        """Add the counts that a worker made."""
        for key, count in other.kinds.items():
            self.kinds.setdefault(key, KindCount()).add(count)
        self.issues.update(other.issues)
