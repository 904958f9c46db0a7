"""Words, names of hosts, numbers of things and tokens in the place of real ones, the same for the same."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.calendar_words import month_named, weekday_named
from cryptodrug_scraper.cases.escapes import outside_escapes
from cryptodrug_scraper.cases.hexadecimal import hexadecimal_like, hexadecimals_in
from cryptodrug_scraper.cases.kept_words import kept_at_end, pieces_of
from cryptodrug_scraper.cases.known_words import SiteWords
from cryptodrug_scraper.cases.paged_links import PAGED
from cryptodrug_scraper.cases.people_words import People
from cryptodrug_scraper.cases.printed_numbers import is_measure
from cryptodrug_scraper.cases.read_words import read_in, spans_of
from cryptodrug_scraper.cases.vocabulary import Sort, is_currency, likes_of, phrase_at
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.places.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cryptodrug_scraper.cases.read_words import Span

__all__ = ["Inventor"]

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_ONION = re.compile(r"[a-z2-7]{16,56}\.onion", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z0-9+=_-]{16,}")
_SLUG = re.compile(r"(?<![^/=?&])(?:\d{1,8}|[^\W\d_]{1,24})(?:[-_](?:\d{1,8}|[^\W\d_]{1,24}))+(?![^/?&#])")
"""Words and numbers of one part of an address, with signs between them."""
_QUANTITY = re.compile(r"x\d{1,3}\Z|\d+(?:st|nd|rd|th|x|mg|ug|mcg|g|gr|kg|ml|l|oz|lb|h|d|k|pcs)?\Z", re.IGNORECASE)
_DIGITS = re.compile(r"\d{4,}")
_SCHEME = re.compile(r"(?<!\w)(?:https?|ftp)(?=://)|(?<!\w)(?:mailto|tel|xmpp|magnet)(?=:\w)", re.IGNORECASE)
"""How an address begins."""
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
_LETTERED = re.compile(r"([^\W\d_])(\d{1,2})")
"""A letter with a small number, as levels are."""
_NUMBERED = re.compile(r"[a-z]{3,}\d{1,2}")
_LETTERS = "bdfghklmnprtvwxz"
_LEAST_PART = 3
"""Letters of each of two known words in one, as of a name in a form or of a picture."""
_LEAST_TITLE = 2
"""Words of a text that may be the title of an offer."""
_ATTEMPTS = 100
"""Of short words there are not many: after so many, one stands for two."""


@dataclass
class Inventor:
    """
    Makes invented words, numbers and tokens in place of real ones, the same for the same within one draft.

    Attributes:
        known: the words of the market, which may stay.
        people: words of people on the page, of whose names none stays, and of whose texts none stays whole.
        salt: differs at each run, so that a draft cannot be turned back by trying words.
        numbers: what numbers, masks and times of day are drawn by; as the salt if empty.
        shown: the words that texts of the page show.
        replaced: the words that were replaced.
        glued: words and numbers with a low line between that texts of the page show: names, also where links have them.
    """

    known: SiteWords = field(default_factory=SiteWords)
    people: People = field(default_factory=People)
    salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    numbers: bytes = b""
    shown: frozenset[str] = frozenset()
    replaced: set[str] = field(default_factory=set)
    glued: frozenset[str] = frozenset()
    _stands_for: dict[str, str] = field(default_factory=dict, init=False)
    _names: Mapping[str, Mapping[int, set[str]]] | None = field(default=None, init=False)

    def text(
        self,
        text: str,
        *,
        edges: tuple[bool, bool] = (False, False),
        before: int = 0,
        read: tuple[Sequence[Span], int] | None = None,
    ) -> tuple[str, int]:
        """
        Invent the words of a text that may not stay, and numbers in it of two digits and more.

        Args:
            text: a text, or what stands between numbers in one.
            edges: whether a number stands before it, and behind.
            before: how many goods are kept just before that number.
            read: what is read in the whole text, and where this part begins in it; None if it is the whole.

        Returns: the text, and how many goods are kept in the row with which it ends.
        """
        whole, text = text, self.hosts(text)
        spans, shift = read if read is not None and text == whole else (read_in(text), 0)
        words = list(_WORD.finditer(text))
        made, done = [], 0
        said, together = [word[0] for word in words], spans_of(words, spans, shift)
        pieces = pieces_of(
            said, self.known, self._is_of_name, read=together, edges=edges, before=before, draw=self._draw
        )
        for piece in pieces:
            start, end = words[piece.first].start(), words[piece.end - 1].end()
            stays = piece.sort is not None or _SCHEME.match(text, start) is not None
            made += [text[done:start], text[start:end] if stays else self._other(text[start:end])]
            done = end
        return "".join([*made, text[done:]]), kept_at_end(pieces, before)

    def is_of_people(self, text: str) -> bool:
        """
        Tell whether a text is one that a person wrote or is called by, or could be one: it names goods and more, and is
        none of the market's own.
        """
        words = _WORD.findall(text)
        lowered = [word.lower() for word in words]
        line = " ".join(text.split()).lower()
        if line in self.people.texts:
            return True
        if line in self.people.categories or len(words) < _LEAST_TITLE or all(word in self.known for word in lowered):
            return False
        pieces = pieces_of(words, self.known, self._is_of_name)
        return any(piece.sort is Sort.GOODS for piece in pieces)

    def changed(self, text: str) -> str:
        """Change a text all of whose words may stay: goods in it become their like, or else its words are invented."""
        words = list(_WORD.finditer(text))
        folded = [fold(word[0]) for word in words]
        for at in range(len(words)):
            phrase = phrase_at(folded, at)
            if phrase is not None:
                like = self._like(tuple(folded[at : at + phrase.length]))
                if like is not None:
                    start, end = words[at].start(), words[at + phrase.length - 1].end()
                    return text[:start] + _cased(like, text[start:end]) + text[end:]
        return _WORD.sub(lambda match: match[0] if len(match[0]) == 1 else self._other(match[0]), text)

    def _like(self, words: tuple[str, ...]) -> str | None:
        """Another phrase that says the same of what is sold, none that the page shows."""
        likes = [each for each in likes_of(words) if self.shown.isdisjoint(each)]
        if not likes:
            return None
        return " ".join(likes[self._draw(" ".join(words)) % len(likes)])

    def _draw(self, text: str) -> int:
        """A number for a text, which differs from draft to draft."""
        return int.from_bytes(self._digest(text))

    def address(self, text: str) -> str:
        """
        Invent the words, tokens and longer numbers of a link or another attribute; words with signs between, such as
        ``4711-of-a-title``, each for itself.
        """
        return outside_escapes(self.hosts(text), self._plain_address)

    def _plain_address(self, text: str) -> str:
        done, made = 0, []
        for start, end in self.names_in(text):
            made += [self._address(text[done:start]), self._words_of_name(text[start:end])]
            done = end
        return "".join([*made, self._address(text[done:])])

    def _address(self, text: str) -> str:
        done, made = 0, []
        for slug in _SLUG.finditer(text):
            made += [self._words_of_address(self.tokens(text[done : slug.start()])), self._words_of_address(slug[0])]
            done = slug.end()
        return "".join([*made, self._words_of_address(self.tokens(text[done:]))])

    def _words_of_address(self, text: str) -> str:
        return _DIGITS.sub(lambda match: self.number(match[0]), _WORD.sub(self._word_in, text))

    def _word_in(self, match: re.Match[str]) -> str:
        """A word of an address, or another one; how that begins stays."""
        return match[0] if _SCHEME.match(match.string, match.start()) is not None else self.word(match[0])

    def names_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Find where names of accounts stand in a text that have numbers in them: these are a part of the name."""
        if self._names is None:
            self._names = _by_first_word({*self.people.accounts, *self.glued})
        done = 0
        for word in _WORD.finditer(text):
            for length, names in self._names.get(word[0].lower(), {}).items() if word.start() >= done else ():
                end = word.start() + length
                if text[word.start() : end].lower() in names and not text[end : end + 1].isalnum():
                    yield word.start(), end
                    done = end
                    break

    def _words_of_name(self, name: str) -> str:
        """The name of an account, with each of its words and numbers as in texts."""
        return _WORD.sub(lambda match: self._other(match[0]) if match[0].isdecimal() else self.word(match[0]), name)

    def hexadecimal(self, text: str) -> str:
        """Invent a long hexadecimal number, such as the fingerprint of a key, in the same form."""
        return hexadecimal_like(text, self._digest)

    def tokens(self, text: str) -> str:
        """Invent what is long and has digits in it."""
        return _TOKEN.sub(lambda match: self._token(match[0]), text)

    def hosts(self, text: str) -> str:
        """Invent the names of onion services."""
        return _ONION.sub(lambda match: f"example{self._digest(match[0]).hex()[:9].translate(_BASE32)}.onion", text)

    def word(self, word: str) -> str:
        """Invent one word, if it may not stay: as long, and with capitals where it had them."""
        is_page = PAGED.fullmatch(word) is not None and not self._is_of_name(word.lower())
        if (lettered := _LETTERED.fullmatch(word)) is not None and not is_page:
            return self._lettered(lettered)
        return word if is_page or self._stays(word) else self._other_word(word)

    def _other(self, word: str) -> str:
        """Another word or number in the place of one that may not stay; a single letter and an ordinal number do."""
        if word.isdecimal() and len(word) > 1:
            return self.number(word)
        if (lettered := _LETTERED.fullmatch(word)) is not None:
            return self._lettered(lettered)
        return word if len(word) == 1 or _QUANTITY.match(word) is not None else self._other_word(word)

    def _lettered(self, match: re.Match[str]) -> str:
        """A letter with a number, which stays, but for one that is all of somebody's name: that has others."""
        if match[0].lower() not in self.people.texts:
            return match[0]
        letters = [letter for letter in _LETTERS if letter != match[1].lower()]
        letter = letters[self._draw(match[0].lower()) % len(letters)]
        return _cased(letter, match[1]) + self.number(match[2])

    def _other_word(self, word: str) -> str:
        lowered = word.lower()
        self.replaced.add(lowered)
        return _cased(self._invented(lowered), word)

    def _stays(self, word: str) -> bool:
        if self._is_of_name(word.lower()):
            return False
        if is_currency(word) or len(word) == 1 or _QUANTITY.match(word) is not None:
            return True
        return self.is_known(word.lower()) or parse_place(word).kind != "unknown"

    def _is_of_name(self, word: str) -> bool:
        return word in self.people.names and word not in self.known

    def is_known(self, word: str) -> bool:
        """
        Tell whether a word may stay: as it is, or without accents.

        The name of a picture or in a form also with a small number, or as two words in one; but where a text shows it,
        it may be somebody's.
        """
        plain = _without_accents(word)
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
        made, word = "", _without_accents(word)  # as slugs of names have it
        for attempt in range(_ATTEMPTS):
            digest = self._digest(f"{word} {attempt}" if attempt else word)
            made = "".join(_SYLLABLES[byte % len(_SYLLABLES)] for byte in digest)[: len(word)].ljust(len(word), "a")
            is_free = not (made in self.shown or self._may_stay(made) or _is_said_of_numbers(made))
            if is_free and self._stands_for.setdefault(made, word) == word:
                break
        return made

    def _may_stay(self, word: str) -> bool:
        return self._stays(word) or phrase_at([fold(word)], 0) is not None

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
        if any(match[0] == token for match in hexadecimals_in(token)):
            return self.hexadecimal(token)
        return self._digest(token).hex().ljust(len(token), "a")[: len(token)]

    def _digest(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode(), key=self.salt).digest()


def _without_accents(word: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", word) if not unicodedata.combining(each))


def _by_first_word(names: Iterable[str]) -> dict[str, dict[int, set[str]]]:
    """Names by the word with which they begin, and by how long they are, the longest first."""
    found: dict[str, dict[int, set[str]]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        if (first := _WORD.match(name)) is not None:
            found.setdefault(first[0], {}).setdefault(len(name), set()).add(name)
    return found


def _is_said_of_numbers(word: str) -> bool:
    """Whether a number beside a word is a day, a quantity or an age."""
    return is_measure(word) or month_named(word) is not None or weekday_named(word) is not None


def _cased(word: str, like: str) -> str:
    return word.upper() if like.isupper() else word.capitalize() if like[0].isupper() else word


_BASE32 = str.maketrans("0189", "wxyz")
