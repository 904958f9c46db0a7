"""
Make WARC files reproducible: the same pages give the same bytes.

A writer gives its records random ids and its files names by the clock. Here ids follow from the name of the file and
the place and content of the record, the date of the ``warcinfo`` record is the beginning of the crawl, and the version
of the program is left out. Only compression may differ, between versions of its library and kinds of processor.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from typing import TYPE_CHECKING

from isal import isal_zlib

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.warc.dates import instant_text
from cryptodrug_scraper.warc.gzip_members import gzip_members
from cryptodrug_scraper.warc.writing import LEVEL, member

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

__all__ = ["write_steady"]

_GZIP = 31
_ID = re.compile(rb"^WARC-Record-ID: (<[^>]*>)", re.MULTILINE)
_REFERENCE = re.compile(rb"^(WARC-Concurrent-To: )(<[^>]*>)", re.MULTILINE)
_DIGEST = re.compile(rb"^WARC-Block-Digest: (\S+)", re.MULTILINE)
_VERSION = re.compile(rb"^(software: [^/\r\n]*)/[^\r\n]*", re.MULTILINE)


def write_steady(source: Path, target: Path, began: datetime) -> None:
    """
    Write the records of a file of an archive to another.

    Args:
        source: as a writer has written it.
        target: must not be there. Its name is part of the ids.
        began: stands in the ``warcinfo`` record.

    Raises:
        ArchiveError: the source is damaged.
    """
    ids: dict[bytes, bytes] = {}
    with target.open("xb") as file:
        for number, found in enumerate(gzip_members(source)):
            head, end, block = found.data.partition(b"\r\n\r\n")
            named, digest = _ID.search(head), _DIGEST.search(head)
            if found.problem is not None or named is None or digest is None:
                message = f"{source} is damaged at byte {found.offset} ({found.problem}): write it again"
                raise ArchiveError(message)
            ids[named[1]] = _new_id(target.name, number, digest[1])
            head = head[: named.start(1)] + ids[named[1]] + head[named.end(1) :]
            head = _REFERENCE.sub(lambda match: match[1] + ids[match[2]], head)
            if number == 0:
                file.write(_info(target.name, began, block))
            else:
                file.write(isal_zlib.compress(head + end + block, LEVEL, _GZIP))


def _info(name: str, began: datetime, block: bytes) -> bytes:
    """The first record of a file: what wrote it, but not in which version."""
    plain = _VERSION.sub(rb"\1", block.removesuffix(b"\r\n\r\n"))
    headers = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", _new_id(name, 0, plain).decode()),
        ("WARC-Date", instant_text(began)),
        ("WARC-Filename", name),
        ("Content-Type", "application/warc-fields"),
    ]
    return member(headers, plain)


def _new_id(name: str, number: int, digest: bytes) -> bytes:
    bits = hashlib.sha256(b"%s %d %s" % (name.encode(), number, digest)).digest()[:16]
    return f"<urn:uuid:{uuid.UUID(bytes=bits, version=4)}>".encode()
