"""
Read how far a text says that a list goes, in the words of any of several languages: which page of how many this is,
how many entries there are, and how many of these are left out.
"""

from __future__ import annotations

import re

from cryptodrug_scraper.page.bound_words import TO
from cryptodrug_scraper.page.list_words import COUNTED_WORDS, LISTED_WORDS, PAGE_WORDS
from cryptodrug_scraper.page.money import parse_count
from cryptodrug_scraper.page.within import OF_WORDS, STAR_WORDS

__all__ = ["EXTENT_PHRASES", "left_out_within", "pages_within", "total_beside", "total_within"]

_PAGE_WORD = rf"(?:{'|'.join(sorted(PAGE_WORDS, key=len, reverse=True))})(?![^\W\d_])"
_PAGE = re.compile(rf"\b{_PAGE_WORD}", re.IGNORECASE)
_OF = rf"\b(?:{OF_WORDS})\b"
_OF_PAGES = re.compile(
    rf"(?<![\d.,])(\d{{1,6}})(?:\s*|\.\s*{_PAGE_WORD}\s*)(?:/|{_OF})\s*(\d{{1,6}})(?!\d|[.,]\d)", re.IGNORECASE
)
"""A page of how many, also as "3. oldal / 7"."""
_FROM_PAGES = re.compile(rf"\b{_PAGE_WORD}\s*(\d{{1,6}})\s+no\s+(\d{{1,6}})(?!\d|[.,]\d)", re.IGNORECASE)
"""The same in Latvian, whose word is one that stands before other numbers elsewhere."""
_LISTED = "|".join(sorted(LISTED_WORDS, key=len, reverse=True))
_COUNTED_WORDS = "|".join(COUNTED_WORDS)
_NUMBER = r"\d{1,3}(?:[.,'’\s\xa0]\d{3})+|\d+"
_TOTAL = re.compile(
    rf"(?<![\d.,])((?>{_NUMBER}))\s+(?:[^\W\d_]+\s+)?(?:{_LISTED}|{_COUNTED_WORDS})(?!\w)"
    rf"|(?<!\w)(?:{_LISTED})\s*[:(]\s*({_NUMBER})(?![\d.,])",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    rf"(?<![\d.,])(\d{{1,7}})\s*{TO}\s*(\d{{1,7}})\s*"
    rf"(?:/|{_OF})\s*({_NUMBER})(?![\d.,]*\d|\s*%)",
    re.IGNORECASE,
)
"""Which entries of how many are shown."""
_PART_SHOWN = re.compile(
    rf"(?<![\d.,])({_NUMBER})\s+(?:[^\W\d_]+\s+){{0,2}}(?:{_LISTED})(?:\s+[^\W\d_]+)?\s+{_OF}\s+({_NUMBER})"
    rf"(?![\d.,]*\d|\s*(?:%|{STAR_WORDS}))",
    re.IGNORECASE,
)
"""How many of all are shown, as in "the 4 last ratings of 171"."""
_MORE = (
    r"more|older|earlier|further|meer|oudere|eerdere|overige|weitere|ältere|frühere|autres|précédents?|anciens|anciennes"
    r"|plus\s+ancien(?:ne)?s|más|otr[ao]s|anteriores|antigu[ao]s|más\s+antigu[ao]s|mais|outr[ao]s|mais\s+antig[ao]s|altr[ei]"
    r"|precedenti|più\s+vecchi[e]?|flere|fler|ældre|eldre|äldre|starsz(?:e|ych)|pozostał(?:e|ych)|więcej|dalších|starších"
    r"|další|ďalších|több|további|régebbi|mai\s+vechi|alte|starij(?:e|ih)|старых|других|старіших|інших|по-стари"
    r"|παλαιότερ(?:α|ες)|eski|vanemat|vecāk(?:as|i|u)|senesni(?:ų|ai)"
)
_STILL = (
    r"nog|noch|encore|otros|altre|ainda|jeszcze|ještě|ešte|még|încă|još|še|ещё|еще|ще|още|ακόμη|ακόμα|daha|veel|vēl|dar"
)
_LEFT_OUT = re.compile(
    rf"(?<![\d.,])({_NUMBER})\s+(?:(?:{_MORE})\s+(?:[^\W\d_]+\s+)?(?:{_LISTED}|{_COUNTED_WORDS})(?!\w)"
    rf"|(?:{_LISTED})\s+(?:{_MORE})\b)"
    rf"|\b(?:{_STILL})\s+({_NUMBER})\s+(?:[^\W\d_]+\s+)?(?:{_LISTED}|{_COUNTED_WORDS})(?!\w)",
    re.IGNORECASE,
)
"""How many are not shown, as in "15 older ratings"."""
EXTENT_PHRASES = (_OF_PAGES, _FROM_PAGES, _SHOWN, _PART_SHOWN, _LEFT_OUT)
"""What finds words that say how far a list goes."""
_PARTED = re.compile(r"\s*[·|;:•—–]\s*|\s-\s|[()]|,\s")
_COUNTED = re.compile(rf"(?<![\d.,])(?:{_NUMBER})(?![\d.,]*\d|\s*%)")
_IS_WORD = re.compile(r"[^\W\d_]{3}")


def pages_within(text: str) -> tuple[int, int] | None:
    """Return which page of how many a text says that this is, as in ``Side 2 af 7``."""
    found = _OF_PAGES.findall(text) or _FROM_PAGES.findall(text) if _PAGE.search(text) else []
    if len(found) != 1:
        return None
    page, pages = int(found[0][0]), int(found[0][1])
    return (page, pages) if 1 <= page <= pages else None


def total_within(text: str) -> int | None:
    """
    Return how many entries a text says that a list has, as in ``134 offers``, ``Anúncios: 134``, ``21-40 von 134`` or
    ``4 derniers avis sur 171``.

    A text that says how many are left out states no total: see `left_out_within`.
    """
    if _LEFT_OUT.search(text) is not None:
        return None
    found = [total for shown, total in _PART_SHOWN.findall(text) if (_count(shown) or 0) <= (_count(total) or 0)]
    if not found:
        found = [before or after for before, after in _TOTAL.findall(text)]
    if not found:
        found = [total for first, last, total in _SHOWN.findall(text) if int(first) <= int(last)]
    return _count(found[0]) if len(found) == 1 else None


def left_out_within(text: str) -> int | None:
    """Return how many entries a text says that a list leaves out, as in ``Nog 15 oudere beoordelingen``."""
    found = [before or after for before, after in _LEFT_OUT.findall(text)]
    return _count(found[0]) if len(found) == 1 else None


def _count(printed: str) -> int | None:
    return parse_count(printed.replace("\xa0", " "))


def total_beside(text: str) -> int | None:
    """
    Return the total that stands beside which page of how many this is, whatever the word for what is listed: the one
    number with a word in the parts of a text, as in ``318 arviota · sivu 3 / 32``; None where several may be it.
    """
    parts = [part for part in _PARTED.split(text) if _OF_PAGES.search(part) is None and _SHOWN.search(part) is None]
    found = [
        numbers[0]
        for part in parts
        if len(numbers := _COUNTED.findall(part)) == 1 and _IS_WORD.search(part) is not None
    ]
    return _count(found[0]) if len(found) == 1 else None
