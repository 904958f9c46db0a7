"""What the archive has of a crawl, for a crawl that goes on after its process was killed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from cryptodrug_scraper.archive.description import read_origin
from cryptodrug_scraper.archive.index import Index
from cryptodrug_scraper.archive.layout import Layout
from cryptodrug_scraper.capture import Origin
from cryptodrug_scraper.importers import find_capture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from cryptodrug_scraper.capture import Capture

__all__ = ["captures_of_crawl"]

_OF_CRAWL = """
    SELECT name, record.offset, origin FROM record JOIN file USING (file)
    WHERE origin > ? AND origin < ? ORDER BY date, name, record.offset
"""


def captures_of_crawl(archive: Path, crawl_id: UUID) -> Iterator[tuple[str, Capture]]:
    """
    The captures that a crawl has stored so far, each with the key of its request, in the order of their instants.

    Args:
        archive: folder of the archive; what a dead writer left must have been put in order.
        crawl_id: the crawl.
    """
    layout = Layout(archive)
    index = Index(layout.database)
    prefix = f"crawl {quote(str(crawl_id))}/"
    try:
        rows = list(index.query(_OF_CRAWL, prefix, prefix + "\U0010ffff"))
    finally:
        index.close()
    for name, offset, origin in rows:
        _, _, key = read_origin(str(origin)).path.partition("/")
        yield key, find_capture(archive, Origin("archive", layout.place(str(name)), int(str(offset))))
