"""Find the captures of a crawl in the archive, to resume the crawl after its process was killed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from cryptodrug_scraper.archive.index import Index
from cryptodrug_scraper.archive.layout import Layout
from cryptodrug_scraper.capture import CaptureTime, Origin
from cryptodrug_scraper.importers import find_capture
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.warc.description import read_origin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from cryptodrug_scraper.capture import Capture

__all__ = ["captures_of_crawl"]

_OF_CRAWL = statement(__package__, "captures_of_crawl")
_IMPORTER = "crawl"


def captures_of_crawl(archive: Path, crawl_id: UUID) -> Iterator[tuple[str, Capture]]:
    """
    Give the captures that a crawl has stored so far, each with the key of its request, in order of time.

    Args:
        archive: folder of the archive; what a dead writer left must have been put in order.
        crawl_id: the crawl.

    Raises:
        ArchiveError: one is not where the index says.
    """
    layout = Layout(archive)
    index = Index(layout.database)
    prefix = f"{_IMPORTER} {quote(str(crawl_id))}/"
    try:
        rows = list(index.query(_OF_CRAWL, after=prefix, before=prefix + "\U0010ffff"))
    finally:
        index.close()
    for origin, target, instant, status, name, offset, _ in rows:
        with_body = find_capture(archive, Origin("warc", layout.place(str(name)), int(str(offset))))
        _, _, key = read_origin(str(origin)).path.partition("/")
        yield (
            key,
            replace(
                with_body,
                url=str(target),
                captured=CaptureTime.at(datetime.fromisoformat(str(instant))),
                http_status=None if status is None else int(str(status)),
                crawl_id=crawl_id,
            ),
        )
