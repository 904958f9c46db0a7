"""Our parsers beside BeautifulSoup, on the same pages of an archive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from benchmarks.beautifulsoup import READERS
from benchmarks.spent import Spent
from benchmarks.warm import warm_up
from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.importers.sources import captures_in
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext

if TYPE_CHECKING:
    from benchmarks.archives import Archive
    from cryptodrug_scraper.capture import Capture

__all__ = ["compare"]

_MOST = 60
"""Pages of one kind."""
_TURN = 10
"""Pages that one of the two reads before it is the other's turn."""
_ADDRESSES = {
    ("dream", "listing"): r"/viewProduct\?offer=",
    ("dream", "vendor_profile"): r"/contactMember\?member=[^&]+\Z",
    ("empire", "listing"): r"/product/",
    ("empire", "vendor_profile"): r"/u/",
    ("wallstreet", "listing"): r"/offer/\d+\Z",
    ("wallstreet", "vendor_profile"): r"/profile/[^/]+(?:/info)?\Z",
}


def compare(archive: Archive) -> dict[str, tuple[int, Spent, Spent]]:
    """
    Read some pages of each kind that both can read.

    Returns:
        For each kind: how many pages, what our parser took for them, and what BeautifulSoup took.
    """
    warm_up(archive.market)
    captures: dict[str, list[Capture]] = {kind: [] for market, kind in READERS if market == archive.market}
    for capture in captures_in(archive.folder, ImportReport()):
        for kind, found in captures.items():
            if re.search(_ADDRESSES[archive.market, kind], capture.url or ""):
                found.append(capture)
    return {kind: _read(archive.market, kind, found) for kind, found in captures.items()}


def _read(market: str, kind: str, found: list[Capture]) -> tuple[int, Spent, Spent]:
    chosen = found[:: max(len(found) // _MOST, 1)][:_MOST]
    ours, theirs = Spent(), Spent()
    for first in range(0, len(chosen), _TURN):
        turn = chosen[first : first + _TURN]
        with theirs.counting():
            for capture in turn:
                READERS[market, kind](capture.body)
        with ours.counting():
            pages = [parse_page(capture.body, PageContext(capture.url, capture.captured)) for capture in turn]
        if any(page.kind != kind for page in pages):
            msg = f"not all of these are pages of kind {kind}: {[capture.url for capture in turn]}"
            raise SystemExit(msg)
    return len(chosen), ours, theirs
