"""
Find destinations that a free text excludes: "we do not ship to USA or Canada", "geen verzending naar Nederland".

A refusal that is made up does more harm than one that is missed, so only known forms count (methods E10). Most texts
refuse nothing, and are let go after a search for a few letters.
"""

from __future__ import annotations

# the signs that vendors type are meant
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptodrug_scraper.page.places.names import (
    DIGITAL,
    TOKEN,
    WORLD,
    fold,
    load_place_data,
    place_names,
)

__all__ = ["ExcludedPlace", "find_exclusions"]

_REACH = 160
"""Characters before and after a negation that are searched."""
_LONGEST_CUE = 8
"""Letters before the last "t" of the longest word such as "doesn't", and some."""
_MOST_PLACES = 60
_MOST_SKIPPED = 8
"""Limits on one list, and on the words without meaning in it, so that no text takes more than linear time."""
_ALPHA_3 = 3
_NEXT_WORD = re.compile(
    r"(?:[\s.'’-]+|\s*[,(]\s*)(?:(?:and|of|the|und|et|y|e|en)\s+)*((?:[^\W\d_]\.)+[^\W\d_]\b\.?|[^\W_]+)", re.IGNORECASE
)
"""A further word of the same name."""
_ITEM_END = re.compile(r"\s*(?:\Z|[^\w\s'’-]|(?:and|or|und|oder|et|ou|en|y|e)\b)", re.IGNORECASE)
_HARD_END = re.compile(r"[^\S\n]*(?:\Z|\n|[^\w\s'’-])")


def _letters(*, words_only: bool) -> bytes:
    """A table that takes Latin-1 to lower case without accents, and at wish all but letters to spaces."""
    table = bytearray()
    for letter in map(chr, range(256)):
        plain = unicodedata.normalize("NFD", letter.lower())[0].encode("latin-1", "replace")
        table += b" " if words_only and not letter.isalpha() else plain
    return bytes(table)


_PLAIN = _letters(words_only=False)
_WORDS_ONLY = _letters(words_only=True)


@dataclass(frozen=True, slots=True)
class ExcludedPlace:
    """
    A destination that a free text excludes.

    ``code`` is an ISO 3166-1 alpha-2 code or a region; ``text`` is the refusal from its first word to the end of the
    place, which is ``text[start:end]`` of what was searched, counted in characters.
    """

    code: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Mention:
    code: str
    end: int
    word: str  # as written; empty for names of several words


class _Grammar:
    """The word lists of the data file as compiled patterns."""

    def __init__(self, hint: str, words: dict[str, list[str]]) -> None:
        def either(*keys: str) -> str:
            return "(?:" + "|".join(word for key in keys for word in words[key]) + r")\b"

        filler = rf"(?:[\s']+{either('fillers')}){{0,4}}?"
        towards = rf"[\s']+{either('towards', 'inside')}"
        self.hint = re.compile(f" (?:{hint})".encode("latin-1"))
        self.cue = re.compile(
            rf"(?P<none>{either('none')})|(?P<not>{either('not')})|(?P<except>excl\.|{either('except')})"
        )
        self.shipping_to = re.compile(rf"{filler}[\s']+{either('shipping')}{filler}{towards}|\s+{either('customers')}")
        self.not_to = re.compile(rf"{filler}[\s']+(?:(?P<sure>{either('towards')})|{either('inside')})")
        self.shipping = re.compile(rf"\b{either('shipping')}")
        self.wide = re.compile(rf"\b{either('everywhere')}|\b{either('shipping')}{filler}{towards}")
        self.limits = re.compile(rf"\b{either('limits')}")
        self.origins = re.compile(rf"\b{either('origins')}")
        self.refusal = re.compile(rf"\b{either('none', 'not')}")
        self.excluded_places = re.compile(r"\s+(?:countries|destinations|places)\s*[:=(-]")
        self.opening = re.compile(rf"(?:^|[.,;:!?()\[\]*•|/\n~–—=-]\s*|\b{either('openings')}\s+)\Z")
        self.condition = re.compile(rf"\s*\(?{either('conditions')}")
        self.ending = re.compile(rf"\s*(?:\Z|[^\w\s'’/-]|-\s|\n|{either('endings')})")
        self.lead = re.compile(r"[\s:(*?=-]*")
        self.skipped = re.compile(rf"{either('articles', 'towards', 'inside', 'none', 'not')}[\s:('-]*")
        conjunction = r"(?:and|or|nor|und|oder|et|ou|ni|en|of|noch|y|e|o)\b"
        self.join = re.compile(rf"(?:\s*[,/&+|]\s*(?:{conjunction}\s*)?|\s+{conjunction}\s*)")
        self.next_line = re.compile(r"[^\S\n]*[,;]?[^\S\n]*\n\s*[*?>~-]*\s*")
        self.bare_codes = frozenset(words["bare_codes"])
        self.barred = frozenset(words["bare_words_barred"])


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    words: dict[str, Any] = dict(load_place_data()["prose"])
    return _Grammar(words.pop("hint"), words)


def find_exclusions(text: str) -> list[ExcludedPlace]:
    """
    Find the destinations that a description, terms or a profile exclude, in the order of the text.

    A place is given as often as it is refused. Conditional refusals ("not to USA without tracking") do not count.
    """
    grammar = _grammar()
    letters = text.encode("latin-1", "replace")
    hints = [match.start() for match in grammar.hint.finditer(b" " + letters.translate(_WORDS_ONLY))]
    if not hints:
        return []
    if not text.isascii():
        letters = text.replace("’", "'").encode("latin-1", "replace")
    plain = letters.translate(_PLAIN).decode("latin-1")
    found: list[ExcludedPlace] = []
    read = 0  # up to where the places are known
    for hint in hints:
        start = hint
        while hint - start < _LONGEST_CUE and start > 0 and (plain[start - 1].isalnum() or plain[start - 1] == "'"):
            start -= 1
        cue = grammar.cue.match(plain, start) if start >= read else None
        if cue is not None:
            for mention in _refused_by(cue, text, plain, grammar):
                if mention.code not in {WORLD, DIGITAL}:
                    place = ExcludedPlace(mention.code, start, mention.end, text[start : mention.end])
                    found.append(place)
                read = mention.end
    return found


def _refused_by(cue: re.Match[str], text: str, plain: str, grammar: _Grammar) -> list[_Mention]:
    """The places that one negation refuses."""
    start, end = cue.span()
    if cue["except"] is None:
        match = grammar.shipping_to.match(plain, end)
        if match is not None:
            return _unconditional(_mentions(text, plain, match.end()), plain, grammar)
    before = plain[max(0, start - _REACH) : start]
    sentence = before[max(before.rfind(mark) for mark in ".!?;\n") + 1 :]
    if cue["none"] is not None:
        return _refused_bare(_mentions(text, plain, end), sentence, before, plain, grammar)
    if cue["not"] is not None:
        return _refused_by_not(end, sentence, text, plain, grammar)
    listing = grammar.excluded_places.match(plain, end)
    if listing is not None:
        return _mentions(text, plain, listing.end())
    if grammar.refusal.search(sentence) or not _limited_to_places(sentence, plain, end, grammar):
        return []
    return _mentions(text, plain, end)


def _refused_by_not(end: int, sentence: str, text: str, plain: str, grammar: _Grammar) -> list[_Mention]:
    """The places after "not" or "not to", in a sentence about sending goods."""
    match = grammar.not_to.match(plain, end)
    mentions = _mentions(text, plain, match.end()) if match is not None else []
    if match is None or not mentions:
        mentions = _mentions(text, plain, end)
        if not _limited_to_places(sentence, plain, end, grammar):
            return []
    else:
        shipping = _last(grammar.shipping, sentence)
        if shipping is None or (match["sure"] is None and grammar.origins.search(sentence, shipping.end())):
            return []
    return _unconditional(mentions, plain, grammar) if _ends(mentions, plain, grammar) else []


def _refused_bare(
    mentions: list[_Mention], sentence: str, before: str, plain: str, grammar: _Grammar
) -> list[_Mention]:
    """Keep the places of "no US/AU", where the words around leave no doubt that they are destinations."""
    if not _ends(mentions, plain, grammar) or not grammar.opening.search(before):
        return []
    shipping = grammar.wide.search(sentence) or grammar.shipping.search(sentence)
    for mention in mentions:
        code = mention.word.upper().replace(".", "")
        short = mention.word.isupper() and len(code) <= _ALPHA_3
        if (short and code not in grammar.bare_codes) or (shipping is None and fold(mention.word) in grammar.barred):
            return []
    return mentions


def _unconditional(mentions: list[_Mention], plain: str, grammar: _Grammar) -> list[_Mention]:
    return [] if mentions and grammar.condition.match(plain, mentions[-1].end) else mentions


def _ends(mentions: list[_Mention], plain: str, grammar: _Grammar) -> bool:
    """Tell whether nothing follows the places that could make them part of another phrase ("no US banks")."""
    return bool(mentions) and grammar.ending.match(plain, mentions[-1].end) is not None


def _limited_to_places(sentence: str, plain: str, end: int, grammar: _Grammar) -> bool:
    """Tell whether a sentence is about where goods go: it names a wide destination, and neither origin nor price."""
    wide = _last(grammar.wide, sentence)
    if wide is None or grammar.origins.search(sentence, wide.end()):
        return False
    rest = re.split(r"[.!?;\n]", plain[end : end + _REACH], maxsplit=1)[0]
    return grammar.limits.search(sentence) is None and grammar.limits.search(rest) is None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    match = None
    for match in pattern.finditer(text):  # noqa: B007  # the last one is wanted
        pass
    return match


def _mentions(text: str, plain: str, at: int) -> list[_Mention]:
    """The places that are listed from ``at`` on, up to the first thing that is neither place nor joint."""
    grammar = _grammar()
    found: list[_Mention] = []
    joints: list[str] = []
    by_line = False
    joint = grammar.lead.match(plain, at)
    while joint is not None and len(found) < _MOST_PLACES:
        start = joint.end()
        mention = _mention(text, start, listed=bool(found))
        for _ in range(_MOST_SKIPPED):
            word = grammar.skipped.match(plain, start) if mention is None else None
            if word is None:
                break
            start = word.end()
            mention = _mention(text, start, listed=bool(found))
        if mention is None:
            break
        by_line = by_line or (not found and "\n" in plain[at:start])
        found.append(mention)
        joints.append(joint[0].strip())
        joint = grammar.next_line.match(plain, mention.end) if by_line else None
        joint = joint or grammar.join.match(plain, mention.end)
    # "not to USA, Germany is no problem": after a bare comma the last place may begin something new.
    while len(found) > 1 and joints[-1] == "," and not _ends(found, plain, grammar):
        found.pop()
        joints.pop()
    return found


def _mention(text: str, start: int, *, listed: bool) -> _Mention | None:
    """The place whose name or code begins at ``start``; codes count in capitals only."""
    names = place_names()
    first = TOKEN.match(text, start)
    if first is None or first[1] is None:
        return None
    tokens, words = [first], [fold(first[1])]
    longest = names.longest.get(words[0], 0)
    while len(tokens) < longest and (token := _NEXT_WORD.match(text, tokens[-1].end())) is not None:
        tokens.append(token)
        words.append(fold(token[1]))
    for code, length in names.longest_name(words, 0):
        name = text[start : tokens[length - 1].end()]
        if "," in name and not _ITEM_END.match(text, start + len(name)):
            continue  # "Korea, South Africa"
        return _Mention(code, tokens[length - 1].end(), first[1] if length == 1 else "")
    raw = first[1]
    short = raw.upper().replace(".", "")
    if not raw.isupper() or short not in names.codes:
        return None
    if short in names.code_words and short != "US" and "." not in raw:
        # A word as well ("NOT TO BE MISSED"): it must end a list, or a phrase that is not in capitals.
        capitals = text[max(0, start - 20) : start].isupper()
        if not _HARD_END.match(text, first.end()) or (capitals and not listed):
            return None
    return _Mention(names.codes[short], first.end(), raw)
