"""
Check one WARC file of an archive: every record, and what of it is to be held against other files and the index.

warcio computes the digests. This module adds what it lacks: continuing after damage, and records that refer to others.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.archive.scan import scan
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.warc.references import Notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cryptodrug_scraper.archive.scan import Row, Scanned
    from cryptodrug_scraper.importers.places import Place
    from cryptodrug_scraper.warc.references import References

__all__ = ["Checked", "Problem", "Verified", "check_alone", "check_file"]


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One problem that was found.

    Attributes:
        file: name of the file.
        offset: of the record in it, in bytes.
        record_id: its WARC-Record-ID, or None where it cannot be read.
        what: description of the problem.
    """

    file: str
    offset: int
    record_id: str | None
    what: str


@dataclass(slots=True)
class Verified:
    """
    Counts of what was checked, and the problems found.

    Attributes:
        files: that were read.
        records: that were read, bad ones among them.
        revisits: of these, those that refer to another record for their body.
        outside: revisits whose body lies in none of the files given.
        unsealed: files that were passed over, since they are being written or wait to be mended.
        problems: all that is wrong.
    """

    files: int = 0
    records: int = 0
    revisits: int = 0
    outside: int = 0
    unsealed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, other: Verified) -> None:
        """Add what was found in files that come after these."""
        self.files += other.files
        self.records += other.records
        self.revisits += other.revisits
        self.problems += other.problems


@dataclass(slots=True)
class Checked:
    """
    A file that was checked apart from the others.

    Attributes:
        verified: counts of what is in it, and its problems.
        notes: the records that others refer to, and the revisits.
        rows: what the index should have of it.
    """

    verified: Verified = field(default_factory=Verified)
    notes: Notes = field(default_factory=Notes)
    rows: list[Row] = field(default_factory=list)


def check_alone(path: Place, progress: Callable[[Verified], None] = lambda _verified: None) -> Checked:
    """Check a file apart from the others, on any machine."""
    checked = Checked()
    checked.rows.extend(check_file(path, checked.verified, checked.notes, progress))
    return checked


def check_file(
    path: Place, verified: Verified, references: References | Notes, progress: Callable[[Verified], None]
) -> Iterator[Row]:
    """
    Check a file while the rows that the index should have of it are taken; those after damage, too.

    Args:
        path: the file.
        verified: counts what is in it, and takes the problems.
        references: take the records that others refer to, and the revisits.
        progress: called after each record.
    """
    verified.files += 1
    responses: set[str] = set()
    waiting: list[Scanned] = []
    for number, record in enumerate(_readable(path, verified)):
        verified.records += 1
        verified.revisits += record.kind == "revisit"
        if number == 0 and record.kind != "warcinfo":
            record.problems.append("the file does not begin with a warcinfo record")
        verified.problems += (Problem(path.name, record.offset, record.record_id, what) for what in record.problems)
        _note(references, path.name, record)
        if record.kind == "request" and record.refers_to and record.refers_to not in responses:
            waiting.append(record)
        if record.row is not None:
            responses.add(record.record_id or "")
            yield record.row
        progress(verified)
    verified.problems += (
        Problem(path.name, record.offset, record.record_id, f"its response is not in the file: {record.refers_to}")
        for record in waiting
        if record.refers_to not in responses
    )


def _readable(path: Place, verified: Verified) -> Iterator[Scanned]:
    """The records of a file up to where it cannot be read any more, which is a problem and not the end of the check."""
    end = 0
    try:
        for record in scan(path, digests=True):
            end = record.end
            yield record
        if not end:
            verified.problems.append(Problem(path.name, 0, None, "the file is empty"))
    except ArchiveError as error:
        verified.problems.append(Problem(path.name, end, None, str(error)))


def _note(references: References | Notes, file: str, record: Scanned) -> None:
    names = None if record.problems else record.names()
    if names is None:
        return
    if record.kind == "revisit":
        stated = json.dumps((record.record_id, record.repeats))
        references.defer(names, file, record.offset, stated)
    else:
        references.note(names, file, record.offset)
