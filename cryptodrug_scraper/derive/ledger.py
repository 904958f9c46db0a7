"""The decisions that count, as a derivation reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.decisions.ledger import LEDGER, from_rows
from cryptodrug_scraper.decisions.standing import standing

if TYPE_CHECKING:
    from uuid import UUID

    from adbc_driver_postgresql.dbapi import Connection

    from cryptodrug_scraper.decisions.decision import Decision

__all__ = ["counting_decisions"]


def counting_decisions(connection: Connection) -> dict[UUID, Decision]:
    """
    Return the decisions that count, in the order of their identifiers.

    Args:
        connection: a steady view of the database.
    """
    return standing(from_rows(pl.read_database(LEDGER, connection).iter_rows()))
