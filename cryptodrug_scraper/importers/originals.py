"""Find the captures that revisits stand for."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.locate import files_at
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.importers.revisits import all_revisits
from cryptodrug_scraper.importers.warc import capture_of
from cryptodrug_scraper.warc.faults import UnusableError
from cryptodrug_scraper.warc.reading import records_in
from cryptodrug_scraper.warc.references import names_of
from cryptodrug_scraper.warc.response import response_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from enum import StrEnum

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.importers.places import Place
    from cryptodrug_scraper.importers.report import ImportReport
    from cryptodrug_scraper.importers.revisits import Revisit
    from cryptodrug_scraper.warc.record import Record
    from cryptodrug_scraper.warc.references import References

__all__ = ["as_revisited", "resolved"]


def resolved(references: References, root: Place, report: ImportReport) -> Iterator[Capture]:
    """
    Give the captures that revisits stand for: the bytes of the response that each refers to, with its own address and
    time. Their origin is where the bytes lie. A revisit of a response that is missing or damaged is refused.
    """
    for path, group in groupby(all_revisits(references), key=_file_of):
        if path is None:
            for revisit in group:
                report.refuse(Reason.REVISIT, revisit.where)
            continue
        waiting = _Waiting(group, report)
        try:
            yield from _in_file(root, path, waiting, report)
        except UnusableError as error:
            waiting.refuse(error.reason, f"it repeats a record in {path}: {error.detail}")
        waiting.refuse(Reason.REVISIT)


class _Waiting:
    """Revisits of records in one file, in the order of these records."""

    def __init__(self, group: Iterable[Revisit], report: ImportReport) -> None:
        self._groups = groupby(group, key=_place_of)
        self._report = report
        self.place = -1
        self.revisits: list[Revisit] = []
        self.next()

    def next(self) -> bool:
        """Go to the next record that is repeated; False if there is none."""
        place, group = next(self._groups, (-1, ()))
        self.place, self.revisits = place, list(group)
        return bool(self.revisits)

    def go_to(self, place: int) -> bool:
        """Go to the record at a place or the first after it, and refuse those before; False if there is none."""
        while self.place < place or not self.revisits:
            self._refuse_these(Reason.REVISIT)
            if not self.next():
                return False
        return True

    def refuse(self, reason: StrEnum, detail: str = "") -> None:
        """Refuse all that still wait."""
        self._refuse_these(reason, detail)
        while self.next():
            self._refuse_these(reason, detail)

    def _refuse_these(self, reason: StrEnum, detail: str = "") -> None:
        for revisit in self.revisits:
            self._report.refuse(reason, revisit.where, detail)
        self.revisits.clear()


def _in_file(root: Place, path: str, waiting: _Waiting, report: ImportReport) -> Iterator[Capture]:
    """
    Go through a WARC file once, to every response that some revisit refers to. Its damage was counted before.

    Raises:
        UnusableError: it cannot be read, or not to its end.
    """
    with closing(files_at(root, path)) as files:  # an archive is closed with them, and its members with it
        member = next(files, None)
        if member is None:
            raise UnusableError(Reason.REVISIT, "it has gone")
        with member.open() as file:
            file.seek(waiting.place)
            for record in records_in(file, lambda _place, _error: None, waiting.place):
                if not waiting.go_to(record.offset):
                    return
                if record.offset == waiting.place:
                    yield from _repeated(record, path, waiting, report)


def _repeated(record: Record, path: str, waiting: _Waiting, report: ImportReport) -> Iterator[Capture]:
    """The captures of the revisits that mean a record, of those that refer to its place."""
    try:
        response = response_of(record)
    except UnusableError:  # it was refused before, and no revisit refers to it
        return
    names = names_of(record.headers, response.payload)
    mine = [revisit for revisit in waiting.revisits if revisit.names.mean(names)]
    waiting.revisits = [revisit for revisit in waiting.revisits if not revisit.names.mean(names)]
    try:
        original = capture_of(record, response, path)
    except UnusableError as error:
        for revisit in mine:
            report.refuse(error.reason, revisit.where, error.detail)
    else:
        yield from (as_revisited(original, revisit) for revisit in mine)


def as_revisited(original: Capture, revisit: Revisit) -> Capture:
    """
    What a revisit says of its own, and the rest of the response that it refers to. One with a status has headers of its
    own, so what they do not say was not said.
    """
    has_headers = revisit.http_status is not None
    return replace(
        original,
        url=revisit.url,
        captured=revisit.captured,
        time_source=revisit.time_source,
        http_status=original.http_status if revisit.http_status is None else revisit.http_status,
        content_type=revisit.content_type if has_headers else revisit.content_type or original.content_type,
        crawl_id=revisit.crawl_id,
    )


def _file_of(revisit: Revisit) -> str | None:
    return None if revisit.original is None else revisit.original[0]


def _place_of(revisit: Revisit) -> int:
    return -1 if revisit.original is None else revisit.original[1]
