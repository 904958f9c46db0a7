"""Proposes how words say whether ratings are good: a few that come again and again, as ``positive`` or ``plus``."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.told_sign import sign_in_words, sign_of_icon
from cryptodrug_scraper.scaffold.seen_blocks import MOST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptodrug_scraper.page.parts import Sign
    from cryptodrug_scraper.scaffold.candidates import Candidate
    from cryptodrug_scraper.scaffold.seen_blocks import SeenBlocks

__all__ = ["propose_sign_words"]

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 24
"""Characters of a text that is a sign and nothing else."""
_SIGNS = ("positive", "neutral", "negative")


def propose_sign_words(seen: SeenBlocks, labelled: Sequence[Candidate]) -> tuple[Candidate | None, Candidate | None]:
    """
    Propose how signs of ratings are read from words.

    Args:
        seen: the ratings.
        labelled: what labels name that are known to be of no field.

    Returns:
        The field, if there is one, and that of the labels whose value it is.
    """
    for each in labelled:
        if len(each.samples) >= MOST * len(seen.blocks) and (words := _words(each.samples, is_labelled=True)):
            return replace(each, name="sign", own_form="sign", words=words, doubts=_doubts(words)), each
    for slot in seen.slots:
        if slot.is_text and len(slot.of) >= MOST * len(seen.blocks) and (words := _words(slot.samples)):
            found = seen.candidate("sign", slot, *_doubts(words))
            if found is not None:
                return replace(found, own_form="sign", words=words), None
    return None, None


def _words(samples: Sequence[str], *, is_labelled: bool = False) -> Mapping[str, Sign]:
    """
    What each of a few words means; empty where one means nothing, or all mean the same without a label before them. Of
    three words, of which two mean good and bad, the third is neither.
    """
    times = Counter(" ".join(_WORD.findall(sample)).casefold() for sample in samples)
    if not 0 < len(times) <= len(_SIGNS) or "" in times or max(map(len, samples)) > _LONGEST:
        return {}
    known = {word: sign for word in times if (sign := sign_in_words(word) or sign_of_icon([word])) is not None}
    unknown = sorted(times.keys() - known)
    if len(unknown) == 1 and sorted(known.values()) == ["negative", "positive"]:
        known[unknown[0]] = "neutral"
        unknown = []
    is_told = len(known) > 1 or (is_labelled and sign_in_words(next(iter(times))) is not None)
    return known if is_told and not unknown and len(set(known.values())) == len(known) else {}


def _doubts(words: Mapping[str, Sign]) -> list[str]:
    """What is guessed of words that are no words for good and bad."""
    guessed = [f"{word} for {sign}" for word, sign in sorted(words.items()) if sign_in_words(word) is None]
    return [f"words are taken so: {', '.join(guessed)}"] if guessed else []
