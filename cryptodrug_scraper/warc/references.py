"""
Find the record that a revisit refers to.

A revisit is a page that was fetched again and had not changed: a record without a body. What it refers to may come
later, or in another file. It names that by payload digest, by address and date, or by the record's identifier. Of
several records with one digest it means the one whose address and date it states, or else the first. A record whose
digest contradicts that of the revisit is never meant.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.warc.dates import read_date
from cryptodrug_scraper.warc.description import without_brackets
from cryptodrug_scraper.warc.keys import key_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from cryptodrug_scraper.warc.headers import Headers

__all__ = ["Names", "Notes", "References", "Resolved", "names_of", "referred_by"]

_SCHEMA = statement(__package__, "references")
_RESOLVED = statement(__package__, "resolved")


class Names(NamedTuple):
    """
    The names by which others can refer to a record with a body, or by which a revisit refers to one; None if it has
    none.

    Attributes:
        exact: digest, address and date together.
        digest: the payload digest.
        address: address and date.
        record_id: the record's identifier.
        algorithm: that of the digest which the record states.
    """

    exact: int | None
    digest: int | None
    address: int | None
    record_id: int | None
    algorithm: str | None

    def mean(self, other: Names) -> bool:
        """Tell whether a revisit that refers by these names can mean the record that has the others."""
        if self.digest is not None and self.digest == other.digest:
            return True
        if self.algorithm is not None and self.algorithm == other.algorithm:
            return False
        pairs = ((self.address, other.address), (self.record_id, other.record_id))
        return any(mine is not None and mine == its for mine, its in pairs)


class Resolved(NamedTuple):
    """
    A revisit, and where the record lies that it refers to.

    Attributes:
        original: file and offset of that record; None if no such record was noted.
        file: of the revisit itself. offset: its place there.
        names: by which it refers.
        stated: what `References.defer` was given with it.
    """

    original: tuple[str, int] | None
    file: str
    offset: int
    names: Names
    stated: str


class References:
    """
    The records with bodies and the revisits of some files. They are kept in a database: there may be more than memory
    holds.

    Args:
        connection: a database without tables of these names.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute
        for each in _SCHEMA.split(";"):
            self._execute(each)
        self._warc = ("", 0)

    def note(self, names: Names, file: str, offset: int) -> None:
        """Remember where a record with a body lies; of several with one name, the first has it."""
        if self._warc[0] != file:
            self._warc = (file, self._execute("INSERT INTO warc (path) VALUES (?)", (file,)).lastrowid or 0)
        for name in names[:4]:
            if name is not None:
                row = (name, self._warc[1], offset, names.algorithm)
                self._execute("INSERT OR IGNORE INTO original VALUES (?, ?, ?, ?)", row)

    def defer(self, names: Names, file: str, offset: int, stated: str = "") -> None:
        """Keep a revisit for the end, with whatever should come back with it."""
        self._execute("INSERT INTO revisit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (file, offset, stated, *names))

    def take(self, notes: Notes) -> None:
        """Remember what was noted elsewhere, after all that came before."""
        for response in notes.responses:
            self.note(*response)
        for revisit in notes.revisits:
            self.defer(*revisit)

    @property
    def has_revisits(self) -> bool:
        """Whether any revisit is kept."""
        return bool(self._execute("SELECT EXISTS (SELECT 1 FROM revisit)").fetchone()[0])

    def resolved(self) -> Iterator[Resolved]:
        """Every revisit, in the order of the records that they refer to; those that refer to none come first."""
        for path, place, file, offset, stated, *names in self._execute(_RESOLVED):
            yield Resolved(None if path is None else (path, place), file, offset, Names(*names), stated)


@dataclass(slots=True)
class Notes:
    """
    The records with bodies and the revisits of a stretch of a file, for `References` in another process.

    Attributes:
        responses: what `References.note` is to be given. revisits: the same for `References.defer`.
    """

    responses: list[tuple[Names, str, int]] = field(default_factory=list)
    revisits: list[tuple[Names, str, int, str]] = field(default_factory=list)

    def note(self, names: Names, file: str, offset: int) -> None:
        """Note a record, as `References.note` does."""
        self.responses.append((names, file, offset))

    def defer(self, names: Names, file: str, offset: int, stated: str = "") -> None:
        """Defer a record, as `References.defer` does."""
        self.revisits.append((names, file, offset, stated))


def names_of(headers: Headers, payload: bytes) -> Names:
    """Return the names of a record with a body; if it states no digest, with the SHA-1 that most programs state."""
    names = _names(
        headers.get("warc-payload-digest", ""),
        headers.get("warc-target-uri", ""),
        headers.get("warc-date", ""),
        headers.get("warc-record-id", ""),
    )
    if names.digest is not None:
        return names
    digest = key_of("digest", "sha1", hashlib.sha1(payload, usedforsecurity=False).digest())
    return names._replace(digest=digest)


def referred_by(headers: Headers) -> Names:
    """Return the names by which a revisit refers. Without another address, it refers to its own."""
    return _names(
        headers.get("warc-payload-digest", ""),
        headers.get("warc-refers-to-target-uri") or headers.get("warc-target-uri", ""),
        headers.get("warc-refers-to-date", ""),
        headers.get("warc-refers-to", ""),
    )


def _names(digest: str, address: str, date: str, record_id: str) -> Names:
    algorithm, value = _digest(digest)
    place = (without_brackets(address), _same_date(date))
    return Names(
        exact=key_of("exact", algorithm, value, *place) if digest and date else None,
        digest=key_of("digest", algorithm, value) if digest else None,
        address=key_of("address", *place) if date else None,
        record_id=key_of("id", record_id) if record_id else None,
        algorithm=algorithm or None,
    )


def _digest(stated: str) -> tuple[str, bytes]:
    """Algorithm and value, the same however it is written: in base32, as most do, or in hexadecimal."""
    algorithm, _, value = stated.lower().replace("-", "").partition(":")
    try:
        raw = binascii.unhexlify(value) if len(value) in {40, 64} else base64.b32decode(value.upper().encode())
    except (binascii.Error, ValueError):
        raw = value.encode()
    return algorithm, raw


def _same_date(stated: str) -> str:
    time = read_date(stated)
    return stated if time is None else f"{time.earliest.isoformat()}/{time.latest.isoformat()}"
