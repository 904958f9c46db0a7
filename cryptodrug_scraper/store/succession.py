"""The readings that one capture has had, in the order of the parser versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

__all__ = ["CaptureReading", "readings_in_order"]

_READINGS = text(statement(__package__, "readings"))


@dataclass(frozen=True, slots=True)
class CaptureReading:
    """
    One reading of a capture.

    Attributes:
        parse_run_id: its identifier.
        parser_version: the version that read it.
        market: the market whose page it found, if any.
        kind: the kind of page that it found.
        issues: warnings and errors.
        is_shown: whether it is the one that the research views show.
    """

    parse_run_id: UUID
    parser_version: str
    market: str | None
    kind: str
    issues: int
    is_shown: bool


def readings_in_order(connection: Connection, capture_id: UUID) -> list[CaptureReading]:
    """All readings of a capture, the oldest first."""
    return [CaptureReading(*row) for row in connection.execute(_READINGS, {"capture_id": capture_id})]
