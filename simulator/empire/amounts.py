"""Amounts as Empire prints them: in the currency that the viewer has chosen, and in coins."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.state import Amount

__all__ = ["COINS", "Amounts"]

COINS = ("BTC", "LTC", "XMR")
"""Coins that the market takes, in its order."""


class Amounts:
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
