"""The pages of a sealed answer: their records, taken out of the archives in which they lie."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.capture import Capture, CaptureTime, Origin, content_id
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.explore.bodies import body_of
from cryptodrug_scraper.importers.folder import Folder
from cryptodrug_scraper.importers.locate import files_at
from cryptodrug_scraper.importers.revisits import revisit_at
from cryptodrug_scraper.sealed.layout import PAGES
from cryptodrug_scraper.sealed.lines import plain
from cryptodrug_scraper.sealed.question import CaptureLine
from cryptodrug_scraper.sealed.record import capture_in, member_at
from cryptodrug_scraper.urls import url_key
from cryptodrug_scraper.warc.composing import compose
from cryptodrug_scraper.warc.description import description_headers, origin_text
from cryptodrug_scraper.warc.faults import UnusableError
from cryptodrug_scraper.warc.reading import is_warc_name, records_in
from cryptodrug_scraper.warc.response import response_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from uuid import UUID

    from cryptodrug_scraper.store.provenance import Chain

__all__ = ["Pages"]

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Of a record of a page of which no time is known; the record says so, too."""


@dataclass
class Pages:
    """
    The pages of a package.

    Attributes:
        folder: of the package.
        roots: where bytes may lie.
        lines: the pages that were kept, by their identifiers.
        captures: the same as they are read again.
    """

    folder: Path
    roots: Sequence[Path]
    lines: dict[UUID, CaptureLine] = field(default_factory=dict)
    captures: dict[UUID, Capture] = field(default_factory=dict)
    _repeats: dict[Path, dict[tuple[Any, ...], bytes]] = field(default_factory=dict)

    def keep(self, chain: Chain) -> CaptureLine:
        """
        Keep a page, once however often it is asked for.

        Args:
            chain: its provenance.

        Raises:
            ArchiveError: its bytes are in none of the places.
        """
        name: UUID = chain.capture["capture_id"]
        if name not in self.lines:
            body = body_of(chain, self.roots)
            self.lines[name], self.captures[name] = self._kept(chain, body)
        return self.lines[name]

    def _kept(self, chain: Chain, body: bytes) -> tuple[CaptureLine, Capture]:
        stated = chain.capture
        said: dict[str, Any] = {
            "capture_id": stated["capture_id"],
            "sha256": plain(stated["sha256"]),
            "url_key": stated["url_key"],
            "captured_from": plain(stated["captured_from"]),
            "captured_to": plain(stated["captured_to"]),
            "market": chain.parse_run.get("market"),
        }
        for content in self._copies(chain):
            line = CaptureLine(**said, record=_name(content), stated_by="record", is_copied=True)
            capture = _read(content, line)
            if capture is None or capture.sha256 != line.sha256:
                continue
            again = None
            if capture.capture_id != line.capture_id:
                again = self._repeat(chain)
                how = "database" if again is None else "revisit"
                more: dict[str, Any] = {"stated_by": how, "revisit": None if again is None else _name(again)}
                line = CaptureLine(**said, record=line.record, is_copied=True, **more)
                capture = capture_in(content, line, again)
            for part in (content, again):
                if part is not None:
                    self._write(part)
            return line, capture
        content = _composed(chain, body)
        line = CaptureLine(**said, record=_name(content), stated_by="record", is_copied=False)
        capture = capture_in(content, line, None)
        if capture.capture_id != line.capture_id:
            line = CaptureLine(**said, record=line.record, stated_by="database", is_copied=False)
            capture = capture_in(content, line, None)
        self._write(content)
        return line, capture

    def _write(self, content: bytes) -> None:
        path = self.folder / _name(content)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)

    def _copies(self, chain: Chain) -> Iterator[bytes]:
        for root in self.roots:
            for origin in chain.origins:
                if origin["byte_offset"] is None or not is_warc_name(str(origin["path"])):
                    continue
                for member in files_at(root, origin["path"]):
                    with member.open() as file:
                        content = member_at(file, origin["byte_offset"])
                    if content is not None:
                        yield content

    def _repeat(self, chain: Chain) -> bytes | None:
        """The record that says when a page was met again, of those below the roots."""
        stated = chain.capture
        wanted = (stated["url_key"], stated["captured_from"], stated["captured_to"])
        for root in self.roots:
            if root not in self._repeats:
                self._repeats[root] = dict(_repeats_below(root))
            found = self._repeats[root].get(wanted)
            if found is not None:
                return found
        return None


def _repeats_below(root: Path) -> Iterator[tuple[tuple[Any, ...], bytes]]:
    """The revisits of the WARC files below a folder, by the address and time that they state."""
    paths = (
        [root.name]
        if root.is_file()
        else [member.path for member in Folder(root).members(lambda *_: None) if is_warc_name(member.path)]
    )
    for path in paths:
        for member in files_at(root, path):
            with member.open() as file, member.open() as other:
                for record in records_in(file, lambda _place, _error: None):
                    if record.type != "revisit":
                        continue
                    try:
                        revisit = revisit_at(record, response_of(record), path)
                    except UnusableError:
                        continue  # it says nothing that could be meant
                    content = member_at(other, record.offset)
                    if content is not None and revisit.captured is not None:
                        key = None if revisit.url is None else url_key(revisit.url)
                        yield (key, revisit.captured.earliest, revisit.captured.latest), content


def _read(content: bytes, line: CaptureLine) -> Capture | None:
    try:
        return capture_in(content, line, None)
    except ArchiveError:
        return None  # another record may be meant, or the page itself


def _composed(chain: Chain, body: bytes) -> bytes:
    """A record of a page that lies in none, or not in one of its own."""
    origin: Mapping[str, Any] = chain.origins[0]
    first, last = chain.capture["captured_from"], chain.capture["captured_to"]
    place = Origin(origin["importer"], origin["path"], origin["byte_offset"])
    capture = Capture(
        body,
        place,
        url=origin["url"],
        captured=None if first is None else CaptureTime(first, last),
        time_source=origin["time_source"] or "none",
        content_type=origin["content_type"],
    )
    about = description_headers(capture, _NO_TIME, origin_text(place))
    made = compose(
        capture, about, None, None, None, lambda digest: f"<urn:uuid:{content_id(digest, *map(str, about))}>"
    )
    return made.members[0]


def _name(content: bytes) -> str:
    return f"{PAGES}/{hashlib.sha256(content).hexdigest()}.warc.gz"
