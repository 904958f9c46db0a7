"""
Revisit records: pages that were fetched again and had not changed.

What a revisit refers to may come later, or in another file of the import. So revisits wait for the end, and every
response is noted: by its payload digest, by address and date, and by its record's identifier.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.importers.page_type import is_page_type
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.importers.scratch import key_of
from cryptodrug_scraper.warc.description import read_description
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.capture import TimeSource
    from cryptodrug_scraper.importers.scratch import Scratch
    from cryptodrug_scraper.warc.headers import Headers
    from cryptodrug_scraper.warc.reading import Record
    from cryptodrug_scraper.warc.response import Response

__all__ = ["Revisit", "Revisits", "names_of", "revisit_at"]

_SCHEMA = (
    "CREATE TABLE warc (number INTEGER PRIMARY KEY, path TEXT UNIQUE)",
    "CREATE TABLE response (key INTEGER PRIMARY KEY, warc INTEGER, place INTEGER)",
    """CREATE TABLE revisit (
        path TEXT, place INTEGER, url TEXT, earliest TEXT, latest TEXT, source TEXT, status INTEGER, content_type TEXT,
        crawl TEXT,
        by_digest INTEGER, by_address INTEGER, by_id INTEGER
    )""",
)
_RESOLVED = """
SELECT warc.path, response.place, revisit.*
FROM revisit
LEFT JOIN response ON response.key = coalesce(
    (SELECT key FROM response WHERE key = by_digest),
    (SELECT key FROM response WHERE key = by_address),
    (SELECT key FROM response WHERE key = by_id)
)
LEFT JOIN warc ON warc.number = response.warc
ORDER BY warc.number, response.place, revisit.path, revisit.place
"""
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Revisit:
    """
    A revisit, and where the response lies that it refers to; None: nowhere in the import.

    ``http_status`` and ``content_type`` are None where the response's own hold. ``names`` are those by which it refers
    to the response, as `names_of` gives them.
    """

    where: str
    names: frozenset[int]
    original: tuple[str, int] | None
    url: str | None
    captured: CaptureTime | None
    time_source: TimeSource
    http_status: int | None
    content_type: str | None
    crawl_id: UUID | None


class Revisits:
    """The responses and revisits of one import."""

    def __init__(self, scratch: Scratch) -> None:
        """Begin with none."""
        self._execute = scratch.connection.execute
        for statement in _SCHEMA:
            self._execute(statement)
        self._warc = ("", 0)

    def note(self, record: Record, response: Response, where: str) -> None:
        """Remember where a response lies; of several with one digest, the first."""
        if self._warc[0] != where:
            number = self._execute("INSERT INTO warc (path) VALUES (?)", (where,)).lastrowid or 0
            self._warc = (where, number)
        number = self._warc[1]
        for name in names_of(record, response):
            self._execute("INSERT OR IGNORE INTO response VALUES (?, ?, ?)", (name, number, record.offset))

    def defer(self, record: Record, response: Response, where: str) -> None:
        """
        Keep a revisit for the end.

        Raises:
            UnusableError: it says that it is no page, or is not well formed.
        """
        if not is_page_type(response.content_type or ""):
            raise UnusableError(Reason.CONTENT_TYPE, response.content_type or "")
        revisit = revisit_at(record, response, where)
        time = revisit.captured
        row = (
            *(where, record.offset, revisit.url),
            *((None, None) if time is None else (time.earliest.isoformat(), time.latest.isoformat())),
            *(revisit.time_source, revisit.http_status, revisit.content_type),
            *(None if revisit.crawl_id is None else revisit.crawl_id.hex, *_referred(record.headers)),
        )
        self._execute("INSERT INTO revisit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def all(self) -> Iterator[Revisit]:
        """Every revisit, in the order of the responses; those that refer to none come first."""
        for found, place, path, at, url, earliest, latest, source, status, kind, crawl, *names in self._execute(
            _RESOLVED
        ):
            captured = None
            if earliest is not None:
                captured = CaptureTime(datetime.fromisoformat(earliest), datetime.fromisoformat(latest))
            yield Revisit(
                where=f"{path}, byte {at}",
                names=frozenset(name for name in names if name is not None),
                original=None if found is None else (found, place),
                url=url,
                captured=captured,
                time_source=cast("TimeSource", source),
                http_status=status,
                content_type=kind,
                crawl_id=None if crawl is None else UUID(crawl),
            )


def revisit_at(record: Record, response: Response, where: str) -> Revisit:
    """
    A revisit by itself, wherever the response lies that it refers to.

    Raises:
        UnusableError: it is not well formed.
    """
    described = read_description(record.headers)
    return Revisit(
        where=f"{where}, byte {record.offset}",
        names=frozenset(name for name in _referred(record.headers) if name is not None),
        original=None,
        url=described.url,
        captured=described.captured,
        time_source=described.time_source,
        http_status=None if response.status == _NOT_MODIFIED else response.status,
        content_type=response.content_type,
        crawl_id=described.crawl_id,
    )


def names_of(record: Record, response: Response) -> tuple[int, int, int]:
    """What a revisit can refer to a response by."""
    headers = record.headers
    digest = headers.get("warc-payload-digest")
    return (
        _digest_key(digest) if digest else _sha1_key(response.payload),
        _address_key(headers.get("warc-target-uri", ""), headers.get("warc-date", "")),
        key_of("id", headers.get("warc-record-id", "")),
    )


def _referred(headers: Headers) -> tuple[int | None, int | None, int | None]:
    digest, date = headers.get("warc-payload-digest"), headers.get("warc-refers-to-date")
    address = headers.get("warc-refers-to-target-uri") or headers.get("warc-target-uri", "")
    record_id = headers.get("warc-refers-to")
    return (
        None if digest is None else _digest_key(digest),
        None if date is None else _address_key(address, date),
        None if record_id is None else key_of("id", record_id),
    )


def _digest_key(stated: str) -> int:
    """One key for one digest: base32 as most write it, or hexadecimal."""
    algorithm, _, value = stated.strip().lower().replace("-", "").partition(":")
    try:
        raw = binascii.unhexlify(value) if len(value) in {40, 64} else base64.b32decode(value.upper().encode())
    except (binascii.Error, ValueError):
        return key_of("digest", stated)
    return key_of("digest", algorithm, raw)


def _sha1_key(payload: bytes) -> int:
    return key_of("digest", "sha1", hashlib.sha1(payload, usedforsecurity=False).digest())


def _address_key(address: str, date: str) -> int:
    return key_of("address", address.strip("<> "), date)
