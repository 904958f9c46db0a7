"""What the database holds, and how much of it was derived, as far as a second's look tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

__all__ = ["Contents", "contents_of"]

_PAGES = text("SELECT count(*) FROM capture")
_BY_MARKET = text(statement(__package__, "contents"))
_CURRENT = text("SELECT measures_version, ended_at FROM derived.derive_run WHERE is_current")


@dataclass(frozen=True, slots=True)
class Contents:
    """
    What the database holds.

    Attributes:
        pages: captures of any kind.
        newest_at: when the newest page of a known market was captured; None without any.
        markets: for each market its pages of known time.
        underived: for each market how many more pages of known time there are than the current derivation counts;
            below zero where pages were removed since. Markets of which there are as many are left out.
        derived_at: when the current derivation was whole; None: there is none.
        measures_version: the version of the measures that made it.
    """

    pages: int
    newest_at: datetime | None
    markets: dict[str, int]
    underived: dict[str, int]
    derived_at: datetime | None
    measures_version: str | None


def contents_of(connection: Connection) -> Contents:
    """Look at a database of the newest revision."""
    pages = connection.execute(_PAGES).scalar_one()
    rows = connection.execute(_BY_MARKET).all()
    current = connection.execute(_CURRENT).one_or_none()
    return Contents(
        pages=pages,
        newest_at=max((row.newest_at for row in rows), default=None),
        markets={row.market: row.pages for row in rows},
        underived={row.market: row.underived for row in rows if row.underived},
        derived_at=None if current is None else current.ended_at,
        measures_version=None if current is None else current.measures_version,
    )
