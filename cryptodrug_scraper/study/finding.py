"""A finding: what a measure of a study gives, and what it says of what was claimed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  # a field of a dataclass
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.words.reasons import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.words.wording import Words

__all__ = ["JUDGED", "NO_CLAIM", "OTHER_WINDOW", "Finding", "why_in"]

JUDGED = frozenset({"agrees", "disagrees", "cannot_tell"})
"""Verdicts on a claim, by the data of its own country, markets and days."""
OTHER_WINDOW = "other_window"
"""The claim is of other days than those that are asked for, or of more."""
NO_CLAIM = "no_claim"
"""The study said nothing of this country or market: its question is asked, and has a value."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the findings, as in the view ``research.finding``; sentences are in the language asked for."""

    finding: str
    market: str
    measure: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    vendor_count: int
    country: str | None
    first_day: date
    last_day: date
    definition: str | None
    attribution: str | None
    grade: str | None
    study: str
    verdict: str
    why: str
    why_code: str
    why_values: Mapping[str, Any]
    details_code: str | None
    details_values: Mapping[str, Any] | None
    cases: str | None
    sql: str
    study_id: str
    claim_id: str
    counted_low: float | None = None
    counted_high: float | None = None
    errors: str | None = None


def why_in(words: Words, row: Mapping[str, Any], *, has_cases: bool = True) -> str:
    """
    Return the reason of a finding with its details, in a language.

    Args:
        words: the language.
        row: of the findings, with its codes and their values; without them, as a row has none that release 0.2.0 made,
            its English text ``why`` is returned.
        has_cases: whether the query that lists the cases stands behind.
    """
    why = Reason.of(row["why_code"], row["why_values"])
    if why is None:
        return str(row["why"])
    details = Reason.of(row["details_code"], row["details_values"])
    if details is not None:
        why = Reason("detail.beside", {"why": why, "detail": details})
    if has_cases and row["cases"] is not None:
        why = Reason("detail.to_list", {"why": why, "cases": row["cases"]})
    return sentence(words, why)
