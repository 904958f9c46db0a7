"""The list of pages of a WACZ file: address, time and title of each, as readers of such files show them."""

from __future__ import annotations

import html
import io
import re
import sqlite3
from typing import TYPE_CHECKING, Self

from warcio.archiveiterator import ArchiveIterator

from cryptodrug_scraper.page.text import collapse, decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from cryptodrug_scraper.archive.scan import Row

__all__ = ["PageList"]

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_HEAD = 64 * 1024
"""How many bytes at the beginning of a page are searched for its title."""


class PageList:
    """
    The pages found so far, kept in a file, so that memory does not grow with their number.

    Redirects are no pages. A page that repeats another has that one's title.

    Args:
        scratch: the file to make.
    """

    def __init__(self, scratch: Path) -> None:
        self._pages = sqlite3.connect(scratch, isolation_level=None)
        self._pages.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE page (date TEXT, url TEXT, digest BLOB);"
            "CREATE TABLE title (digest BLOB PRIMARY KEY, title TEXT) WITHOUT ROWID"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pages.close()

    def add(self, row: Row, data: bytes) -> None:
        """Add a capture if it is a page; ``data`` is its record as it lies in its file."""
        if (row.mime or "").lower() not in _PAGES or 300 <= (row.status or 0) < 400:
            return
        self._pages.execute("INSERT INTO page VALUES (?, ?, ?)", (row.date, row.target, row.digest))
        if row.kind != "revisit" and (title := _title(data)):
            self._pages.execute("INSERT OR IGNORE INTO title VALUES (?, ?)", (row.digest, title))

    def __iter__(self) -> Iterator[dict[str, str]]:
        """The pages by time and address, with ``url``, ``ts`` and, where there is one, ``title``."""
        sql = "SELECT date, url, title FROM page LEFT JOIN title USING (digest) ORDER BY date, url, page.rowid"
        for date, url, title in self._pages.execute(sql):
            yield {"url": url, "ts": date} | ({} if title is None else {"title": title})


def _title(data: bytes) -> str:
    record = next(ArchiveIterator(io.BytesIO(data)))
    head, _, _ = decode(record.content_stream().read(_HEAD))
    found = _TITLE.search(head.decode())
    return "" if found is None else collapse(html.unescape(found[1]))
