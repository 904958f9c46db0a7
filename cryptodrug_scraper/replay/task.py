"""What a process of a replay is given to do, and what it tells of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.warc_file import Reading, WarcFile
from cryptodrug_scraper.importers.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.records import Issue
    from cryptodrug_scraper.replay.summary import Summary

__all__ = ["Options", "Step", "Task"]


@dataclass(frozen=True, slots=True)
class Options:
    """
    What is wanted of every page of a replay.

    Attributes:
        market: the market that the pages should be of, if the user named one.
        window: the days whose captures are wanted.
        reparse: read only captures that other parser versions have read before.
        current: each installed market, and None for pages of no market, with the version of its installed parser.
        kept: markets whose readings are kept: their pages are not read by another parser.
        is_trial: read every page, and load nothing.
    """

    market: str | None = None
    window: Window = field(default_factory=Window)
    reparse: bool = False
    current: frozenset[tuple[str | None, str]] = frozenset()
    kept: frozenset[str] = frozenset()
    is_trial: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """
    Some captures to read and to load.

    Attributes:
        number: its place among the tasks of the replay.
        source: the captures, or the WARC file that has them.
        done: how many of them were dealt with before.
        singly: how many of those that follow are dealt with one at a time, so that the one is known at which a process
            ends.
        issue: what stands in place of all that is read in the first that follows, which is not read.
    """

    number: int
    source: WarcFile | tuple[Capture, ...]
    done: int = 0
    singly: int = 0
    issue: Issue | None = None

    def captures(self, reading: Reading) -> Iterator[Capture]:
        """Give all captures, those that were dealt with too; what a WARC file has beside them goes to ``reading``."""
        return reading.captures(self.source) if isinstance(self.source, WarcFile) else iter(self.source)


@dataclass(frozen=True, slots=True)
class Step:
    """
    Some captures of a task were dealt with.

    Attributes:
        done: how many of the task were by now.
        counted: what these gave.
        bytes: how many bytes of a WARC file they took, packed as they lie there.
        reading: with the last step of a task, what was found beside captures.
    """

    done: int
    counted: Summary
    bytes: int = 0
    reading: Reading | None = None
