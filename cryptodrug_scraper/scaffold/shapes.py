"""What texts are, by their form: money, a count, an age, a day, a place, a masked name, a key, a name, prose."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.addresses import plain_name
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.printed_times import parse_age, parse_printed, time_said
from cryptodrug_scraper.page.rated_within import rating_within
from cryptodrug_scraper.page.within import amounts_within, counter_within, mask_within, share_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["SIGNS", "SIGNS_BY_LANGUAGE", "is_name", "is_named_in", "shape_of", "shapes_of", "share_of"]

SIGNS = {
    "kr": "DKK",
    "zł": "PLN",
    "Kč": "CZK",
    "Ft": "HUF",
    "руб": "RUB",
    "грн": "UAH",
    "lei": "RON",
    "лв": "BGN",
    "TL": "TRY",
    "kn": "HRK",
    "дин": "RSD",
}
"""Signs of currencies that stand for several, or that pages of few markets print; the author says which is meant."""
SIGNS_BY_LANGUAGE = {
    "sv": {"kr": "SEK"},
    "nb": {"kr": "NOK"},
    "nn": {"kr": "NOK"},
    "no": {"kr": "NOK"},
    "da": {"kr": "DKK"},
    "is": {"kr": "ISK"},
}
"""What such a sign means on pages that state their language."""
_NAME = re.compile(r"[^\W_][\w.\-!|$@~*'+]{1,31}\Z")
_LONG = 120
_LONGEST_NAME = 40
_SHORT = 48
_LEAST_DIGITS = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]")
_KEY = "-----BEGIN PGP PUBLIC KEY BLOCK-----"
_MOST = 0.7
"""Share of the samples that have a shape, from which on it is said of all."""
_ORDER = ("key", "mask", "age", "clock", "day", "money", "rating", "share", "place", "count", "prose", "name", "words")


@lru_cache(maxsize=16384)
def shapes_of(text: str) -> frozenset[str]:
    """The shapes that one text has."""
    if _KEY in text:
        return frozenset({"key"})
    if len(text) > _LONG:
        return frozenset({"prose"})
    found = set()
    mask = mask_within(text)
    if mask is not None and (len(text) <= _SHORT or text.startswith(mask)):
        found.add("mask")
    printed = parse_printed(text)
    if printed is not None:
        found.add("clock" if printed.step.total_seconds() < 86400 else "day")  # seconds of a day
    elif len(text) <= _SHORT and parse_age(time_said(text)) is not None:
        found.add("age")
    if amounts_within(text, SIGNS):
        found.add("money")
    if rating_within(text) is not None:
        found.add("rating")
    if share_within(text) is not None:
        found.add("share")
    if counter_within(text) is not None and len(_LETTERS.findall(text)) <= _SHORT // 2:
        found.add("count")
    if len(text) <= _LONG and _LETTERS.search(text) and _names_places(text):
        found.add("place")
    if is_name(text):
        found.add("name")
    if _LETTERS.search(text):
        found.add("words")
    return frozenset(found)


def _names_places(text: str) -> bool:
    """Tell whether a text names places and little else: no title that has a country's name in it."""
    words = re.findall(r"[^\W\d_]+", text)
    place = parse_place(text)
    return place.kind not in {"unknown", "digital"} and len(words) <= 3 * (len(place.codes) + len(place.excluded) + 1)


def is_name(text: str) -> bool:
    """Tell whether a text can be the name of an account: one word, with a letter in it."""
    return _NAME.match(text) is not None and _LETTERS.search(text) is not None


def is_named_in(text: str, values: Iterable[str]) -> bool:
    """
    Tell whether a text is the name of an account that an address has, with or without its accents and signs; it may
    have several words.
    """
    plain = plain_name(text)
    return len(plain) > 1 and len(text) <= _LONGEST_NAME and plain in map(plain_name, values) and not plain.isdecimal()


def share_of(shape: str, samples: Sequence[str]) -> float:
    """The share of some texts that have a shape."""
    return sum(shape in shapes_of(sample) for sample in samples) / len(samples) if samples else 0.0


def shape_of(samples: Sequence[str]) -> str | None:
    """The shape that most of some texts have, the most telling first; None where they have none in common."""
    return next((shape for shape in _ORDER if share_of(shape, samples) >= _MOST), None)
