"""Read the fields of WARC records and of HTTP responses."""

from __future__ import annotations

import re

from cryptodrug_scraper.warc.faults import Fault, UnusableError

__all__ = ["MOST_HEAD", "Headers", "block_length", "read_head", "read_headers"]

Headers = dict[str, str]
"""Fields by their names in lower case; of several with one name, the first."""

MOST_HEAD = 256 * 1024
"""Most bytes of the fields of a record: a longer head is neither read nor written."""
_VERSION = re.compile(rb"WARC/\d\.\d+\Z")
_LENGTH = re.compile(r"[0-9]{1,18}\Z")


def read_head(data: bytes) -> tuple[Headers, int]:
    """
    The fields of the record that some bytes begin with, and where its block begins.

    Raises:
        UnusableError: no record begins there, or it breaks off in its fields.
    """
    lines: list[bytes] = []
    at = len(data) - len(data.lstrip(b"\r\n"))
    while True:
        end = data.find(b"\n", at)
        line = data[at : end if end >= 0 else len(data)].rstrip(b"\r")
        if not lines and _VERSION.match(line) is None:
            raise UnusableError(Fault.NO_RECORD, f"no record begins with {line[:40]!r}")
        if at > MOST_HEAD:
            raise UnusableError(Fault.NO_RECORD, "a header without end")
        if end < 0:
            raise UnusableError(Fault.CUT_RECORD, "it breaks off in its header")
        at = end + 1
        if not line:
            return read_headers(lines[1:]), at
        lines.append(line)


def read_headers(lines: list[bytes]) -> Headers:
    """Fields of a record or of a response; a line that begins with white space goes on with the last."""
    found: list[tuple[str, str]] = []
    for line in lines:
        text = line.decode("utf-8", "replace")
        if text[:1] in {" ", "\t"} and found:
            name, value = found[-1]
            found[-1] = (name, f"{value} {text.strip()}")
        else:
            name, colon, value = text.partition(":")
            if colon:
                found.append((name.strip().lower(), value.strip()))
    return dict(reversed(found))


def block_length(headers: Headers) -> int | None:
    """Return the length in bytes that a record states for its block; None if it states no number."""
    stated = headers.get("content-length", "")
    return int(stated) if _LENGTH.match(stated) else None
