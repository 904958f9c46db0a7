"""A measure of a finding, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  # a field of a dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptodrug_scraper.measures.verdicts import Claim, Unit

__all__ = ["Finding", "Measure"]


@dataclass(frozen=True, slots=True)
class Measure:
    """
    One figure that bears on what the study said.

    Attributes:
        finding: F1 to F8.
        name: what is measured.
        unit: of the value.
        study: what the study said, in words.
        claim: the same, as it is judged; where words leave it open, the reading that was taken.
        sql: one statement, to be filled in by `Asked.fill`, that gives one row: ``value``, ``low``, ``high``, ``n``,
            ``vendors``, ``grade``, and ``said``: what else to know of the value, or NULL.
        cases: a query that lists the cases, where these are counted, to be filled in as well.
        markets: of which markets the study said it; None: of all.
        days: in which days the study saw it; None: in all of its window.
        is_of_country: whether it is about the country, and not about all of the market.
        has_definition: whether it depends on the definition of the country's vendors.
        has_attribution: whether it depends on how sales are attributed.
    """

    finding: str
    name: str
    unit: Unit
    study: str
    claim: Claim
    sql: str
    cases: str | None = None
    markets: tuple[str, ...] | None = None
    days: tuple[date, date] | None = None
    is_of_country: bool = True
    has_definition: bool = True
    has_attribution: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the findings, as in the view ``research.finding``."""

    finding: str
    market: str
    measure: str
    unit: Unit
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
    sql: str
