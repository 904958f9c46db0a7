"""
Read sidecars: files that state the address and the time of a saved page.

A sidecar is a JSON object with any of ``url``, ``captured_at`` (an ISO 8601 instant or day), ``http_status`` (three
digits) and ``content_type``. For ``page.html`` it is ``page.html.json`` or ``page.meta.json`` beside it, or
``meta.json`` for a page that is alone in its folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import msgspec

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.importers.assets import no_page_by_name
from cryptodrug_scraper.importers.datacrypto import is_datacrypto_name
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.warc.faults import BrokenError, UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptodrug_scraper.importers.members import Container, Member
    from cryptodrug_scraper.importers.scratch import Scratch

__all__ = ["NOTHING", "Sidecar", "Sidecars", "is_json", "is_lone_sidecar", "read_sidecar", "sidecar_names"]

_SUFFIXES = (".html.json", ".htm.json", ".meta.json")
_LONE = "meta.json"
_CASE = "expected.json"
"""The file with the expected records in a fixture of the tests."""
_MOST_BYTES = 64 * 1024
_SCHEMA = statement(__package__, "sidecars")
_NOTE = "INSERT OR IGNORE INTO sidecar (container, path, body) VALUES (?, ?, ?)"
_COUNT = "INSERT INTO pages_in VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET pages = pages + excluded.pages"


class _Stated(msgspec.Struct):
    url: str | None = None
    captured_at: str | None = None
    http_status: Annotated[int, msgspec.Meta(ge=100, le=999)] | None = None
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The content of a sidecar."""

    url: str | None = None
    captured: CaptureTime | None = None
    http_status: int | None = None
    content_type: str | None = None


NOTHING = Sidecar()
"""The sidecar of a page that has none."""


def _is_sidecar(name: str) -> bool:
    """Tell whether a file is a sidecar by its name."""
    return name in {_LONE, _CASE} or name.endswith(_SUFFIXES)


def is_json(path: str) -> bool:
    """Tell whether a file can be a sidecar; whether it is one depends on its page."""
    if not path.endswith(".json") or is_datacrypto_name(path.rpartition("/")[2]):
        return False
    return no_page_by_name(path) is Reason.ASSET


def sidecar_names(name: str) -> tuple[str, str, str]:
    """Return the names that the sidecar of a page can have; the first that exists counts."""
    return f"{name}.json", f"{_stem(name)}.meta.json", _LONE


def is_lone_sidecar(name: str) -> bool:
    """Tell whether a name is that of the sidecar of a page that is alone in its folder."""
    return name == _LONE


class Sidecars:
    """
    The sidecars of a container.

    One may come after its page, at any distance. So they are looked up before any page is read: the names in the
    container are gone through once, and its sidecars kept in the scratch. A page then has what it would have had in a
    folder, whatever the order of an archive.
    """

    def __init__(self, container: Container, number: int, scratch: Scratch, only: frozenset[str] | None = None) -> None:
        """
        Find them.

        Args:
            container: the container that holds them.
            number: tells the container from others of the import.
            scratch: where they are kept.
            only: the paths to look for; all unless given.
        """
        self._only = only
        self._number = number
        self._execute = scratch.connection.execute
        for each in _SCHEMA.split(";"):
            self._execute(each)
        self._any = False
        try:
            for folder, pages in groupby(self._pages(container), key=_folder):
                self._execute(_COUNT, (number, folder, sum(1 for _ in pages)))
        except UnusableError:
            pass  # whoever reads the pages meets it too, and counts it

    def _pages(self, container: Container) -> Iterator[str]:
        for member in container.members(lambda *_: None):
            if not is_json(member.path):
                yield member.path
            elif self._only is None or member.path in self._only:
                self._execute(_NOTE, (self._number, member.path, _body(member)))
                self._any = True

    def of(self, path: str) -> Sidecar:
        """
        Return the sidecar of a page.

        Raises:
            UnusableError: its sidecar is not a JSON object as described, or its time cannot be read.
        """
        if not self._any:
            return NOTHING
        folder, name = _folder(path), path.rpartition("/")[2]
        for sidecar in sidecar_names(name):
            if sidecar == _LONE and not self._is_alone(folder):
                continue
            key = (self._number, folder + sidecar)
            row = self._execute("SELECT body FROM sidecar WHERE container = ? AND path = ?", key).fetchone()
            if row is not None:
                self._execute("UPDATE sidecar SET used = 1 WHERE container = ? AND path = ?", key)
                if row[0] is None:
                    raise UnusableError(Reason.SIDECAR, f"{sidecar} cannot be read, or is larger than 64 KB")
                return read_sidecar(row[0], sidecar)
        return NOTHING

    def unused(self) -> Iterable[tuple[str, Reason]]:
        """Give the JSON files that belong to no page, each with the reason for refusing it."""
        rows = self._execute("SELECT path FROM sidecar WHERE container = ? AND NOT used", (self._number,))
        for (path,) in rows:
            name = path.rpartition("/")[2]
            if name != _CASE:
                yield path, Reason.LONE_SIDECAR if _is_sidecar(name) else Reason.ASSET

    def _is_alone(self, folder: str) -> bool:
        row = self._execute("SELECT pages FROM pages_in WHERE container = ? AND folder = ?", (self._number, folder))
        return bool(row.fetchone() == (1,))


def read_sidecar(data: bytes, name: str) -> Sidecar:
    """
    Read a sidecar.

    Raises:
        UnusableError: it is not a JSON object as described, or its time cannot be read.
    """
    try:
        stated = msgspec.json.decode(data, type=_Stated)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        msg = f'{name}: {error}: write an object such as {{"captured_at": "2018-11-18T09:12:00Z"}}'
        raise UnusableError(Reason.SIDECAR, msg) from error
    captured = None
    if stated.captured_at is not None:
        captured = parse_capture_time(stated.captured_at)
        if captured is None:
            msg = f"{name}: captured_at {stated.captured_at!r} is no ISO 8601 instant or day of the years 1000 to 9000"
            raise UnusableError(Reason.SIDECAR, msg)
    return Sidecar(stated.url, captured, stated.http_status, stated.content_type)


def _body(member: Member) -> bytes | None:
    if member.size > _MOST_BYTES:
        return None
    try:
        return member.read()
    except BrokenError:
        raise
    except UnusableError:
        return None


def _folder(path: str) -> str:
    return path[: path.rfind("/") + 1]


def _stem(name: str) -> str:
    return name[: name.rindex(".")] if "." in name[1:] else name
