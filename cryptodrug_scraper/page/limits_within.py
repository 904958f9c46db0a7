"""Read how much one order may be of, where one text has both limits: ``1 bis 10``, ``mind. 2``, ``min. 1, max. 4``."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import UNSET

from cryptodrug_scraper.page.bound_words import FROM_WORDS, TO
from cryptodrug_scraper.page.money import parse_count, parse_number
from cryptodrug_scraper.page.parts import OrderLimits

__all__ = ["LIMIT_PHRASES", "limits_within"]

_LEAST = "|".join(
    [
        *("at least", "minimum", "minimal", "mini", "min", "mindestens", "mind", "minstens", "au moins", "al menos"),
        *("mínimo", "mínima", "mín", "pelo menos", "almeno", "minimo", "mindst", "minst", "minimi", "vähintään"),
        *("minimálně", "nejméně", "minimálne", "najmenej", "minimalnie", "co najmniej", "cel puțin", "legalább"),
        *("najmanje", "najmanj", "минимум", "мин", "не менее", "поне", "мінімум", "мін", "ελάχιστο", "en az"),
    ]
)
_MOST = "|".join(
    [
        *("at most", "up to", "maximum", "maximal", "maxi", "max", "höchstens", "bis zu", "bis", "hoogstens"),
        *("au plus", "jusqu['’]à", "máximo", "máxima", "máx", "hasta", "até", "al massimo", "massimo", "fino a"),
        *("højst", "høyst", "högst", "maksimum", "maks", "maksimi", "enintään", "maximálně", "nejvýše", "maximálne"),
        *("najviac", "maksymalnie", "najwyżej", "legfeljebb", "najviše", "največ", "максимум", "макс", "не более"),
        *("най-много", "μέγιστο", "en fazla"),
    ]
)
_NUMBER = r"(?<![\w.,])(\d{1,3}(?:[.,'’\s]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)(?![.,]?\d)"
_AND = r"(?:and|und|en|et|y|e|og|och|ja|a|și|és|i|in|и|та|και|ve)"
_BETWEEN_WORDS = (
    r"(?<!\w)(?:between|zwischen|tussen|entre|între|tra|fra|mellem|mellom|mellan|mezi|medzi|między|između|med|между|між"
    rf"|μεταξύ)\s+{_NUMBER}\s+{_AND}\s+{_NUMBER}"
)
_BETWEEN = re.compile(rf"{_NUMBER}(?:\s?[^\W\d_]{{1,8}}\.?)?\s*{TO}\s*{_NUMBER}|{_BETWEEN_WORDS}", re.IGNORECASE)
_FROM = re.compile(rf"(?<!\w)(?:{_LEAST}|{FROM_WORDS})\.?\s*:?\s*{_NUMBER}", re.IGNORECASE)
_UP_TO = re.compile(rf"(?<!\w)(?:{_MOST})\.?\s*:?\s*{_NUMBER}", re.IGNORECASE)
LIMIT_PHRASES = (re.compile(_BETWEEN_WORDS, re.IGNORECASE), _FROM, _UP_TO)
"""What finds words of the limits of an order, which say the same on every market."""
_ALL = re.compile(_NUMBER)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,'’\s]\d{3})+")


def limits_within(text: str) -> OrderLimits | None:
    """
    Return the smallest and the largest quantity of one order that a text states.

    None where it has a number of which no word says which of both it is, or that is too long to be one, where it states
    one of them twice, and where the smallest is more than the largest.
    """
    if (between := _BETWEEN.search(text)) is not None:
        low, high = ([each] for each in between.groups() if each)
    else:
        low, high = _FROM.findall(text), _UP_TO.findall(text)
    if len(low) > 1 or len(high) > 1 or not 0 < len(low) + len(high) == len(_ALL.findall(text)):
        return None
    least, most = (_quantity(each[0]) if each else UNSET for each in (low, high))
    if least is None or most is None:
        return None
    are_turned = isinstance(least, Decimal) and isinstance(most, Decimal) and least > most
    return None if are_turned else OrderLimits(min=least, max=most)


def _quantity(number: str) -> Decimal | None:
    """A number; three digits behind a sign are thousands, as of other counts."""
    count = parse_count(number) if _GROUPED.fullmatch(number) else None
    return parse_number(number) if count is None else Decimal(count)
