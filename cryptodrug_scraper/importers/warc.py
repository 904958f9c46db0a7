"""Read captures from WARC files, of this program and of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.capture import Capture, Origin
from cryptodrug_scraper.importers.page_type import check_page
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.warc.description import read_description
from cryptodrug_scraper.warc.faults import BrokenError, Fault, UnusableError
from cryptodrug_scraper.warc.reading import OPEN, records_in
from cryptodrug_scraper.warc.response import response_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.importers.report import ImportReport
    from cryptodrug_scraper.importers.revisits import Revisits
    from cryptodrug_scraper.warc.record import Record
    from cryptodrug_scraper.warc.response import Response
    from cryptodrug_scraper.warc.window import Readable

__all__ = ["WARC", "capture_at", "capture_of", "captures_in_warc"]

WARC = "warc"
"""The importer's name in origins."""
_SILENT = frozenset({"warcinfo", "request", "metadata"})
"""Types of record that never hold a page."""
_KINDS = frozenset({"response", "resource", "revisit"})


def captures_in_warc(
    file: Readable, where: str, report: ImportReport, revisits: Revisits, offset: int = 0
) -> Iterator[Capture]:
    """
    Read the pages of a WARC file, one record at a time.

    Damage costs the records that are damaged, and is counted. The last record of a file that is being written may break
    off: that is no damage.

    Args:
        file: the file, at the place where reading begins.
        where: its name as the origin states it.
        report: counts refusals with their reasons.
        revisits: takes note of every response, and keeps revisits for the end.
        offset: the place of the file.

    Raises:
        UnusableError: what the file lies in cannot be read, and says so itself.
    """

    def damaged(place: int, error: UnusableError) -> None:
        unfinished = error.reason is Fault.CUT_RECORD and where.endswith(OPEN)
        report.refuse(Reason.UNFINISHED if unfinished else error.reason, f"{where}, byte {place}", error.detail)

    try:
        for record in records_in(file, damaged, offset):
            if record.type in _SILENT:
                continue
            try:
                capture = _capture(record, where, revisits)
            except UnusableError as error:
                report.refuse(error.reason, f"{where}, byte {record.offset}", error.detail)
                continue
            if capture is not None:
                report.truncated += "warc-truncated" in record.headers
                yield capture
    except BrokenError as error:
        report.refuse(error.reason, where, error.detail)


def _capture(record: Record, where: str, revisits: Revisits) -> Capture | None:
    if record.type not in _KINDS:
        raise UnusableError(Reason.RECORD_TYPE, record.type[:40] or "no WARC-Type")
    response = response_of(record)
    if record.type == "revisit":
        revisits.defer(record, response, where)
        return None
    revisits.note(record, response, where)
    return capture_of(record, response, where)


def capture_of(record: Record, response: Response, where: str) -> Capture:
    """
    Return the capture of a response.

    Raises:
        UnusableError: it is no page; or see `capture_at`.
    """
    capture, kept = _described(record, response, where)
    check_page(capture, kept=kept)
    return capture


def capture_at(record: Record, response: Response, where: str) -> Capture:
    """
    Return what a response holds, be it a page or not.

    Raises:
        UnusableError: it is too large, cannot be decoded, or is not well formed.
    """
    return _described(record, response, where)[0]


def _described(record: Record, response: Response, where: str) -> tuple[Capture, bool]:
    """What a response holds, and whether an archive of this program kept it."""
    described = read_description(record.headers)
    body = response.body()
    capture = Capture(
        body=body,
        origin=Origin(WARC, where, record.offset),
        url=described.url,
        captured=described.captured,
        time_source=described.time_source,
        http_status=response.status,
        content_type=response.content_type,
        crawl_id=described.crawl_id,
    )
    if record.payload_sha256 is not None and body is response.payload:
        capture.know_sha256(record.payload_sha256)
    return capture, described.origin is not None
