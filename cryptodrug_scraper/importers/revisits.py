"""
The revisits of an import. A revisit may refer to a record that comes later, or in another file, so all wait for the
end.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.importers.page_type import check_type
from cryptodrug_scraper.warc.description import read_description
from cryptodrug_scraper.warc.references import names_of, referred_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.capture import TimeSource
    from cryptodrug_scraper.warc.record import Record
    from cryptodrug_scraper.warc.references import Names, Notes, References, Resolved
    from cryptodrug_scraper.warc.response import Response

__all__ = ["Revisit", "Revisits", "all_revisits", "revisit_at"]

_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Revisit:
    """
    A revisit, and where the response that it refers to lies; None if it is not in the import.

    ``http_status`` and ``content_type`` are None where the response's own hold. ``names`` are those by which it refers
    to the response.
    """

    where: str
    names: Names
    original: tuple[str, int] | None
    url: str | None
    captured: CaptureTime | None
    time_source: TimeSource
    http_status: int | None
    content_type: str | None
    crawl_id: UUID | None


class Revisits:
    """
    Takes note of responses and revisits.

    Args:
        references: where they are kept.
    """

    def __init__(self, references: References | Notes) -> None:
        self._references = references

    def note(self, record: Record, response: Response, where: str) -> None:
        """Remember where a response lies."""
        self._references.note(names_of(record.headers, response.payload), where, record.offset)

    def defer(self, record: Record, response: Response, where: str) -> None:
        """
        Keep a revisit for the end.

        Raises:
            UnusableError: it says that it is no page, or is not well formed.
        """
        if read_description(record.headers).origin is None:  # what an archive of this program kept is a page still
            check_type(response.content_type)
        revisit = revisit_at(record, response, where)
        self._references.defer(revisit.names, where, record.offset, _packed(revisit))


def all_revisits(references: References) -> Iterator[Revisit]:
    """Give every revisit, in the order of the responses; revisits without a response come first."""
    return map(_unpacked, references.resolved())


def revisit_at(record: Record, response: Response, where: str) -> Revisit:
    """
    Return a single revisit, wherever its response lies.

    Raises:
        UnusableError: it is not well formed.
    """
    described = read_description(record.headers)
    return Revisit(
        where=f"{where}, byte {record.offset}",
        names=referred_by(record.headers),
        original=None,
        url=described.url,
        captured=described.captured,
        time_source=described.time_source,
        http_status=None if response.status == _NOT_MODIFIED else response.status,
        content_type=response.content_type,
        crawl_id=described.crawl_id,
    )


def _packed(revisit: Revisit) -> str:
    """What a revisit says of its own, as text."""
    time, crawl = revisit.captured, revisit.crawl_id
    times = None if time is None else (time.earliest.isoformat(), time.latest.isoformat())
    own = (revisit.url, times, revisit.time_source, revisit.http_status, revisit.content_type)
    return json.dumps([*own, None if crawl is None else crawl.hex])


def _unpacked(resolved: Resolved) -> Revisit:
    url, times, source, status, content_type, crawl = json.loads(resolved.stated)
    return Revisit(
        where=f"{resolved.file}, byte {resolved.offset}",
        names=resolved.names,
        original=resolved.original,
        url=url,
        captured=None if times is None else CaptureTime(*map(datetime.fromisoformat, times)),
        time_source=source,
        http_status=status,
        content_type=content_type,
        crawl_id=None if crawl is None else UUID(crawl),
    )
