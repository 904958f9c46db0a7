"""A WARC file by itself, or a stretch of one: it can be read apart from the rest of its import, by another process."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from os import SEEK_END
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.members import open_file
from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.importers.revisits import Revisits
from cryptodrug_scraper.importers.warc import captures_in_warc
from cryptodrug_scraper.warc.faults import UnusableError
from cryptodrug_scraper.warc.references import Notes
from cryptodrug_scraper.warc.stretches import Stretch, cuts_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.importers.places import Place

__all__ = ["Reading", "WarcFile"]


@dataclass(frozen=True, slots=True)
class WarcFile:
    """
    A file, or a stretch of it.

    Attributes:
        path: where it lies.
        where: its name as origins state it.
        start: the byte at which the stretch begins.
        end: the byte before which it ends; None if that is the file's end.
    """

    path: Place
    where: str
    start: int = 0
    end: int | None = None

    @property
    def place(self) -> tuple[int, int]:
        """Where it begins and ends in the file, in bytes; the same twice where that cannot be told."""
        try:
            return self.start, max(self.start, self.path.stat().st_size if self.end is None else self.end)
        except OSError:
            return self.start, self.start

    def captures(self, report: ImportReport, revisits: Revisits) -> Iterator[Capture]:
        """Read it; see `captures_in_warc`. A file that cannot be opened is refused."""
        try:
            with open_file(self.path) as file:
                file.seek(self.start)
                content = file if self.end is None else Stretch(file, self.end)
                yield from captures_in_warc(content, self.where, report, revisits, self.start)
        except UnusableError as error:
            report.refuse(error.reason, self.where, error.detail)

    def stretches(self, size: Callable[[], int]) -> Iterator[WarcFile]:
        """
        Cut it into stretches. One that cannot be opened is a single one.

        Args:
            size: asked before each stretch how many bytes this has at least.
        """
        start = 0
        with suppress(UnusableError), open_file(self.path) as file:
            longer = file.seek(0, SEEK_END) > size()  # else it need not be looked through
            file.seek(0)
            for cut in cuts_in(file, size) if longer else ():
                yield WarcFile(self.path, self.where, start, cut)
                start = cut
        yield WarcFile(self.path, self.where, start)


@dataclass(slots=True)
class Reading:
    """
    What was found where a stretch was read apart from the rest of its import, which needs to know it.

    Attributes:
        report: what was accepted and refused.
        notes: the responses and revisits.
        said: a number for what each capture says.
    """

    report: ImportReport = field(default_factory=ImportReport)
    notes: Notes = field(default_factory=Notes)
    said: list[int] = field(default_factory=list)

    def captures(self, file: WarcFile) -> Iterator[Capture]:
        """Read a stretch."""
        for capture in file.captures(self.report, Revisits(self.notes)):
            self.report.accept(capture.origin.importer)
            self.said.append(capture.number)
            yield capture
