"""
Work out what is sold from the words of a title, or of a category's names.

The words and phrases are those of ``words.toml``. Whole words count, the longest phrase first. What a title denies
("no speed") or likens to ("like cocaine") is not what it sells; what it gives away, and a word in the vendor's name,
counts only where nothing else does. An article that is no drug ("LSD test kit") goes before the drugs that it names.
Of several classes, the one with more words wins; where they have as many, the words do not say.

A word that may mean several things, a hint, decides only with a second one of the same class. Where it is known that
a drug is sold, one hint decides on the classes whose hints are seldom wrong then; where the class is known, one
decides on the substance.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeVar

from cryptodrug_scraper.page.classes import ClassName, DrugClass
from cryptodrug_scraper.page.word_list import Entry, WordList, word_list, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

__all__ = ["said_to_be_sold"]

T = TypeVar("T")

_LONGEST_TEXT = 400
_GLUED = re.compile(r"(\d+)(mg|ug|kg|gr|g|x)?([^\W\d_]{2,}\d*)|([^\W\d_]{3,})(\d+(?:mg|ug|g|x)?)")
"""A quantity written together with the thing measured: "10gMDMA", "5xLSD", "xanax2mg"."""
_GIFT_REACH = 3
_HINTS_TO_DECIDE = 2
_SAYING, _HINTING = frozenset({"says"}), frozenset({"hints", "faint"})
_BY_ONE_HINT = frozenset({"Cannabis", "Stimulants", "Ecstasy", "Benzos", "Prescription"})


@dataclass(frozen=True, slots=True)
class _Found:
    words: tuple[str, ...]
    entries: tuple[Entry, ...]
    start: int
    end: int


@lru_cache(maxsize=65536)
def said_to_be_sold(
    text: str, vendor: str | None = None, within: ClassName | Literal["any drug"] | None = None
) -> DrugClass | None:
    """
    Return what a text says is sold; None if it does not say, or says several things.

    Args:
        text: a title, or the names of a category. The first 400 characters are read.
        vendor: the name of who sells it.
        within: what is known already: the class, or only that a drug is sold.
    """
    known = word_list()
    words = _apart(words_of(text[:_LONGEST_TEXT]), known)
    firm: list[_Found] = []
    weak: list[_Found] = []
    own = set(_of_vendor(words, vendor)) if vendor else set()
    for found, is_given in _found(words, known):
        (weak if is_given or own.intersection(range(found.start, found.end)) else firm).append(found)
    return _decide(firm, within) or _decide(weak, within)


def _apart(words: Sequence[str], known: WordList) -> list[str]:
    """The words, with quantities apart from what they are of."""
    apart: list[str] = []
    for word in words:
        if word.isalpha() or word.isdigit() or word in known.longest:
            apart.append(word)
            continue
        glued = _GLUED.fullmatch(word)
        if glued is None:
            apart.append(word)
        elif glued[4] is not None:
            apart += [glued[4], glued[5]]
        else:
            number, unit, rest = glued[1], glued[2] or "", glued[3]
            apart += [number + unit, rest] if rest in known.longest else [number, unit + rest]
    return apart


def _found(words: Sequence[str], known: WordList) -> Iterator[tuple[_Found, bool]]:
    """The words that say something, each with whether it is only given."""
    turns = known.turns
    is_turned = was_turned = False
    gift_ends = place = 0
    while place < len(words):
        begins = words[place] in known.longest
        found = _longest(words, place, known) if begins else None
        if found is not None:
            place = found.end
            after = tuple(words[found.end : found.end + 1])
            was_turned, is_turned = is_turned or after in turns["likened"], False
            if was_turned or not found.entries:
                continue
            joined = any((word,) in turns["join"] for word in words[max(found.start - 2, 0) : found.start])
            yield found, found.start < gift_ends or (joined and after in turns["give"])
            continue
        word = (words[place],)
        turn = _turn(words, place, known) if begins else 0
        if word in turns["give"]:
            gift_ends = place + 1 + _GIFT_REACH
        if turn or is_turned or was_turned:
            is_turned = bool(turn) or (is_turned and word in turns["fill"]) or (was_turned and word in turns["either"])
        was_turned = False
        place += max(turn, 1)


def _longest(words: Sequence[str], place: int, known: WordList) -> _Found | None:
    for length in range(known.longest.get(words[place], 0), 0, -1):
        phrase = tuple(words[place : place + length])
        entries = known.entries.get(phrase)
        if entries is not None:
            return _Found(phrase, entries, place, place + len(phrase))
    return None


def _turn(words: Sequence[str], place: int, known: WordList) -> int:
    """The number of words in what denies or likens here; 0 where nothing does."""
    for length in (2, 1):
        phrase = tuple(words[place : place + length])
        if phrase in known.turns["deny"] or phrase in known.turns["liken"]:
            return len(phrase)
    return 0


def _of_vendor(words: Sequence[str], vendor: str | None) -> Iterator[int]:
    """The places of the vendor's name in the title, written together or apart."""
    name = "" if vendor is None else "".join(words_of(vendor))
    if not name:
        return
    for start in range(len(words)):
        written = ""
        for end in range(start, len(words)):
            written += words[end]
            if not name.startswith(written):
                break
            if written == name:
                yield from range(start, end + 1)


def _decide(found: Sequence[_Found], within: ClassName | Literal["any drug"] | None) -> DrugClass | None:
    if not found:
        return None
    said = Counter(_classes(found, _SAYING))
    for each in found:
        for entry in each.entries:
            if entry.kind == "article" and not (entry.yields and said):
                return entry.sold
    if said:
        class_name = _most(said, 1)
    else:
        hinted = Counter(_classes(found, _HINTING))
        class_name = _most(hinted, _HINTS_TO_DECIDE)
        if class_name is None and within is not None:
            class_name = _by_one_hint(found, hinted, within)
    return None if class_name is None else DrugClass(class_name, _substance(found, class_name))


def _by_one_hint(found: Sequence[_Found], hinted: Counter[ClassName], within: str) -> ClassName | None:
    """The class of the only hint, if it is not a faint one."""
    class_name = _most(hinted, 1)
    if class_name is None or (class_name not in _BY_ONE_HINT if within == "any drug" else class_name != within):
        return None
    return class_name if class_name in _classes(found, {"hints"}) else None


def _classes(found: Sequence[_Found], kinds: Collection[str]) -> Iterable[ClassName]:
    """The class of each different word, once for a class that the word has in several senses."""
    different = {each.words: each.entries for each in found}
    for entries in different.values():
        yield from {entry.sold.class_name for entry in entries if entry.kind in kinds}


def _most(counts: Counter[T], least: int) -> T | None:
    """What is counted most; None where that is less than the least that counts, or two have as many."""
    if not counts:
        return None
    (first, most), *others = counts.most_common(2)
    return first if most >= least and all(count < most for _, count in others) else None


def _substance(found: Sequence[_Found], class_name: ClassName) -> str | None:
    """The one substance that the words name, else the one that they hint at, else the one that gives way to others."""
    of_class = [entry for each in found for entry in each.entries if entry.sold.class_name == class_name]
    said = _substances(entry for entry in of_class if entry.kind == "says" and not entry.yields)
    if said:
        return next(iter(said)) if len(said) == 1 else None
    hinted = _most(_substances(entry for entry in of_class if entry.kind in _HINTING and not entry.yields), 1)
    yielding = _most(_substances(entry for entry in of_class if entry.yields), 1)
    return hinted or yielding


def _substances(entries: Iterable[Entry]) -> Counter[str]:
    return Counter(entry.sold.substance for entry in entries if entry.sold.substance is not None)
