"""The texts of a page beside those of its draft, with what was changed and what was kept in each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.kept_words import pieces_of
from cryptodrug_scraper.cases.vocabulary import Sort

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cryptodrug_scraper.cases.draft import Replaced
    from cryptodrug_scraper.cases.known_words import SiteWords

__all__ = ["Part", "Row", "kept_words", "rows_of"]

_TOKEN = re.compile(r"[^\W_]+|\s+|[^\w\s]|_")
_SHOWN = frozenset({"", "title", "alt", "placeholder", "value", "label", "content"})
"""Attributes that a reader of the page may see; addresses are left out, since each of their words is invented."""
_LONGEST = 4000
"""Characters of one text that are shown; the number of the others is told."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text: ``same`` for what says nothing, ``kept`` for words that stayed, ``changed`` for all else."""

    text: str
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """
    A text of the page and what stands in its place.

    Attributes:
        attribute: whose value it is; empty for a text that is shown.
        before: the parts of the page's text.
        after: those of the draft's.
        count: how many texts of the page say the same, one after another or not.
    """

    attribute: str
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    count: int

    @property
    def is_changed(self) -> bool:
        """Whether anything was changed."""
        return any(part.state == "changed" for part in self.before)

    @property
    def is_mixed(self) -> bool:
        """Whether words stayed beside others that were changed, which are those to read with most care."""
        return self.is_changed and any(part.state == "kept" for part in self.after)


def rows_of(texts: Iterable[Replaced]) -> list[Row]:
    """Return the texts that a reader of the page may see, each different one once, in the order of the page."""
    counts: dict[tuple[str, str, str], int] = {}
    for each in texts:
        if each.attribute in _SHOWN and each.before.strip():
            key = each.attribute, _line(each.before), _line(each.after)
            counts[key] = counts.get(key, 0) + 1
    return [Row(attribute, *_parts(before, after), count) for (attribute, before, after), count in counts.items()]


def kept_words(rows: Iterable[Row], site: SiteWords) -> dict[Sort, list[str]]:
    """The different words that stayed, by what they are kept as, with those of the market last."""
    found: dict[Sort, dict[str, None]] = {}
    for row in rows:
        for part in row.after:
            if part.state == "kept":
                words = [word for word in _TOKEN.findall(part.text) if word[0].isalnum()]
                for piece in pieces_of(words, site, lambda _: False):
                    said = " ".join(words[piece.first : piece.end])
                    if any(letter.isalpha() for letter in said) and len(said) > 1:
                        sort = Sort.SITE if piece.sort in {None, Sort.LABEL} else piece.sort
                        found.setdefault(sort or Sort.SITE, {}).setdefault(said.lower())
    return {sort: sorted(found[sort]) for sort in sorted(found, reverse=True)}


def _line(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]} … {len(said) - _LONGEST} more"


def _parts(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    one, other = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(one) == len(other):
        pairs = zip(one, other, strict=True)
        states = [_state(word, is_same=word == made) for word, made in pairs]
        return _joined(one, states), _joined(other, states)
    matched = SequenceMatcher(None, one, other, autojunk=False)
    same = [block for block in matched.get_matching_blocks() if block.size]
    there = {place for block in same for place in range(block.a, block.a + block.size)}
    here = {place for block in same for place in range(block.b, block.b + block.size)}
    return tuple(
        _joined(words, [_state(word, is_same=place in kept) for place, word in enumerate(words)])
        for words, kept in ((one, there), (other, here))
    )  # type: ignore[return-value]


def _state(word: str, *, is_same: bool) -> str:
    if not is_same:
        return "changed"
    return "kept" if word[0].isalpha() and len(word) > 1 else "same"


def _joined(words: Sequence[str], states: Sequence[str]) -> tuple[Part, ...]:
    """Words of one state together, with the white space between them."""
    settled = list(states)
    for place in range(1, len(words) - 1):
        if words[place].isspace() and settled[place - 1] == states[place + 1]:
            settled[place] = settled[place - 1]
    return tuple(_runs(words, settled))


def _runs(words: Sequence[str], states: Sequence[str]) -> Iterator[Part]:
    for state, run in groupby(range(len(words)), lambda place: states[place]):
        yield Part("".join(words[place] for place in run), state)
