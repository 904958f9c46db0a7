"""Where the rows of a figure are in ``cryptodrug explore``: an address there, with the choices of the figure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from cryptodrug_scraper.report.scope import Scope

__all__ = ["explored"]

_DAYS = {"first": "first_day", "last": "last_day"}
_NAMES = {
    "country_share": ("country", "definition", "attribution", "first", "last"),
    "rated_sales": ("country", "definition", "attribution", "first", "last"),
    "country_part": ("country", "definition", "attribution", "first", "last"),
    "transaction": ("country", "definition", "attribution", "first", "last"),
    "listing_month": ("country", "definition", "first", "last"),
    "capture_time": ("first", "last"),
    "finding": (),
}
"""Of each kind of figure in explore, what of a scope narrows it."""


def explored(kind: str, scope: Scope, **narrowed: str) -> str:
    """
    Return the address in explore of the rows of a figure.

    Args:
        kind: of figures there: a key of what `explore.pages.figures` shows.
        scope: of the report.
        narrowed: what else narrows them: ``measure``.
    """
    parts = scope.values()
    values = {name: str(parts[_DAYS.get(name, name)]) for name in _NAMES[kind]}
    return f"/figures/{kind}?{urlencode(values | narrowed)}"
