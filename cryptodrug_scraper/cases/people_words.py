"""What a reading of a page says of people in words: the names of accounts, and the texts that they wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.fields import Personal, columns_of
from cryptodrug_scraper.page.records import Category, Listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["People", "people_of"]

_WORD = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"(?=.*\d)[^\W_](?:[^\s/?&#=]*[^\W_])?")
"""A name of one word with digits in it."""
_LEAST_NAME = 3
"""Letters of a word of a name that stays nowhere; shorter ones are too many other things."""


@dataclass(frozen=True, slots=True)
class People:
    """
    Words of people, in lower case.

    Attributes:
        names: the words of names of accounts.
        texts: titles and comments, and names as a whole, each on one line.
        categories: names of categories, which are the market's and no one's.
        accounts: names of accounts as a whole that have a number in them, in lower case.
    """

    names: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()


def people_of(*pages: ParsedPage) -> People:
    """Return the words of people that pages are read to have."""
    said = [each for page in pages for each in _said(page)]
    accounts = {text.strip().lower() for personal, text in said if personal is Personal.VENDOR}
    names = (word.lower() for personal, text in said if personal is Personal.VENDOR for word in _WORD.findall(text))
    return People(
        frozenset(name for name in names if len(name) >= _LEAST_NAME),
        frozenset(" ".join(text.split()).lower() for _, text in said),
        frozenset(
            name.lower()
            for page in pages
            for record in page.records
            if isinstance(record, Category | Listing) and isinstance(record.category_path, list)
            for name in record.category_path
        ),
        frozenset(name for name in accounts if _NUMBERED.fullmatch(name) is not None),
    )


def _said(page: ParsedPage) -> Iterator[tuple[Personal, str]]:
    for record in page.records:
        default = getattr(record, "comment", None) if getattr(record, "is_default_comment", None) is True else None
        for column in columns_of(type(record)):
            text = getattr(record, column.field)
            is_of_people = column.means.personal in {Personal.VENDOR, Personal.WORDS}
            if is_of_people and isinstance(text, str) and text != default and column.field != "age_raw":
                yield column.means.personal, text
