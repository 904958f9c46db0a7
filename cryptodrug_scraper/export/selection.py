"""What of the database is exported, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from cryptodrug_scraper.export.views import VIEWS

if TYPE_CHECKING:
    from datetime import date

    from cryptodrug_scraper.export.views import View

__all__ = ["Selection", "Tier", "condition"]


class Tier(Enum):
    """For whom an export is."""

    PUBLIC = "public"
    """Anybody: counts and sums by month, of five vendors or more."""
    ANALYST = "analyst"
    """Researchers under an agreement: rows of single listings and sales, with pseudonyms and without any text."""
    IDENTIFIED = "identified"
    """Those who keep the database: handles, masks, keys and texts as they are, without the addresses of sites."""


@dataclass(frozen=True, slots=True)
class Selection:
    """
    What is exported.

    Attributes:
        tier: for whom.
        first: the first day of the window, UTC; None for all.
        last: its last day.
        markets: their codes; none for all.
        views: names of views; none for all that what was observed is made into.
        layout: the form of another project; None for that of the views.
    """

    tier: Tier = Tier.ANALYST
    first: date | None = None
    last: date | None = None
    markets: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    layout: str | None = None

    @property
    def values(self) -> dict[str, object]:
        """The window and the markets as parameters of SQL: ``first``, ``last`` and ``markets``, NULL for all."""
        return {"first": self.first, "last": self.last, "markets": list(self.markets) or None}


def condition(view: View, selection: Selection) -> tuple[str, dict[str, object]]:
    """
    Return the SQL condition that selects rows of a view, and its parameters.

    A row is if its time and the window have a moment in common. One whose time is not known is not, where there is a
    window.
    """
    terms = [*_in_window(view, selection), *([] if view.rows is None else [view.rows])]
    if view.within is not None and (selection.first or selection.last):
        other, column = view.within
        inside = " AND ".join(_in_window(VIEWS[other], selection))
        terms.append(f"{column} IN (" + " ".join(("SELECT", column, "FROM research." + other, "WHERE", inside)) + ")")
    if selection.markets and view.markets:
        terms.append("(" + " OR ".join(f"{column} = ANY (:markets)" for column in view.markets) + ")")
    return " AND ".join(terms) or "true", selection.values


def _in_window(view: View, selection: Selection) -> list[str]:
    if view.begins is None or not (selection.first or selection.last):
        return []
    ends = f"{view.begins} + interval '1 month' - interval '1 day'" if view.months else view.ends or "NULL"
    return [f"research.in_window({view.begins}, {ends}, :first, :last)"]
