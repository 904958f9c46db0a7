"""
Pass over WARC files whose pages were all read before by the installed parsers, known by the digests of the files.

To compute a digest takes a tenth of the time that reading takes. A file is noted when a replay has come to its end, if
nothing in it is damaged and every revisit in its path was found: whatever has to be told again is read again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.importers.warc import WARC
from cryptodrug_scraper.store.replayed_files import counts_of, note_files
from cryptodrug_scraper.warc.reading import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from cryptodrug_scraper.importers.warc_file import Reading, WarcFile
    from cryptodrug_scraper.replay.task import Options

__all__ = ["Known", "KnownFiles"]

Stamp = tuple[int, int]
"""Size of a file in bytes, and when it was last changed in nanoseconds."""


@dataclass(slots=True)
class Known:
    """
    A WARC file of a replay.

    Attributes:
        file: the whole of it.
        sha256: its digest; None where it is read whatever is known of it.
        stamp: size and time of change when the digest was computed.
        before: what it held, if all of it was read before.
        report: what is accepted and refused in it now.
        revisits: how many it holds.
    """

    file: WarcFile
    sha256: bytes | None = None
    stamp: Stamp | None = None
    before: ImportReport | None = None
    report: ImportReport = field(default_factory=ImportReport)
    revisits: int = 0

    def take(self, reading: Reading) -> None:
        """Count what was found in a stretch of it."""
        self.report.add(reading.report)
        self.revisits += len(reading.notes.revisits)

    def found_revisits(self) -> None:
        """Count the revisits in it: each of them stands for a capture."""
        self.report.accepted += self.revisits
        self.report.importers[WARC] += self.revisits


class KnownFiles:
    """
    The files that a database knows.

    Args:
        connection: one that has no transaction open.
        options: with any, files are neither looked up nor noted: not all of their pages count.
    """

    def __init__(self, connection: Connection, options: Options) -> None:
        self._connection = connection
        self._in_full = options.market is None and options.window.is_open and not options.reparse
        self._readers = _readers(options)

    def look_up(self, file: WarcFile) -> Known:
        """Look a file up."""
        if not self._in_full or file.where.endswith(OPEN) or not isinstance(file.path, Path):
            return Known(file)  # in an object store, a digest would cost what reading costs
        try:
            with file.path.open("rb") as opened:
                stamp = _stamp(file)
                sha256 = hashlib.file_digest(opened, "sha256").digest()
        except OSError:
            return Known(file)  # whoever reads it says why it cannot be read
        counts = counts_of(self._connection, sha256, file.where, self._readers)
        return Known(file, sha256, stamp, None if counts is None else _report(counts))

    def note(self, files: Iterable[Known]) -> None:
        """Note files that were read to their ends, and did not change meanwhile."""
        whole = [known for known in files if known.sha256 is not None and not known.report.damaged]
        rows = [
            {"sha256": each.sha256, "path": each.file.where, "readers": self._readers, "counts": _counts(each.report)}
            for each in whole
            if each.stamp == _stamp(each.file)
        ]
        note_files(self._connection, rows)


def _readers(options: Options) -> bytes:
    versions = sorted(f"{market or ''} {version}" for market, version in options.current)
    return hashlib.sha256("\n".join(versions).encode()).digest()


def _stamp(file: WarcFile) -> Stamp | None:
    try:
        stat = file.path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns


def _counts(report: ImportReport) -> dict[str, Any]:
    return {
        "accepted": report.accepted,
        "importers": dict(report.importers),
        "truncated": report.truncated,
        "refused": dict(report.refused),
        "examples": report.examples,
    }


def _report(counts: dict[str, Any]) -> ImportReport:
    report = ImportReport(accepted=counts["accepted"], truncated=counts["truncated"], examples=counts["examples"])
    report.importers.update(counts["importers"])
    report.refused.update(counts["refused"])
    return report
