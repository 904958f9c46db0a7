"""
The words of places: names, codes, regions and the words around them, as one index that is built at first use.

Names come from pycountry (ISO 3166-1 in English and 26 more languages) and from ``places.toml``, which says of
each entry where it is from, and wins where the two differ.
"""

from __future__ import annotations

# the signs that vendors type are meant
import gettext
import re
import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = [
    "DIGITAL",
    "ELSEWHERE",
    "JOINING",
    "SILENT",
    "TOKEN",
    "WORLD",
    "PlaceNames",
    "fold",
    "load_place_data",
    "place_names",
]

DIGITAL = "DIGITAL"
"""Stands for digital delivery, in the index only."""
WORLD = "WORLD"
ELSEWHERE = ""
"""Stands for what is no country although it has the name of one within it, as New Jersey; in the index only."""

SILENT = frozenset({"the", "of"})
"""Words that are left out of names: ``Korea, Republic of`` is found as ``korea republic``."""
JOINING = frozenset({"and", "et", "und", "en", "y", "e", "ed", "or", "oder", "ou", "plus", "и", "или", "та", "або"})
"""Words that stand between two places as well as within a name, in nine languages."""

TOKEN = re.compile(
    r"((?:[^\W\d_]\.)+[^\W\d_]\b\.?|[^\W_]+)"  # a word, or initials such as U.S.A.
    r"|([,;/+&|()\[\]{}→>•*=\\]|\s[-–—]+|[-–—]+\s|(?<=\w{3})[.!?](?=[\s!?]|$))"  # what stands between places
)
"""A word (group 1) or a separator (group 2)."""

_LANGUAGES = ("de", "fr", "nl", "es", "it", "pt", "pl", "cs", "da", "nb", "sv", "fi", "ru", "uk")
_LATER = ("sk", "ro", "hu", "hr", "sr", "sr@latin", "sl", "bg", "el", "tr", "et", "lv", "lt")
"""Languages whose names take nothing from those before them."""
_INFLECTED = ("pl", "cs", "ru", "uk", "fi", "sk", "hu", "hr", "sr", "sr@latin", "sl", "lt", "lv", "et")
"""Languages in which names have other endings behind "from" and "to"."""
_STEM, _ENDING = 5, 3
"""Letters that such a name has at least before its ending, and that its ending has at most."""
_NO_STEMS = frozenset({"slovensk"})
"""Slovakia in Slovak, and Slovene in Slovene."""
_VOWELS = frozenset("aeiouyаеиоуыюяі")
_SHORT = 5
"""Letters of the shortest Latin name of these languages: shorter ones, such as Turkish gin, are words elsewhere."""
_NO_NAMES = frozenset({"domov", "norra"})
"""Slovak home, which that translation has for Laos, and Swedish north, which is Norway in Estonian."""
_ODD_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """
    The index. Codes are ISO 3166-1 alpha-2 (with a few former ones), region names, `WORLD` and `DIGITAL`.

    ``stems`` has names of one word, also without their last vowel, of languages in which endings change;
    ``names`` has a name of each place by its code;
    ``exact`` holds what may stand between two commas, casefolded; ``phrases`` names as folded words; ``longest`` the
    number of words of the longest phrase that begins with a word; ``alone`` names that count only without company;
    ``codes`` short codes in capitals, of which ``code_words`` are also ordinary words. The rest are words of fields
    (see the data file).
    """

    stems: dict[str, str]
    names: dict[str, str]
    exact: dict[str, str]
    phrases: dict[str, str]
    longest: dict[str, int]
    alone: dict[str, str]
    codes: dict[str, str]
    code_words: frozenset[str]
    regions: frozenset[str]
    fillers: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    behind: frozenset[str]
    outside: frozenset[str]
    only: frozenset[str]

    def inflected(self, word: str) -> str | None:
        """
        The place that a folded word names with another ending than its name has, as "švedske" of "Švedska"; None where
        it names none.
        """
        least = max(_STEM, len(word) - _ENDING)
        return next((code for end in range(len(word), least - 1, -1) if (code := self.stems.get(word[:end]))), None)

    @property
    def cues(self) -> frozenset[str]:
        """The folded words that exclude places, or leave no others."""
        return self.before | self.after | self.behind | self.outside | self.only

    def longest_name(self, words: Sequence[str], at: int) -> Iterator[tuple[str, int]]:
        """The places that the folded ``words`` name from ``at`` on, each with its number of words, longest first."""
        for length in range(min(self.longest.get(words[at], 0), len(words) - at), 0, -1):
            code = self.phrases.get(words[at] if length == 1 else " ".join(words[at : at + length]))
            if code is not None:
                yield code, length


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """Fold a text: lower case, without accents and dots; ``St`` becomes ``saint``."""
    folded = word.casefold().replace(".", "")
    if not folded.isascii():
        letters = unicodedata.normalize("NFKD", folded.translate(_ODD_LETTERS))
        folded = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return "saint" if folded == "st" else folded


@lru_cache(maxsize=1)
def load_place_data() -> dict[str, Any]:
    """Return the tables of ``places.toml``."""
    text = files("cryptodrug_scraper.page.places").joinpath("places.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def place_names() -> PlaceNames:
    """Build the index. This takes about 0.1 s, mostly to read pycountry."""
    data = load_place_data()
    names = _first_of_each([*_reviewed_names(data), *_iso_names(), *_everyday_names(data), *_later_names()])
    phrases: dict[str, str] = {}
    exact: dict[str, str] = {}
    for name, code in names:
        phrases.setdefault(" ".join(_name_words(name)), code)
        exact.setdefault(name.casefold(), code)
    codes: dict[str, str] = data["codes"]["other"] | dict(_iso_codes(taken=data["codes"]["other"]))
    for code, place in codes.items():
        exact.setdefault(code.lower(), place)
    alone: dict[str, str] = data["alone"]["names"]
    exact.update(alone)
    for name in alone:
        phrases.pop(name, None)
    phrases |= {" ".join(_name_words(name)): ELSEWHERE for name in data["elsewhere"]["names"]}
    for name in (name for name, _ in names if "," in name):
        first, *others = (part.strip() for part in name.casefold().split(","))
        if all(part in exact for part in others):
            exact.pop(first, None)  # the field must be read word by word to tell "Virgin Islands, U.S." from a list
    longest: dict[str, int] = {}
    for phrase in phrases:
        first, *others = phrase.split(" ")
        longest[first] = max(longest.get(first, 0), 1 + len(others))
    cues = {key: frozenset(fold(word) for word in words) for key, words in data["exclusion"].items()}
    return PlaceNames(
        stems=_stems(data, phrases),
        names={code: name for name, code in reversed(exact.items()) if "," not in name},
        exact=exact,
        phrases=phrases,
        longest=longest,
        alone=alone,
        codes=codes,
        code_words=frozenset(data["codes"]["words"]),
        regions=frozenset(data["regions"]),
        fillers=frozenset(data["alone"]["fillers"]),
        **cues,
    )


def _stems(data: dict[str, Any], phrases: dict[str, str]) -> dict[str, str]:
    """Names of one word, as they are and without their last vowel; none that two places have."""
    english = [(name, each["alpha_2"]) for each in _countries() for name in (each.get("common_name"), each["name"])]
    known: dict[str, set[str]] = defaultdict(set)
    for name, code in [
        *_everyday_names(data),
        *((translate(name), code) for translate in map(_translated, _INFLECTED) for name, code in english if name),
    ]:
        folded = fold(name)
        if name.isalpha() and phrases.get(folded) == code:
            for stem in {folded, folded[:-1] if folded[-1:] in _VOWELS else folded} - _NO_STEMS:
                if len(stem) >= _STEM:
                    known[stem].add(code)
    return {stem: codes.pop() for stem, codes in known.items() if len(codes) == 1}


def _first_of_each(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names with their codes, each once: languages have many in common."""
    return [*dict(reversed(pairs)).items()][::-1]


def _name_words(name: str) -> list[str]:
    if name.isalpha():
        return [word for word in (fold(name),) if word not in SILENT and word not in JOINING]
    words = [fold(word) for word, _ in TOKEN.findall(name) if word]
    return [word for word in words if word not in SILENT and word not in JOINING]


def _reviewed_names(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for table in ("names", "regions"):
        for code, names in data[table].items():
            for name in names:
                yield name, code
    for table, code in (("world", WORLD), ("digital", DIGITAL)):
        for name in data[table]["words"]:
            yield name, code


def _everyday_names(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for code, names in data["everyday"].items():
        for name in names:
            yield name, code


def _iso_names() -> Iterator[tuple[str, str]]:
    countries = _countries()
    translations: list[Callable[[str], str]] = [str, *map(_translated, _LANGUAGES)]
    for translate in translations:
        for country in countries:
            for field in ("common_name", "name", "official_name"):
                if field in country:
                    yield translate(country[field]), country["alpha_2"]


def _later_names() -> Iterator[tuple[str, str]]:
    """The names in languages that came later; official ones are left out, since they are long and seldom printed."""
    english = [
        (name, each["alpha_2"]) for each in _countries() for name in (each.get("common_name"), each["name"]) if name
    ]
    for translate in map(_translated, _LATER):
        for name, code in english:
            if (translated := translate(name)) is not name and _is_clear(translated):
                yield translated, code


@lru_cache(maxsize=1)
def _countries() -> list[dict[str, str]]:
    import pycountry  # noqa: PLC0415  # slow to import, and not needed by those who read no place

    return [dict(country) for country in pycountry.countries]


def _translated(language: str) -> Callable[[str], str]:
    """What gives the names of countries in a language."""
    import pycountry  # noqa: PLC0415  # as above

    return gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language]).gettext


def _is_clear(name: str) -> bool:
    """Tell whether a name of one of the later languages is no other word, and no list either."""
    folded = fold(name)
    return "," not in name and folded not in _NO_NAMES and (len(folded) >= _SHORT or not folded.isascii())


def _iso_codes(taken: dict[str, str]) -> Iterator[tuple[str, str]]:
    import pycountry  # noqa: PLC0415  # as above

    for country in pycountry.countries:
        for code in (country.alpha_2, country.alpha_3):
            if code not in taken:
                yield code, country.alpha_2
