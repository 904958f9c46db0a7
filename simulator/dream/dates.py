"""Days, instants and ages as Dream Market prints them, and the days on which its pages changed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

__all__ = ["COINS_CHOSEN_FROM", "NOVEMBER_2018", "XMR_BACK", "Age", "age_of", "day", "instant_text", "printed_day"]

COINS_CHOSEN_FROM = int(datetime(2018, 2, 9, tzinfo=UTC).timestamp())
"""From here on an order may be paid in several coins."""
NOVEMBER_2018 = int(datetime(2018, 11, 1, tzinfo=UTC).timestamp())
"""Trust votes, another mark of the chosen currency, a dark mode. The pages of that month have no rate of Monero."""
XMR_BACK = int(datetime(2018, 12, 1, tzinfo=UTC).timestamp())
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class Age(NamedTuple):
    """How long ago: what the page says, and between which numbers of seconds before the instant that lies."""

    text: str
    least: int
    most: int


def day(instant: int) -> date:
    """The day of an instant, in UTC."""
    return datetime.fromtimestamp(instant, UTC).date()


def printed_day(instant: int) -> str:
    """A day as the market prints it: ``24/08/2018``."""
    return f"{day(instant):%d/%m/%Y}"


def instant_text(instant: int) -> str:
    """An instant as records have it: ``2018-11-18T09:12:00Z``."""
    return f"{datetime.fromtimestamp(instant, UTC):%Y-%m-%dT%H:%M:%SZ}"


def age_of(seconds: int) -> Age:
    """``22:58`` hours and minutes below a day, ``1d 22h`` below three, ``4d`` from then on."""
    if seconds < _DAY:
        hours, minutes = divmod(seconds // _MINUTE, 60)
        return _age(f"{hours:02}:{minutes:02}", seconds, _MINUTE)
    days = seconds // _DAY
    if days < 3:
        return _age(f"{days}d {seconds % _DAY // _HOUR}h", seconds, _HOUR)
    return _age(f"{days}d", seconds, _DAY)


def _age(text: str, seconds: int, unit: int) -> Age:
    least = seconds - seconds % unit
    return Age(text, least, least + unit)
