"""
The words in which free texts refuse destinations, as patterns, and the form of a text that they are held against.

The words are those of ``[prose]`` in ``places.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from cryptodrug_scraper.page.places.names import load_place_data

__all__ = ["RefusalWords", "plain_text", "refusal_words"]

_ODD_LETTERS = {"ł": "l", "đ": "d", "ı": "i"}
_LAST_ALPHABET = 0x530
"""The end of Latin, Greek and Cyrillic: what comes after is held to be no letter."""
_OTHER_LETTERS = re.compile("[\u0100-\u052f]")
_NO_LETTER = re.compile(r"[\W\d_]")


def _plain(letter: str) -> str:
    """A letter in lower case without its accent, as one character."""
    small = letter.lower()[0]
    return _ODD_LETTERS.get(small) or unicodedata.normalize("NFD", small)[0]


def _letters(*, words_only: bool) -> bytes:
    """A table that takes Latin-1 to lower case without accents, and at wish all but letters to spaces."""
    table = bytearray()
    for letter in map(chr, range(256)):
        plain = _plain(letter).encode("latin-1", "replace")
        table += b" " if words_only and not letter.isalpha() else plain
    return bytes(table)


class _PlainLetters(dict[int, str]):
    """The same for Latin, Greek and Cyrillic; others become a question mark, as they do in Latin-1."""

    def __missing__(self, code: int) -> str:
        if code >= _LAST_ALPHABET:
            return "'" if chr(code) == "’" else "?"
        self[code] = _plain(chr(code))
        return self[code]


_PLAIN = _letters(words_only=False)
_WORDS_ONLY = _letters(words_only=True)
_OTHERS = _PlainLetters()


class RefusalWords:
    """The word lists of the data file as compiled patterns, each with the name of what it finds."""

    def __init__(self, hint: str, other_hint: str, words: dict[str, list[str]]) -> None:
        def either(*keys: str) -> str:
            return "(?:" + "|".join(word for key in keys for word in words[key]) + r")\b"

        some = "".join(hint.split("\n"))
        filler = rf"(?:[\s']+{either('fillers')}){{0,4}}?"
        towards = rf"(?:[\s']+{either('towards', 'inside')}|\s*:)"
        ship = rf"{either('shipping')}{filler}{towards}"
        self.hint = re.compile(f" (?:{some})".encode("latin-1"))
        self.other_hint = re.compile(f" (?:{some}|{other_hint})")
        self.cue = re.compile(
            rf"(?P<whole>{either('whole')})|(?P<stop>{either('stop')})|(?P<impossible>{either('impossible')})"
            rf"|(?P<turned>{either('turned_away')})|(?P<answer>{either('answers_only')})"
            rf"|(?P<none>{either('none')})|(?P<not>{either('not')})|(?P<except>excl\.|{either('except')})"
        )
        self.shipping_to = re.compile(
            rf"{filler}[\s']+(?:{ship}|{either('shipping_bare')})|{filler}\s+{either('customers')}"
        )
        self.whole_to = re.compile(rf"{filler}{towards}")
        self.not_to = re.compile(rf"{filler}[\s']+(?:(?P<sure>{either('towards')})|{either('inside')})")
        self.shipping = re.compile(rf"\b{either('shipping')}")
        self.wide = re.compile(rf"\b{either('everywhere')}|\b{either('shipping')}{filler}{towards}")
        self.limits = re.compile(rf"\b{either('limits')}")
        self.origins = re.compile(rf"\b{either('origins')}")
        self.refusal = re.compile(rf"\b{either('none', 'not')}")
        self.inflecting = re.compile(either("inflecting"))
        self.english = re.compile(either("english"))
        self.also_adds = re.compile(either("also_adds"))
        self.excepted = re.compile(either("excepted"))
        self.answers = re.compile(either("answers"))
        self.asking = re.compile(rf"\b{either('asking')}\s*\Z")
        self.we = re.compile(r"\b(?:we|i|they)\s+(?:do\s+)?\Z")
        self.nothing_said = re.compile(rf"[\s?*>~(•-]*(?:{either('openings')}[\s,]*)*")
        self.excluded_places = re.compile(r"\s+(?:countries|destinations|places)\s*[:=(-]")
        self.opening = re.compile(rf"(?:^|[.,;:!?()\[\]*•|/\n~–—=-]\s*|\b{either('openings')}\s+)\Z")
        self.condition = re.compile(rf"\s*\(?{either('conditions')}")
        end = rf"\Z|[^\w\s'’/-]|-\s|\n|{either('endings')}"
        self.ending = re.compile(rf"\s*(?:{either('ending_nouns')}\s*)?(?:{end})")
        self.hard_ending = re.compile(r"\s*(?:\Z|[\n,;!)|/\]]|\.(?!\s*\d))")
        self.following = re.compile(rf"\s+{either('following')}")
        self.only = re.compile(r"\s+only\b")
        self.lead = re.compile(r"[\s:(*?=' -]*")
        self.skipped = re.compile(rf"{either('articles', 'towards', 'inside', 'none', 'not')}[\s:('-]*")
        # A sentence that ends with its refusal: "Delivery to Russia is not possible".
        self.parcel = re.compile(
            rf"[\s?*>~•-]*(?:(?!ship){either('openings')}[\s,]+)*"
            rf"(?:(?P<parcel>{ship}|{either('customers')})|{either('residents')}|{either('towards', 'inside')}\s)?"
        )
        self.bridge = re.compile(rf"\s*[,:(=–—-]?(?:[\s']*{either('bridges', 'shipping')}){{0,4}}[\s,:']*")
        self.answer_bridge = re.compile(r"\s*[:=–—-]?\s*")
        self.denied = re.compile(
            rf"(?:[\s']+{either('fillers')}){{0,2}}?\s+"
            rf"(?:{either('denied', 'shipping')}|(?P<lacking>{either('lacking')})|(?:order|buy|purchase|bestell\w*)\b)"
        )
        conjunction = (
            r"(?:and|or|nor|und|oder|et|ou|ni|en|of|noch|y|e|o|i|och|og|ani|ja|tai|или|и|або|ни|sau|vagy|ve)\b"
        )
        self.join = re.compile(rf"(?:\s*[,/&+|]\s*(?:{conjunction}\s*)?|\s+{conjunction}\s*)")
        self.next_line = re.compile(r"[^\S\n]*[,;]?[^\S\n]*\n\s*[*?>~-]*\s*")
        self.bare_codes = frozenset(words["bare_codes"])
        self.barred = frozenset(words["bare_words_barred"])

    def hints(self, text: str) -> tuple[list[int], str]:
        """Where words begin that may refuse a destination, and the text in its plain form where there are any."""
        if not text.isascii() and _OTHER_LETTERS.search(text):
            plain = text.translate(_OTHERS)
            found = [match.start() for match in self.other_hint.finditer(f" {_NO_LETTER.sub(' ', plain)} ")]
            return found, plain if found else ""
        letters = text.encode("latin-1", "replace")
        found = [match.start() for match in self.hint.finditer(b" " + letters.translate(_WORDS_ONLY) + b" ")]
        return found, plain_text(text) if found else ""


def plain_text(text: str) -> str:
    """A text in lower case without accents, character by character."""
    if not text.isascii() and _OTHER_LETTERS.search(text):
        return text.translate(_OTHERS)
    return text.replace("’", "'").encode("latin-1", "replace").translate(_PLAIN).decode("latin-1")


@lru_cache(maxsize=1)
def refusal_words() -> RefusalWords:
    """The patterns of the data file."""
    words: dict[str, Any] = dict(load_place_data()["prose"])
    return RefusalWords(words.pop("hint"), words.pop("other_hint"), words)
