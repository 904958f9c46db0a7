"""Find a capture again by its origin."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers.folder import Folder
from cryptodrug_scraper.importers.formats import format_of, stored_page
from cryptodrug_scraper.importers.locate import files_at
from cryptodrug_scraper.importers.originals import as_revisited
from cryptodrug_scraper.importers.page import saved_page
from cryptodrug_scraper.importers.revisits import revisit_at
from cryptodrug_scraper.importers.sidecar import NOTHING
from cryptodrug_scraper.importers.warc import capture_at
from cryptodrug_scraper.warc.faults import UnusableError
from cryptodrug_scraper.warc.reading import is_warc_name, records_in
from cryptodrug_scraper.warc.references import names_of
from cryptodrug_scraper.warc.response import response_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.capture import Capture, Origin
    from cryptodrug_scraper.importers.members import Member
    from cryptodrug_scraper.importers.revisits import Revisit

__all__ = ["find_body", "find_capture"]

_WITH_BODY = frozenset({"response", "resource"})


def find_body(root: Path, origin: Origin, sha256: str) -> bytes | None:
    """
    Return the bytes of a capture.

    WARC files and zip archives are sought in directly, tar archives read up to the place.

    Args:
        root: the folder or file that was imported, wherever it lies now.
        origin: where the bytes lay in it.
        sha256: the digest of the bytes, in hexadecimal: nothing else is given out.

    Returns:
        None where the bytes are not there (any more).
    """
    bodies = (capture.body for capture in _captures_at(root, origin, []))
    return next((body for body in bodies if hashlib.sha256(body).hexdigest() == sha256), None)


def find_capture(root: Path, origin: Origin) -> Capture:
    """
    Return the capture at a place, as the bytes there describe it, without the facts from a sidecar.

    A revisit gets the bytes of the response that it refers to. That is looked for in its own file, then in all WARC
    files below the root.

    Args:
        root: the folder or file that was imported, wherever it lies now.
        origin: the place in it.

    Raises:
        ArchiveError: there is no capture, or it is damaged.
    """
    faults: list[UnusableError] = []
    capture = next(_captures_at(root, origin, faults), None)
    if capture is None:
        place = origin.path if origin.offset is None else f"{origin.path}, byte {origin.offset}"
        msg = f"no page is at {place} in {root}: name the folder or file that was imported"
        if faults:
            msg = f"no page can be read at {place} in {root}: {faults[-1]}; see cryptodrug archive verify"
        raise ArchiveError(msg)
    return capture


def _captures_at(root: Path, origin: Origin, faults: list[UnusableError]) -> Iterator[Capture]:
    """What may be meant: several files can fit a path, and in a WARC of one gzip member all records have one offset."""
    for member in files_at(root, origin.path):
        try:
            if is_warc_name(member.path):
                yield from _in_warc(member, root, origin, faults)
            elif (format_ := format_of(member.path)) == "page":
                yield saved_page(member.read(), origin.path, origin.path, NOTHING)
            else:
                yield stored_page(member, origin.path, format_)
        except UnusableError as error:
            faults.append(error)  # another file may fit


def _in_warc(member: Member, root: Path, origin: Origin, faults: list[UnusableError]) -> Iterator[Capture]:
    offset = origin.offset or 0
    with member.open() as file:
        file.seek(offset)
        for record in records_in(file, partial(_note, faults, offset), offset):
            if record.offset != offset:
                return
            if record.type in _WITH_BODY:
                yield capture_at(record, response_of(record), origin.path)
            elif record.type == "revisit":
                yield from _in_full(revisit_at(record, response_of(record), origin.path), root, origin)


def _note(faults: list[UnusableError], offset: int, place: int, error: UnusableError) -> None:
    """Keep what is wrong with the record that is looked for."""
    if place == offset:
        faults.append(error)


def _in_full(revisit: Revisit, root: Path, origin: Origin) -> Iterator[Capture]:
    for path in (origin.path, *_warcs_below(root)):
        for member in files_at(root, path):
            with member.open() as file:
                for record in records_in(file, lambda _place, _error: None):
                    if record.type not in _WITH_BODY:
                        continue
                    try:
                        response = response_of(record)
                    except UnusableError:
                        continue  # it has no body that could be meant
                    if revisit.names.mean(names_of(record.headers, response.payload)):
                        yield as_revisited(capture_at(record, response, path), revisit)
                        return


def _warcs_below(root: Path) -> Iterator[str]:
    """The WARC files below a folder. What cannot be read has been told by whoever imported it."""
    yield from (member.path for member in Folder(root).members(lambda *_: None) if is_warc_name(member.path))
