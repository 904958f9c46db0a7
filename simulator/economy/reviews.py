"""Reviews of orders, their later changes, and vendors' replies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.draws import Draws
from simulator.economy.distributions import exponential, pick
from simulator.economy.intervals import DAY, FOREVER
from simulator.economy.sales import feedback_odds
from simulator.scenario import per_million

if TYPE_CHECKING:
    from simulator.draws import Flags, Ints
    from simulator.economy.calendar import Calendar
    from simulator.economy.listings import Listings
    from simulator.economy.people import Accounts
    from simulator.economy.sales import Sales

__all__ = ["Reviews", "reviews_of"]

_BUSY = 20  # orders a day from which a vendor is as busy as can be
_POOR = 120_000  # accounts of a million whose buyers are less content
_REPLIES = 250_000  # accounts of a million that reply now and then
_FIRST = 1001


@dataclass(frozen=True, slots=True)
class Reviews:
    """
    All reviews of one market, sorted by listing and time.

    Attributes:
        number: unique on the market, counted up over time.
        sale: row of the sale.
        listing: row of the listing.
        at: when it was written.
        stars: 1 to 5.
        default: whether the default text was left.
        edited_at: when it was changed, or `FOREVER`.
        edited_stars: its stars from then on.
        edited_text: whether its text was changed too.
        counted: whether counts of stars take over what a change made of them.
        renewed: whether the change makes it as young as that.
        replied_at: when the vendor replied, or `FOREVER`.
    """

    number: Ints
    sale: Ints
    listing: Ints
    at: Ints
    stars: Ints
    default: Flags
    edited_at: Ints
    edited_stars: Ints
    edited_text: Flags
    counted: Flags
    renewed: Flags
    replied_at: Ints

    def __len__(self) -> int:
        return len(self.number)


def _default_odds(calendar: Calendar, market: str, account: Ints, accounts: Accounts, sales: Sales) -> Ints:
    """The share of each account's reviews that keep the default text, in millionths: the busier, the more."""
    low, high = (per_million(share) for share in calendar.scenario.markets[market].default_text)
    sold = np.bincount(account[sales.listing], minlength=len(accounts)).astype(np.int64)
    until = np.minimum(accounts.ended(), calendar.halts(market))
    days = np.maximum((until - np.maximum(accounts.joined, calendar.start)) // DAY, 1)
    busy: Ints = np.minimum(sold * 100 // days, _BUSY * 100)
    return low + (high - low) * busy // (_BUSY * 100)


def reviews_of(calendar: Calendar, market: str, accounts: Accounts, listings: Listings, sales: Sales) -> Reviews:
    """All reviews of a market: those written before it closed."""
    scenario, habits = calendar.scenario, calendar.scenario.habits
    draws = Draws(scenario.seed, f"review {market}")
    account = listings.account[sales.listing]
    rows = np.flatnonzero(
        draws.chance(feedback_odds(calendar, accounts)[account], np.arange(len(sales), dtype=np.int64))
    )
    wait = exponential(draws, max(habits.feedback_days - 1, 1) * DAY, rows, 1)
    at = sales.at[rows] + DAY // 8 + wait
    written = np.flatnonzero(at < calendar.closes(market))
    rows, at = rows[written], at[written]
    order = np.lexsort((rows, at, sales.listing[rows]))
    sale, at = rows[order], at[order]
    listing = sales.listing[sale]
    account = listings.account[listing]

    weights = np.array(habits.stars, dtype=np.int64)
    stars = 1 + pick(weights, draws.halves(sale, 2))
    again = 1 + pick(weights, draws.halves(sale, 3))
    poor = Draws(scenario.seed, "poor vendor").chance(_POOR, accounts.ids)[account]
    stars = np.where(poor, np.minimum(stars, again), stars)
    odds = _default_odds(calendar, market, listings.account, accounts, sales)[account]
    default = draws.chance(odds, sale, 4)

    edited = draws.chance(per_million(habits.edited), sale, 5)
    moment = at + DAY + exponential(draws, 8 * DAY, sale, 6)
    edited &= moment < calendar.closes(market)
    what = draws.below(3, sale, 7)  # text, stars, or both
    other = 1 + draws.below(5, sale, 8)
    edited_stars = np.where(edited & (what > 0), other, stars)
    display = scenario.markets[market].display
    counted = draws.chance(per_million(display.edits_counted), sale, 11)
    renewed = edited & draws.chance(per_million(display.edits_renew), sale, 12)
    edited_text = edited & ((what != 1) | (edited_stars == stars))

    replies = Draws(scenario.seed, "replying vendor").chance(_REPLIES, accounts.ids)[account]
    replied = replies & ~default & draws.chance(per_million(habits.replied), sale, 9)
    reply = at + DAY // 24 + exponential(draws, 2 * DAY, sale, 10)
    replied &= reply < np.minimum(calendar.closes(market), accounts.ended()[account])
    number = np.empty(len(sale), dtype=np.int64)
    number[np.argsort(at, kind="stable")] = np.arange(len(sale), dtype=np.int64) + _FIRST
    return Reviews(
        number=number,
        sale=sale,
        listing=listing,
        at=at,
        stars=stars,
        default=default,
        edited_at=np.where(edited, moment, FOREVER),
        edited_stars=edited_stars,
        edited_text=edited_text,
        counted=counted,
        renewed=renewed,
        replied_at=np.where(replied, reply, FOREVER),
    )
