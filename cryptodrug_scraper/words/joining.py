"""
How messages and what is put into them become one text.

A value stands in a message as ``{name}``. ``{name:form|forms}`` is not the value but the word that agrees with it: the
first where the number takes the singular, the last otherwise, so that "{value} {value:vendeur|vendeurs}" is "1 vendeur"
and "2 vendeurs". Which numbers take the singular is the language's own: 1 in English and Dutch, all below 2 in French.
Of ``{name:none|form|forms}`` the first is for 0, which in a sentence is a word and no digit; there ``#`` is the number:
"dont {pages:aucune n'est lisible|# est lisible|# sont lisibles}".

In French "de", "que" and the like lose their e before a vowel ("d'avril"), "de" and "à" grow
together with "le" and "les" ("du suivi", "au Japon"), and signs such as ";" and "%" are held to what is before.
"""

from __future__ import annotations

import re
import unicodedata
from string import Formatter
from typing import TYPE_CHECKING

from babel import Locale

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LOCALES", "Number", "agreeing", "begins_with_vowel", "french", "held", "joined"]

LOCALES = {"en": Locale.parse("en_GB"), "fr": Locale.parse("fr_BE"), "nl": Locale.parse("nl_BE")}
"""The locale of each language whose rules for numbers and dates are followed."""
_PARTS = Formatter()
_NARROW, _BLANK = "\u202f", "\u00a0"
_THIN = re.compile("[ \u00a0](?=[;%?!»])|(?<=«)[ \u00a0]")
_WIDE = re.compile(" (?=:)")
_VOWELS = frozenset("aeiouœæ")
_GROWN = {"de le ": "du ", "de les ": "des ", "à le ": "au ", "à les ": "aux "}
_ELIDED = re.compile(r"\b(d|qu|jusqu|lorsqu|puisqu)e $", re.IGNORECASE)
_GROWING = re.compile(r"\b(?:de|à) $", re.IGNORECASE)


class Number(str):
    """
    A number as a language writes it, which knows whether words beside it take the singular.

    Attributes:
        is_one: whether they do.
        is_none: whether it is 0.
    """

    __slots__ = ("is_none", "is_one")
    is_one: bool
    is_none: bool

    @classmethod
    def of(cls, text: str, *, is_one: bool, is_none: bool = False) -> Number:
        """Return a number of its text."""
        made = cls(text)
        made.is_one, made.is_none = is_one, is_none
        return made


def agreeing(value: object, forms: str) -> str:
    """
    Return the words that agree with a value.

    Args:
        value: a `Number`; anything else, as a range in words, takes the plural.
        forms: singular and plural, with ``|`` between; or what is said of none, and both with ``#`` for the number.
    """
    *none, one, other = forms.split("|")
    if none and isinstance(value, Number) and value.is_none:
        return none[0]
    told = one if isinstance(value, Number) and value.is_one else other
    return told.replace("#", str(value)) if none else told


def joined(language: str, message: str, write: Callable[[str, str], str]) -> str:
    """
    Return a message with its values.

    Args:
        language: of the message, one of `LOCALES`.
        message: with names of values in braces.
        write: gives the text of a value by its name and by what stands behind the colon.

    Raises:
        ValueError: the braces of the message are no parts of one.
    """
    text = ""
    for literal, name, spec, _ in _PARTS.parse(message):
        text += literal
        if name is None:
            continue
        value = write(name, spec or "")
        text = french(text, value) if language == "fr" else text + value
    return held(text) if language == "fr" else text


def french(before: str, after: str) -> str:
    """Return two texts as one: "de" and "avril" are "d'avril", "à" and "le Japon" are "au Japon"."""
    if begins_with_vowel(after) and (elided := _ELIDED.search(before)):
        return f"{before[: elided.start()]}{elided[1]}'{after}"
    if growing := _GROWING.search(before):
        start = before[growing.start() :]
        for parted, grown in _GROWN.items():
            both = start + after
            if both.lower().startswith(parted):
                told = grown.capitalize() if start[0].isupper() else grown
                return before[: growing.start()] + told + both[len(parted) :]
    return before + after


def begins_with_vowel(text: str) -> bool:
    """Return whether a word begins with a vowel, with or without an accent; an h does not count as mute."""
    return unicodedata.normalize("NFD", text.lower())[:1] in _VOWELS


def held(text: str) -> str:
    """Return French text whose signs do not part from their words: a narrow blank, and before a colon a whole one."""
    return _WIDE.sub(_BLANK, _THIN.sub(_NARROW, text))
