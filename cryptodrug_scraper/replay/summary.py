"""The counts of a replay, per market and kind of page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.replay.taken import Taken, is_of_unread_site
from cryptodrug_scraper.store.rows.instant import best_instant

if TYPE_CHECKING:
    from cryptodrug_scraper.capture import Capture, Origin
    from cryptodrug_scraper.page.parsed import ParsedPage
    from cryptodrug_scraper.page.records import Issue
    from cryptodrug_scraper.store.readings.filled import Filled
    from cryptodrug_scraper.store.shown_parsers import Choice

__all__ = ["KindCount", "Summary"]

_EXAMPLES = 3
_FAILED = frozenset({"reader_failed", "reader_died", "too_slow", "too_large"})


@dataclass(slots=True)
class KindCount:
    """Counts of the pages of one kind: the pages, their records and issues, those that were cut, and the walls."""

    pages: int = 0
    records: int = 0
    issues: int = 0
    incomplete: int = 0
    walls: int = 0

    def add(self, other: KindCount) -> None:
        """Add other counts to these."""
        self.pages += other.pages
        self.records += other.records
        self.issues += other.issues
        self.incomplete += other.incomplete
        self.walls += other.walls


@dataclass(slots=True)
class Summary:
    """
    Counts of a replay.

    Attributes:
        kinds: for each market (None: of no known market) and kind of page.
        issues: how many issues there were of each code.
        report: counts of what the importers accepted and refused.
        outside: captures outside the window that was asked for.
        read_before: captures that the installed parsers had read before, and that were not read again.
        kept: for each market how many captures were not read, so that what is shown of them stays.
        taken: where times and addresses came from, and what contradicts itself.
        choices: whose readings are shown from now on, or stay shown although others are installed here.
        not_loaded: captures that ``reparse`` left out, since they are not in the database.
        failed: for each way in which a page could not be read or stored, the file of the first such page.
        not_loaded_examples: the files of the first few of these.
        filled: of a trial, how many records have a value of each field (`store.readings.filled`).
        new_rows: rows that were not in the database before, per table.
        seconds: how long it took.
        share: how much of the paths was gone through, from 0 to 1; None where that is not known, or not yet.
    """

    kinds: dict[tuple[str | None, str], KindCount] = field(default_factory=dict)
    issues: Counter[str] = field(default_factory=Counter)
    report: ImportReport = field(default_factory=ImportReport)
    outside: int = 0
    read_before: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    choices: list[Choice] = field(default_factory=list)
    taken: Taken = field(default_factory=Taken)
    not_loaded: int = 0
    not_loaded_examples: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    filled: Filled = field(default_factory=Counter)
    new_rows: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    share: float | None = None

    @property
    def pages(self) -> int:
        """Pages read."""
        return sum(count.pages for count in self.kinds.values())

    @property
    def rate(self) -> float:
        """Pages dealt with per second, those that were read before among them."""
        return (self.pages + self.read_before) / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take, if it goes on as it went; None where that is not known."""
        return self.seconds * (1 - self.share) / self.share if self.share else None

    @property
    def records(self) -> int:
        """Records found."""
        return sum(count.records for count in self.kinds.values())

    @property
    def walls(self) -> int:
        """Pages that hold no content, but for those of sites that no installed market reads."""
        return sum(count.walls for count in self.kinds.values())

    def count(self, page: ParsedPage, capture: Capture) -> None:
        """Count a page that was read."""
        instant = best_instant(capture.captured, page.records, capture.time_source)
        issues = page.issues if instant.issue is None else [*page.issues, instant.issue]
        self.taken.count(capture, page, instant)
        count = self.kinds.setdefault((page.market, page.kind), KindCount())
        cut = 0 if page.complete else 1
        is_wall = page.wall is not None and not is_of_unread_site(page)
        count.add(KindCount(1, len(page.records), len(issues), cut, 1 if is_wall else 0))
        self.issues.update(issue.code for issue in issues)
        for issue in issues:
            if issue.code in _FAILED:
                self.failed.setdefault(issue.detail, capture.origin.path)

    def fail(self, issue: Issue, origin: Origin) -> None:
        """Count an issue of a page that was counted before, and of which nothing else is kept."""
        self.issues[issue.code] += 1
        self.failed.setdefault(issue.detail, origin.path)

    def pass_over(self, origin: Origin) -> None:
        """Count a capture that is not in the database."""
        self.not_loaded += 1
        if len(self.not_loaded_examples) < _EXAMPLES:
            self.not_loaded_examples.append(origin.path)

    def add(self, other: Summary) -> None:
        """Add the counts of other captures; what importers and clocks tell is not among them."""
        for key, count in other.kinds.items():
            self.kinds.setdefault(key, KindCount()).add(count)
        self.issues.update(other.issues)
        self.failed = other.failed | self.failed
        self.outside += other.outside
        self.read_before += other.read_before
        self.kept.update(other.kept)
        self.taken.add(other.taken)
        self.filled.update(other.filled)
        self.not_loaded += other.not_loaded
        self.not_loaded_examples += other.not_loaded_examples[: _EXAMPLES - len(self.not_loaded_examples)]
        self.new_rows.update(other.new_rows)
