"""Which fields an icon may stand for, by the words in its name."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from cryptodrug_scraper.page.places.names import fold

__all__ = ["Group", "hints_of", "is_hinted"]

Group = Literal["listing", "review", "vendor"]
_LONG = 5
"""Letters of a hint from which on a word may begin with it."""
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _all() -> dict[str, dict[str, list[str]]]:
    text = files("cryptodrug_scraper.scaffold").joinpath("icon_names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def hints_of(group: Group) -> tuple[tuple[str, str], ...]:
    """Fields of a group with the words by which icons stand for them: the fields, and the words of each, in order."""
    return tuple((name, word) for name, words in _all()[group].items() for word in words)


def is_hinted(name: str, hint: str) -> bool:
    """Tell whether a word is in the name of an icon, where a long one may go on, or several are, as ``log-in``."""
    words = [fold(word) for word in _WORD.findall(name)]
    parts = hint.split("-")
    if len(parts) > 1:
        return any(words[at : at + len(parts)] == parts for at in range(len(words)))
    return any(word == hint or (len(hint) >= _LONG and word.startswith(hint)) for word in words)
