"""Read whether what heads a column, or stands before a number, means good, neutral or bad: words, signs, pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.places.names import fold
from cryptodrug_scraper.page.within import sign_within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.page.parts import Sign

__all__ = [
    "HAS_WORDS",
    "ICON_WORDS",
    "SIGNS",
    "SIGN_STEMS",
    "SIGN_WORDS",
    "picture_names",
    "sign_in_words",
    "sign_of_icon",
    "sign_of_word",
    "sign_pictured",
    "sign_told",
]


def _by_word(words: Mapping[Sign, str]) -> dict[str, Sign]:
    """The sign of each of the words between blanks, folded."""
    return {fold(word): sign for sign, said in words.items() for word in said.split()}


SIGN_STEMS = _by_word(
    {
        "negative": "negativ negatif negatief negatyw negatyv kielteis nespokoj unzufried ontevred insatisf unsatisf "
        "dissatisf dislike отрицат негатив недовол незадовол",
        "neutral": "neutr obojet нейтрал",
        "positive": "positiv positif positief pozitiv pozytyw myonteis spokoj zufried tevred satisf положит позитив "
        "довол задовол",
    }
)
"""How words of signs begin, folded."""
SIGN_WORDS = _by_word(
    {
        "positive": "good gut gute goed goede bon bons bueno buenos buono bom happy like likes hyvä",
        "neutral": "mixed average medium okay",
        "negative": "bad schlecht slecht mauvais malo cattivo mau ruim unhappy huono плохие погані",
    }
)
"""Other words of signs, folded, which have to be whole."""
SIGNS: dict[str, Sign] = {
    **dict.fromkeys("+👍😀🙂😊☺😃✔✅✓☀🌞▲", "positive"),
    **dict.fromkeys("0±=○😐☁⛅", "neutral"),
    **dict.fromkeys("-−–—👎😞🙁☹😠✖✗✘❌☂☔🌧⛈▼", "negative"),
}
_NEVER_TEXT = frozenset("0-−–—=")
"""Signs that say so only where they are all that is said."""
_ICONS = _by_word(
    {
        "positive": "plus up smile smiley happy positive pos good great like sun ok yes check checkmark tick",
        "neutral": "neutral neu meh mixed cloud",
        "negative": "minus down frown sad unhappy angry negative neg bad dislike rain no x "
        "remove times cross xmark close ban",
    }
)
_COLOURS = _by_word(
    {
        "positive": "green success",
        "neutral": "yellow orange warning grey gray muted amber",
        "negative": "red danger error",
    }
)
_SHAPES = _by_word({"neutral": "record circle dot dash question"})
"""Parts of names of icons and of classes; colours say so only where nothing else does, and shapes only after these."""
ICON_WORDS = frozenset((*_ICONS, *_COLOURS, *_SHAPES))
"""All of them."""
_SHARES = re.compile(r"%|\d|\b(?:percent\w*|prozent|procent\w*|share|ratio|rate|score|anteil|pct)\b", re.IGNORECASE)
_PART = re.compile(r"[A-Za-z][a-z]*|[A-Z]+")
_ATTRIBUTES = ("alt", "title", "aria-label")
_FILES = ("src", "data-src", "href", "{http://www.w3.org/1999/xlink}href")
_FILE = re.compile(r"([^/#?]+?)(?:\.[A-Za-z]{3,4})?(?:\?.*)?\Z")
_LONGEST = 60
_AROUND = " :()[]\xa0"
HAS_WORDS = re.compile(r"[^\W\d_]")
"""Finds a letter."""


def sign_in_words(text: str, words: Mapping[str, Sign] | None = None) -> Sign | None:
    """
    Return the one sign that a text names: by the words of a site, in one of several languages, or as a sign such as
    ``+``. None where it names none or several, or speaks of a share.
    """
    said = text.strip(_AROUND)
    if not said or len(said) > _LONGEST:
        return None
    if said in SIGNS:
        return SIGNS[said]
    if words and (meant := sign_within(said, words)) is not None:
        return meant
    if _SHARES.search(said):
        return None
    found = {sign for word in re.findall(r"[^\W\d_]+", said) if (sign := sign_of_word(word)) is not None}
    found |= {sign for letter in said if letter not in _NEVER_TEXT and (sign := SIGNS.get(letter)) is not None}
    return found.pop() if len(found) == 1 else None


def sign_told(document: Document, element: Element, words: Mapping[str, Sign] | None = None) -> Sign | None:
    """
    Return the one sign that an element tells: by its text, or else by its pictures and classes (`sign_pictured`). None
    where it tells none; a text that says something else tells none either.
    """
    text = document.text(element).strip(_AROUND)
    if text and ((said := sign_in_words(text, words)) is not None or HAS_WORDS.search(text)):
        return said
    return sign_pictured(document, element, words)


def sign_pictured(document: Document, element: Element, words: Mapping[str, Sign] | None = None) -> Sign | None:
    """
    Return the one sign that pictures and classes of an element tell, whatever its text: by descriptions, or else by
    words in names of files and classes, by what icons are called, and last by colours and shapes.
    """
    inner = [each for each in element.iter() if isinstance(each.tag, str)]
    described = [said for each in inner for name in _ATTRIBUTES if (said := document.line(each.get(name) or ""))]
    named = [name for each in inner for name in (_file_of(each), *classes(each)) if name]
    own = {word.casefold(): sign for word, sign in (words or {}).items()}
    ways: tuple[tuple[list[str], Callable[[str], Sign | None]], ...] = (
        (described, lambda name: sign_in_words(name, words)),
        (named, lambda name: own.get(name.casefold()) or sign_in_words(name)),
        (named, lambda name: _by_parts(name, _ICONS)),
        (named, lambda name: _by_parts(name, _COLOURS)),
        (named, lambda name: _by_parts(name, _SHAPES)),
    )
    for names, reads in ways:
        found = {sign for name in names if (sign := reads(name)) is not None}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def picture_names(document: Document, element: Element) -> list[str]:
    """Return what pictures within an element are called: by descriptions, or else by the names of their files."""
    found = []
    for each in element.iter():
        if isinstance(each.tag, str):
            described = [document.line(each.get(name) or "") for name in _ATTRIBUTES]
            found += [name for name in (*described, _file_of(each)) if name][:1]
    return found


def sign_of_icon(names: Iterable[str]) -> Sign | None:
    """Return what an icon says of a rating by the first of some names that says anything; None where none does."""
    for name in names:
        said = sign_in_words(name) or _by_parts(name, _ICONS) or _by_parts(name, _COLOURS) or _by_parts(name, _SHAPES)
        if said is not None:
            return said
    return None


def sign_of_word(word: str) -> Sign | None:
    """Return the sign that one word names in any of several languages; None for any other word."""
    folded = fold(word)
    known = SIGN_WORDS.get(folded)
    return known or next((sign for stem, sign in SIGN_STEMS.items() if folded.startswith(stem)), None)


def _file_of(element: Element) -> str:
    """The name of the file of a picture, or of what a drawing refers to; empty for any other element."""
    address = next((said for name in _FILES if (said := element.get(name)) and element.tag != "a"), "")
    found = _FILE.search(address)
    return "" if found is None else found[1]


def _by_parts(name: str, known: Mapping[str, Sign]) -> Sign | None:
    """The one sign that parts of a name have, between marks or capital letters, as of ``fa-thumbs-up``."""
    found = {sign for part in _PART.findall(name) if (sign := known.get(part.casefold())) is not None}
    return found.pop() if len(found) == 1 else None
