"""What a site prints around all of its pages: texts and labels that stand at the same place on most of them."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from cryptodrug_scraper.scaffold.outline import own_text, step_of
from cryptodrug_scraper.scaffold.shapes import shapes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.labelled import Labelled
    from cryptodrug_scraper.scaffold.outline import Path as Way
    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = ["frame_of", "labels_on_most", "prose_on_most", "where_labelled"]

_LEAST_PAGES = 3
"""Pages from which on what they have in common is told from what one of them says."""
_MOST = 0.7


def frame_of(pages: Sequence[SavedPage]) -> frozenset[tuple[Way, str]]:
    """What stands at the same place on most pages, word for word."""
    times: Counter[tuple[Way, str]] = Counter()
    for page in pages:
        seen = {
            (way, page.document.line(element.text or ""))
            for way, elements in page.outline.items()
            for element in elements
        }
        times.update(seen)
    least = max(2, len(pages) // 2)
    return frozenset(each for each, count in times.items() if count >= least and len(pages) > 2 and each[1])


def labels_on_most(pages: Sequence[SavedPage]) -> frozenset[tuple[object, ...]]:
    """Labels with the elements around their values that stand on most pages, whatever these values are."""
    if len(pages) < _LEAST_PAGES:
        return frozenset()
    times = Counter(where for page in pages for where in {where_labelled(each) for each in (*page.labels, *page.icons)})
    return frozenset(where for where, count in times.items() if count >= _MOST * len(pages))


def prose_on_most(pages: Sequence[SavedPage]) -> frozenset[Way]:
    """Where long texts stand on most pages, as a footer with the time of day in it does."""
    if len(pages) < _LEAST_PAGES:
        return frozenset()
    times = Counter(
        way
        for page in pages
        for way, elements in page.outline.items()
        if any("prose" in shapes_of(page.document.line(own_text(element))) for element in elements)
    )
    return frozenset(way for way, count in times.items() if count >= _MOST * len(pages))


def where_labelled(one: Labelled) -> tuple[object, ...]:
    """A label with the elements around its value."""
    around = [one.element, *islice(one.element.iterancestors(), 3)]
    return one.label, *(step_of(element) for element in around)
