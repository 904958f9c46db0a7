"""
Read the fields of places on market pages: the countries and regions that a field names, and those that it excludes.

The names and the words around them are in ``places.toml`` and pycountry; methods E9 and E10 have the reasons.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.parts import Place, PlaceKind
from cryptodrug_scraper.page.places.exclusions import ExcludedPlace, find_exclusions
from cryptodrug_scraper.page.places.names import DIGITAL, JOINING, SILENT, TOKEN, WORLD, PlaceNames, fold, place_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["ExcludedPlace", "find_exclusions", "parse_place"]

_ALPHA_2 = 2
_WITHOUT = re.compile(r"\bw/o\b\.?\s*", re.IGNORECASE)
_TAKING_OFF = (" -", " −")
"""A sign that takes a place off: ``EU -SE``."""


def parse_place(raw: str, *, codes: Mapping[str, str] | None = None, words: Mapping[str, str] | None = None) -> Place:
    """
    Read a field that names one or more places, and perhaps places that are excluded.

    ``codes`` gives a market's own meaning to short codes, in capitals, such as ``{"EU": "EUROPE"}``. Words that name
    no place are passed over; a field without any has the kind ``unknown``, or ``digital`` where it speaks of delivery
    by wire.

    ``words`` gives the code of places by a market's own words for them, such as ``{"Norden": "SCANDINAVIA"}``.

    The result is shared between calls with the same text: do not change its lists.
    """
    own = () if codes is None else tuple(codes.items())
    if not words:
        return _parse(raw, own)
    place = _parse(_in_known_words(raw, tuple(words.items())), own)
    return Place(" ".join(raw.split()), place.kind, place.codes, place.excluded)


@lru_cache(maxsize=32768)
def _in_known_words(raw: str, words: tuple[tuple[str, str], ...]) -> str:
    """A field with known names in the place of a market's own words."""
    names = place_names().names
    meant = {word.casefold(): names[code] for word, code in words}
    any_of = "|".join(re.escape(word) for word in sorted(meant, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{any_of})(?!\w)", lambda found: meant[found[0].casefold()], raw, flags=re.IGNORECASE)


@lru_cache(maxsize=32768)
def _parse(raw: str, overrides: tuple[tuple[str, str], ...]) -> Place:
    names = place_names()
    text = " ".join(raw.split())
    spelled = _WITHOUT.sub("without ", text) if "/" in text else text
    own = dict(overrides)
    included: list[str] = []
    excluded: list[str] = []
    for part in spelled.casefold().split(","):
        item = part.strip()
        code = (own.get(item.upper()) if own else None) or names.exact.get(item)
        if code is None:
            included, excluded = _FieldReader(spelled, names, own).places()
            break
        included.append(code)
    found = set(included).difference(excluded)
    named = sorted(found - {DIGITAL})
    return Place(text, _kind(named, names.regions, digital=DIGITAL in found), named, sorted({*excluded} - {DIGITAL}))


def _kind(codes: Sequence[str], regions: frozenset[str], *, digital: bool) -> PlaceKind:
    if not codes:
        return "digital" if digital else "unknown"
    if len(codes) > 1:
        return "multi"
    if codes[0] == WORLD:
        return "world"
    return "region" if codes[0] in regions else "country"


@dataclass(slots=True)
class _Item:
    size: int = 0  # words
    telling: int = 0  # words that are neither cues nor fillers
    only_codes: bool = True  # whether all of these are codes
    nothing_else: bool = True  # whether all words are codes in capitals


class _FieldReader:
    """
    One pass over the words of a field that is more than a plain list of names.

    A *part* is what stands between two separators, an *item* what stands between separators or words such as "and".
    """

    def __init__(self, text: str, names: PlaceNames, own: Mapping[str, str]) -> None:
        self._names = names
        self._own = own
        self._mixed_case = not text.isupper()
        self._raw: list[str] = []
        self._words: list[str] = []
        self._parts: list[int] = []
        self._items: list[int] = []
        self._separators: dict[int, str] = {}  # what stands before a word
        self._signs: dict[int, str] = {}  # what stands right before a word, behind a blank
        part = item = 0
        for found in TOKEN.finditer(text):
            word, separator = found.groups()
            if separator:
                part += 1
                item += 1
                at = len(self._words)
                self._separators[at] = self._separators.get(at, "") + separator[0]
                continue
            folded = fold(word)
            if folded in JOINING and (len(folded) > 1 or word == folded):
                item += 1
            elif folded not in SILENT:
                if text[max(0, found.start() - 2) : found.start()] in _TAKING_OFF:
                    self._signs[len(self._words)] = text[found.start() - 1]
                self._raw.append(word)
                self._words.append(folded)
                self._parts.append(part)
                self._items.append(item)
        self._only_parts = {part for part, word in zip(self._parts, self._words, strict=True) if word in names.only}
        self._summaries: dict[int, _Item] = {}
        self._found: list[tuple[str, int]] = []  # a code, and the part in which it stands
        self._refused: set[int] = set()  # which of them are excluded
        self._settled = 0  # how many were found when places were last excluded by a word after them
        self._excluding = False
        self._outer: list[tuple[bool, int]] = []  # for each open bracket: the sense before it, how many were found

    def places(self) -> tuple[list[str], list[str]]:
        """The codes that the field includes, and those that it excludes, each as often as it is named."""
        at = 0
        while at < len(self._words):
            self._pass_separators(at)
            if self._turns(at):
                at += 1
                continue
            code, length = self._match(at)
            if code:
                if self._excluding or self._is_taken_off(at):
                    self._refused.add(len(self._found))
                self._found.append((code, self._parts[at]))
            at += length
        codes = [code for code, _ in self._found]
        return (
            [code for index, code in enumerate(codes) if index not in self._refused],
            [code for index, code in enumerate(codes) if index in self._refused],
        )

    def _pass_separators(self, at: int) -> None:
        """End the reach of a cue with its bracket or sentence, and before a part that says "only"."""
        for separator in self._separators.get(at, ""):
            if separator in "([{":
                self._outer.append((self._excluding, len(self._found)))
            elif separator in ")]}":
                self._excluding = self._outer.pop()[0] if self._outer else self._excluding
            elif separator in ";|.!?" and len(self._found) - 1 in self._refused:
                self._excluding = False
            if self._parts[at] in self._only_parts:
                self._excluding = False

    def _turns(self, at: int) -> bool:
        """Tell whether a word is a cue, and take heed of it."""
        names, word, part = self._names, self._words[at], self._parts[at]
        if word in names.outside:
            self._excluding = not self._excluding
            return True
        if word == "but" and self._found and self._found[-1][0] == WORLD:
            self._excluding = True
            return True
        if (word not in names.before and word not in names.behind) or self._is_norway(at) or self._is_code(at):
            return False
        followed = at + 1 < len(self._words) and self._parts[at + 1] == part
        if word in names.behind or (word in names.after and self._found and not followed):
            first = self._outer[-1][1] if self._outer else self._settled
            concerned = range(max(first, self._settled), len(self._found))
            if word in names.behind and len(concerned) > 1 and self._is_wide(concerned[0]):
                concerned = concerned[1:]  # "EU országok Németország kivételével"
            self._refused |= {index for index in concerned if self._outer or self._found[index][1] == part}
            self._settled = len(self._found)
        elif not (followed and self._words[at + 1] in names.only):
            self._excluding = True
        return True

    def _is_taken_off(self, at: int) -> bool:
        """Tell whether a minus sign stands right before a word, or a hyphen behind a region or the world."""
        sign = self._signs.get(at, "")
        return sign == "−" or (sign == "-" and bool(self._found) and self._is_wide(0))

    def _is_code(self, at: int) -> bool:
        """Tell whether a cue is written as a code is: ``NE`` is Niger."""
        raw = self._raw[at]
        return len(raw) == _ALPHA_2 and raw.isupper() and raw != "NO" and raw in self._names.codes

    def _is_wide(self, index: int) -> bool:
        """Tell whether a place that was found is a region or the world."""
        return self._found[index][0] in {*self._names.regions, WORLD}

    def _match(self, at: int) -> tuple[str | None, int]:
        """The place named by the words from ``at`` on, and how many words it takes (1 where there is none)."""
        parts = self._parts
        for code, length in self._names.longest_name(self._words, at):
            after = at + length
            if length == 1:
                return self._own.get(self._words[at].upper(), code), 1
            # A name with a comma inside ends where a part ends, or "Korea, South Africa" would be South Korea.
            if parts[after - 1] == parts[at] or after == len(parts) or parts[after] != parts[after - 1]:
                return code, length
        word = self._words[at]
        return self._short(at) or (None if word in self._names.alone else self._names.inflected(word)), 1

    def _short(self, at: int) -> str | None:
        """The meaning of a code, or of a name that counts in some company only."""
        names, word = self._names, self._words[at]
        if word in names.alone:
            cued = at + 1 < len(self._words) and self._words[at + 1] in names.before
            return names.alone[word] if cued or not self._has_company(at) else None
        raw = self._raw[at]
        short = raw.upper().replace(".", "")
        code = self._own.get(short) or names.codes.get(short)
        if code is None or (raw.isupper() and ("." in raw or short not in names.code_words)):
            return code
        if raw == "US" and self._mixed_case:
            return code  # the word is not written so among small letters
        item = self._item(at)
        if word in names.fillers and item.size > 1 and (word == "to" or not item.nothing_else):
            return None  # "SHIPS TO US", "US TO EU"
        if raw.isupper():
            return code if item.only_codes else None
        return code if not self._has_company(at) and self._leads(at) else None

    def _item(self, at: int) -> _Item:
        """What is to be known of the item in which a word stands."""
        if not self._summaries:
            idle = self._names.fillers | self._names.before
            for raw, word, item in zip(self._raw, self._words, self._items, strict=True):
                known = self._summaries.setdefault(item, _Item())
                known.size += 1
                is_code = raw.upper().replace(".", "") in self._names.codes
                known.nothing_else &= is_code and raw.isupper()
                if word not in idle:
                    known.telling += 1
                    known.only_codes &= is_code
        return self._summaries[self._items[at]]

    def _has_company(self, at: int) -> bool:
        """Tell whether the item has other words than this one, cues and fillers."""
        word = self._words[at]
        return self._item(at).telling > (word not in self._names.fillers and word not in self._names.before)

    def _leads(self, at: int) -> bool:
        """Tell whether a word is the first of its item, or comes right after a cue."""
        return at == 0 or self._items[at - 1] != self._items[at] or self._words[at - 1] in self._names.before

    def _is_norway(self, at: int) -> bool:
        """Tell whether a ``no`` is the code: alone between separators, or in capitals between two countries' codes."""
        if self._words[at] != "no":
            return False
        if self._item(at).size == 1 or (self._raw[at] == "NO" and at in self._signs):
            return True
        around = [index for index in (at - 1, at + 1) if 0 <= index < len(self._items)]
        raw = [self._raw[index] for index in around if self._items[index] == self._items[at]]
        codes = [self._names.codes.get(word, "") for word in raw if len(word) == _ALPHA_2]
        countries = [code for code in codes if len(code) == _ALPHA_2 and code != "EU"]
        return self._raw[at] == "NO" and len(countries) == 2  # one on each side
