"""
Names of accounts, brought to a form in which two ways to write one name are equal.

Rules after methods E12: NFKC, small letters, without decoration and separators; a name of fewer than five signs, a
drug's name or a word that many accounts write says nothing of who bears it.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.classes import SUBSTANCES
from cryptodrug_scraper.page.word_list import word_list

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["ADDITIONS", "COMMON_NAMES", "LEAST_HANDLE", "handle_key", "handle_stem", "is_telling"]

LEAST_HANDLE = 5
"""Letters and digits that a name must have to tell who bears it (methods E12)."""
ADDITIONS = ("2point0", "official", "original", "reloaded", "store2", "vendor", "store", "shop", "team", "the", "real")
"""What is put before or behind a name that is taken or was used before, the longer ones first."""
COMMON_NAMES = frozenset(
    {
        "admin",
        "anonymous",
        "buyer",
        "darknet",
        "dealer",
        "deleted",
        "moderator",
        "pharmacy",
        "seller",
        "supplier",
        "support",
        "unknown",
        "vendor",
    }
)
"""Words that several unrelated vendors take for a name, on any market."""


def handle_key(handle: str) -> str:
    """
    Return the letters and digits of a name, case folded after NFKC.

    >>> handle_key("★ Green_Leaf ★"), handle_key("green-leaf")
    ('greenleaf', 'greenleaf')
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", handle).casefold())
    return "".join(sign for sign in folded if sign.isalnum())


def handle_stem(key: str, *, additions: Collection[str] = ADDITIONS, least: int = LEAST_HANDLE) -> str:
    """
    Return a folded name without one word of ``additions`` at its beginning or end, if ``least`` signs are left.

    >>> handle_stem("greenleafofficial"), handle_stem("theshop")
    ('greenleaf', 'theshop')
    """
    for word in sorted(additions, key=lambda word: (-len(word), word)):
        for rest in (key.removesuffix(word), key.removeprefix(word)):
            if rest != key and len(rest) >= least:
                return rest
    return key


def is_telling(key: str, *, words: Collection[str] = (), least: int = LEAST_HANDLE) -> bool:
    """
    Whether a folded name tells who bears it.

    Args:
        key: of `handle_key`.
        words: folded words that many accounts write, besides the names of drugs and `COMMON_NAMES`.
        least: letters and digits that it must have.
    """
    return len(key) >= least and not (key.isdigit() or key in COMMON_NAMES or key in words or key in _drug_names())


@cache
def _drug_names() -> frozenset[str]:
    """Names of substances, and the words and phrases that say what is sold."""
    phrases = ("".join(words) for words in word_list().entries)
    return frozenset(map(handle_key, (*phrases, *SUBSTANCES)))
