"""Words, names of hosts, numbers of things and tokens in the place of real ones, the same for the same."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass, field

from cryptodrug_scraper.cases.calendar_words import month_named, weekday_named
from cryptodrug_scraper.cases.printed_numbers import is_measure
from cryptodrug_scraper.page.money import CURRENCIES
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.places.names import place_names

__all__ = ["Inventor"]

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_ONION = re.compile(r"[a-z2-7]{16,56}\.onion", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z0-9+=_-]{16,}")
_QUANTITY = re.compile(r"\d+(?:st|nd|rd|th|x|mg|ug|mcg|g|gr|kg|ml|l|oz|lb|h|d|k|pcs)?\Z", re.IGNORECASE)
_DIGITS = re.compile(r"\d{4,}")
_SYLLABLES = (
    "ba",
    "co",
    "di",
    "fu",
    "ga",
    "ho",
    "ki",
    "lu",
    "me",
    "no",
    "pa",
    "ro",
    "si",
    "tu",
    "ve",
    "wa",
    "xo",
    "zi",
)
_NUMBERED = re.compile(r"[a-z]{3,}\d{1,2}")
_LEAST_PART = 3
"""Letters of each of two known words in one, as of a name in a form or of a picture."""
_MOST_WORDS = 5
"""In the name of a place."""
_ATTEMPTS = 100
"""Of short words there are not many: after so many, one stands for two."""


@dataclass
class Inventor:
    """
    Makes invented words, numbers and tokens in place of real ones, the same for the same within one draft.

    Attributes:
        known: words, in lower case, that may stay.
        salt: differs at each run, so that a draft cannot be turned back by trying words.
        shown: words, in lower case, of the texts of the page, as names of people are.
        replaced: how many different words were replaced.
    """

    known: frozenset[str]
    salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    shown: frozenset[str] = frozenset()
    replaced: set[str] = field(default_factory=set)
    _stands_for: dict[str, str] = field(default_factory=dict, init=False)

    def text(self, text: str) -> str:
        """Invent the words of a text, and numbers in it of two digits and more; names of places stay."""
        text = self.hosts(text)
        words = list(_WORD.finditer(text))
        made, done, place = [], 0, 0
        while place < len(words):
            start, length = words[place].start(), _length_of_place(text, words, place)
            end = words[place + max(1, length) - 1].end()
            made += [text[done:start], text[start:end] if length else self._word_or_number(text[start:end])]
            done, place = end, place + max(1, length)
        return "".join([*made, text[done:]])

    def address(self, text: str) -> str:
        """Invent the words, tokens and longer numbers of a link or another attribute."""
        text = self.tokens(self.hosts(text))
        return _DIGITS.sub(lambda match: self.number(match[0]), _WORD.sub(lambda match: self.word(match[0]), text))

    def tokens(self, text: str) -> str:
        """Invent what is long and has digits in it."""
        return _TOKEN.sub(lambda match: self._token(match[0]), text)

    def hosts(self, text: str) -> str:
        """Invent the names of onion services."""
        return _ONION.sub(lambda match: f"example{self._digest(match[0]).hex()[:9].translate(_BASE32)}.onion", text)

    def word(self, word: str) -> str:
        """Invent one word: as long, and with capitals where it had them."""
        lowered = word.lower()
        if self._stays(word):
            return word
        self.replaced.add(lowered)
        made = self._invented(lowered)
        return made.upper() if word.isupper() else made.capitalize() if word[0].isupper() else made

    def _stays(self, word: str) -> bool:
        if word in CURRENCIES or len(word) == 1 or _QUANTITY.match(word) is not None:
            return True
        return self._is_known(word.lower()) or parse_place(word).kind != "unknown"

    def _is_known(self, word: str) -> bool:
        """
        Tell whether a word may stay: as it is, or without accents.

        The name of a picture or in a form also with a small number, or as two words in one; but where a text shows it,
        it may be somebody's.
        """
        plain = "".join(each for each in unicodedata.normalize("NFKD", word) if not unicodedata.combining(each))
        if word in self.known or plain in self.known:
            return True
        if word in self.shown:
            return False
        if _NUMBERED.fullmatch(plain) and plain.rstrip("0123456789") in self.known:
            return True
        places = range(_LEAST_PART, len(plain) - _LEAST_PART + 1)
        return any(plain[:place] in self.known and plain[place:] in self.known for place in places)

    def _invented(self, word: str) -> str:
        """A word of its own for each, none of the page, and none that may stay: two currencies would be one."""
        made = ""
        for attempt in range(_ATTEMPTS):
            digest = self._digest(f"{word} {attempt}" if attempt else word)
            made = "".join(_SYLLABLES[byte % len(_SYLLABLES)] for byte in digest)[: len(word)].ljust(len(word), "a")
            is_free = not (made in self.shown or self._stays(made) or _is_said_of_numbers(made))
            if is_free and self._stands_for.setdefault(made, word) == word:
                break
        return made

    def _word_or_number(self, word: str) -> str:
        return self.number(word) if word.isdecimal() and len(word) > 1 else self.word(word)

    def number(self, number: str) -> str:
        """Invent the number of something: as long, and with the noughts that it begins and ends with."""
        middle = number.strip("0")
        if not middle:
            return number
        start = number.index(middle)
        for attempt in range(_ATTEMPTS):
            digits = str(int.from_bytes(self._digest(f"{number} {attempt}")))[3 : 3 + len(middle)]
            if digits != middle and digits[0] != "0" and digits[-1] != "0":
                return number[:start] + digits + number[start + len(middle) :]
        return number[:start] + middle[::-1] + number[start + len(middle) :]

    def _token(self, token: str) -> str:
        if token.isdecimal() or token.lower() in self.known or not re.search(r"\d", token):
            return token
        return self._digest(token).hex().ljust(len(token), "a")[: len(token)]

    def _digest(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode(), key=self.salt).digest()


def _is_said_of_numbers(word: str) -> bool:
    """Whether a number beside a word is a day, a quantity or an age."""
    return is_measure(word) or month_named(word) is not None or weekday_named(word) is not None


def _length_of_place(text: str, words: list[re.Match[str]], first: int) -> int:
    """How many words from one on are the name of a place; 0 if that is none of two words or more."""
    for last in range(min(len(words), first + _MOST_WORDS) - 1, first, -1):
        if " ".join(text[words[first].start() : words[last].end()].casefold().split()) in place_names().exact:
            return last - first + 1
    return 0


_BASE32 = str.maketrans("0189", "wxyz")
