"""Numbers in the texts of a page, what each of them is, and how one is printed like another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import Enum
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.age_words import is_unit_of_time
from cryptodrug_scraper.cases.vocabulary import is_currency, is_unit
from cryptodrug_scraper.page.bound_words import TO
from cryptodrug_scraper.page.money import CURRENCIES, parse_number, parse_prices

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["NUMBER", "Kind", "Printed", "is_measure", "last_place", "number_in", "printed_like"]

_CURRENCY = r"(?:(?:US|AU|CA|HK|[ACR])?\$|[฿€£¥₽₹₺元]|\bm?[A-Z]{3}\b|\b[Ee]uros?\b)"
_BLANKS = " \xa0\u2009\u202f"
_BLANK_GROUPS = (
    rf"(?<!\d[{_BLANKS}])[1-9]\d{{0,2}}(?P<blank>[{_BLANKS}])\d{{3}}(?:(?P=blank)\d{{3}})*"
    rf"(?:[.,]\d+(?![.,'’]?\d)|(?![.,'’]?\d|[{_BLANKS}]\d))"
)
"""Digits in threes with blanks between them, as in ``13 912,40``; no row of several numbers."""
NUMBER = re.compile(
    rf"(?P<before>{_CURRENCY}\s*(?:[+~]\s*)?)?(?<!\w)(?<!\d[.,'’])"
    rf"(?P<number>{_BLANK_GROUPS}|\d+(?:[.,'’]\d+)*(?:[eE]-?\d+)?)(?P<unit>[^\W\d_]*)(?![\w])"
    rf"(?P<after>\s*(?:{_CURRENCY}|%))?"
)
"""A number with what is glued to it, and the currency or per cent sign beside it."""
_CURRENCY_BEFORE = re.compile(rf"(?:{_CURRENCY})\s*\Z")
_EURO = re.compile(r"[Ee]uros?|[₽元]")
_GLUED = re.compile(
    r"(?:st|nd|rd|th|x|mg|ug|mcg|µg|g|gr|gm|kg|ml|cl|l|oz|lb|h|d|w|s|m|min|mo|y|pcs|er|e)\Z", re.IGNORECASE
)
"""What is glued to a quantity, an age or an ordinal number."""
_MEASURE = re.compile(
    r"\s*(?:mg|ug|mcg|µg|g|gr|grams?|gramm|grammes?|kg|kilos?|ml|l|lit(?:er|re)s?|oz|ounces?|lbs?"
    r"|[x×](?=\s)|sec\w*|min\w*|h(?:rs?)?|std|u|hours?|days?|weeks?|months?|years?|stars?"
    r"|sekunden?|stunden?|tage?n?|wochen?|monate?n?|jahre?n?"
    r"|segundos?|minutos?|horas?|d[ií]as?|semanas?|mes(?:es)?|a[nñ]os?"
    r"|second[io]|minut[io]|or[ae]|giorn[io]|settiman[ae]|mes[ei]|ann[io]"
    r"|secondes?|minutes?|heures?|jours?|semaines?|mois|ans?|ann[ée]es?)(?![^\W_])",
    re.IGNORECASE,
)
"""A word of weight, volume or time after a number: a quantity or an age."""
_RANGE = re.compile(rf"\s*(?:{TO}|/)\s*\d+(?:[.,]\d+)?", re.IGNORECASE)
_WORD = re.compile(r"\s*([^\W\d_]+)(?![^\W_])")
_YEAR = re.compile(r"(?:19[89]|20[0-3])\d\Z")
_OF_YEARS = re.compile(
    r"(?:since|seit|depuis|desde|dal|sinds|©|\(c\)|copyright|(?:19|20)\d\d\s*[-–])\s*\Z", re.IGNORECASE
)
_AND_YEAR = re.compile(r"\s*[-–]\s*(?:19|20)\d\d\b")
_OUT_OF = re.compile(r"\d\s*/\s*\Z")
_OF_SCALE = re.compile(r"\s*/\s*(5|10|100)(?![\d.,]*\d)")
"""What stands behind so many stars or points."""
_SCALES = frozenset({5, 10, 100})
"""Out of how many stars or points something is rated."""
_ONE = re.compile(r"1(?:[.,]0+)?\Z")
_EQUAL = re.compile(r"\s*(?:[^\W\d_]{2,12}|[$€£¥฿₽₹₺元])?\s*[=≈:]")
"""What follows one of a currency that is set equal to an amount."""
_TAIL = re.compile(r"(\d*?)((?:0{6,}|9{6,})\d{0,2})\Z")
"""Decimals, and the tail of a binary fraction."""
_GROUPED = re.compile(rf"\d{{1,3}}(?:[,.'’{_BLANKS}]\d{{3}})+")
_SIGN = re.compile(r"[+~]")
_LONGEST = 8
"""Digits of a count; what is longer is the number of something."""


class Kind(Enum):
    """What a number is."""

    STAYS = "quantity, age, year, or small"
    COUNT = "count"
    SHARE = "per cent"
    SCORE = "score below ten"
    MONEY = "amount of money, or another decimal"
    NAME = "number of something"


@dataclass(frozen=True, slots=True)
class Printed:
    """
    A number that is printed.

    Attributes:
        kind: what it is.
        text: its digits and marks, as they are printed.
        value: of it.
        currency: of an amount, if that is printed beside it.
    """

    kind: Kind
    text: str
    value: Decimal
    currency: str | None = None


def is_measure(word: str) -> bool:
    """Tell whether a number before a word is a quantity or an age."""
    return _MEASURE.fullmatch(word) is not None or is_unit(word) or is_unit_of_time(word)


def number_in(match: re.Match[str], before: str, after: str, counts: Collection[int] = frozenset()) -> Printed | None:
    """
    Return what a number is; None for one that is part of a word.

    Args:
        match: of `NUMBER`.
        before: what stands before it.
        after: what stands after it.
        counts: that the reading of the page states: one of them may be ``1.204``, which would else be a decimal.
    """
    text, unit = match["number"], match["unit"]
    value = _value_of(text)
    is_price = bool(unit) and is_currency(unit)
    if unit and unit.lower() not in {"k", "m"} and not (_GLUED.match(unit) or is_measure(unit) or is_price):
        return None
    if value is None or (text.isdecimal() and ((len(text) > 1 and text[0] == "0") or len(text) > _LONGEST)):
        return Printed(Kind.NAME, text, Decimal(0))
    if not value:
        return Printed(Kind.STAYS, text, value)
    if _OUT_OF.search(before) and value in _SCALES:
        return Printed(Kind.STAYS, text, value)
    after = (match["after"] or "") + after
    if not unit and (other := _RANGE.match(after)) is not None and _is_measured(after[other.end() :]):
        return Printed(Kind.STAYS, text, value)  # as the first of "10-14 days"
    if (scale := _OF_SCALE.match(unit + after)) is not None and value <= Decimal(scale[1]):
        return Printed(Kind.STAYS, text, value)
    if _ONE.match(text) and _EQUAL.match(unit + after):
        return Printed(Kind.STAYS, text, value)
    if is_price:
        return _amount(text, value, unit)
    if _GROUPED.fullmatch(text) and int(re.sub(r"\D", "", text)) in counts:
        return Printed(Kind.COUNT, text, Decimal(re.sub(r"\D", "", text)))
    if unit and (unit.lower() not in {"k", "m"} or text.isdecimal()):
        return Printed(Kind.STAYS, text, value)
    if _is_measured(after) or (_YEAR.match(text) and (_OF_YEARS.search(before) or _AND_YEAR.match(after))):
        return Printed(Kind.STAYS, text, value)
    if after.lstrip().startswith("%"):
        return Printed(Kind.STAYS if value == 100 else Kind.SHARE, text, value)
    behind = _known_currency(match["after"] or "")
    sign = _known_currency(match["before"] or "") or ("" if behind else _currency_in(before))
    prices = parse_prices(f"{sign} {_without_blanks(text)}{unit} {behind}".strip())
    if prices or (sign and not sign.isalpha()):
        return Printed(Kind.MONEY, text, value, prices[0].currency if prices else None)
    if text.isdecimal() or _is_grouped(text, value):
        return Printed(Kind.COUNT if value >= 10 else Kind.STAYS, text, value)
    if value < 10:
        is_half = value * 2 == int(value * 2) and len(text) <= 4
        return Printed(Kind.STAYS if is_half else Kind.SCORE, text, value)
    return Printed(Kind.MONEY, text, value)


def _value_of(text: str) -> Decimal | None:
    return parse_number(_without_blanks(text))


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def _amount(text: str, value: Decimal, unit: str) -> Printed:
    """An amount to which its currency is glued."""
    prices = parse_prices(f"{_without_blanks(text)} {unit}")
    return Printed(Kind.MONEY, text, value, prices[0].currency if prices else None)


def _is_measured(after: str) -> bool:
    """Whether a unit of weight, volume or time stands behind a number."""
    word = _WORD.match(after)
    return _MEASURE.match(after) is not None or (word is not None and is_measure(word[1]))


def _currency_in(before: str) -> str:
    """The currency at the end of what stands before a number, also where that is a text of its own."""
    found = _CURRENCY_BEFORE.search(before)
    return "" if found is None else _known_currency(found[0])


def _known_currency(sign: str) -> str:
    """A sign or code of a currency; nothing for other capital letters, as of a drug."""
    sign = _SIGN.sub("", sign).strip()
    return "" if sign.isalpha() and sign not in CURRENCIES and not _EURO.fullmatch(sign) else sign


def _is_grouped(text: str, value: Decimal) -> bool:
    return value == int(value) and value >= 1000 and _GROUPED.fullmatch(text) is not None


def last_place(value: Decimal) -> int:
    """The power of ten of a number's last digit that is not nought; -1 for 4.50."""
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def printed_like(value: Decimal, text: str, *, is_count: bool = False) -> str:
    """
    Print a number like another one: with as many decimals, the same marks, and the tail of a binary fraction if that
    has one. Marks of a count are between thousands.
    """
    exponent = re.search(r"[eE]-?\d+\Z", text)
    if exponent is not None:
        shift = int(exponent[0][1:])
        return printed_like(value.scaleb(-shift), text[: exponent.start()]) + exponent[0]
    marks = [mark for mark in text if not mark.isdecimal()]
    is_grouped = is_count or _is_grouped(text, _value_of(text) or Decimal(0))
    point = text[text.rfind(marks[-1]) + 1 :] if marks and not is_grouped else ""
    tail = _TAIL.match(point)
    places = len(point) if tail is None else len(tail[1])
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    if tail is not None and tail[2][0] == "9":
        rounded -= Decimal(1).scaleb(-places)
    whole, _, decimals = f"{rounded:f}".partition(".")
    if len(marks) > bool(point) and len(whole) > 3:
        mark = marks[0]
        whole = f"{int(whole):,}".replace(",", mark)
    decimals += "" if tail is None else tail[2]
    return whole + (f"{marks[-1]}{decimals}" if point else "")
