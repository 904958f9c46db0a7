"""Prices and rates of a page, changed so that amounts in coins and rates still agree with the prices."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.printed_numbers import Kind, last_place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from cryptodrug_scraper.cases.known_figures import Known
    from cryptodrug_scraper.cases.printed_numbers import Printed

__all__ = ["Amounts"]

_NEAR = 3
"""Numbers between an amount in a coin and the same in another currency."""
_TRIES = 60
_NO_CHANGE = Decimal("0.03")
_LESS, _MORE = (0.64, 0.86), (1.16, 1.5)
"""What amounts are multiplied by."""
_OF_RATES = 0.8, 1.25
"""The same of a currency with a rate: a rate is at most about a half more than it was, or a third less."""
_COIN_PLACES = 4
_FEW = 20


class Amounts:
    """
    The amounts of one page, and what stands in their place: what each currency is worth is drawn once.

    Args:
        printed: the numbers of the page, in their order.
        known: what is known of them.
        random: of this draft.
    """

    def __init__(self, printed: Sequence[Printed], known: Known, random: Random) -> None:
        self._printed, self._known, self._random = printed, known, random
        self._worth: dict[str, Decimal] = defaultdict(
            lambda: _decimal(random.choice((random.uniform(*_LESS), random.uniform(*_MORE))))
        )
        self._part_worths()
        self._rates = {value: self._rate(value) for value in known.rates}
        self._money: dict[Decimal, Decimal] = {}
        self._draw_money()
        self._page_rates = self._found_rates()

    def now(self, place: int) -> Decimal:
        """What stands in the place of an amount: one in a coin follows from the price beside it."""
        in_coin = self._in_coin(place)
        return self._money[self._printed[place].value] if in_coin is None else in_coin

    def _draw_money(self) -> None:
        values = sorted({one.value for one in self._printed if one.kind is Kind.MONEY})
        taken, last = set(values), None
        for value in values:
            self._money[value] = last = self._other_amount(value, last, taken)
            taken.add(last)

    def _part_worths(self) -> None:
        """Draw what currencies are worth until no rate stays about as it was."""
        pairs = [pair for each in self._known.rates.values() for pair in each if pair[0] != pair[1]]
        for currency in dict.fromkeys(each for pair in pairs for each in pair):
            self._worth[currency] = _decimal(self._random.uniform(*_OF_RATES))
        for _ in range(_TRIES):
            near = [quote for base, quote in pairs if abs(self._worth[base] / self._worth[quote] - 1) < _NO_CHANGE]
            if not near:
                return
            for quote in near:
                self._worth[quote] = _decimal(self._random.uniform(*_OF_RATES))

    def _other_amount(self, value: Decimal, last: Decimal | None, taken: set[Decimal]) -> Decimal:
        step = Decimal(1).scaleb(last_place(value))
        if step >= 10 and value / step < _FEW:  # so that there is room for another one
            step /= 10
        made = value
        for attempt in range(_TRIES):
            worth = self._worth["all"] if attempt < _FEW else _decimal(self._random.uniform(_LESS[0], _MORE[1]))
            made = (value * worth * _decimal(self._random.uniform(0.95, 1.05)) / step).to_integral() * step
            if last is not None and made <= last:
                made = last + step * (1 + attempt // 8)
                made = (made / step).to_integral() * step
            is_like = attempt >= 2 * _FEW or max(-1, made.adjusted()) == max(-1, value.adjusted())
            if made > 0 and made not in taken and is_like:
                return made
        made = max(made, last or step)
        while made in taken:
            made += step
        return made

    def _rate(self, value: Decimal) -> Decimal:
        base, quote = self._known.rates[value][0]
        return value * self._worth[base] / self._worth[quote]

    def rate(self, one: Printed) -> Decimal | None:
        """A rate of the page as it is now; also a thousand times one, as of mBCH."""
        if one.kind not in {Kind.MONEY, Kind.SCORE}:
            return None
        if one.currency is not None and all(one.currency not in pair for pair in self._known.rates.get(one.value, ())):
            return None
        if one.value in self._rates:
            return self._rates[one.value]
        thousandth = one.value / 1000
        if thousandth == 1 and self._rates:
            return one.value
        if thousandth in self._rates:
            digits = len(str(thousandth).partition(".")[2])
            return round(self._rates[thousandth], digits) * 1000
        return None

    def _in_coin(self, place: int) -> Decimal | None:
        """An amount in a coin beside the same in another currency: by the rate of the page as it is now."""
        price = self._price_beside(place)
        if price is None:
            return None
        one, currency = self._printed[place], self._currency_of(price)
        now = self._worth[one.currency or ""] / self._worth[currency]
        made = self._money[price.value]
        rate = self._page_rates.get((one.currency, currency))
        if rate is not None and abs(price.value / one.value / rate - 1) < _rounding(one.value) + _rounding(price.value):
            return made / (rate * now)
        return made / (price.value / one.value * now)

    def _price_beside(self, place: int) -> Printed | None:
        """The price in another currency that is nearest to an amount in a coin."""
        one = self._printed[place]
        if one.currency is None or -last_place(one.value) < _COIN_PLACES:
            return None
        order = sorted(range(place - _NEAR, place + _NEAR + 1), key=lambda other: (abs(other - place), other))
        for price in (self._printed[other] for other in order if 0 <= other < len(self._printed)):
            if price.kind is Kind.MONEY and price.currency != one.currency and -last_place(price.value) < _COIN_PLACES:
                return price
        return None

    def _currency_of(self, price: Printed) -> str:
        return price.currency or self._known.currency or ""

    def _found_rates(self) -> dict[tuple[str | None, str], Decimal]:
        """What coins are worth by the most exact of the amounts beside prices: what all are rounded from."""
        exact: dict[tuple[str | None, str], tuple[Decimal, Decimal]] = {}
        for place, one in enumerate(self._printed):
            price = self._price_beside(place) if one.kind is Kind.MONEY else None
            if price is not None:
                pair, rounding = (one.currency, self._currency_of(price)), _rounding(one.value)
                found = rounding + _rounding(price.value), price.value / one.value
                exact[pair] = min(exact.get(pair, found), found)
        return {pair: rate for pair, (_, rate) in exact.items()}


def _decimal(number: float) -> Decimal:
    return Decimal(str(round(number, 6)))


def _rounding(value: Decimal) -> Decimal:
    """By which part of it a number may have been rounded."""
    return Decimal(5).scaleb(last_place(value) - 1) / value
