"""
Find the parts of a title that say how much: weights, volumes, counts, and numbers that nothing explains.

What they make together is for `quantities` to say.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from cryptodrug_scraper.page.quantity_tokens import Tokens, value_of, whole_of
from cryptodrug_scraper.page.quantity_words import (
    BEFORE_COUNTS,
    BULK,
    DETERMINERS,
    DOZENS,
    FLUID_OUNCE,
    GIFTS,
    GRAMS,
    HOLDERS,
    JOINS,
    JOINTS,
    LIQUIDS,
    MILLILITRES,
    MONEY_SIGNS,
    MONEY_WORDS,
    OF,
    ORDINALS,
    OUNCE,
    PER,
    PIECES,
    POUND,
    RATES,
    SENDING,
    SPELT,
    STRENGTHS,
    TAKEN,
    TIMES,
)

__all__ = ["Count", "Parts", "Weight", "agree"]

_DENOMINATORS = frozenset({2, 3, 4, 8, 16})
_RANGE_WORDS = frozenset({"to", "bis", "tot", "a", "or", "oder", "ou", "of"})
_YEARS = range(1990, 2036)
_MOST_WORDS_BETWEEN = 3
_BEGINNING = frozenset({*SPELT, *DETERMINERS, *DOZENS, *BULK})
_LEAST_NOT_MIXED = 20
_EITHER = re.compile(r"[1-9]\d{0,2}\.\d\d0")
"""In grams, "1.000" is one where a point is written before decimals, and a thousand where one is between thousands."""
_AGREEMENT = Decimal("0.03")
"""An ounce is sold as 28 g and an eighth as 3.5 g: weights as close as this are one weight said twice."""
_FEWEST = 2
"""A single thing beside a dose is no riddle: "No. 1"."""


def agree(first: Decimal, second: Decimal) -> bool:
    """Tell whether two weights, or volumes, are one that is said twice."""
    return abs(first - second) <= _AGREEMENT * max(first, second)


class Weight(NamedTuple):
    """A weight, and where it stands."""

    grams: Decimal
    factor: Decimal
    """Grams of its unit."""
    start: int
    end: int
    """After its last token."""
    each: bool = False
    """Said to be that of one piece."""
    limit: bool = False
    """The least or the most that is sold."""


class Count(NamedTuple):
    """A number, and the word for what it counts; none for "5x"."""

    number: int
    word: str
    at: int
    """Where it stands; that of the last part of "2 packs of 20"."""


class Parts(Tokens):
    """
    What the tokens of a title were found to mean.

    ``is_torn`` tells that it names quantities that make no single one, as "10 + 1" and "10 - 50 pills" do.
    """

    def __init__(self, text: str) -> None:
        """Read a title in small plain letters."""
        super().__init__(text)
        self.weights: list[Weight] = []
        self.tiers: list[Decimal] = []
        self.volumes: list[Decimal] = []
        self.times: list[int] = []
        self.times_at = self.volume_at = -1
        self.counts: list[Count] = []
        self.singles: list[str] = []
        """Units of which there is one, if nothing else is said: "per gram"."""
        self.is_torn = False
        self.bare: list[int] = []
        """Where whole numbers stand that nothing explains."""
        at, words, is_number = 0, self.words, self._is_number
        while words[at]:
            at = self._read_number(at) if is_number[at] else self._read_word(at) if words[at] in _BEGINNING else at + 1

    @property
    def has_riddle(self) -> bool:
        """Tell whether there is a whole number that nothing explains."""
        return self.bare != []

    def _read_number(self, at: int) -> int:
        """Take in the number at ``at``, with what belongs to it; returns the index of the next token."""
        if self._is_noise(at):
            return at + 1
        return self._read_measure(at) or self._read_count(at)

    def _read_word(self, at: int) -> int:
        """Take in a word that may begin a quantity, with what belongs to it; returns the index of the next token."""
        word = self.words[at]
        if word in SPELT:
            after = at + 2 if self.words[at + 1] == "-" else at + 1
            unit = self._unit_at(after)
            if unit is not None:
                return self._add(SPELT[word], at, unit)
            if self.words[after] in PIECES and SPELT[word] == int(SPELT[word]):
                self._add_count(int(SPELT[word]), self.words[after], at)
                return after + 1
            self.is_torn = self.is_torn or (self.words[at - 1] == "+" and self._is_second(at))
        if word in DETERMINERS:
            return self._read_single(at)
        if word in DOZENS:
            self._add_count(
                12 * (whole_of(self.words[at - 1]) if at > 0 and self._is_number[at - 1] else 1), "dozen", at
            )
        elif word in BULK and (word != "hp" or self.words[at + 1] == "of"):
            many = value_of(self.words[at - 1]) if at > 0 and self._is_number[at - 1] else Decimal(1)
            if many != 0:
                self.weights.append(Weight(BULK[word] * many, POUND, at, at + 1))
        elif word == "eighth" and self.words[at + 1] == "of":
            self.weights.append(Weight(BULK["eightball"], POUND, at, at + 1))
        return at + 1

    def _read_single(self, at: int) -> int:
        """Read "per gram" and "/g"; returns the index of the next token."""
        words = self.words
        unit = words[at + 1]
        if (
            words[at - 1] not in SPELT
            and (unit in GRAMS or (unit in TAKEN and words[at] in PER))
            and words[at + 2] not in {"/", "mol"}
            and not self._is_network(at + 1)
        ):
            self.singles.append(unit)
            return at + 2
        return at + 1

    def _read_measure(self, at: int) -> int | None:
        """Read "5 g", "1/8 oz", "1/5/10g" or "5 to 10 g"; None where no unit follows the number."""
        end = at + 1
        while self._is_number[end + 1] and self._joins_numbers(end):
            end += 2
        unit = self._unit_at(end)
        if unit is None:
            return None
        numbers, joint = [value_of(number) for number in self.words[at:end:2]], self.words[end - 2]
        factor = GRAMS.get(self.words[unit])
        if factor == 1 and any("." in number and _EITHER.fullmatch(number) for number in self.words[at:end:2]):
            self.is_torn = True
            return unit + 1
        if len(numbers) == 1 or len(set(numbers)) == 1 or numbers[0] == 0 or self._in_name(at):
            self._check_number_before(at)
            return self._add(numbers[-1], end - 1, unit)  # "5g", "u-47700-1g"
        first, second = numbers[0], numbers[1]
        if joint == "/" and not numbers[2:] and first < second and second in _DENOMINATORS and first == int(first):
            return self._add(self._whole_before(at) + first / second, at, unit)
        if joint == "/" and not numbers[2:] and factor is not None and factor < 1:
            return unit + 1  # two substances: "10/325 mg"
        if factor is not None:
            self.tiers += [number * factor for number in numbers if number != 0]
        return unit + 1

    def _whole_before(self, at: int) -> int:
        """The whole number of "1 1/2 oz"."""
        if at == 0 or not self._is_number[at - 1] or self._is_named(at - 1) or self._is_noise(at - 1):
            return 0
        whole = whole_of(self.words[at - 1])
        if whole >= _LEAST_NOT_MIXED:
            return 0
        if self.bare and self.bare[-1] == at - 1:
            self.bare.pop()
        return whole

    def _joins_numbers(self, at: int) -> bool:
        """Tell whether the token at ``at`` joins the numbers on its sides to a choice or fraction."""
        word = self.words[at]
        if word in _RANGE_WORDS:
            return value_of(self.words[at - 1]) < value_of(self.words[at + 1])
        if word not in JOINTS:
            return False
        if not (self._spaced[at] or self._spaced[at + 1]):
            return True
        first, second = self.words[at - 1], self.words[at + 1]
        if word == "|" or self._is_named(at - 1):
            return False
        if word in "-–":  # "84 - 5g" are two things
            return 0 < value_of(first) < value_of(second)
        return value_of(first) < value_of(second)

    def _check_number_before(self, at: int) -> None:
        """A number right before a weight may count it ("10 5g bags"), or be another one ("10 / 5g"), or neither."""
        place = at - 2 if self.words[at - 1] in {"/", "|"} else at - 1
        if self.bare and self.bare[-1] == place:
            self.is_torn = True

    def _add(self, number: Decimal, start: int, unit: int) -> int:
        """Keep a measure, unless it is a concentration or a rate; returns the index of the next token."""
        words, end = self.words, unit + 1
        each = words[end] == "each"
        if words[end] in {"/", "per"}:
            per = end + 2 if self._is_number[end + 1] else end + 1
            if words[per] in MILLILITRES or (per == end + 1 and words[per] in {"g", "gram", *RATES}):
                return per + 1
            if per == end + 2 and words[unit] in {"mg", "mcg"} and words[per] == words[unit]:
                return per + 1  # "8mg/2mg"
            each = words[per] in PIECES
        factor = GRAMS.get(words[unit])
        if number == 0:
            return end
        if factor == OUNCE and not LIQUIDS.isdisjoint(words):
            self.volumes.append(number * FLUID_OUNCE)
            self.volume_at = start
            return end
        if self._is_given(end):
            return end
        self.is_torn = self.is_torn or self._is_second(start)
        if factor is None:
            self.volumes.append(number * MILLILITRES[words[unit]])
            self.volume_at = start
        else:
            self.weights.append(Weight(number * factor, factor, start, end, each, self._is_limit(start)))
        return end

    def _is_given(self, after: int) -> bool:
        """Tell whether the measure that ends before ``after`` comes free with another."""
        words = self.words
        gift = after if words[after] in GIFTS else after + 1
        return (
            words[gift] in GIFTS and words[gift + 1] not in SENDING and bool(self.weights or self.counts or self.times)
        )

    def _is_second(self, at: int) -> bool:
        """Tell whether "+" or "and" makes what begins at ``at`` a second quantity."""
        if at == 0 or self.words[at - 1] not in JOINS:
            return False
        return bool(self.weights or self.counts or self.times or self.volumes or self.bare)

    def _read_count(self, at: int) -> int:
        """Read "100x", "x 100", "50 blue pills" or "pack of 10"; returns the index of the next token."""
        words = self.words
        before, number = words[at - 1] if at > 0 else "", words[at]
        thousands = words[at + 1] == "k" and not self._spaced[at + 1]
        end = at + 2 if thousands else at + 1
        count = whole_of(number) * (1000 if thousands else 1)
        if count == 0 or self._is_named(at) or self._is_limit(at):
            return at + 1
        if words[end] in ORDINALS and not self._spaced[end]:
            if words[end] == "er" and words[end + 1] in PIECES:
                end += 1  # "10er Blister"
            elif words[end] != "st" or number.endswith("1"):
                return end + 1
        if self._begins_name(end):
            return end
        is_part = before == "/" and not self._spaced[at]  # "4/20 special"
        word = self._counted_word(end, is_year=count in _YEARS, is_part=is_part)
        if before in TIMES and word is None and at > 1 and self._is_number[at - 2] and self.times:
            self.times.pop()  # "4x4" counts nothing
        elif (before in OF or (before in TIMES and self.counts)) and at > 1 and words[at - 2] in HOLDERS:
            self._multiply(count, word or words[at - 2], at)
        elif word is None:
            self._read_times(at, end, count)
        elif before in TIMES and at > 1 and self._is_number[at - 2] and self.times:
            self.counts.append(Count(self.times.pop() * count, word, at))  # "10 x 5 pills"
        elif before in TIMES or (before in OF and self.counts and self.counts[-1].word in HOLDERS):
            self._multiply(count, word, at)  # "2 blisters x 10 pills"
        else:
            self._add_count(count, word, at)
        return end

    def _read_times(self, at: int, end: int, count: int) -> None:
        """Read "5x" and "x 5", or keep a number that nothing explains."""
        words = self.words
        before, after = words[at - 1] if at > 0 else "", words[end]
        if after in TIMES and words[end + 1] in STRENGTHS:
            return
        asked = before in BEFORE_COUNTS or (before == ":" and words[at - 2] in BEFORE_COUNTS)
        before_dose = after in TIMES and self._dose_end(end + 1) is not None  # "50 * 10mg"
        multiplies = after in TIMES and (after != "*" or not (self._spaced[end] or self._spaced[end + 1]))
        if asked or before_dose or multiplies or self._multiplies_before(at, before):
            self.is_torn = self.is_torn or self._is_second(at)
            self.times.append(count)
            self.times_at = at
        elif before not in MONEY_WORDS and count not in _YEARS and count >= _FEWEST:
            self.bare.append(at)

    def _multiplies_before(self, at: int, before: str) -> bool:
        """Tell whether a sign before a number multiplies; an asterisk does between a number or unit and a number."""
        if before != "*":
            return before in TIMES
        if at < _FEWEST or self._spaced[at - 1] != self._spaced[at]:
            return False
        return self._is_number[at - 2] or self.words[at - 2] in GRAMS or self.words[at - 2] in MILLILITRES

    def _add_count(self, count: int, word: str, at: int) -> None:
        words = self.words
        before = words[at - 1] if at > 0 else ""
        if (before in JOINTS or before in _RANGE_WORDS or before == ",") and self.bare and self.bare[-1] == at - 2:
            loose = before in "-–,|" and self._spaced[at]
            self.is_torn = self.is_torn or not loose or (before != "|" and whole_of(words[at - 2]) < count)
        of_unknown = before in OF and self.bare != []  # "5 sleeves of 10 pills"
        self.is_torn = self.is_torn or of_unknown or self._is_second(at)
        self.counts.append(Count(count, word, at))

    def _multiply(self, count: int, word: str, at: int) -> None:
        if self.counts:
            count *= self.counts.pop().number
        self.counts.append(Count(count, word, at))

    def _counted_word(self, at: int, *, is_year: bool, is_part: bool) -> str | None:
        """The word for pieces that a number before ``at`` counts, over a few words and one dose that describe them."""
        words = self.words
        if words[at] == "-" and words[at + 1] in PIECES:
            return words[at + 1]  # "10-pack"
        if not self._spaced[at] and words[at] not in PIECES and words[at] not in {")", "]"}:
            return None  # "2C-B" and "3-MMC pills"
        if words[at] in {")", "]", "-"}:
            at += 1
            if self._dose_end(at) is None:
                return None
        first, described, dosed = at, 0, False
        while described <= _MOST_WORDS_BETWEEN:
            word = words[at]
            if word in PIECES and (word != "st" or at == first) and not (dosed and word in HOLDERS):
                return None if is_year and (described or dosed or word == "xtc") else word
            dose = None if dosed else self._dose_end(at)
            if dose is not None:
                at, dosed = dose, True
                continue
            if self._spaced[at]:
                described += 1
                if is_part or not self._describes(at):
                    return None
            elif word in MONEY_SIGNS or not (word.isalnum() or word in {"-", "'"}):
                return None
            at += 1
        return None
