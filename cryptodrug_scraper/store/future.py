"""Captures whose time had not come yet when they were loaded: which they are, and how the others are told from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

__all__ = ["Future", "counted", "future_captures"]

_FUTURE = text(
    """
    SELECT
        coalesce(run.market, '') AS market, count(DISTINCT early.capture_id) AS captures,
        min(early.captured_at AT TIME ZONE 'UTC')::date AS first_day,
        max(early.captured_at AT TIME ZONE 'UTC')::date AS last_day,
        (SELECT min(origin.path) FROM capture_origin origin
         WHERE origin.capture_id = (array_agg(early.capture_id ORDER BY early.captured_at DESC, early.capture_id))[1])
            AS example
    FROM future_capture early
    JOIN parse_run run ON run.capture_id = early.capture_id AND run.captured_at = early.captured_at
    WHERE NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = run.parse_run_id)
    GROUP BY run.market
    ORDER BY run.market
    """
)


@dataclass(frozen=True, slots=True)
class Future:
    """
    Captures of one market whose time had not come yet when they were loaded.

    Attributes:
        market: its code; empty for pages of no known market.
        captures: how many there are.
        first_day: the first day (UTC) that they state.
        last_day: the last.
        example: where one of the last day lies.
    """

    market: str
    captures: int
    first_day: date
    last_day: date
    example: str | None


def counted(reading: str) -> str:
    """
    Return a condition of SQL that what a reading states counts: it is the newest of its capture, whose time had come.

    The moment of loading decides, and not that of asking, so that what counts does not change from one day to the next.

    Args:
        reading: what the statement calls a row of ``parse_run``.
    """
    return (  # the name is ours
        f"NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = {reading}.parse_run_id) "  # noqa: S608
        f"AND NOT EXISTS (SELECT FROM future_capture early WHERE early.capture_id = {reading}.capture_id "
        f"AND early.captured_at = {reading}.captured_at)"  # the name is ours
    )


def future_captures(connection: Connection) -> list[Future]:
    """Return the captures that no derivation counts, as their time had not come yet when they were loaded."""
    return [Future(*row) for row in connection.execute(_FUTURE)]
