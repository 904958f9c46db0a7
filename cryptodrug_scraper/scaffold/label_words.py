"""Which field a label may stand for, by the words of labels in several languages."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.page.places.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["field_of_label", "fields_of_group", "fields_of_label"]

Group = Literal["listing", "review", "vendor", "text", "rows"]
_SHORT, _MIDDLE = 3, 4
"""Letters up to which a word has to be whole, and up to which it may not end another one."""
_WHOLE = "="
"""Ends a word that has to be whole."""
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _phrases(group: Group) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The phrases of a group with their fields, those with more letters first."""
    text = files("cryptodrug_scraper.scaffold").joinpath("label_words.toml").read_text(encoding="utf-8")
    found = [
        (tuple(map(fold, phrase.split())), name)
        for name, phrases in tomllib.loads(text)[group].items()
        for phrase in phrases
    ]
    return tuple(sorted(found, key=lambda each: -sum(map(len, each[0]))))


def fields_of_group(group: Group) -> frozenset[str]:
    """The fields of a group."""
    return frozenset(name for _, name in _phrases(group))


@cache
def field_of_label(label: str, group: Group) -> str | None:
    """
    Return the field that a label may stand for; None where no word of it is known.

    Args:
        label: as printed.
        group: what the values are of: a listing, a rating, a vendor, texts of several lines, or lists within
            a page of an offer.
    """
    return next(_named(label, group), None)


def fields_of_label(label: str, group: Group) -> list[str]:
    """All fields that the words of a label may stand for, each once, that with the longest words first."""
    return list(dict.fromkeys(_named(label, group)))


def _named(label: str, group: Group) -> Iterator[str]:
    words = [fold(word) for word in _WORD.findall(label)]
    return (name for phrase, name in _phrases(group) if _is_in(phrase, words))


def _fits(part: str, word: str) -> bool:
    """Tell whether a word is, begins with, or as a compound ends with a part of a phrase, unless that is whole."""
    if part.endswith(_WHOLE):
        return word == part[:-1]
    return (
        word == part or (len(part) > _SHORT and word.startswith(part)) or (len(part) > _MIDDLE and word.endswith(part))
    )


def _is_in(phrase: tuple[str, ...], words: list[str]) -> bool:
    """Tell whether words begin as those of a phrase do, in their order; short ones have to be whole."""
    at = 0
    for part in phrase:
        while at < len(words) and not _fits(part, words[at]):
            at += 1
        if at == len(words):
            return False
        at += 1
    return True
