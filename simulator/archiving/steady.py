"""
WARC files that are reproducible: the same pages give the same bytes.

A writer of an archive gives its records random ids and its files names by the clock. Here ids follow from the name of
the file and the place and content of the record, the date of the ``warcinfo`` record is the beginning of the crawl, and
the version of the program is left out. Only compression may differ, between versions of its library and kinds of
processor. A file is apart from others: bodies are referred to within it only, or which are there already would hang on
the order of work.
"""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING

from cryptodrug_scraper.archive.writer import blocks_of, info_lines, may_be_referred_to
from cryptodrug_scraper.capture import Origin
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.warc.composing import compose
from cryptodrug_scraper.warc.dates import instant_text
from cryptodrug_scraper.warc.description import description_headers
from cryptodrug_scraper.warc.writing import member

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cryptodrug_scraper.archive import Exchange
    from cryptodrug_scraper.capture import Capture

__all__ = ["SteadyFile"]


class SteadyFile:
    """
    A file that is being written.

    Args:
        path: must not be there. Its name is part of the ids.
        label: names the crawl.
        began: when the crawl did.

    Raises:
        ArchiveError: the disk did not take it.
    """

    def __init__(self, path: Path, label: str, began: datetime) -> None:
        self._path, self._began = path, began
        self._records = 0
        self._originals: dict[str, tuple[str, str]] = {}
        try:
            self._file = path.open("xb")
        except OSError as error:
            raise ArchiveError(_unwritten(path, error)) from error
        self._put([self._info(label)])

    def write(self, exchange: Exchange) -> Capture:
        """
        Write a page and its request; return the capture as readers find it.

        Raises:
            ArchiveError: the disk did not take it.
        """
        capture, head, asked = blocks_of(exchange, Origin("warc", self._path.name, self._file.tell()))
        about = description_headers(capture, self._began, None)
        is_referable = may_be_referred_to(capture.http_status, len(capture.body))
        original = self._originals.get(capture.sha256) if is_referable else None
        composed = compose(capture, about, head, asked, original, self._next_id)
        if composed.kind != "revisit":
            self._originals[capture.sha256] = about[0][1], about[1][1]
        self._put(composed.members)
        return capture

    def close(self) -> None:
        """
        End the file.

        Raises:
            ArchiveError: the disk did not take it.
        """
        try:
            self._file.close()
        except OSError as error:
            raise ArchiveError(_unwritten(self._path, error)) from error

    def _put(self, members: list[bytes]) -> None:
        try:
            self._file.write(b"".join(members))
        except OSError as error:
            raise ArchiveError(_unwritten(self._path, error)) from error

    def _info(self, label: str) -> bytes:
        """The first record: what wrote the file, but not in which version."""
        lines = [
            (name, value.partition("/")[0] if name == "software" else value) for name, value in info_lines(label, {})
        ]
        plain = "".join(f"{name}: {value}\r\n" for name, value in lines).encode()
        headers = [
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", self._next_id(plain)),
            ("WARC-Date", instant_text(self._began)),
            ("WARC-Filename", self._path.name),
            ("Content-Type", "application/warc-fields"),
        ]
        return member(headers, plain)

    def _next_id(self, digest: str | bytes) -> str:
        named = digest.encode() if isinstance(digest, str) else digest
        bits = hashlib.sha256(b"%s %d %s" % (self._path.name.encode(), self._records, named)).digest()[:16]
        self._records += 1
        return f"<urn:uuid:{uuid.UUID(bytes=bits, version=4)}>"


def _unwritten(path: Path, error: OSError) -> str:
    return f"{path} cannot be written: {error.strerror}; make room and run it again"
