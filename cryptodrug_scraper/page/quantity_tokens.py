"""
Cut a title into words and numbers, and tell of each number whether it may be a quantity.

Prices, purities, presents, limits, sizes and the numbers in names are none.
"""

from __future__ import annotations

import re
from decimal import Decimal

from cryptodrug_scraper.page.quantity_words import (
    AMONG_GIFTS,
    BEFORE_NAMES,
    BEFORE_UNIT,
    COMPARED,
    GIFTS,
    GRAMS,
    LEAST,
    LIMITS,
    MILLILITRES,
    MONEY_SIGNS,
    MONEY_THINGS,
    MONEY_WORDS,
    NETWORK_THINGS,
    NOISE_UNITS,
    NOT_DESCRIBING,
    PIECES,
    SENDING,
    SPELT,
    TIMES,
)

__all__ = ["Tokens", "value_of", "whole_of"]

_SHORTEST_WORD, _LOOKAHEAD = 3, 8
_NO_WORDS, _SPACES, _NO_NUMBERS = [""] * _LOOKAHEAD, [True] * _LOOKAHEAD, [False] * _LOOKAHEAD
_LIMIT_PAIRS = (["up", "to"], ["mind", "."])

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
_HOURS_OR_MARKS = re.compile(r"\b(?:24\s?(?:h|hrs?|std)?\s?/\s?(?:7|24)(?:/365)?|([1-9][0-9]?)/\1)\b(?!\s?[xg])")
_RATIO = re.compile(r"\b[0-9]+(?:[.,][0-9]+)?(?: : |:)[0-9]+(?:[.,][0-9]+)?(?![0-9/.,]|\s?(?:m?g|gr|kg|oz|ml|x|pcs)\b)")
_SIZE = re.compile(r"[0-9.,]+\s?[x×*]\s?[0-9.,]+(?:\s?[x×*]\s?[0-9.,]+)?\s?(?:cm|mm|inch)\b")
_BALL = re.compile(r"\b8\s?-?ball\b|\beight\s?ball\b")
_NO_MARKS = str.maketrans("", "", "., '")


class Tokens:
    """The words, numbers and signs of a title, with empty words after the last."""

    def __init__(self, text: str) -> None:
        """Cut a title in small plain letters."""
        tokens = (_TOKEN_BEFORE_X if "x" in text else _TOKEN).findall(_cleared(text))
        self.words: list[str] = [number or word or sign for _, number, word, sign in tokens]
        self.words += _NO_WORDS
        self._spaced = [space != "" for space, _, _, _ in tokens]  # whether there is space before the token
        self._spaced += _SPACES
        self._is_number = [number != "" for _, number, _, _ in tokens]
        self._is_number += _NO_NUMBERS

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

    def _is_limit(self, at: int) -> bool:
        words = self.words[max(at - 4, 0) : at]
        if not words:
            return False
        if words[-1] in LIMITS or words[-1] == "mind" or words[-2:] in _LIMIT_PAIRS or words == ["v", ".", "a", "."]:
            return True
        words = words[-3:]
        place = next((place for place, word in enumerate(words) if word in LEAST), -1)
        return place >= 0 and not (words[place] == "min" and self._is_number[at - len(words) + place - 1])

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


def value_of(text: str) -> Decimal:
    """Read a number with a decimal point or comma, or with marks between thousands."""
    if text.isdecimal():
        return Decimal(text)
    if _THOUSANDS.fullmatch(text):
        return Decimal(text.replace(",", "").replace("'", "").replace(" ", ""))
    return Decimal(text.replace(",", "."))


def whole_of(text: str) -> int:
    """Read a count, with marks between thousands; 0 where the number is no whole one."""
    if text.isdecimal():
        return int(text)
    if not _WHOLE_THOUSANDS.fullmatch(text):
        return 0
    return int(text.translate(_NO_MARKS))
