"""Names of months and weekdays in the languages that readers know, as pages print them: whole or shortened."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from babel.dates import get_day_names, get_month_names

from cryptodrug_scraper.page.time_words import month_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Named", "locale_of", "month_named", "october_in_croatian", "printed_name", "weekday_named"]

_CUT = ("en", "de", "fr", "es", "it", "pt", "nl")
"""The languages of the next two lists, whose names are shortened by cutting."""

_MONTHS = (
    "January February March April May June July August September October November December",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
)
_WEEKDAYS = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "segunda terça quarta quinta sexta sábado domingo",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
)
_WHOLE_ONLY = ("da", "nb", "sv", "fi", "pl", "cs")
"""Languages whose names change their ends or are shortened otherwise than by cutting: names are those of the CLDR."""
_SHORT_ARE_WORDS = frozenset({"fi", "pl", "cs"})
"""Those whose short names of months are ordinary words too, as "pro" and "led": only a year makes them names."""
_LATER = ("ru", "uk", "sk", "ro", "hu", "hr", "sr", "sr_Latn", "sl", "bg", "el", "tr", "et", "lv", "lt")
"""Languages whose names count where they are those of no other day or month in one before."""
_OTHER_MONTHS = ("hr", "abbreviated")
"""Short names of which three are other months in Polish; readers do not know them."""
_SHORTEST = 3
_LONG_ENOUGH = 4
"""Letters of a whole name of a later language that counts without a year."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text: which of its list it is (from 0), and in which languages, or forms of one, it may be."""

    number: int
    languages: tuple[int, ...]


class _Names(NamedTuple):
    """The names of one language, or of one form in it: whether they are shortened by cutting, and when they count."""

    names: tuple[str, ...]
    locale: str
    is_cut: bool = False
    needs_year: bool = False
    is_later: bool = False


@lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@cache
def _months() -> tuple[_Names, ...]:
    found = [_Names(tuple(names.split()), locale, is_cut=True) for locale, names in zip(_CUT, _MONTHS, strict=True)]
    found += [_Names(_in_order(get_month_names("abbreviated", "format", language)), language) for language in _CUT]
    for language in (*_WHOLE_ONLY, *_LATER):
        is_later = language in _LATER
        for width in ("wide", "abbreviated"):
            is_short = width == "abbreviated"
            if (language, width) == _OTHER_MONTHS:
                continue
            for context in ("format", "stand-alone"):
                names = _in_order(get_month_names(width, context, language))
                needs_year = is_short and (is_later or language in _SHORT_ARE_WORDS)
                found.append(_Names(names, language, needs_year=needs_year, is_later=is_later))
    return tuple(dict.fromkeys(found))


@cache
def _weekdays() -> tuple[_Names, ...]:
    found = [_Names(tuple(names.split()), locale, is_cut=True) for locale, names in zip(_CUT, _WEEKDAYS, strict=True)]
    for language in (*_WHOLE_ONLY, *_LATER):
        names = _in_order(get_day_names("wide", "stand-alone", language))
        found.append(_Names(names, language, is_later=language in _LATER))
    return tuple(dict.fromkeys(found))


def _in_order(names: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(names[number].rstrip(".") for number in sorted(names))


def _named(word: str, languages: tuple[_Names, ...], *, has_year: bool) -> Named | None:
    folded = _folded(word)
    if len(folded) < _SHORTEST:
        return None
    found: dict[int, list[int]] = {}
    known: set[int] = set()
    for language, (names, _, is_cut, needs_year, is_later) in enumerate(languages):
        if not is_later:
            known = set(found)
        if not has_year and (needs_year or (is_later and len(folded) < _LONG_ENOUGH)):
            continue
        is_meant = str.startswith if is_cut else str.__eq__
        meant = [number for number, name in enumerate(names) if is_meant(_folded(name), folded)]
        if len(meant) == 1 and (not is_later or not known or meant[0] in known):
            found.setdefault(meant[0], []).append(language)
    if len(found) != 1:
        return None
    ((number, said),) = found.items()
    return Named(number, tuple(said))


@lru_cache(maxsize=8192)
def month_named(word: str, *, has_year: bool = False) -> Named | None:
    """
    Return the month that a word of three letters or more names or begins; None if it is no month, or may be two.

    Args:
        word: the word.
        has_year: whether a year or the dot of a shortened name stands beside it, without which some short names are
            ordinary words.
    """
    return _named(word, _months(), has_year=has_year)


@cache
def october_in_croatian() -> Named:
    """October as Croatian has it, whose name is that of November in Polish."""
    return Named(9, tuple(number for number, each in enumerate(_months()) if each.locale == "hr"))


@lru_cache(maxsize=8192)
def weekday_named(word: str) -> Named | None:
    """Return the day of the week, Monday first, that a word names or begins; None if it names no day."""
    return _named(word, _weekdays(), has_year=False)


def locale_of(language: int, *, is_month: bool) -> str:
    """Return the code of a language that is numbered as in `Named`, of a month or of a day of the week."""
    return (_months() if is_month else _weekdays())[language].locale


def printed_name(number: int, language: int, like: str, *, is_month: bool, is_whole: bool) -> str:
    """
    Return a name printed like another one of its language: whole or as short, and with capitals where that has them.

    Args:
        number: from 0.
        language: as in `Named`.
        like: the other one.
        is_month: or a day of the week.
        is_whole: whether names are printed whole, where the other one does not tell.
    """
    names, locale, is_cut, *_ = (_months() if is_month else _weekdays())[language]
    name = names[number]
    if is_cut and not is_whole:
        length = max(_SHORTEST, len(like))
        while sum(_folded(other).startswith(_folded(name[:length])) for other in names) > 1 and length < len(name):
            length += 1
        name = name[:length]
        if is_month and month_of(name) is None:  # as no reader does "maa", for which it is "mrt" in Dutch
            name = _in_order(get_month_names("abbreviated", "format", locale))[number]
    if like.isupper():
        return name.upper()
    return name.capitalize() if like[0].isupper() else name.lower()
