"""Counts, shares, scores, prices and rates of a page, changed so that what follows from one another still does."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.printed_numbers import Kind, printed_like

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from random import Random

    from cryptodrug_scraper.cases.printed_numbers import Printed

__all__ = ["Figures", "Known"]

_FURTHEST = 24
"""Numbers between a total and its parts, a share and its counts."""
_NEAR = 3
"""Numbers between an amount in a coin and the same in another currency."""
_LEAST_RUN = 3
"""Numbers that follow one another, as those of a pager and of a choice."""
_STARS = 5
_TRIES = 60
_NO_CHANGE = Decimal("0.03")
_COIN_PLACES = 4
_FEW = 20


@dataclass(frozen=True, slots=True)
class Known:
    """
    What a reading of the page says of its numbers.

    Attributes:
        rates: base and quote of the rates that have a value.
        totals: counts, and others that add up to them.
        currency: in which prices are shown that name none.
        statuses: numbers that stay, as the 404 of an error.
    """

    rates: Mapping[Decimal, Sequence[tuple[str, str]]] = field(default_factory=dict)
    totals: Sequence[tuple[int, tuple[int, ...]]] = ()
    currency: str | None = None
    statuses: frozenset[int] = frozenset()


class Figures:
    """
    The numbers of one page, in the order in which they stand, and what stands in their place.

    Equal numbers of a kind become equal ones, greater ones greater ones. None that is changed becomes one that was
    there, where there is room. These follow from others, and do so afterwards: sums of numbers before or behind them,
    shares of two counts, means of five counts of stars, amounts in a coin beside the same in another currency, and
    both from the rates of the page.

    Args:
        printed: the numbers.
        known: what is known of them.
        random: of this draft.
    """

    def __init__(self, printed: Sequence[Printed], known: Known, random: Random) -> None:
        self._printed, self._known, self._random = printed, known, random
        self._worth: dict[str, Decimal] = defaultdict(
            lambda: _decimal(random.choice((random.uniform(0.64, 0.86), random.uniform(1.16, 1.5))))
        )
        self._part_worths()
        self._found_rates: dict[tuple[str | None, str], Decimal] | None = None
        self._steady = self._in_runs() | {
            place for place, one in enumerate(printed) if one.kind is Kind.COUNT and one.value in known.statuses
        }
        self._counts = self._made_counts()
        self._rates = {value: self._rate(value) for value in known.rates}
        self._money = self._made_of(Kind.MONEY, self._other_amount)
        self._scores = self._made_of(Kind.SCORE, self._other_score)
        self._shares = self._made_of(Kind.SHARE, self._other_share)

    def printed(self, place: int) -> str:
        """What stands in the place of a number; of a name, nothing: the caller has these."""
        one = self._printed[place]
        if one.kind is Kind.STAYS or place in self._steady:
            return one.text
        if one.kind is Kind.COUNT:
            return printed_like(Decimal(self._counts[int(one.value)]), one.text)
        if one.kind is Kind.SHARE:
            return printed_like(self._share(place) or self._shares[one.value], one.text)
        rate = self._as_rate(one)
        if rate is not None:
            return printed_like(rate, one.text)
        if one.kind is Kind.SCORE:
            return printed_like(self._mean(place) or self._scores[one.value], one.text)
        if one.kind is Kind.MONEY:
            return printed_like(self._in_coin(place) or self._money[one.value], one.text)
        return one.text

    def _part_worths(self) -> None:
        """Draw what currencies are worth until no rate stays about as it was."""
        pairs = [pair for each in self._known.rates.values() for pair in each if pair[0] != pair[1]]
        for _ in range(_TRIES):
            near = [quote for base, quote in pairs if abs(self._worth[base] / self._worth[quote] - 1) < _NO_CHANGE]
            if not near:
                return
            for quote in near:
                self._worth[quote] = _decimal(self._random.uniform(0.5, 2))

    def _in_runs(self) -> set[int]:
        """Places of whole numbers that count up or down by one: pagers and choices."""
        steady: set[int] = set()
        places = [
            place for place, one in enumerate(self._printed) if one.text.isdecimal() and one.kind is not Kind.NAME
        ]
        values = [int(self._printed[place].value) for place in places]
        start = 0
        for end in range(1, len(values) + 1):
            if end < len(values) and values[end] == values[end - 1] + 1:
                continue
            if end - start >= _LEAST_RUN:
                steady.update(places[start:end])
            start = end
        return steady

    def _of(self, kind: Kind) -> list[Decimal]:
        return sorted(
            {one.value for place, one in enumerate(self._printed) if one.kind is kind and place not in self._steady}
        )

    # counts

    def _made_counts(self) -> dict[int, int]:
        values = [int(value) for value in self._of(Kind.COUNT)]
        sums = self._sums(set(values))
        made = {number: number for number in range(10)}
        made |= {int(self._printed[place].value): int(self._printed[place].value) for place in self._steady}
        taken, last = set(values), 0
        for value in values:
            parts = sums.get(value)
            if parts is not None and all(part in made for part in parts):
                made[value] = sum(made[part] for part in parts)
            else:
                made[value] = self._other_count(value, last, taken)
            last = max(last, made[value])
            taken.add(made[value])
        return made

    def _other_count(self, value: int, last: int, taken: set[int]) -> int:
        step = 10 ** (len(str(value)) - len(str(value).rstrip("0"))) if value >= 100 else 1
        low, high = 10 ** (len(str(value)) - 1), 10 ** len(str(value)) - 1
        low, high = max(low, int(value * 0.75), last + 1), min(high, max(int(value * 1.3), last + 9 * step))
        for _ in range(_TRIES):
            made = self._random.randint(low, max(low, high)) // step * step
            if made > last and made not in taken and (step == 1 or made // step % 10):
                return made
        for made in range((last // step + 1) * step, high + 1, step):
            if made not in taken and (step == 1 or made // step % 10):
                return made
        return (last // step + 1) * step + (step if (last // step + 1) * step == value else 0)

    def _sums(self, wanted: set[int]) -> dict[int, tuple[int, ...]]:
        """What some counts are the sums of: by the reading, or of numbers that stand together before or behind them."""
        sums = {total: parts for total, parts in self._known.totals if total in wanted}
        whole = [
            int(one.value) if one.kind in {Kind.COUNT, Kind.STAYS} and one.value == int(one.value) else None
            for one in self._printed
        ]
        for place, total in enumerate(whole):
            if total is None or total not in wanted or total in sums:
                continue
            behind, before = whole[place + 1 : place + _FURTHEST], whole[max(0, place - _FURTHEST) : place][::-1]
            for run in (behind, before):
                parts = _adding_up_to(total, run)
                if parts is not None:
                    sums[total] = parts
                    break
        return sums

    def _share(self, place: int) -> Decimal | None:
        """A share of two counts that stand near it, of these counts as they are now."""
        one = self._printed[place]
        if one.text.isdecimal():  # whole per cents follow from too many numbers
            return None
        near = sorted(
            (abs(other - place), int(self._printed[other].value))
            for other in range(max(0, place - _FURTHEST), min(len(self._printed), place + _FURTHEST))
            if self._printed[other].kind in {Kind.COUNT, Kind.STAYS} and self._printed[other].text.isdecimal()
        )
        numbers = [number for _, number in near]
        for part in numbers:
            for rest in numbers:
                for whole in (part + rest, rest):
                    if 1 <= part <= whole and part >= 10 and _is_share(part, whole, one):
                        made = self._counts.get(part, part)
                        of = made + self._counts.get(rest, rest) if whole != rest else self._counts.get(rest, rest)
                        return Decimal(100 * made) / of if made <= of else None
        return None

    def _mean(self, place: int) -> Decimal | None:
        """The mean of five counts of stars before it."""
        stars = self._printed[max(0, place - _STARS) : place]
        if len(stars) < _STARS or any(not one.text.isdecimal() for one in stars):
            return None
        counts = [int(one.value) for one in stars]
        if not sum(counts) or abs(_mean_of(counts) - self._printed[place].value) > Decimal("0.006"):
            return None
        return _mean_of([self._counts.get(count, count) for count in counts])

    # amounts

    def _rate(self, value: Decimal) -> Decimal:
        base, quote = self._known.rates[value][0]
        return value * self._worth[base] / self._worth[quote]

    def _as_rate(self, one: Printed) -> Decimal | None:
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
        rate = self._page_rates().get((one.currency, currency))
        if rate is not None and abs(price.value / one.value / rate - 1) < _rounding(one.value) + _rounding(price.value):
            return made / (rate * now)
        return made / (price.value / one.value * now)

    def _price_beside(self, place: int) -> Printed | None:
        """The price in another currency that is nearest to an amount in a coin."""
        one = self._printed[place]
        if one.currency is None or -_places(one.value) < _COIN_PLACES:
            return None
        order = sorted(range(place - _NEAR, place + _NEAR + 1), key=lambda other: (abs(other - place), other))
        for price in (self._printed[other] for other in order if 0 <= other < len(self._printed)):
            if price.kind is Kind.MONEY and price.currency != one.currency and -_places(price.value) < _COIN_PLACES:
                return price
        return None

    def _currency_of(self, price: Printed) -> str:
        return price.currency or self._known.currency or ""

    def _page_rates(self) -> dict[tuple[str | None, str], Decimal]:
        """What coins are worth by the most exact of the amounts beside prices: what all are rounded from."""
        if self._found_rates is None:
            exact: dict[tuple[str | None, str], tuple[Decimal, Decimal]] = {}
            for place, one in enumerate(self._printed):
                price = self._price_beside(place) if one.kind is Kind.MONEY else None
                if price is not None:
                    pair, rounding = (one.currency, self._currency_of(price)), _rounding(one.value)
                    found = rounding + _rounding(price.value), price.value / one.value
                    exact[pair] = min(exact.get(pair, found), found)
            self._found_rates = {pair: rate for pair, (_, rate) in exact.items()}
        return self._found_rates

    def _made_of(
        self, kind: Kind, other: Callable[[Decimal, Decimal | None, set[Decimal]], Decimal]
    ) -> dict[Decimal, Decimal]:
        made: dict[Decimal, Decimal] = {}
        values = self._of(kind)
        taken, last = set(values), None
        for value in values:
            made[value] = last = other(value, last, taken)
            taken.add(last)
        return made

    def _other_amount(self, value: Decimal, last: Decimal | None, taken: set[Decimal]) -> Decimal:
        step = Decimal(1).scaleb(_places(value))
        if step >= 10 and value / step < _FEW:  # so that there is room for another one
            step /= 10
        made = value
        for attempt in range(_TRIES):
            made = (value * self._worth["all"] * _decimal(self._random.uniform(0.95, 1.05)) / step).to_integral() * step
            if last is not None and made <= last:
                made = last + step * (1 + attempt // 8)
                made = (made / step).to_integral() * step
            if made > 0 and made not in taken:
                return made
        made = max(made, last or step)
        while made in taken:
            made += step
        return made

    def _other_score(self, value: Decimal, last: Decimal | None, taken: set[Decimal]) -> Decimal:
        return self._between(value, last, taken, Decimal(int(value)), Decimal(int(value) + 1))

    def _other_share(self, value: Decimal, last: Decimal | None, taken: set[Decimal]) -> Decimal:
        return self._between(value, last, taken, max(Decimal(0), value - 12), min(Decimal(100), value + 12))

    def _between(
        self, value: Decimal, last: Decimal | None, taken: set[Decimal], low: Decimal, high: Decimal
    ) -> Decimal:
        """Another number with as many decimals between two others, greater than the last one if that can be."""
        step = Decimal(1).scaleb(_places(value))
        free = [
            made
            for made in (low + step * number for number in range(1, min(4000, int((high - low) / step))))
            if made not in taken and (last is None or made > last) and _places(made) == _places(value)
        ]
        near = [made for made in free if abs(made - value) <= 40 * step] or free
        if not near:
            return value + step if value + step < high else value - step
        return self._random.choice(near[: max(1, len(near) // 2)])


def _decimal(number: float) -> Decimal:
    return Decimal(str(round(number, 6)))


def _places(value: Decimal) -> int:
    """The power of ten of a number's last digit that is not nought; -1 for 4.50."""
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _rounding(value: Decimal) -> Decimal:
    """By which part of it a number may have been rounded."""
    return Decimal(5).scaleb(_places(value) - 1) / value


def _adding_up_to(total: int, run: Iterable[int | None]) -> tuple[int, ...] | None:
    """The first numbers of a run that add up to a total, if two or more of them are not nought, and one changes."""
    numbers: list[int] = []
    for number in run:
        if number is None:
            break
        numbers.append(number)
    for length, found in enumerate(accumulate(numbers), start=1):
        if found == total and sum(number > 0 for number in numbers[:length]) > 1 and max(numbers[:length]) >= 10:
            return tuple(numbers[:length])
        if found > total:
            break
    return None


def _is_share(part: int, whole: int, one: Printed) -> bool:
    step = Decimal(1).scaleb(-len(one.text.partition(".")[2]))
    return abs(Decimal(100 * part) / whole - one.value) < step


def _mean_of(stars: Sequence[int]) -> Decimal:
    return Decimal(sum(number * count for number, count in enumerate(stars, start=1))) / sum(stars)
