"""Counts and prices: converted into the account's currency, and written as the interface language writes numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.state import Amount
    from simulator.wallstreet.labels import Labels

__all__ = ["CURRENCY_SIGNS", "Amounts"]

CURRENCY_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
"""The currencies in which prices are shown, each with its sign."""

_HALF = Decimal("0.5")
_COIN_PLACES = 5


@dataclass(frozen=True, slots=True)
class Amounts:
    """
    Numbers as one viewer sees them.

    Args:
        labels: the language.
        currency: ISO code of the account's currency.
        rates: the market's exchange table, with the price of a bitcoin in every currency.
    """

    labels: Labels
    currency: str
    rates: Mapping[tuple[str, str], Decimal]

    def cents(self, amount: Amount) -> int:
        """Hundredths of the account's currency, halves up."""
        if amount.currency == self.currency:
            return amount.cents
        factor = self.rates["BTC", self.currency] / self.rates["BTC", amount.currency]
        return int(amount.cents * factor + _HALF)

    def coins(self, amount: Amount) -> int:
        """Hundred-thousandths of a bitcoin, halves up."""
        return int(amount.cents * 1000 / self.rates["BTC", amount.currency] + _HALF)

    def count(self, number: int) -> str:
        """A whole number with marks at the thousands: ``1'234``."""
        return str(number) if number < 1000 else f"{number:,}".replace(",", self.labels.thousands)

    def price(self, amount: Amount) -> str:
        """A price: ``1'234.56 €``."""
        whole, cents = divmod(self.cents(amount), 100)
        return f"{self.count(whole)}{self.labels.decimal}{cents:02d} {CURRENCY_SIGNS[self.currency]}"

    def coin_price(self, amount: Amount) -> str:
        """The same in bitcoin: ``0.01234 BTC``."""
        whole, rest = divmod(self.coins(amount), 10**_COIN_PLACES)
        return f"{self.count(whole)}{self.labels.decimal}{rest:0{_COIN_PLACES}d} BTC"

    def stars(self, hundredths: int, places: int) -> str:
        """A number of stars with one or two places: ``4.87``."""
        return f"{hundredths / 100:.{places}f}".replace(".", self.labels.rating_decimal)

    def money(self, amount: Amount) -> dict[str, str]:
        """Return the amount that `price` prints, as in records."""
        whole, cents = divmod(self.cents(amount), 100)
        return {"amount": f"{whole}.{cents:02d}", "currency": self.currency}

    def coin_money(self, amount: Amount) -> dict[str, str]:
        """Return the amount that `coin_price` prints, as in records."""
        whole, rest = divmod(self.coins(amount), 10**_COIN_PLACES)
        return {"amount": f"{whole}.{rest:0{_COIN_PLACES}d}", "currency": "BTC"}
