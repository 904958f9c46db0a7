"""How Empire writes what it knows: money, coins, days, masked names, text in markup, and its public numbers."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.state import Amount

__all__ = [
    "COINS",
    "SIGNS",
    "Converter",
    "Sign",
    "cut_title",
    "escape",
    "loose",
    "mask",
    "minute",
    "month_day",
    "one_line",
    "padded_day",
    "plain_day",
    "sign_of",
    "token_of",
    "upload_path",
    "vendor_number",
]

Sign = Literal["positive", "neutral", "negative"]
SIGNS: tuple[Sign, ...] = ("positive", "neutral", "negative")
"""In the order of feedback1.png, feedback2.png and feedback3.png."""
COINS = ("BTC", "LTC", "XMR")
"""Coins that the market takes, in its order."""

TITLE_BYTES = 77
"""Length to which the home page cuts titles, in bytes and without regard to characters."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MARKUP = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;"}
_MISREAD = re.compile(r"&(?=[#\w])|<(?=[A-Za-z/!?])")


def sign_of(stars: int) -> Sign:
    """The market's three classes: 4 and 5 stars are positive, 3 neutral, 1 and 2 negative."""
    if stars > 3:
        return "positive"
    return "neutral" if stars == 3 else "negative"


class Converter:
    """
    Prices in a display currency and in coins, by the market's exchange table.

    Args:
        rates: of the snapshot.
        currency: that the viewer has chosen.
    """

    def __init__(self, rates: Mapping[tuple[str, str], Decimal], currency: str) -> None:
        self.currency = currency
        self._rates = rates
        self._per_cent: dict[str, Decimal] = {}

    def cents(self, amount: Amount) -> int:
        """An amount in the display currency, in whole hundredths, half a hundredth rounded up."""
        if amount.currency == self.currency:
            return amount.cents
        factor = self._per_cent.get(amount.currency)
        if factor is None:
            factor = self._rates["BTC", self.currency] / self._rates["BTC", amount.currency]
            self._per_cent[amount.currency] = factor
        return int((amount.cents * factor).to_integral_value(ROUND_HALF_UP))

    def shown(self, amount: Amount) -> str:
        """The same as digits with commas, such as ``9,478.97``."""
        cents = self.cents(amount)
        return f"{cents // 100:,}.{cents % 100:02d}"

    def coin(self, amount: Amount, coin: str, digits: int = 6) -> Decimal:
        """An amount in a coin, with as many digits after the point as the market prints."""
        exact = Decimal(amount.cents) / 100 / self._rates[coin, amount.currency]
        return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _moment(instant: int) -> datetime:
    return datetime.fromtimestamp(instant, UTC)


@lru_cache(maxsize=4096)
def _day(days: int) -> tuple[str, str, int, int]:
    moment = _moment(days * 86_400)
    return _DAYS[moment.weekday()], _MONTHS[moment.month - 1], moment.day, moment.year


def month_day(instant: int) -> str:
    """``March 22, 2019``, with two digits of the day: since when a listing sells, when an account was made."""
    _, month, day, year = _day(instant // 86_400)
    return f"{month} {day:02d}, {year}"


def padded_day(instant: int) -> str:
    """``Oct 07, 2019``: when an account was last seen."""
    _, month, day, year = _day(instant // 86_400)
    return f"{month[:3]} {day:02d}, {year}"


def minute(instant: int) -> str:
    """``Sep 27, 2019 20:49``: when feedback was given. The seconds are cut off."""
    return f"{padded_day(instant)} {instant % 86_400 // 3600:02d}:{instant % 3600 // 60:02d}"


def plain_day(instant: int) -> str:
    """``Wednesday, Nov 6, 2019 20:53:28``: the server's clock, whose day has no zero before it."""
    weekday, month, day, year = _day(instant // 86_400)
    clock = f"{instant % 86_400 // 3600:02d}:{instant % 3600 // 60:02d}:{instant % 60:02d}"
    return f"{weekday}, {month[:3]} {day}, {year} {clock}"


def mask(buyer: str) -> str:
    """A buyer's name between its first and last character: ``b***s``."""
    return f"{buyer[:1]}***{buyer[-1:]}"


def escape(text: str) -> str:
    """Text that stands in markup as what it is."""
    return text.translate(_MARKUP)


def loose(text: str) -> str:
    """
    A title or comment as the market prints it: signs of markup stay raw, which gives its pages their bare ``&`` and
    ``<<``, except where a browser would read a tag or a character reference.
    """
    return _MISREAD.sub(lambda found: "&amp;" if found[0] == "&" else "&lt;", text)


def one_line(text: str) -> str:
    """A text of one line as a browser shows it: runs of white space are one space."""
    return " ".join(text.split())


def cut_title(title: str) -> str:
    """
    A title as the home page cuts it, which may end within a character: the bytes left of one are then surrogate
    escapes, which the page's encoder turns back.
    """
    return title.encode()[:TITLE_BYTES].decode(errors="surrogateescape")


def vendor_number(handle: str) -> int:
    """The number of a vendor in addresses, which tells nothing about the account in the truth."""
    return 10_000 + crc32(handle.encode()) % 890_000


@lru_cache(maxsize=65_536)
def token_of(handle: str) -> str:
    """What stands for a vendor in the addresses of tabs: sixteen bytes, encoded twice as the market did."""
    return b64encode(b64encode(blake2b(handle.encode(), digest_size=16).digest())).decode()


def upload_path(listing_id: int, created: int, size: int) -> str:
    """The address of a listing's picture in one of the market's sizes, ``150`` or ``100`` or ``40`` pixels square."""
    moment = _moment(created)
    name = blake2b(str(listing_id).encode(), digest_size=10).hexdigest()
    return f"/public/uploads/{moment.year}/{moment.month:02d}/{moment.day:02d}/{created}{name}-{size}_{size}.jpg"
