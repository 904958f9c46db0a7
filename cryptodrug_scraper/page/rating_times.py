"""Tell of ratings whose time cannot be that of a rating; the values stay as the page states them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.records import Interval, Review

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document

__all__ = ["report_odd_times"]

_FIRST = datetime(2011, 1, 1, tzinfo=UTC)
"""The first cryptomarket of hidden services opened in February 2011 (Christin 2013)."""
_AHEAD = timedelta(days=2)
"""How far a market's clock may be ahead of the capture: steps of counters hold ratings to the same."""


def report_odd_times(document: Document) -> None:
    """Report, once for a page, ratings from before 2011 or from after the capture."""
    captured = document.context.captured
    last = None if captured is None else captured.latest + _AHEAD
    odd = 0
    example = ""
    for record in document.records:
        if type(record) is not Review:  # sooner told than by isinstance, and most records are of the menu
            continue
        when = record.occurred
        if isinstance(when, Interval) and (when.end <= _FIRST or (last is not None and when.start > last)):
            odd += 1
            example = example or f"{record.age_raw!r}"
    if odd:
        document.issue("odd_rating_time", f"{odd} ratings are from before 2011 or after the capture, such as {example}")
