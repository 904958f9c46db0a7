"""
Writing an archive.

**Order and durability.** When a call returns, its records have been handed to the operating system: they outlive the
death of the process, however it dies. They outlive a power cut once :meth:`ArchiveWriter.sync` has returned or the file
is sealed; before that a power cut may take the last of them. The response is written before its request, in one
write, so what breaks off is the request first, and a request never stands without its response.

**Files.** A writer has a file of its own, which it locks, so any number of writers may work on one archive at once. The
file ends in ``.open`` while it is written and is sealed by renaming. It begins with a ``warcinfo`` record.

**Bodies that are there already** are written as ``revisit`` records, which refer to a record in the same file or in a
sealed one. Small ones are written again, where a revisit would hardly be smaller; so are pages without HTTP status
(``resource`` records), since replay tools need the HTTP headers of a revisit, and those with status 0 or 304, which in
a revisit mean that there was no response, or the status of the record that it refers to.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

from cryptodrug_scraper import __version__
from cryptodrug_scraper.archive.index import Index
from cryptodrug_scraper.archive.layout import WARC, Layout
from cryptodrug_scraper.archive.locks import locked
from cryptodrug_scraper.archive.mend import catch_up
from cryptodrug_scraper.archive.packing import with_head
from cryptodrug_scraper.archive.scan import row_of
from cryptodrug_scraper.archive.unsealed import UnsealedFile
from cryptodrug_scraper.capture import Capture, CaptureTime, Origin
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.interrupts import as_a_whole
from cryptodrug_scraper.warc.composing import compose
from cryptodrug_scraper.warc.description import description_headers, origin_text
from cryptodrug_scraper.warc.http_block import http_block, reason_of, target_of
from cryptodrug_scraper.warc.privacy import clean, kept_headers, without_userinfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

    from cryptodrug_scraper.archive.exchange import Exchange
    from cryptodrug_scraper.archive.packing import Packed

__all__ = ["ROLL_AT", "ArchiveWriter", "Stored", "blocks_of", "info_lines", "may_be_referred_to"]

ROLL_AT = 1024**3
"""Size in bytes from which on a file is sealed and a new one begun."""

_IMPORTER = "warc"
"""The name of the importer that reads these files."""
_LEAST_REVISITED = 512
"""Bodies of fewer bytes are written again rather than referred to."""
_TO_MILLISECONDS = 17


@dataclass(frozen=True, slots=True)
class Stored:
    """
    Where a capture was written.

    Attributes:
        capture: as readers of the archive find it. Its origin is where its bytes lie: for a revisit, in the record that
            it refers to.
        path: the WARC file of its own record as it is named when sealed, relative to the archive.
        offset: where that record begins in it, in bytes.
        new: False if it was there already, at that place, and nothing was written.
        kind: the type of record that was written: ``response``, ``resource`` or ``revisit``; empty for none.
    """

    capture: Capture
    path: str
    offset: int
    new: bool
    kind: str


class ArchiveWriter:
    """
    Writes captures to an archive, which is created if it is missing.

    What a dead writer left unfinished is put in order first; ``mended`` says what that was. One writer may be shared by
    threads. Closing it seals its file; a writer that wrote nothing leaves no file.

    Args:
        root: the folder of the archive.
        label: names the crawl or import, in the ``warcinfo`` records.
        parser_versions: of each market, for the ``warcinfo`` records.
        roll_at: bytes after which a new file is begun.

    Raises:
        ArchiveError: the folder cannot be written, or its index cannot be read.
    """

    def __init__(
        self,
        root: Path,
        *,
        label: str = "",
        parser_versions: Mapping[str, str] | None = None,
        roll_at: int = ROLL_AT,
    ) -> None:
        self._layout = Layout(root)
        self._roll_at = roll_at
        self._info = info_lines(label, parser_versions or {})
        self._began = f"{datetime.now(UTC):%Y%m%d%H%M%S%f}"[:_TO_MILLISECONDS]
        self._token = secrets.token_hex(4)
        self._serial = 0
        self._file: UnsealedFile | None = None
        self._guard = threading.Lock()
        try:
            self._layout.create()
            with locked(self._layout.lock):
                self._index = Index(self._layout.database)
                self.mended = catch_up(self._layout, self._index)
        except OSError as error:
            msg = f"the archive {root} cannot be written: {error.strerror}; name another with --archive"
            raise ArchiveError(msg) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def exchange(self, exchange: Exchange) -> Stored:
        """
        Write a fetched page: its response, or a revisit where the archive has the body, and its request.

        Cookies and credentials are left out, in headers and in addresses.

        Raises:
            UnusableError: its address is too long; nothing of it is in the archive.
            ArchiveError: the disk did not take it; nothing of it is in the archive.
        """
        origin = None if exchange.origin is None else origin_text(exchange.origin)
        with as_a_whole(), self._guard:
            file = self._begun()
            capture, head, asked = blocks_of(exchange, Origin(_IMPORTER, self._layout.place(file.name), file.size))
            return self._write(file, capture, head, asked, origin=origin)

    def keep(self, capture: Capture) -> Stored:
        """
        Write a capture from another source, unless the archive has it from the same place already.

        With an HTTP status it becomes a response, or a revisit where the archive has the body; without, a resource.
        Control characters in its content type are kept as spaces, and user names in it not at all.

        Raises:
            UnusableError: its address or place is too long; nothing of it is in the archive.
            ArchiveError: its HTTP status is not valid, or the disk did not accept it; nothing of it is in the archive.
        """
        capture, head = with_head(capture)
        return self._keep(capture, head, None)

    def keep_packed(self, packed: Packed) -> Stored:
        """
        Write a capture as `keep` does, of which another process or machine has made the records.

        Raises:
            UnusableError: its address or place is too long; nothing of it is in the archive.
            ArchiveError: the disk did not accept it; nothing of it is in the archive.
        """
        return self._keep(packed.capture, packed.head, packed)

    def sync(self) -> None:
        """Wait until all that was written is on the disk, where a power cut cannot destroy it."""
        with as_a_whole(), self._guard:
            if self._file is not None:
                self._file.sync()

    def close(self) -> None:
        """Seal the file and close the index. If this fails, what was written stays."""
        with as_a_whole(), self._guard:
            try:
                self._seal()
            finally:
                self._index.close()

    def _keep(self, capture: Capture, head: bytes | None, packed: Packed | None) -> Stored:
        with as_a_whole(), self._guard:
            origin = origin_text(capture.origin)
            held = self._held(capture, origin)
            if held is not None:
                return held
            return self._write(self._begun(), capture, head, None, origin=origin, packed=packed)

    def _held(self, capture: Capture, origin: str) -> Stored | None:
        capture_id = capture.capture_id
        offset = None if self._file is None else self._file.noted(capture_id.bytes, origin)
        if offset is not None and self._file is not None:
            name = self._file.name
        else:
            found = self._index.holds(capture_id, origin)
            if found is None:
                return None
            name, offset = found
        return Stored(self._at(capture, name, offset), self._layout.place(name), offset, new=False, kind="")

    def _write(
        self,
        file: UnsealedFile,
        capture: Capture,
        head: bytes | None,
        request: bytes | None,
        origin: str | None,
        packed: Packed | None = None,
    ) -> Stored:
        """Write a capture, whose place of import ``origin`` is, if it has one."""
        about = description_headers(capture, datetime.now(UTC), origin) if packed is None else packed.about
        size = len(capture.body) if packed is None else packed.size
        is_referable = may_be_referred_to(capture.http_status, size)
        original = file.original(bytes.fromhex(capture.sha256)) if is_referable else None
        if packed is not None and original is None:
            composed = packed.composed
        else:
            composed = compose(
                capture, about, head, request, None if original is None else (original.target, original.date)
            )
        offset = file.append(composed.members)
        bytes_at = (file.name, offset) if original is None else (original.name, original.offset)
        (target, date), length = (about[0][1], about[1][1]), len(composed.members[0])
        file.enter(row_of(capture, offset, length, composed.kind, target, date, origin))
        stored = Stored(
            self._at(capture, *bytes_at), self._layout.place(file.name), offset, new=True, kind=composed.kind
        )
        if file.size >= self._roll_at:
            self._seal()
        return stored

    def _at(self, capture: Capture, name: str, offset: int) -> Capture:
        place = Origin(_IMPORTER, self._layout.place(name), offset)
        return capture if capture.origin == place else replace(capture, origin=place)

    def _begun(self) -> UnsealedFile:
        if self._file is None:
            name = f"cryptodrug-{self._began}-{self._serial:05}-{self._token}{WARC}"
            self._file = UnsealedFile(self._layout, self._index, name, self._info)
            self._serial += 1
        return self._file

    def _seal(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.seal()


def blocks_of(exchange: Exchange, place: Origin) -> tuple[Capture, bytes, bytes]:
    """
    What is written of a fetched page: the capture as readers find it at a place, the head of its response, its request.

    Cookies and credentials are left out, in headers and in addresses.
    """
    kept = kept_headers(exchange.response_headers)
    content_type = next((value for name, value in kept if name.lower() == "content-type"), None)
    status = f"{exchange.protocol} {exchange.status:03d} "
    status += reason_of(exchange.status) if exchange.reason is None else exchange.reason
    head = http_block(status, exchange.response_headers, len(exchange.body))
    request = f"{exchange.method} {target_of(exchange.url)} {exchange.protocol}"
    asked = http_block(request, exchange.request_headers, None) + exchange.request_body
    capture = Capture(
        body=exchange.body,
        origin=place,
        url=without_userinfo(exchange.url),
        captured=CaptureTime.at(exchange.captured.astimezone(UTC)),
        time_source="warc",
        http_status=exchange.status,
        content_type=content_type or None,
        crawl_id=exchange.crawl_id,
    )
    return capture, head, asked


def may_be_referred_to(status: int | None, size: int) -> bool:
    """Tell whether a body of so many bytes that is in the archive already is written as a revisit."""
    return bool(status) and status != HTTPStatus.NOT_MODIFIED and size >= _LEAST_REVISITED


def info_lines(label: str, parser_versions: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a ``warcinfo`` record says. Nothing of the machine or its user."""
    info = [
        ("software", f"cryptodrug-scraper/{__version__}"),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
    ]
    if label:
        info.append(("isPartOf", clean(label)))
    info += [("parserVersion", clean(f"{market} {version}")) for market, version in sorted(parser_versions.items())]
    return info
