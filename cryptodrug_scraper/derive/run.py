"""
Derive: what is new of the observed layer goes through the measures into the derived tables.

A derivation is made of parts: the rates of all days, each market, and what goes across markets. A part is named by what
decides on it, so one that is there already is taken as it is, whichever run made it; one that was broken off is not
there, and is made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptodrug_scraper.capture import content_id
from cryptodrug_scraper.derive.across import across_markets
from cryptodrug_scraper.derive.connection import columns_of, steady_view
from cryptodrug_scraper.derive.inputs import observed_digests
from cryptodrug_scraper.derive.market import of_market
from cryptodrug_scraper.derive.observed import read_market
from cryptodrug_scraper.derive.parts import Part, is_there, make
from cryptodrug_scraper.derive.rates import rates_of, rates_within
from cryptodrug_scraper.derive.runs import register
from cryptodrug_scraper.derive.version import measures_version
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from cryptodrug_scraper.derive.parameters import Parameters
    from cryptodrug_scraper.store.database import Database

__all__ = ["Derivation", "State", "derive"]


@dataclass(frozen=True, slots=True)
class State:
    """How far a derivation is: what it does now, and how many of its parts are there."""

    doing: str
    done: int
    parts: int


@dataclass(frozen=True, slots=True)
class Derivation:
    """
    What a derivation did.

    Attributes:
        derive_run: its identifier.
        made: rows of each part that was made, by its name.
        taken: names of the parts that were there.
    """

    derive_run: UUID
    made: dict[str, dict[str, int]]
    taken: list[str]
