"""
Read the records of WARC files, a bounded piece at a time.

Layout: ISO 28500:2017 (WARC 1.1), section 4; annex D for one gzip member per record. A file that is one gzip member
throughout is read, too; the offset of each of its records is that of the member.

Damage costs what is damaged. A record is given only when all of it was found to fit: its end, the checksum of its
member, the digests that it states. After any other, reading goes on at the next record that can be found. Only within a
gzip member none can be found: what comes after the damage in it is lost. The checksum of a member with several records
stands at its end, when the first of them have been given; then their own digests alone vouch for them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cryptodrug_scraper.warc.digests import check_digests
from cryptodrug_scraper.warc.faults import BrokenError, Fault, UnusableError
from cryptodrug_scraper.warc.gzip_members import Unpacking
from cryptodrug_scraper.warc.headers import MOST_HEAD, block_length, read_head
from cryptodrug_scraper.warc.next_record import begins_packed, begins_plain, go_to_next
from cryptodrug_scraper.warc.record import Record
from cryptodrug_scraper.warc.response import MOST_BLOCK
from cryptodrug_scraper.warc.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cryptodrug_scraper.warc.headers import Headers
    from cryptodrug_scraper.warc.window import Readable

    Damaged = Callable[[int, UnusableError], None]
    """Takes the offset of what is damaged, and what is wrong with it."""

__all__ = ["OPEN", "Damaged", "is_warc_name", "records_in"]

OPEN = ".open"
"""The ending of a file's name while it is being written."""
_NAME = re.compile(r"\.warc(?:\.gz)?(?:\.open)?\Z", re.IGNORECASE)
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LINE_ENDS = (b"\r", b"\n")
_END = b"\r\n\r\n"
_HEAD = 8 * 1024


def is_warc_name(name: str) -> bool:
    """Tell whether a file is a WARC by its name; ``.open`` ends the name of one that is being written."""
    return _NAME.search(name) is not None


def records_in(file: Readable, damaged: Damaged, offset: int = 0) -> Iterator[Record]:
    """
    The whole records of a file from its place on, which is ``offset``.

    Args:
        file: a file, or a stream that cannot be sought in.
        damaged: called with the offset of what is damaged, and what is wrong with it.
        offset: the place of the file.

    Raises:
        UnusableError: what the file lies in is damaged, and says so.
        BrokenError: the file unpacks to far more than its size.
    """
    window = Window(file, offset)
    packed: bool | None = None
    while _at_next(window):
        start = window.at
        if begins_packed(window):
            packed = True
            yield from _packed(window, damaged)
            continue
        try:
            window.mark()
            record = _record(window, start)
        except UnusableError as error:
            damaged(start, error)
            window.back(start + 1)
            go_to_next(window, packed=packed)
        else:
            packed = False
            yield from _checked(record, damaged)
    window.check()


def _at_next(window: Window) -> bool:
    """Go over the line ends between records; False at the end."""
    while (byte := window.peek(1)) in _LINE_ENDS:
        piece = window.peek(_HEAD)  # there may be millions of them
        window.at += len(piece) - len(piece.lstrip(b"\r\n"))
    return bool(byte)


def _packed(window: Window, damaged: Damaged) -> Iterator[Record]:
    """
    The records of the gzip member at a place, most often one.

    Raises:
        BrokenError: the file cannot be read, or unpacks without end.
    """
    unpacking = Unpacking(window)
    lost = ""
    try:
        for record in _in_member(Window(unpacking), unpacking.start):
            lost = "; what follows in its gzip member is lost, from about byte {}"
            yield from _checked(record, damaged)
    except BrokenError:
        raise
    except UnusableError as error:
        damaged(unpacking.start, UnusableError(error.reason, error.detail + lost.format(window.at)))
    unpacking.leave()


def _in_member(plain: Window, offset: int) -> Iterator[Record]:
    """
    The records in the content of a gzip member, which begins at an offset.

    Raises:
        UnusableError: something in it is damaged.
    """
    more = _at_next(plain)
    if not more:
        plain.check()
    while more:
        try:
            record = _record(plain, offset)
        except UnusableError:
            plain.check()  # it may break off for a reason
            raise
        more = _at_next(plain)
        if not more:
            plain.check()
        elif not begins_plain(plain):
            raise UnusableError(Fault.LENGTH, f"its Content-Length is {record.length}, and more is there")
        yield record


def _checked(record: Record, damaged: Damaged) -> Iterator[Record]:
    """The record, unless it contradicts its digests. Those of one that is larger than a page are not computed."""
    try:
        sha256 = check_digests(record) if record.length <= MOST_BLOCK else None
    except UnusableError as error:
        damaged(record.offset, error)
    else:
        yield record if sha256 is None else replace(record, payload_sha256=sha256)


def _record(window: Window, offset: int) -> Record:
    """
    Read the record at the place of a window.

    Raises:
        UnusableError: it is damaged.
    """
    headers = _headers(window)
    length = block_length(headers)
    if length is None:
        raise UnusableError(Fault.LENGTH, f"its Content-Length is {headers.get('content-length', '')[:40]!r}")
    block = b""
    if length > MOST_BLOCK:
        there = window.skip(length)
    else:
        block = window.take(length)
        there = len(block)
    if there < length:
        raise UnusableError(Fault.CUT_RECORD, f"{length - there} bytes are missing at the end")
    end = window.take(len(_END))
    if end != _END:
        if _END.startswith(end):
            raise UnusableError(Fault.CUT_RECORD, "it breaks off at its end")
        raise UnusableError(Fault.LENGTH, f"its Content-Length is {length}, and its end is not there")
    return Record(headers, offset, length, block)


def _headers(window: Window) -> Headers:
    size = _HEAD
    while (match := _BLANK_LINE.search(data := window.peek(size))) is None:
        if len(data) < size or size > MOST_HEAD:
            window.at += len(data)  # going back over it counts
            read_head(data[:_HEAD])
            raise UnusableError(Fault.NO_RECORD, "a header without end")
        size *= 2
    headers, start = read_head(data[: match.end()])
    window.at += start
    return headers
