"""Names of months and weekdays in the languages of the markets, as pages print them: whole or shortened."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Named", "month_named", "printed_name", "weekday_named"]

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
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text: which of its list it is (from 0), and in which languages it may be."""

    number: int
    languages: tuple[int, ...]


@lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=8192)
def _named(word: str, languages: tuple[str, ...]) -> Named | None:
    folded = _folded(word)
    if len(folded) < _SHORTEST:
        return None
    found: dict[int, list[int]] = {}
    for language, names in enumerate(languages):
        meant = [number for number, name in enumerate(names.split()) if _folded(name).startswith(folded)]
        if len(meant) == 1:
            found.setdefault(meant[0], []).append(language)
    if len(found) != 1:
        return None
    ((number, said),) = found.items()
    return Named(number, tuple(said))


def month_named(word: str) -> Named | None:
    """Return the month that a word of three letters or more names or begins; None if it is no month, or may be two."""
    return _named(word, _MONTHS)


def weekday_named(word: str) -> Named | None:
    """Return the day of the week, Monday first, that a word names or begins; None if it names no day."""
    return _named(word, _WEEKDAYS)


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
    names = (_MONTHS if is_month else _WEEKDAYS)[language].split()
    name = names[number]
    if not is_whole:
        length = max(_SHORTEST, len(like))
        while sum(_folded(other).startswith(_folded(name[:length])) for other in names) > 1 and length < len(name):
            length += 1
        name = name[:length]
    if like.isupper():
        return name.upper()
    return name.capitalize() if like[0].isupper() else name.lower()
