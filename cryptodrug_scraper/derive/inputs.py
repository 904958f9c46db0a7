"""What a derivation starts from: the markets that were observed, and what tells one observed layer from another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import polars as pl

from cryptodrug_scraper.derive.months import Month
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from datetime import date

    from adbc_driver_postgresql.dbapi import Connection

__all__ = ["Input", "observed_inputs"]

_DIGESTS = statement(__package__, "inputs")
_MONTHS = tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Input:
    """
    A market that was observed.

    Attributes:
        market: its code.
        digest: what was observed of it, and is known of it otherwise: its events and crawls.
        last_day: UTC day of its last capture; None: of no capture is the time known.
        prints_amounts: whether ratings show what was paid.
        months: those of its readings.
    """

    market: str
    digest: str
    last_day: date | None
    prints_amounts: bool
    months: tuple[Month, ...]


def observed_inputs(connection: Connection) -> list[Input]:
    """
    Return the markets of which something counts: those that print amounts first, from which others learn.

    Args:
        connection: a steady view of the database.
    """
    found = pl.read_database(_DIGESTS, connection)
    inputs = [
        Input(market, digest, None if at is None else at.date(), prints, msgspec.json.decode(months, type=_MONTHS))
        for market, digest, at, prints, months in found.iter_rows()
    ]
    return sorted(inputs, key=lambda each: (not each.prints_amounts, each.market))
