"""Statements of measures, filled in so that they run as they stand."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.statements import statement, with_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Study

__all__ = ["names_in", "sql_of", "with_all"]

_NAMES = re.compile(r"(?<![:\w]):([a-z_]+)")


def names_in(name: str) -> list[str]:
    """Return the names of the values that a statement takes, given the name of its file."""
    return _NAMES.findall(statement(__package__, name))


def with_all(name: str, values: Mapping[str, object]) -> str:
    """Return a statement that runs as it stands, given the name of its file and all values that it takes."""
    return with_values(statement(__package__, name), values)


def sql_of(study: Study, name: str, asked: Asked, market: str, values: Mapping[str, object] | None = None) -> str:
    """
    Return a statement that runs as it stands.

    Args:
        study: whose closure may fill it.
        name: of its file in ``statements``.
        asked: what is asked for.
        market: code of the market.
        values: others by name; what nothing gives is NULL.
    """
    closure = study.closure
    known: dict[str, object] = dict.fromkeys(names_in(name))
    if closure is not None:
        known |= {"closed_market": closure.market, "event": closure.event, "days_around": closure.days_around}
    return with_all(name, {**known, **asdict(asked), "market": market, **(values or {})})
