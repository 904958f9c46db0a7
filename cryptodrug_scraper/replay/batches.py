"""Turn pages that were read into batches of rows, one per market, since each market's parser has its own version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.replay.version import parser_version
from cryptodrug_scraper.store.batch import Batch, batch_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["batches_of"]


def batches_of(pages: Iterable[tuple[Capture, ParsedPage]]) -> list[Batch]:
    """
    Encode the rows of some pages.

    Args:
        pages: the pages, with the records that the installed parsers read from them.
    """
    by_market: dict[str | None, list[tuple[Capture, ParsedPage]]] = {}
    for capture, page in pages:
        by_market.setdefault(page.market, []).append((capture, page))
    return [batch_of(by_market[name], parser_version(name)) for name in sorted(by_market, key=lambda name: name or "")]
