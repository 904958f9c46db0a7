"""
Classes that a build tool ends with a hash, as ``Card_title__x7Ab2``: another build of the site has another hash.

They are known by their stems: two builds end one stem each in its own way, and a page is of one build.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from cryptodrug_scraper.page.document import Element

__all__ = ["hashed_stems", "leave_hashes_out", "with_any_hash"]

_HASHED = re.compile(r"([A-Za-z][\w-]*?__)([A-Za-z0-9_-]{4,10})\Z")
_STEM = re.compile(r"\.([A-Za-z][\w-]*?__)(?![\w-])")
_SIGN = re.compile(r"[A-Z0-9]")
"""What most hashes have in them, and words of classes seldom."""
_FEWEST = 3
"""Stems with several endings from which on these are hashes, and no words of the site's author."""


def hashed_stems(roots: Iterable[Element]) -> frozenset[str]:
    """The stems of classes that end in one way on each page, and in several on the pages of a site."""
    endings: dict[str, set[str]] = defaultdict(set)
    words: set[str] = set()
    for root in roots:
        here: dict[str, set[str]] = defaultdict(set)
        for element in root.iter():
            for name in classes(element) if isinstance(element.tag, str) else ():
                if (match := _HASHED.match(name)) is not None:
                    here[match[1]].add(match[2])
        for stem, found in here.items():
            endings[stem] |= found
            if len(found) > 1:
                words.add(stem)
    stems = frozenset(
        stem
        for stem, found in endings.items()
        if len(found) > 1 and stem not in words and sum(map(bool, map(_SIGN.search, found))) * 2 >= len(found)
    )
    return stems if len(stems) >= _FEWEST else frozenset()


def leave_hashes_out(root: Element, stems: AbstractSet[str]) -> None:
    """Leave the hashes of classes out of a tree, so that pages of several builds are alike."""
    for element in root.iter():
        names: Sequence[str] = classes(element) if isinstance(element.tag, str) else ()
        kept = [match[1] if (match := _HASHED.match(name)) and match[1] in stems else name for name in names]
        if kept != list(names):
            element.set("class", " ".join(kept))


def with_any_hash(selector: str) -> str:
    """Have a selector of a tree without hashes find the same in a page that has them: ``[class*="Card_title__"]``."""
    return _STEM.sub(r'[class*="\1"]', selector)
