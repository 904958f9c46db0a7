"""When a page is thought to have been made, beside what its source states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

__all__ = ["Estimate", "estimate_of"]

_ESTIMATE = text(statement(__package__, "estimate"))


@dataclass(frozen=True, slots=True)
class Estimate:
    """
    The row of ``capture_time`` of one page.

    Attributes:
        market: code of the market that the page is of.
        stated_from: the earliest instant that its source states; None where it states none.
        stated_to: the latest.
        source: what states it, as ``capture_origin.time_source``.
        estimated_from: the earliest instant at which it is thought to have been made; None where nothing tells.
        estimated_to: the latest.
        verdict: ``agrees``, ``older``, ``newer`` or ``unsure``.
        doubt: the chance that it was made at another time than the estimate says.
        evidence: how many ``ratings``, ``counters`` and others of each kind speak, and under the same names with
            ``_for`` how many of them for the stated time.
    """

    market: str
    stated_from: datetime | None
    stated_to: datetime | None
    source: str
    estimated_from: datetime | None
    estimated_to: datetime | None
    verdict: str
    doubt: float
    evidence: Mapping[str, Any]


def estimate_of(connection: Connection, capture_id: UUID) -> Estimate | None:
    """
    Return what the current derivation thinks of a page's time; None where it did not look at the page.

    Args:
        connection: of the database.
        capture_id: the page.
    """
    row = connection.execute(_ESTIMATE, {"capture_id": capture_id}).one_or_none()
    return None if row is None else Estimate(*row)
