"""Amounts as Dream Market prints them: its fee of 4 % in the price, the account's currency, four digits."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.state import Amount, Display, ListingState

    Rates = Mapping[tuple[str, str], Decimal]

__all__ = [
    "COINS",
    "Printed",
    "card_price",
    "converted",
    "listing_prices",
    "own_price",
    "paid",
    "rating_step",
    "shipping_prices",
]

COINS = frozenset({"BTC", "BCH", "XMR"})
_SIGNS = {"BTC": "฿", "EUR": "€", "USD": "$", "GBP": "£", "CNH": "元", "JPY": "¥", "TRY": "₺", "INR": "₹"}
"""Other currencies are printed as their code and a space."""
_FEE = 104
"""The printed price in hundredths of the vendor's price."""
_FREE_OF_FEE = 8
"""One vendor in this number is charged no fee."""
_DIGITS = 4
_COIN_PLACES, _COIN_STEP = 8, Decimal("0.0001")


class Printed(NamedTuple):
    """An amount: what the page says, the number meant, its currency."""

    text: str
    amount: Decimal
    currency: str


def converted(amount: Amount, currency: str, rates: Rates) -> Decimal:
    """Convert an amount to another currency, by the market's own table of the value of one bitcoin."""
    value = Decimal(amount.cents).scaleb(-2)
    if currency == amount.currency:
        return value
    coins = value / rates["BTC", amount.currency]
    return coins if currency == "BTC" else coins * rates["BTC", currency]


def card_price(listing: ListingState, currency: str, rates: Rates) -> Printed:
    """A card's price: always in the account's currency, four digits of it."""
    return _short(converted(listing.price, currency, rates) * _factor(listing) / 100, currency)


def listing_prices(listing: ListingState, currency: str, rates: Rates) -> tuple[Printed, ...]:
    """
    The price on a listing's page. An account that reckons in coins sees the vendor's own currency beside it; that is a
    binary number times 1.04, printed with all its digits.
    """
    own = _own(listing)
    if currency in COINS:
        return card_price(listing, currency, rates), own
    return (own,) if currency == own.currency else (card_price(listing, currency, rates),)


def own_price(listing: ListingState) -> Printed:
    """The price in the vendor's currency."""
    return _own(listing)


def shipping_prices(amount: Amount, currency: str, rates: Rates) -> tuple[Printed, ...]:
    """The price of a way of delivery, on which there is no fee."""
    value = Decimal(amount.cents).scaleb(-2)
    own = Printed(_sign(amount.currency) + _plain(value), value, amount.currency)
    if currency == amount.currency:
        return (own if amount.cents else _short(value, currency),)
    shown = _short(converted(amount, currency, rates), currency)
    return (shown, own) if currency in COINS else (shown,)


def paid(amount: Amount, currency: str, rates: Rates, display: Display) -> Printed:
    """
    Return the price of an order as the ratings tab prints it: whole units, or four decimals of a coin.

    Some pages have one digit of a coin, two where the first is 1: ``0.03``, ``0.14``, ``0.0012``.
    """
    value = converted(amount, currency, rates)
    text = _plain(value.quantize(_rounding(value, currency, display), ROUND_HALF_UP))
    return Printed(f"~ {_sign(currency)}{text}", Decimal(text), currency)


def rating_step(printed: Printed) -> Decimal:
    """What a page tells of the rounding of `paid`: one unit of the last digit that is printed."""
    return Decimal(1).scaleb(min(int(printed.amount.as_tuple().exponent), 0))


def _rounding(value: Decimal, currency: str, display: Display) -> Decimal:
    if currency not in COINS:
        return Decimal(1)
    if not display.short_coins or not value:
        return _COIN_STEP
    second = value.as_tuple().digits[0] == 1
    return min(Decimal(1).scaleb(value.adjusted() - second), Decimal(1))


def _factor(listing: ListingState) -> int:
    return 100 if listing.vendor.account_id % _FREE_OF_FEE == 0 else _FEE


def _own(listing: ListingState) -> Printed:
    cents, currency = listing.price
    factor = _factor(listing)
    exact = Decimal(cents * factor).scaleb(-4)
    binary = cents / 100 if factor == 100 else cents / 100 * (factor / 100)
    return Printed(_sign(currency) + repr(binary).removesuffix(".0"), exact, currency)


def _short(value: Decimal, currency: str) -> Printed:
    """Four digits, without the zeros at their end; nothing below whole units is kept of what has more."""
    if not value:
        return Printed(f"{_sign(currency)}0.00", Decimal("0.00"), currency)
    places = min(max(0, _DIGITS - 1 - value.adjusted()), _COIN_PLACES)
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = _plain(rounded)
    return Printed(_sign(currency) + text, Decimal(text), currency)


def _sign(currency: str) -> str:
    return _SIGNS.get(currency, f"{currency} ")


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
