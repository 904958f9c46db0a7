"""Find the captures that revisits stand for."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.locate import files_at
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.importers.warc import capture_of
from cryptodrug_scraper.warc.faults import UnusableError
from cryptodrug_scraper.warc.reading import records_in
from cryptodrug_scraper.warc.references import names_of
from cryptodrug_scraper.warc.response import response_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.importers.members import Member
    from cryptodrug_scraper.importers.report import ImportReport
    from cryptodrug_scraper.importers.revisits import Revisit, Revisits

__all__ = ["as_revisited", "resolved"]


def resolved(revisits: Revisits, root: Path, report: ImportReport) -> Iterator[Capture]:
    """
    Give the captures that revisits stand for: the bytes of the response that each refers to, with its own address and
    time. Their origin is where the bytes lie.
    """
    for path, group in groupby(revisits.all(), key=_file_of):
        if path is None:
            for revisit in group:
                report.refuse(Reason.REVISIT, revisit.where)
            continue
        with closing(files_at(root, path)) as files:  # an archive is closed with them, and its members with it
            member = next(files, None)
            if member is not None:
                yield from _with_originals(member, path, group, report)
                continue
        for revisit in group:  # pragma: no cover  # somebody took it away meanwhile
            report.refuse(Reason.REVISIT, revisit.where, f"{path} has gone")


def _with_originals(member: Member, path: str, group: Iterable[Revisit], report: ImportReport) -> Iterator[Capture]:
    """Go through a WARC file once, to every response that some revisit refers to."""
    waiting = ((place, list(revisits)) for place, revisits in groupby(group, key=_place_of))
    place, wanted = next(waiting)
    with member.open() as file:
        file.seek(place)
        for record in records_in(file, place):
            while record.offset > place or not wanted:
                _refuse(wanted, report)
                place, wanted = next(waiting, (-1, []))
                if place < 0:
                    return
            if record.offset < place:
                continue
            response = response_of(record)
            names = names_of(record.headers, response.payload)
            mine = [revisit for revisit in wanted if revisit.names.mean(names)]
            wanted = [revisit for revisit in wanted if not revisit.names.mean(names)]
            try:
                original = capture_of(record, response, path)
            except UnusableError as error:
                for revisit in mine:
                    report.refuse(error.reason, revisit.where, error.detail)
            else:
                yield from (as_revisited(original, revisit) for revisit in mine)
    for revisits in (wanted, *(more for _, more in waiting)):
        _refuse(revisits, report)


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


def _refuse(revisits: list[Revisit], report: ImportReport) -> None:
    for revisit in revisits:
        report.refuse(Reason.REVISIT, revisit.where)


def _file_of(revisit: Revisit) -> str | None:
    return None if revisit.original is None else revisit.original[0]


def _place_of(revisit: Revisit) -> int:
    return -1 if revisit.original is None else revisit.original[1]
