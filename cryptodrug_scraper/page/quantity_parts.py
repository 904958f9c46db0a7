"""
Find the parts of a title that say how much: weights, volumes, counts, and numbers that nothing explains.

What they make together is for `quantities` to say.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from cryptodrug_scraper.page.quantity_words import (
    AMONG_GIFTS,
    BEFORE_COUNTS,
    BEFORE_NAMES,
    BEFORE_UNIT,
    BULK,
    COMPARED,
    DETERMINERS,
    DOZENS,
    FLUID_OUNCE,
    GIFTS,
    GRAMS,
    HOLDERS,
    JOINS,
    JOINTS,
    LEAST,
    LIMITS,
    LIQUIDS,
    MILLILITRES,
    MONEY_SIGNS,
    MONEY_THINGS,
    MONEY_WORDS,
    NETWORK_THINGS,
    NOISE_UNITS,
    NOT_DESCRIBING,
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

__all__ = ["Count", "Parts", "Weight"]

_LIMIT_PAIRS = (["up", "to"], ["mind", "."])
_DENOMINATORS = frozenset({2, 3, 4, 8, 16})
_RANGE_WORDS = frozenset({"to", "bis", "tot", "a", "or", "oder", "ou", "of"})
_YEARS = range(1990, 2036)
_SHORTEST_WORD, _MOST_WORDS_BETWEEN, _LOOKAHEAD = 3, 3, 8
_NO_WORDS, _SPACES, _NO_NUMBERS = [""] * _LOOKAHEAD, [True] * _LOOKAHEAD, [False] * _LOOKAHEAD
_BEGINNING = frozenset({*SPELT, *DETERMINERS, *DOZENS, *BULK})
_LEAST_NOT_MIXED = 20
_FEWEST = 2
"""A single thing beside a dose is no riddle: "No. 1"."""

_NUMBER = (
    r"(\s*)(?:([0-9]+(?![0-9.,' ])|[1-9][0-9]{0,2}(?:[,'][0-9]{3})+(?![0-9,'])(?:\.[0-9]+)?"
    r"|[1-9][0-9]{0,2}(?: 000)+(?![0-9])|[0-9]+(?:[.,][0-9]+)?|(?<![0-9])[.,][0-9]+)"
)
_TOKEN = re.compile(_NUMBER + r"|([^\W\d_]+)|(\S))")
_TOKEN_BEFORE_X = re.compile(
    _NUMBER + r"|((?:[munkμ]?c?g|gr|grams?|oz|lbs?|ml|pcs?|tabs?|pills?)(?=x\s?[0-9])"  # "3.5gx10" has two words
    r"|(?<=[0-9])x(?!tc|an)(?=[^\W\d_]{2})|[^\W\d_]+)|(\S))"
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[,' ]\d{3})+(?:\.\d+)?")
_WHOLE_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,' ]\d{3})+")
_EITHER = re.compile(r"[1-9]\d{0,2}\.\d\d0")
"""In grams, "1.000" is one where a point is written before decimals, and a thousand where one is between thousands."""
_HOURS_OR_MARKS = re.compile(r"\b(?:24\s?(?:h|hrs?|std)?\s?/\s?(?:7|24)(?:/365)?|([1-9][0-9]?)/\1)\b(?!\s?[xg])")
_RATIO = re.compile(r"\b[0-9]+(?:[.,][0-9]+)?(?: : |:)[0-9]+(?:[.,][0-9]+)?(?![0-9/.,]|\s?(?:m?g|gr|kg|oz|ml|x|pcs)\b)")
_SIZE = re.compile(r"[0-9.,]+\s?[x×*]\s?[0-9.,]+(?:\s?[x×*]\s?[0-9.,]+)?\s?(?:cm|mm|inch)\b")
_BALL = re.compile(r"\b8\s?-?ball\b|\beight\s?ball\b")


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


class Parts:
    """
    What the tokens of a title were found to mean.

    ``is_torn`` tells that it names quantities that make no single one, as "10 + 1" and "10 - 50 pills" do.
    """

    def __init__(self, text: str) -> None:
        """Read a title in small plain letters."""
        tokens = (_TOKEN_BEFORE_X if "x" in text else _TOKEN).findall(_cleared(text))
        self.words: list[str] = [number or word or sign for _, number, word, sign in tokens]
        self.words += _NO_WORDS
        self._spaced = [space != "" for space, _, _, _ in tokens]  # whether there is space before the token
        self._spaced += _SPACES
        self._is_number = [number != "" for _, number, _, _ in tokens]
        self._is_number += _NO_NUMBERS
        self.weights: list[Weight] = []
        self.tiers: list[Decimal] = []
        self.volumes: list[Decimal] = []
        self.times: list[int] = []
        self.times_at = self.volume_at = -1
        self.counts: list[Count] = []
        self.singles: list[str] = []
        """Units of which there is one, if nothing else is said: "per gram"."""
        self.is_torn = False
        self.is_compound = False
        """Whether a dose has two substances, as "10/325 mg" has."""
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
            self._add_count(12 * (_whole(self.words[at - 1]) if at > 0 and self._is_number[at - 1] else 1), "dozen", at)
        elif word in BULK and (word != "hp" or self.words[at + 1] == "of"):
            number = _value(self.words[at - 1]) if at > 0 and self._is_number[at - 1] else Decimal(1)
            if number != 0:
                self.weights.append(Weight(BULK[word] * number, POUND, at, at + 1))
        elif word == "eighth" and self.words[at + 1] == "of":
            self.weights.append(Weight(BULK["eightball"], POUND, at, at + 1))
        return at + 1

    def _read_single(self, at: int) -> int:
        """Read "per gram" and "/g"; returns the index of the next token."""
        words = self.words
        unit = words[at + 1]
        if (unit in GRAMS or (unit in TAKEN and words[at] in PER)) and words[at + 2] not in {"/", "mol"} and not self._is_network(at + 1):
            self.singles.append(unit)
            return at + 2
        return at + 1

    def _is_noise(self, at: int) -> bool:
        """Tell whether a number is a price, a purity, a bonus or part of "3 in 1"."""
        words = self.words
        before, after = words[at - 1] if at > 0 else "", words[at + 1]
        is_price = before in MONEY_SIGNS and not (at > 1 and self._is_number[at - 2] and self._spaced[at])  # "80€ 5g"
        if is_price or after in MONEY_WORDS or before in {"buy", "get"}:
            return True
        if after in NOISE_UNITS and not (before in TIMES and self._spaced[at + 1]):
            return True
        if after in MONEY_SIGNS:  # "49$", but not "x10 $49"
            return not (self._spaced[at + 1] and self._is_number[at + 2])
        if before == "+" and not GIFTS.isdisjoint(words[at + 1 : at + 6]):
            return True
        if after in GIFTS and words[at + 2] not in SENDING:
            return True
        if before in GIFTS and at > 1 and words[at - 2] in AMONG_GIFTS:
            return True  # "+ free 2g"
        if after in COMPARED and (self._is_number[at + 2] or words[at + 2] in SPELT):
            return True
        if before in COMPARED and at > 1 and self._is_number[at - 2] and self._unit_at(at + 1) is None:
            return True
        return (after == "in" and self._is_number[at + 2]) or (before == "in" and at > 1 and self._is_number[at - 2])

    def _read_measure(self, at: int) -> int | None:
        """Read "5 g", "1/8 oz", "1/5/10g" or "5 to 10 g"; None where no unit follows the number."""
        end = at + 1
        while self._is_number[end + 1] and self._joins_numbers(end):
            end += 2
        unit = self._unit_at(end)
        if unit is None:
            return None
        numbers, joint = [_value(number) for number in self.words[at:end:2]], self.words[end - 2]
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
            self.is_compound = True
        elif factor is not None:
            self.tiers += [number * factor for number in numbers if number != 0]
        return unit + 1

    def _whole_before(self, at: int) -> int:
        """The whole number of "1 1/2 oz"."""
        if at == 0 or not self._is_number[at - 1] or self._is_named(at - 1) or self._is_noise(at - 1):
            return 0
        whole = _whole(self.words[at - 1])
        if whole >= _LEAST_NOT_MIXED:
            return 0
        if self.bare and self.bare[-1] == at - 1:
            self.bare.pop()
        return whole

    def _joins_numbers(self, at: int) -> bool:
        """Tell whether the token at ``at`` joins the numbers on its sides to a choice or fraction."""
        word = self.words[at]
        if word in _RANGE_WORDS:
            return _value(self.words[at - 1]) < _value(self.words[at + 1])
        if word not in JOINTS:
            return False
        if not (self._spaced[at] or self._spaced[at + 1]):
            return True
        first, second = self.words[at - 1], self.words[at + 1]
        if word == "|" or self._is_named(at - 1):
            return False
        if word in "-–":  # "84 - 5g" are two things
            return 0 < _value(first) < _value(second)
        return _value(first) < _value(second)

    def _check_number_before(self, at: int) -> None:
        """A number right before a weight may count it ("10 5g bags"), or be another one ("10 / 5g"), or neither."""
        place = at - 2 if self.words[at - 1] in {"/", "|"} else at - 1
        if self.bare and self.bare[-1] == place:
            self.is_torn = True

    def _unit_at(self, at: int) -> int | None:
        """The index of the unit that stands at ``at``, or after "th", "of" and "an"; None where there is none."""
        words = self.words
        while words[at] in BEFORE_UNIT:
            at += 1
        unit, after = words[at], words[at + 1]
        if unit not in GRAMS and unit not in MILLILITRES:
            return None
        if self._is_number[at + 1] and not self._spaced[at + 1] and self._spaced[at] and len(unit) == 1:
            return None  # "x100 G3722"
        return None if (unit.startswith("pound") and after in MONEY_THINGS) or self._is_network(at) else at

    def _is_network(self, at: int) -> bool:
        return self.words[at] == "g" and self.words[at + 1] in NETWORK_THINGS

    def _add(self, number: Decimal, start: int, unit: int) -> int:
        """Keep a measure, unless it is a concentration or a rate; returns the index of the next token."""
        words, end = self.words, unit + 1
        each = words[end] == "each"
        if words[end] in {"/", "per"}:
            per = end + 2 if self._is_number[end + 1] else end + 1
            if words[per] in MILLILITRES or (per == end + 1 and words[per] in {"g", "gram", *RATES}):
                return per + 1
            if per == end + 2 and words[unit] in {"mg", "mcg"} and words[per] == words[unit]:
                self.is_compound = True  # "8mg/2mg"
                return per + 1
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
        return words[gift] in GIFTS and words[gift + 1] not in SENDING and bool(self.weights or self.counts or self.times)

    def _is_second(self, at: int) -> bool:
        """Tell whether "+" or "and" makes what begins at ``at`` a second quantity."""
        if at == 0 or self.words[at - 1] not in JOINS:
            return False
        return bool(self.weights or self.counts or self.times or self.volumes or self.bare)

    def _is_limit(self, at: int) -> bool:
        words = self.words[max(at - 4, 0) : at]
        if not words:
            return False
        if words[-1] in LIMITS or words[-1] == "mind" or words[-2:] in _LIMIT_PAIRS or words == ["v", ".", "a", "."]:
            return True
        words = words[-3:]
        place = next((place for place, word in enumerate(words) if word in LEAST), -1)
        return place >= 0 and not (words[place] == "min" and self._is_number[at - len(words) + place - 1])

    def _read_count(self, at: int) -> int:
        """Read "100x", "x 100", "50 blue pills" or "pack of 10"; returns the index of the next token."""
        words = self.words
        before, number = words[at - 1] if at > 0 else "", words[at]
        thousands = words[at + 1] == "k" and not self._spaced[at + 1]
        end = at + 2 if thousands else at + 1
        count = _whole(number) * (1000 if thousands else 1)
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
        return self._is_number[at - 2] or words_are_units(self.words[at - 2])

    def _add_count(self, count: int, word: str, at: int) -> None:
        words = self.words
        before = words[at - 1] if at > 0 else ""
        if (before in JOINTS or before in _RANGE_WORDS or before == ",") and self.bare and self.bare[-1] == at - 2:
            loose = before in "-–,|" and self._spaced[at]
            self.is_torn = self.is_torn or not loose or (before != "|" and _whole(words[at - 2]) < count)
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

    def _dose_end(self, at: int) -> int | None:
        """The index after a dose in milligrams or less that begins at ``at``."""
        if not self._is_number[at] or GRAMS.get(self.words[at + 1], Decimal(1)) >= 1:
            return None
        return at + 2

    def _describes(self, at: int) -> bool:
        """Tell whether a token may begin a word that describes pieces: "blue", or "2C-B"."""
        word = self.words[at]
        if self._is_number[at]:
            after = self.words[at + 1]
            return not self._spaced[at + 1] and after.isalpha() and after not in GRAMS and after not in TIMES
        return len(word) >= _SHORTEST_WORD and word.isalpha() and word not in NOT_DESCRIBING

    def _begins_name(self, at: int) -> bool:
        """Tell whether what stands at ``at`` makes a name of the number before it, as in "2C-B" and "4-MMC"."""
        at += self.words[at] == "-" and not self._spaced[at]
        word = self.words[at]
        return not self._spaced[at] and word.isalpha() and word not in PIECES and word not in TIMES

    def _is_named(self, at: int) -> bool:
        """Tell whether a number is a name or part of one: "No. 4", "#1", "vol. 2", "U47700"."""
        place = at - 2 if at > 1 and self.words[at - 1] == "." else at - 1
        is_called = place >= 0 and self.words[place] in BEFORE_NAMES and self.words[at + 1] not in TIMES
        return is_called or self._in_name(at)

    def _in_name(self, at: int) -> bool:
        """Tell whether a number belongs to letters that are no unit, as in "JWH-018", "U47700" and "G11"."""
        if at == 0 or self._spaced[at]:
            return False
        place = at - 1
        if self.words[place] in "-–/":
            if at == 1 or self._spaced[place]:
                return False
            place -= 1
        before = self.words[place]
        if not before.isalpha() or before in PIECES:
            return False
        after_number = place > 0 and self._is_number[place - 1]
        return not (before in TIMES or (before in GRAMS and (after_number or len(before) > 1)))


def words_are_units(word: str) -> bool:
    """Tell whether a word is a unit of weight or volume."""
    return word in GRAMS or word in MILLILITRES


def _cleared(text: str) -> str:
    """A title without numbers that measure something else: hours, marks, ratios and sizes."""
    if "/" in text:
        text = _HOURS_OR_MARKS.sub(" ; ", text)
    if ":" in text:
        text = _RATIO.sub(" ; ", text)
    if "mm" in text or "cm" in text or "inch" in text:
        text = _SIZE.sub(" ; ", text)
    if "ball" in text:
        text = _BALL.sub("eightball", text)
    return text


def _value(text: str) -> Decimal:
    """Read a number with a decimal point or comma, or with marks between thousands."""
    if text.isdecimal():
        return Decimal(text)
    if _THOUSANDS.fullmatch(text):
        return Decimal(text.replace(",", "").replace("'", "").replace(" ", ""))
    return Decimal(text.replace(",", "."))


def _whole(text: str) -> int:
    """Read a count, with marks between thousands; 0 where the number is no whole one."""
    if text.isdecimal():
        return int(text)
    if not _WHOLE_THOUSANDS.fullmatch(text):
        return 0
    return int(text.translate(_NO_MARKS))


_NO_MARKS = str.maketrans("", "", "., '")
