"""
The list of words that say what is sold, from ``words.toml``, and how a text is cut into words to be looked up in it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.classes import CLASS_NAMES, SUBSTANCES, DrugClass
from cryptodrug_scraper.page.undecorated import undecorated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Entry", "WordList", "word_list", "words_of"]

Words = tuple[str, ...]
Kind = Literal["says", "hints", "faint", "article"]

_WORD = re.compile(r"[^\W_]+|[+&/!,;|]")
_SPELT_WITH_STOPS = re.compile(r"\b[^\W\d_](?:\.[^\W\d_])+\b\.?")
_SHORTEST_WITH_PLURAL = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One meaning of a word or phrase.

    Attributes:
        kind: whether it decides alone, is a hint, is one that never decides alone, or names an article that is no drug.
        sold: the class, and the substance where it says one.
        yields: whether its substance gives way to another of the same class, and an article to a drug.
    """

    kind: Kind
    sold: DrugClass
    yields: bool = False


@dataclass(frozen=True, slots=True)
class WordList:
    """
    All words and phrases, each as a tuple of folded words.

    Attributes:
        entries: what words say; no entries for a phrase that means nothing.
        longest: for a first word, the number of words in the longest phrase that begins with it.
        turns: for each way to turn what stands beside, the words that do so.
    """

    entries: Mapping[Words, tuple[Entry, ...]]
    longest: Mapping[str, int]
    turns: Mapping[str, frozenset[Words]]


def words_of(text: str) -> Words:
    """Return the words of a text without case and accents; signs that join or separate words are words too."""
    text = undecorated(text)
    if "." in text:
        text = _SPELT_WITH_STOPS.sub(lambda spelt: spelt[0].replace(".", ""), text)
    return tuple(_WORD.findall(text))


@cache
def word_list() -> WordList:
    """
    Return the list, after checking it.

    Raises:
        ConfigurationError: a class or substance in it is not known.
    """
    content = tomllib.loads(files("cryptodrug_scraper.page").joinpath("words.toml").read_text(encoding="utf-8"))
    entries: dict[Words, dict[Entry, None]] = {}
    for group in content["sold"]:
        for kind in ("says", "hints", "faint"):
            entry = Entry(kind, _sold(group), group.get("yields", False))
            _add(entries, group.get(kind, ()), entry)
    for group in content["article"]:
        _add(entries, group["says"], Entry("article", _sold(group), group.get("yields", False)))
    for phrase in content["nothing"]["phrases"]:
        entries[words_of(phrase)] = {}
    turns = {name: frozenset(map(words_of, words)) for name, words in content["turns"].items()}
    longest: dict[str, int] = {}
    for words in (*entries, *turns["deny"], *turns["liken"]):
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return WordList({words: tuple(found) for words, found in entries.items()}, longest, turns)


def _sold(group: Mapping[str, Any]) -> DrugClass:
    class_name, substance = group["class"], group.get("substance")
    if class_name not in CLASS_NAMES or (substance is not None and substance not in SUBSTANCES):
        msg = f"words.toml has the class {class_name!r} with {substance!r}, and classes.py does not: add it there"
        raise ConfigurationError(msg)
    return DrugClass(class_name, substance)


def _add(entries: dict[Words, dict[Entry, None]], phrases: Iterable[str], entry: Entry) -> None:
    for phrase in phrases:
        for words in _forms(words_of(phrase)):
            entries.setdefault(words, {})[entry] = None


def _forms(words: Words) -> Iterator[Words]:
    """A phrase, and its English plural."""
    yield words
    last = words[-1]
    if last.isalpha() and len(last) >= _SHORTEST_WITH_PLURAL and not last.endswith("s"):
        yield (*words[:-1], last + "s")
