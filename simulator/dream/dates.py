"""What changed on Dream Market's pages, and when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

__all__ = ["COINS_CHOSEN_FROM", "NOVEMBER_2018", "XMR_BACK", "day", "instant_text", "printed_day"]

COINS_CHOSEN_FROM = int(datetime(2018, 2, 9, tzinfo=UTC).timestamp())
"""From here on an order may be paid in several coins."""
NOVEMBER_2018 = int(datetime(2018, 11, 1, tzinfo=UTC).timestamp())
"""Trust votes, another mark of the chosen currency, a dark mode. The pages of that month have no rate of Monero."""
XMR_BACK = int(datetime(2018, 12, 1, tzinfo=UTC).timestamp())


def day(instant: int) -> date:
    """The day of an instant, in UTC."""
    return datetime.fromtimestamp(instant, UTC).date()


def printed_day(instant: int) -> str:
    """A day as the market prints it: ``24/08/2018``."""
    return f"{day(instant):%d/%m/%Y}"


def instant_text(instant: int) -> str:
    """An instant as records have it: ``2018-11-18T09:12:00Z``."""
    return f"{datetime.fromtimestamp(instant, UTC):%Y-%m-%dT%H:%M:%SZ}"
