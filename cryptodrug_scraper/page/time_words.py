"""
The words of ages and days in the languages that readers know: units, months, and words such as "today".

The tables are those of the Unicode CLDR, as Babel has them. Languages that came later take nothing from those before
them: a word that both have means what it did, and their short words count only where the text says that it is of them.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeVar

from babel.dates import format_timedelta, get_month_names

from cryptodrug_scraper.page.places.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "BARE_AGE",
    "DAY_WORDS",
    "LANGUAGES",
    "ONE_WORDS",
    "UNITS",
    "Unit",
    "days_said",
    "month_of",
    "printed_ages",
    "unit_of",
]

_WELL_KNOWN = ("cs", "da", "de", "en", "es", "fi", "fr", "it", "nb", "nl", "pl", "pt", "ru", "sv", "uk")
_LATER = ("bg", "el", "et", "hr", "hu", "lt", "lv", "ro", "sk", "sl", "sr", "sr_Latn", "tr")
LANGUAGES = (*_WELL_KNOWN, *_LATER)
"""Languages whose words of time are known."""
_Meaning = TypeVar("_Meaning")
Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]
UNITS: dict[Unit, timedelta] = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30.44),
    "year": timedelta(days=365.25),
}
"""How long a unit is; of a month and a year, on average."""
_MORE_WORDS: dict[tuple[str, Unit], tuple[str, ...]] = {
    ("nb", "day"): ("dag", "dager"),
    ("it", "day"): ("gg",),
    ("cs", "year"): ("lety",),
    ("el", "hour"): ("ωρών",),
    ("el", "day"): ("μέρα", "μέρες", "ημερών"),
    ("el", "week"): ("βδομάδα", "βδομάδες"),
    ("el", "month"): ("μηνών",),
    ("el", "year"): ("χρόνο", "χρόνος", "χρόνια", "ετών"),
    ("et", "day"): ("päev",),
    ("hu", "second"): ("másodperce",),
    ("hu", "minute"): ("perce",),
    ("hu", "hour"): ("órája",),
    ("hu", "week"): ("hete",),
    ("hu", "month"): ("hónapja",),
    ("hu", "year"): ("éve",),
    ("hu", "day"): ("napja", "napban"),
    ("sl", "hour"): ("urah",),
    ("sl", "day"): ("dneh",),
    ("sl", "week"): ("tednih",),
    ("sl", "month"): ("mesecih",),
    ("sr", "week"): ("недељу",),
    ("sr", "year"): ("годину",),
    ("sr_Latn", "minute"): ("minutu",),
    ("sr_Latn", "week"): ("nedelju",),
    ("sr_Latn", "year"): ("godinu",),
    ("tr", "year"): ("sene",),
}
"""
Words of units beside those of the tables of languages, which have ``døgn`` for a Norwegian day, none of the Hungarian
forms that say ago without another word, and no everyday Greek ones.
"""
_SPELT = {"eve": "éve", "dun": "dün"}
"""Words that are another one without their accents, and count only with these."""
_AGO = {
    "преди": ("bg",),
    "πριν": ("el",),
    "tagasi": ("et",),
    "prije": ("hr",),
    "ezelott": ("hu",),
    "pries": ("lt",),
    "pirms": ("lv",),
    "acum": ("ro",),
    "urma": ("ro",),
    "pred": ("sk", "sl"),
    "zadnjih": ("sl", "hr", "sr_Latn"),
    "пре": ("sr",),
    "pre": ("sr_Latn",),
    "once": ("tr",),
    "evvel": ("tr",),
}
"""
Words that say ago, folded, with their languages. Beside them a word means what it does there: a Bulgarian year is
written as a Ukrainian hour, and ``dan``, ``sat``, ``nap`` and ``ay`` are words elsewhere.
"""
_SHORT = 4
"""Letters up to which a Latin word of a later language counts only beside one that says ago."""
_NUMBERS, _LATER_NUMBERS = (1, 2, 5), (1, 2, 3, 5, 20, 21)
"""Numbers that have words of their own forms."""
ONE_WORDS = frozenset(
    [
        *("a", "an", "en", "et", "ein", "eine", "einem", "einer", "einen", "een", "un", "une", "una", "uno"),
        *("um", "uma", "jeden", "jedna"),
        *("jednu", "jedním", "jedným", "jednou", "jedan", "jedne", "enim", "eno", "egy", "bir", "üks", "ühe"),
        *("viena", "vienas", "viens", "vieną", "vienu", "vienos", "един", "една", "едно", "један", "једну", "једне"),
        *("ένα", "έναν", "μία", "μια", "один", "одну", "одна"),
    ]
)
"""Words that say one before a unit, in these languages."""
_AT_MOST = (
    *("within", "in the last", "in the past", "during the last", "less than", "under", "innerhalb", "in den letzten"),
    *("weniger als", "binnen", "in de afgelopen", "in de laatste", "minder dan", "dans les", "au cours des"),
    *("moins de", "en los últimos", "en las últimas", "menos de", "negli ultimi", "nelle ultime", "meno di", "entro"),
    *("nos últimos", "nas últimas", "inden for", "de seneste", "mindre end", "de siste", "mindre enn", "de senaste"),
    *("mindre än", "viimeisten", "w ciągu ostatnich", "mniej niż", "za poslední", "za posledních", "méně než"),
    *("za posledných", "menej ako", "în ultimele", "mai puțin de", "az elmúlt", "az utolsó", "kevesebb mint"),
    *("u zadnjih", "u posljednjih", "u poslednjih", "manje od", "v zadnjih", "manj kot", "през последните"),
    *("по-малко от", "за последние", "менее", "за останні", "менше", "τις τελευταίες", "λιγότερο από", "viimase"),
    *("vähem kui", "pēdējo", "per pastarąsias"),
)
"""Words before a length of time that something is younger than."""
AT_MOST = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _AT_MOST))})\s+(?=\d|[^\W\d_])", re.IGNORECASE)
"""Finds them."""
BARE_AGE = re.compile(
    r"(?<!\w)(?<!\d\s)([^\W\d_]+)\s+(?:temu|sitten|назад|тому|önce|evvel|tagasi|ezelőtt)(?!\w)"
    r"|(?<!\w)(?:před|pred|prije|pre|пре|преди|πριν|acum(?:\s+o)?|pirms|prieš)\s+([^\W\d_]+)",
    re.IGNORECASE,
)
"""One unit ago, in languages that have no word for one there; in Romanian it is one that means more elsewhere."""
DAY_WORDS = {
    **dict.fromkeys(
        ("today", "heute", "vandaag", "aujourd", "hoy", "oggi", "hoje", "idag", "dzisiaj", "dzis", "dnes", "tanaan"), 1
    ),
    **dict.fromkeys(
        ("yesterday", "gestern", "gisteren", "hier", "ayer", "ieri", "ontem", "igar", "wczoraj", "vcera", "eilen"), 2
    ),
    "i dag": 1,
    "i gar": 2,
    **dict.fromkeys(
        ("vorgestern", "eergisteren", "avant hier", "anteayer", "altro ieri", "anteontem", "i forgars", "i forrgar"), 3
    ),
    **dict.fromkeys(("przedwczoraj", "predevcirem", "toissapaivana"), 3),
    **dict.fromkeys(("сегодня", "сьогодні"), 1),
    **dict.fromkeys(("вчера", "вчора"), 2),
    **dict.fromkeys(("позавчера", "позавчора"), 3),
    **dict.fromkeys(("azi", "astazi", "danas", "danes", "данас", "днес", "bugun", "tana", "sodien", "siandien"), 1),
    **dict.fromkeys(("tegnap", "jucer", "juce", "јуче", "vceraj", "dun", "eile", "vakar"), 2),
    **dict.fromkeys(("alaltaieri", "tegnapelott", "prekjucer", "prekjuce", "прекјуче", "predvcerom"), 3),
    **dict.fromkeys(("predvcerajsnjim", "завчера", "онзи ден", "evvelsi gun", "onceki gun", "uleeile"), 3),
    **dict.fromkeys(("aizvakar", "uzvakar"), 3),
    **{fold(word): days for word, days in (("σήμερα", 1), ("χθες", 2), ("χτες", 2), ("εχθές", 2), ("προχθές", 3))},
    fold("προχτές"): 3,
}
"""
Days within which something happened, by the folded word, or two, with which a text says so at its begin. Hungarian
``ma`` is not among them: it is Monday, shortened, in Dutch, and "but" in Italian.
"""
_NEVER = 1_000_000
"""How many of a unit are told as more of the next one."""


def unit_of(word: str, beside: Iterable[str] = ()) -> Unit | None:
    """
    Return the unit of time that a word says; None if it says none, or may say several.

    Args:
        word: as printed.
        beside: the folded words of its text, of which one may say in which language it is.
    """
    folded = fold(word)
    if _SPELT.get(folded, word.casefold()) != word.casefold():
        return None
    for said in beside:
        for language in _AGO.get(said, ()):
            if (unit := _units_in(language).get(folded)) is not None:
                return unit
    return _unit_words().get(folded)


def days_said(word: str) -> int | None:
    """Return the days within which something happened, by the word or two that say so; None for any others."""
    folded = fold(word)
    return DAY_WORDS.get(folded) if _SPELT.get(folded, word.casefold()) == word.casefold() else None


def month_of(word: str) -> int | None:
    """Return the number of the month that a word names, or shortens; None if it names none, or several."""
    return _months().get(fold(word))


@cache
def printed_ages(unit: Unit, language: str) -> frozenset[str]:
    """
    Return how a language prints some of a unit, as an age and as a length, for numbers that have different words.
    Short forms of the languages that came later are left out, since they are words of others.
    """
    is_later = language in _LATER
    lengths: tuple[Literal["long", "short"], ...] = ("long",) if is_later else ("long", "short")
    return frozenset(
        format_timedelta(-UNITS[unit] * number, unit, _NEVER, add_direction=past, format=length, locale=language)
        for number in (_LATER_NUMBERS if is_later else _NUMBERS)
        for past in (True, False)
        for length in lengths
    )


@cache
def _units_in(language: str) -> Mapping[str, Unit]:
    """The words of units in one language, folded, with what each means; what every unit has is "ago"."""
    said = {
        unit: frozenset(
            fold(word)
            for text in (*printed_ages(unit, language), *_MORE_WORDS.get((language, unit), ()))
            for word in re.findall(r"[^\W\d_]+", text)
        )
        for unit in UNITS
    }
    times = Counter(word for words in said.values() for word in words)
    return {word: unit for unit, words in said.items() for word in words if times[word] == 1 and len(word) > 1}


@cache
def _unit_words() -> Mapping[str, Unit]:
    """The words of units in all languages, folded; none that means two of them."""
    own = frozenset(fold(word) for words in _MORE_WORDS.values() for word in words)
    later = (
        (word, unit)
        for language in _LATER
        for word, unit in _units_in(language).items()
        if len(word) > _SHORT or not word.isascii() or word in own
    )
    return _agreed((pair for language in _WELL_KNOWN for pair in _units_in(language).items()), later)


@cache
def _months() -> Mapping[str, int]:
    """The number of each month by its names in all languages, folded; none that means two of them."""
    known, later = (
        (
            (fold(name.rstrip(".")), number)
            for language in languages
            for width in ("wide", "abbreviated")
            if (language, width) != ("hr", "abbreviated")  # three of them are other months in Polish
            for context in ("format", "stand-alone")
            for number, name in get_month_names(width, context, language).items()
        )
        for languages in (_WELL_KNOWN, _LATER)
    )
    return _agreed(known, later)


def _agreed(known: Iterable[tuple[str, _Meaning]], later: Iterable[tuple[str, _Meaning]]) -> dict[str, _Meaning]:
    """What each word means, where that is one thing; what came later changes nothing of what was known."""
    meanings = _meanings(later) | _meanings(known)
    return {word: found.pop() for word, found in meanings.items() if len(found) == 1}


def _meanings(pairs: Iterable[tuple[str, _Meaning]]) -> dict[str, set[_Meaning]]:
    meanings: dict[str, set[_Meaning]] = {}
    for word, meaning in pairs:
        meanings.setdefault(word, set()).add(meaning)
    return meanings
