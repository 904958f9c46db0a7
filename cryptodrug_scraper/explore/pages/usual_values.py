"""What the fields of a question of the cookbook hold before anybody fills them in: what this database is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from cryptodrug_scraper.cookbook.asking import usual
from cryptodrug_scraper.explore.pages.answer import sources

if TYPE_CHECKING:
    from cryptodrug_scraper.cookbook.query import Query

__all__ = ["carried", "usual_values"]

_CARRIED = ("country", "market", "definition", "attribution", "first_day", "last_day", "day")
"""Values that one page hands to the next."""
_OF_FIGURES = {"first": "first_day", "last": "last_day"}
"""What figures call the same."""


def carried() -> dict[str, str]:
    """The values of this request that a question may be asked with, those of figures among them."""
    said = {_OF_FIGURES.get(name, name): value for name, value in request.args.items()}
    return {name: said[name] for name in _CARRIED if said.get(name)}


def usual_values(query: Query) -> dict[str, str]:
    """
    Return values for a question: the country of the findings, the days and a market of the snapshots; what follows from
    neither is as in the cookbook.
    """
    values = usual(query)
    if "country" in values:
        country = sources().country()
        for name, value in values.items():
            if value == country:  # another one, which is to differ from it
                values[name] = values["country"]
        values["country"] = country
    days = sources().days()
    if days is not None:
        first, last = (each.isoformat() for each in days)
        values |= {
            name: value for name, value in {"first_day": first, "last_day": last, "day": last}.items() if name in values
        }
    markets = sources().markets()
    if markets and values.get("market", markets[0]) not in markets:
        values["market"] = markets[0]
    return values
