"""
Target ``warc``: WARC files, read as an import does and checked as ``archive verify`` does.

The first byte of an input chooses what is made of the rest: the file as it is; each record packed by itself; all packed
together; or records whose lengths are true again, and which state no digests, so that what is in them is reached.
"""

from __future__ import annotations

import gzip
import re
from functools import partial
from typing import TYPE_CHECKING

from cryptodrug_scraper.archive.scan import scan
from tests.campaigns.fuzzing.kept import check_kept
from tests.campaigns.fuzzing.scratch_folder import empty_folder, read_captures
from tests.campaigns.fuzzing.target import Target
from tests.campaigns.mutating.seeds import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["WARC"]

_RECORD = re.compile(rb"(?=WARC/1\.)")
_UNTRUE = re.compile(rb"(?im)^(?:Content-Length|WARC-(?:Block|Payload)-Digest):.*\r?\n")
_KEPT = 8
"""One input of so many is imported into an archive, which takes much longer."""
_END = b"\r\n\r\n"
_pack = partial(gzip.compress, compresslevel=1, mtime=0)


def _as_it_is(data: bytes) -> bytes:
    return data


def _packed(data: bytes) -> bytes:
    return b"".join(map(_pack, _RECORD.split(data)))


def _true(data: bytes) -> bytes:
    made = []
    for record in _RECORD.split(data):
        head, _, block = record.partition(_END)
        block = block.removesuffix(_END)
        head = _UNTRUE.sub(b"", head + b"\r\n")
        made.append(head + b"Content-Length: %d" % len(block) + _END + block + _END)
    return b"".join(made)


def _true_and_packed(data: bytes) -> bytes:
    return _packed(_true(data))


_FORMS = (_as_it_is, _packed, _pack, _true, _true_and_packed)


def _run(data: bytes) -> None:
    form = _FORMS[data[0] % len(_FORMS)] if data else _as_it_is
    file = empty_folder("warc") / ("x.warc" if form in {_as_it_is, _true} else "x.warc.gz")
    file.write_bytes(form(data[1:]))
    read_captures(file)
    for _ in scan(file, digests=True):
        pass
    if len(data) % _KEPT == 0:
        check_kept(file, empty_folder("archive"))


def _seeds(_corpus: Path | None) -> Iterator[bytes]:
    """The first records of the archives of fixtures, in each form, and those below in which there is something odd."""
    some = []
    for file in sorted((ROOT / "fixtures" / "windows").rglob("*.warc.gz"))[:3]:
        with gzip.open(file) as whole:
            records = _RECORD.split(whole.read(400_000))[1:-1]
        some += [b"".join(records[start : start + 3]) for start in (0, 4, 8)]
    for number in range(len(_FORMS)):
        for data in (*some, *_ODD):
            yield bytes([number]) + data[:60_000]


def _odd(kind: bytes, fields: bytes, block: bytes) -> bytes:
    return (
        b"WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        b"WARC-Date: 2018-11-18T09:12:41Z\r\nWARC-Target-URI: http://x.invalid/\r\n%s"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n"
    ) % (kind, fields, len(block), block)


_PAGE = b"<html><title>x</title></html>"
_HTTP = b"Content-Type: application/http; msgtype=response\r\n"
_ODD = (
    _odd(b"resource", b"Content-Type: text/html\r\n", _PAGE),
    _odd(b"response", _HTTP, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<html\r\n1\r\n>\r\n0\r\n\r\n"),
    _odd(b"response", _HTTP, b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + _pack(_PAGE)),
    _odd(b"response", _HTTP, b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\x8b\x0e\x80<html></html>\x03"),
    _odd(
        b"revisit",
        b"WARC-Refers-To: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n" + _HTTP,
        b"HTTP/1.1 200 OK\r\n",
    ),
    _odd(
        b"revisit",
        b"WARC-Refers-To-Target-URI: http://x.invalid/\r\nWARC-Refers-To-Date: 2018-11-18T09:12:41Z\r\n",
        b"",
    ),
    _odd(b"warcinfo", b"Content-Type: application/warc-fields\r\n", b"software: x\r\n"),
    _odd(
        b"response",
        b"WARC-Truncated: length\r\nWARC-Segment-Number: 1\r\n" + _HTTP,
        b"HTTP/1.0 404 \r\nA:\r\n b\r\n\r\n<p>",
    ),
)

WARC = Target("warc", _run, _seeds, longest=70_000)
