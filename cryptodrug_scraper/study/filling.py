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

__all__ = ["sql_of"]

_NAMES = re.compile(r"(?<![:\w]):([a-z_]+)")


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
    sql, closure = statement(__package__, name), study.closure
    known: dict[str, object] = dict.fromkeys(_NAMES.findall(sql))
    if closure is not None:
        known |= {"closed_market": closure.market, "event": closure.event, "days_around": closure.days_around}
    return with_values(sql, {**known, **asdict(asked), "market": market, **(values or {})})
