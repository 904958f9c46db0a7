"""
Find destinations that a free text excludes: "we do not ship to USA or Canada", "geen verzending naar Nederland".

A refusal that is made up does more harm than one that is missed, so only known forms count (methods E10). Most texts
refuse nothing, and are let go after a search for a few letters.
"""

from __future__ import annotations

# the signs that vendors type are meant
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.places.names import DIGITAL, ELSEWHERE, TOKEN, WORLD, fold, place_names
from cryptodrug_scraper.page.places.refusal_words import refusal_words

if TYPE_CHECKING:
    from cryptodrug_scraper.page.places.refusal_words import RefusalWords

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
_SENTENCE_END = re.compile(r"[.!?;\n](?!\w)")
_SMALL_US = re.compile(r"us(?=\s*(?:/|&|(?:or|and|nor)\b)\s*\w)|(?<=or )us\b|(?<=and )us\b")
"""The United States in small letters, which say so beside another place only: "to us or canada"."""
_OR_MORE = re.compile(r"\s+or\b")


@dataclass(frozen=True, slots=True)
class ExcludedPlace:
    """
    A destination that a free text excludes.

    ``code`` is an ISO 3166-1 alpha-2 code or a region; ``text`` is the refusal from its first word to the end of the
    place, or of the refusal where that stands behind, which is ``text[start:end]`` of what was searched, counted in
    characters.
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
    start: int


def find_exclusions(text: str) -> list[ExcludedPlace]:
    """
    Find the destinations that a description, terms or a profile exclude, in the order of the text.

    A place is given as often as it is refused. Conditional refusals ("not to USA without tracking") and questions do
    not count.
    """
    words = refusal_words()
    hints, plain = words.hints(text)
    found: list[ExcludedPlace] = []
    read = 0  # up to where the places are known
    for hint in hints:
        start = hint
        while hint - start < _LONGEST_CUE and start > 0 and (plain[start - 1].isalnum() or plain[start - 1] == "'"):
            start -= 1
        cue = words.cue.match(plain, start) if start >= read else None
        if cue is None:
            continue
        sentence = _Sentence(cue, text, plain, words)
        for mention in sentence.refused_behind():
            if mention.code not in {WORLD, DIGITAL}:
                found.append(ExcludedPlace(mention.code, start, mention.end, text[start : mention.end]))
            read = mention.end
        if read <= start and (mentions := sentence.refused_before()):
            end = sentence.end
            found += [ExcludedPlace(one.code, one.start, end, text[one.start : end]) for one in mentions]
            read = end
    return found


class _Sentence:
    """One negation, and what stands around it."""

    def __init__(self, cue: re.Match[str], text: str, plain: str, words: RefusalWords) -> None:
        self._cue, self._text, self._plain, self._words = cue, text, plain, words
        self._kind = cue.lastgroup
        self._before = plain[max(0, cue.start() - _REACH) : cue.start()]
        self._said = self._before[max(self._before.rfind(mark) for mark in ".!?;\n") + 1 :]
        self._inflected = words.inflecting.match(cue[0]) is not None
        self.end = cue.end()

    def refused_behind(self) -> list[_Mention]:
        """The places behind the negation that it refuses."""
        mentions = self._refused_behind()
        return [] if mentions and self._is_question(mentions[-1].end) else mentions

    def _is_question(self, at: int) -> bool:
        """Tell whether a sentence is one by its mark, the next one, or by its words: "Why not order from Belgium"."""
        if self._words.asking.search(self._before) is not None:
            return True
        end = _SENTENCE_END.search(self._text, at, at + _REACH)
        return end is not None and end[0] == "?"

    def _refused_behind(self) -> list[_Mention]:
        plain, words, end = self._plain, self._words, self._cue.end()
        if self._kind in {"turned", "answer"}:
            return []
        if self._kind != "except":
            match = (words.whole_to if self._kind == "whole" else words.shipping_to).match(plain, end)
            if match is not None:
                ordering = self._kind == "not" and plain.startswith(" order ", end)
                if (ordering and words.we.search(self._before)) or self._is_refused_refusal():
                    return []
                return self._unconditional(self._mentions(match.end()))
        if self._kind == "none":
            return self._refused_bare(self._mentions(end))
        if self._kind in {"not", "impossible"}:
            return self._refused_by_not(end)
        return self._taken_out(end) if self._kind == "except" else []

    def _is_refused_refusal(self) -> bool:
        """Tell whether "stopped" is negated itself: "we never stopped"."""
        return self._kind == "stop" and re.search(r"\b(?:never|not|n't|if|when)\b", self._said) is not None

    def _taken_out(self, end: int) -> list[_Mention]:
        """The places after "except"."""
        words = self._words
        listing = words.excluded_places.match(self._plain, end)
        if listing is not None:
            return self._mentions(listing.end())
        if words.refusal.search(self._said) or not self._is_limited_to_places(end):
            return []
        mentions = self._mentions(end)
        if self._words.also_adds.fullmatch(self._cue[0]) and not self._ends(mentions):
            return []
        return self._free(mentions)

    def _refused_by_not(self, end: int) -> list[_Mention]:
        """The places after "not" or "not to", in a sentence about sending goods."""
        words, said = self._words, self._said
        match = words.not_to.match(self._plain, end)
        mentions = self._mentions(match.end()) if match is not None else []
        if match is None or not mentions:
            mentions = self._mentions(end)
            if not self._is_limited_to_places(end):
                return []
        else:
            shipping = _last(words.shipping, said)
            if shipping is None:
                if match["sure"] is None or words.nothing_said.fullmatch(said) is None:
                    return []
            elif match["sure"] is None and words.origins.search(said, shipping.end()):
                return []
        return self._unconditional(mentions) if self._ends(mentions) else []

    def _refused_bare(self, mentions: list[_Mention]) -> list[_Mention]:
        """Keep the places of "no US/AU", where the words around leave no doubt that they are destinations."""
        words, said = self._words, self._said
        if not self._ends(mentions) or not words.opening.search(self._before):
            return []
        if _OR_MORE.match(self._plain, mentions[-1].end):
            return []  # "no US or Australian customers complained"
        shipping = words.wide.search(said) or words.shipping.search(said)
        for mention in mentions:
            code = mention.word.upper().replace(".", "")
            short = mention.word.isupper() and len(code) <= _ALPHA_3
            if (short and code not in words.bare_codes) or (shipping is None and fold(mention.word) in words.barred):
                return []
        return mentions

    def refused_before(self) -> list[_Mention]:
        """
        The places before the negation, in a sentence that has nothing else: "Delivery to Russia is not possible".
        """
        plain, words, cue, kind = self._plain, self._words, self._cue, self._kind
        answer = (
            kind in {"none", "not", "answer"}
            and words.answers.fullmatch(cue[0])
            and words.hard_ending.match(plain, cue.end())
        )
        denied = words.denied.match(plain, cue.end()) if kind == "not" and not answer else None
        if not (
            answer
            or denied
            or kind in {"impossible", "turned"}
            or (kind == "except" and words.excepted.fullmatch(cue[0]))
        ):
            return []
        end = denied.end() if denied is not None else cue.end()
        if not words.ending.match(plain, end) or self._is_question(end):
            return []
        start = max(self._before.rfind(mark) for mark in ".!?;\n(|*")
        if start < 0 and cue.start() > _REACH:
            return []  # the sentence is long
        lead = words.parcel.match(plain, cue.start() - len(self._before) + start + 1)
        if lead is None or (lead["parcel"] is None and (answer or (denied is not None and denied["lacking"]))):
            return []
        mentions = self._mentions(lead.end(), until=cue.start())
        bridge = words.answer_bridge if answer else words.bridge
        if not mentions or bridge.fullmatch(plain, mentions[-1].end, cue.start()) is None:
            return []
        if words.limits.search(plain, lead.start(), end):
            return []
        wide = {*place_names().regions, WORLD}
        if len(mentions) > 1 and mentions[0].code in wide:
            mentions = mentions[1:]  # "Europe, Switzerland excluded"
        self.end = end
        return [mention for mention in mentions if mention.code not in {WORLD, DIGITAL}]

    def _unconditional(self, mentions: list[_Mention]) -> list[_Mention]:
        if mentions and self._words.condition.match(self._plain, mentions[-1].end):
            return []
        return self._free(mentions)

    def _free(self, mentions: list[_Mention]) -> list[_Mention]:
        """Nothing where an English noun follows, which the place describes: "US prisons"."""
        if not mentions or not self._words.english.match(self._cue[0]) or self._ends(mentions):
            return mentions
        return mentions if self._words.following.match(self._plain, mentions[-1].end) else []

    def _ends(self, mentions: list[_Mention]) -> bool:
        """Tell whether nothing follows the places that could make them part of another phrase ("no US banks")."""
        return bool(mentions) and self._words.ending.match(self._plain, mentions[-1].end) is not None

    def _is_limited_to_places(self, end: int) -> bool:
        """Tell whether a sentence is about where goods go: it names a wide destination, no origin and no price."""
        words, said = self._words, self._said
        wide = _last(words.wide, said)
        if wide is None or words.origins.search(said, wide.end()):
            return False
        rest = re.split(r"[.!?;\n]", self._plain[end : end + _REACH], maxsplit=1)[0]
        return words.limits.search(said) is None and words.limits.search(rest) is None

    def _mentions(self, at: int, until: int | None = None) -> list[_Mention]:
        """The places that are listed from ``at`` on, up to the first thing that is neither place nor joint."""
        words, plain = self._words, self._plain
        found: list[_Mention] = []
        joints: list[str] = []
        by_line = False
        joint = words.lead.match(plain, at)
        while joint is not None and len(found) < _MOST_PLACES:
            start = joint.end()
            mention = self._mention(start, listed=bool(found))
            for _ in range(_MOST_SKIPPED):
                word = words.skipped.match(plain, start) if mention is None else None
                if word is None:
                    break
                start = word.end()
                mention = self._mention(start, listed=bool(found))
            if mention is None or (until is not None and mention.end > until):
                break
            by_line = by_line or (not found and "\n" in plain[at:start])
            found.append(mention)
            joints.append(joint[0].strip())
            joint = words.next_line.match(plain, mention.end) if by_line else None
            joint = joint or words.join.match(plain, mention.end)
        # "not to USA, Germany is no problem": after a bare comma the last place may begin something new.
        while until is None and len(found) > 1 and joints[-1] == "," and not self._is_last(found):
            found.pop()
            joints.pop()
        return [] if [one.word for one in found] == ["us"] else found

    def _is_last(self, found: list[_Mention]) -> bool:
        """Tell whether the last place of a list belongs to it: not so "no US, EU only"."""
        return self._ends(found) and not self._words.only.match(self._plain, found[-1].end)

    def _mention(self, start: int, *, listed: bool) -> _Mention | None:
        """The place whose name or code begins at ``start``; codes count in capitals only."""
        text = self._text
        names = place_names()
        first = TOKEN.match(text, start)
        if first is None or first[1] is None:
            return None
        if (small := _SMALL_US.match(text, start)) is not None:
            return _Mention("US", small.end(), small[0], start)
        tokens, words = [first], [fold(first[1])]
        longest = names.longest.get(words[0], 0)
        while len(tokens) < longest and (token := _NEXT_WORD.match(text, tokens[-1].end())) is not None:
            tokens.append(token)
            words.append(fold(token[1]))
        for code, length in names.longest_name(words, 0):
            name = text[start : tokens[length - 1].end()]
            if "," in name and not _ITEM_END.match(text, start + len(name)):
                continue  # "Korea, South Africa"
            if code == ELSEWHERE:
                return None
            return _Mention(code, tokens[length - 1].end(), first[1] if length == 1 else "", start)
        raw = first[1]
        short = raw.upper().replace(".", "")
        if not raw.isupper() or short not in names.codes:
            inflected = names.inflected(words[0]) if self._inflected else None
            return _Mention(inflected, first.end(), raw, start) if inflected is not None else None
        if short in names.code_words and short != "US" and "." not in raw:
            # A word as well ("NOT TO BE MISSED"): it must end a list, or a phrase that is not in capitals.
            capitals = text[max(0, start - 20) : start].isupper()
            if not _HARD_END.match(text, first.end()) or (capitals and not listed):
                return None
        return _Mention(names.codes[short], first.end(), raw, start)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    match = None
    for match in pattern.finditer(text):  # noqa: B007  # the last one is wanted
        pass
    return match
