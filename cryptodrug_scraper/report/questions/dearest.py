"""The questions of a report for which the server takes longest, and whose values are known from the beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.report.kept_rows import KEPT
from cryptodrug_scraper.report.questions.shares import EVERY_CHOICE
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DEAREST"]

DEAREST: tuple[tuple[str, Mapping[str, object]], ...] = (
    (statement(__package__, "window_shares"), EVERY_CHOICE),
    (statement(__package__, "places_read"), {}),
    *((sql, {}) for sql in KEPT.values()),
    *(
        (statement(__package__, name), {})
        for name in (
            "times_by_source",
            "rated",
            "times_by_look",
            "vendors_of_country",
            "bands",
            "above",
            "country_vendors",
        )
    ),
)
"""Each with the values that are no parts of the scope; those first that take longest."""
