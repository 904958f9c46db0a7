"""The page that an identifier leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from cryptodrug_scraper.explore.sources import Sources

__all__ = ["PAGES", "path_of"]

_SNAPSHOT = "SELECT snapshot_id FROM snapshot WHERE snapshot_id = :id OR CAST(crawl_id AS text) = :id ORDER BY first_at"
PAGES = frozenset({"capture", "capture_origin", "parse_run"})
"""Tables whose rows are of a page as a whole."""


def path_of(sources: Sources, identifier: str) -> str:
    """
    Return the path of the page of an identifier: of a snapshot or a crawl that of the snapshot, of a capture, a reading
    or a place of a page that of the capture, of all else that of the row.

    Raises:
        StoreError: nothing has this identifier, or several rows have one that begins with it.
    """
    for (snapshot,) in sources.ask("", "", _SNAPSHOT, id=identifier).rows:
        return f"/snapshot/{quote(str(snapshot), safe='')}"
    chain = sources.chain(identifier)
    if chain.table in PAGES:
        return f"/capture/{chain.capture['capture_id']}"
    return f"/record/{chain.row.get(f'{chain.table}_id', identifier)}"
