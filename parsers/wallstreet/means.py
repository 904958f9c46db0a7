"""Read the mean of ratings, which may stand beside other numbers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.bounded import decimal

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["SCALE", "mean_within"]

SCALE = 5
_OF_SCALE = re.compile(rf"(?<=\d)\s*(?:/|of|out of|von|de|di|su|sur)\s*{SCALE}(?![\d.,])", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,'\u2019]\d+)*")
_MEAN = re.compile(r"\d(?:[.,]\d{1,9})?\Z")
_GROUPED = re.compile(r"\d[.,]\d{3}\Z")


@lru_cache(maxsize=1024)
def mean_within(text: str) -> Decimal | None:
    """
    Return the mean of ``★ (4.87)``, ``4,5 / 5`` or ``4.87 (312)``; None where the text has none up to five, or where
    more than one number of it may be the mean.
    """
    numbers = _NUMBER.findall(_OF_SCALE.sub("", text))
    means = [number for number in numbers if _is_mean(number)]
    if len(means) > 1:  # a count beside it is whole, or has a mark between thousands
        means = [number for number in means if not number.isdecimal() and _GROUPED.match(number) is None]
    return decimal(means[0].replace(",", ".")) if len(means) == 1 else None


def _is_mean(number: str) -> bool:
    if _MEAN.match(number) is None:
        return False
    value = decimal(number.replace(",", "."))
    return value is not None and value <= SCALE
