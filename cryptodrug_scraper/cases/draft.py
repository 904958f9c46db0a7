"""
A saved page made into the draft of a fixture, which says nothing of the people on it.

Every word that the market's parser does not itself know, and that is no country, month or quantity, becomes an invented
one: the same word always the same, so that names and links still agree. Hosts, numbers in links, tokens and keys are
invented too. The structure stays. A person reads the draft before it is kept.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from pysequoia import Cert

from cryptodrug_scraper.cases.disarm import disarm
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.sources import source_files
from cryptodrug_scraper.page.text import decode

if TYPE_CHECKING:
    from cryptodrug_scraper.page.market import Market

__all__ = ["Inventor", "draft", "words_of"]

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_ONION = re.compile(r"[a-z2-7]{16,56}\.onion", re.IGNORECASE)
_KEY = re.compile(r"-----BEGIN PGP PUBLIC KEY BLOCK-----.*?(?:-----END PGP PUBLIC KEY BLOCK-----|\Z)", re.DOTALL)
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
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Some of them change how a browser reads the bytes that follow."""
_CHROME = {"class", "type", "rel", "method", "style", "width", "height", "colspan"}


_ATTEMPTS = 100
"""Of short words there are not many: after so many, one stands for two."""


@dataclass
class Inventor:
    """
    Makes invented words, numbers and tokens in place of real ones, the same for the same within one draft.

    Attributes:
        known: words, in lower case, that may stay.
        salt: differs at each run, so that a draft cannot be turned back by trying words.
        replaced: how many different words were replaced.
    """

    known: frozenset[str]
    salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    replaced: set[str] = field(default_factory=set)
    _stands_for: dict[str, str] = field(default_factory=dict, init=False)

    def text(self, text: str) -> str:
        """Invent the words of a text."""
        return _WORD.sub(lambda match: self.word(match[0]), self.hosts(text))

    def address(self, text: str) -> str:
        """Invent the words, tokens and longer numbers of a link or another attribute."""
        text = _TOKEN.sub(lambda match: self._token(match[0]), self.hosts(text))
        return _DIGITS.sub(lambda match: self._number(match[0]), self.text(text))

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
        is_place = parse_place(word).kind != "unknown"
        return word.lower() in self.known or len(word) == 1 or _QUANTITY.match(word) is not None or is_place

    def _invented(self, word: str) -> str:
        """A word of its own for each, and none that may stay: two currencies would be one."""
        made = ""
        for attempt in range(_ATTEMPTS):
            digest = self._digest(f"{word} {attempt}" if attempt else word)
            made = "".join(_SYLLABLES[byte % len(_SYLLABLES)] for byte in digest)[: len(word)].ljust(len(word), "a")
            if not self._stays(made) and self._stands_for.setdefault(made, word) == word:
                break
        return made

    def _number(self, number: str) -> str:
        digits = str(int.from_bytes(self._digest(number)))[: len(number)]
        return ("1" + digits[1:]) if digits.startswith("0") else digits

    def _token(self, token: str) -> str:
        if token.isdecimal() or token.lower() in self.known or not re.search(r"\d", token):
            return token
        return self._digest(token).hex().ljust(len(token), "a")[: len(token)]

    def _digest(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode(), key=self.salt).digest()


_BASE32 = str.maketrans("0189", "wxyz")


def words_of(market: Market) -> frozenset[str]:
    """
    Every word in the code that reads a market's pages, in lower case: labels, classes, categories.

    What the reader of a page goes by stays; the rest of the site's own words may go.
    """
    files = (file for source in market.sources for _, file in source_files(source))
    texts = [file.read_text(encoding="utf-8") for file in files if file.suffix in {".py", ".csv", ".toml"}]
    return frozenset(word.lower() for text in texts for word in _WORD.findall(text))


def draft(body: bytes, inventor: Inventor) -> bytes:
    """
    Return a saved page with everything in it that is not the site's own invented anew, as UTF-8.

    Opened in a browser it runs nothing and asks no host for anything: see `disarm`.
    """
    soup = BeautifulSoup(_CONTROL.sub(" ", decode(body)[0].decode(errors="replace")), "lxml")
    for text in soup.find_all(string=True):
        if type(text) is NavigableString and text.strip():
            text.replace_with(_with_key(str(text), inventor))
    for element in soup.find_all(name=True):
        if isinstance(element, Tag):
            _invent_attributes(element, inventor)
    disarm(soup)
    return _CONTROL.sub(" ", soup.decode(formatter="minimal")).encode()


def _with_key(text: str, inventor: Inventor) -> str:
    """Text with its words invented; a key in it becomes a fresh one."""
    parts = _KEY.split(text)
    keys = [_fresh_key() for _ in range(len(parts) - 1)]
    words = [inventor.text(part) for part in parts]
    return "".join(part + key for part, key in zip(words, [*keys, ""], strict=True))


def _fresh_key() -> str:
    return str(Cert.generate("Example Vendor <vendor@example.org>")).strip()


def _invent_attributes(element: Tag, inventor: Inventor) -> None:
    for name in list(element.attrs):
        value = element.attrs[name]
        if name not in _CHROME and isinstance(value, str):
            element.attrs[name] = inventor.address(value)
