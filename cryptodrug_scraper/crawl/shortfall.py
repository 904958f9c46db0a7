"""What a crawl lacks that has nothing left to ask for: pages that were given up, and pages that are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.counted import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.crawl.frontier import Counts

__all__ = ["shortfall"]

_MOST_GONE = 0.8
"""
Share of the pages of one kind that may be gone. A listing that goes while a crawl runs, and old ratings that link to
listings which went long ago, are as they should be; where hardly a page is there, its addresses are wrong.
"""
_FEWEST_GONE = 10


def shortfall(counts: Mapping[str, Counts]) -> str | None:
    """
    Return why a crawl that has nothing left to ask for is partial; None where it is complete.

    Args:
        counts: the outcomes of its requests, by kind of page.
    """
    said = []
    if lost := sum(count.refused + count.failed for count in counts.values()):
        said.append(counted(lost, "page was given up|pages were given up"))
    gone = [
        f"{count.walled:,} of {counted(answered, 'page', ',')} of kind {kind}"
        for kind, count in sorted(counts.items())
        if count.walled >= _FEWEST_GONE and count.walled > _MOST_GONE * (answered := count.parsed + count.walled)
    ]
    if gone:
        wrong = "if a browser shows them, the market's reader or spider makes wrong addresses"
        said.append(f"{', '.join(gone)} are gone: {wrong}")
    return "; ".join(said) or None
