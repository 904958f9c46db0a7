"""Captures in WARC files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from cryptodrug_scraper.capture import Capture, Origin
from cryptodrug_scraper.importers.folder import MOST_BYTES
from cryptodrug_scraper.moments import CaptureTime, parse_instant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warcio.recordloader import ArcWarcRecord

    from cryptodrug_scraper.importers.report import ImportReport

__all__ = ["captures_in_warc", "is_warc_name"]

_NAME = "warc"
_ENDINGS = (".warc", ".warc.gz")
_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_KINDS = frozenset({"response", "resource"})
_SILENT = frozenset({"warcinfo", "request", "metadata"})
"""Records that hold no page by their nature."""


def is_warc_name(path: Path) -> bool:
    """Tell whether a file is a WARC by its name."""
    return path.name.lower().endswith(_ENDINGS)


def captures_in_warc(path: Path, where: str, report: ImportReport) -> Iterator[Capture]:
    """
    Read the pages of a WARC file, one record at a time.

    A file that breaks off, as one does whose writer was killed, is read up to its last whole record.

    Args:
        path: the file.
        where: its name as the origin states it.
        report: counts the pages, and what was refused and why.
    """
    with path.open("rb") as stream:
        records = ArchiveIterator(stream, check_digests="log")
        try:
            for record in records:
                # the offset is told by reading to the record's end, so its content comes first
                body = record.content_stream().read(MOST_BYTES + 1) if record.rec_type in _KINDS else b""
                capture = _capture(record, body, where, records.get_record_offset(), report)
                if capture is not None:
                    report.accepted += 1
                    yield capture
        except (ArchiveLoadFailed, EOFError, ValueError, OSError) as error:
            report.refuse("damaged from here on", f"{where}, byte {stream.tell()}: {error}")


def _capture(record: ArcWarcRecord, body: bytes, where: str, offset: int, report: ImportReport) -> Capture | None:
    if record.rec_type in _SILENT:
        return None
    place = f"{where}, byte {offset}"
    if record.rec_type not in _KINDS:
        report.refuse(f"a record of type {record.rec_type}", place)
        return None
    headers = record.http_headers
    content_type = (headers or record.rec_headers).get_header("Content-Type") or ""
    if content_type and not content_type.lower().startswith(_PAGES):
        report.refuse("not a page by its content type", f"{place}: {content_type}")
        return None
    if len(body) > MOST_BYTES:
        report.refuse(f"larger than {MOST_BYTES // 1024 // 1024} MB", place)
        return None
    if record.raw_stream.limit > 0:
        report.refuse("a record that breaks off", place)
        return None
    instant = parse_instant(record.rec_headers.get_header("WARC-Date") or "")
    status = headers.get_statuscode() if headers is not None else ""
    return Capture(
        body=body,
        origin=Origin(_NAME, where, offset),
        url=record.rec_headers.get_header("WARC-Target-URI"),
        captured=None if instant is None else CaptureTime.at(instant),
        time_source="none" if instant is None else "warc",
        http_status=int(status) if status and status.isdecimal() else None,
        content_type=content_type or None,
    )
