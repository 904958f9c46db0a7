"""Accounts that take another name on their market: with the same key, listings and reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.draws import Draws
from simulator.economy.intervals import DAY, FOREVER
from simulator.economy.people import HANDLES
from simulator.scenario import per_million

if TYPE_CHECKING:
    from simulator.draws import Ints
    from simulator.economy.calendar import Calendar
    from simulator.economy.people import Accounts

__all__ = ["Renames", "renames_of"]

_LAST = 3  # which of a person's names it is


@dataclass(frozen=True, slots=True)
class Renames:
    """
    When accounts take another name.

    Attributes:
        at: by row of the account; `FOREVER` where it never does.
        before, after: numbers of its names.
    """

    at: Ints
    before: Ints
    after: Ints

    def handles(self, rows: Ints, instant: int) -> Ints:
        """The numbers of the names that accounts have at an instant."""
        return np.where(self.at[rows] <= instant, self.after[rows], self.before[rows])


def renames_of(calendar: Calendar, accounts: Accounts) -> Renames:
    """At most one for each account, in the window and while somebody can see it; impersonators keep their name."""
    draws = Draws(calendar.scenario.seed, "rename")
    closes = np.array([calendar.closes(name) for name in calendar.scenario.markets], dtype=np.int64)
    since = np.maximum(accounts.joined, calendar.first) + DAY
    room = np.minimum(accounts.ended(), closes[accounts.market]) - DAY - since
    renamed = draws.chance(per_million(calendar.scenario.habits.renamed), accounts.ids)
    renamed &= (room > 0) & ~accounts.impersonates
    at = since + (draws.halves(accounts.ids, 1) * np.maximum(room, 0) >> 32)
    return Renames(np.where(renamed, at, FOREVER), accounts.handle, accounts.person * HANDLES + _LAST)
