"""Finds values in sentences, by the words around them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.counters_within import BOUNDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["VALUE", "phrased", "pieces_within"]

VALUE = "{}"
"""Stands for a value in a phrase."""
_LONGEST = 100
"""Characters of a value: a page of one word, many times over, takes no longer than another one."""


_NUMBER = r"\d{1,3}(?:\s\d{3}(?!\d))+"
"""A number in groups of three digits with blanks between."""
_DAY = r"\d{4}\.\s?(?:\d{1,2}|[^\W\d_]{3,})\.?\s?\d{1,2}\.?|\d{1,2}\.\s(?:\d{1,2}\.|[^\W\d_]{3,})\s\d{4}\.?"
"""A day with a stop and blanks in it."""
_FIRST = rf"(?<![^\s(\[])((?:{BOUNDS}\s+)?(?:{_DAY}|{_NUMBER}|[^\s()\[\]]{{1,{_LONGEST}}}?))"
"""A value with which a phrase begins."""
_VALUE = rf"\s*(\S.{{0,{_LONGEST}}}?)"
"""Any other value."""


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """What finds a phrase in a line, with a group for each value."""
    parts = phrase.split(VALUE)
    said = []
    for number, part in enumerate(parts):
        words = r"\s+".join(map(re.escape, part.split()))
        if number == 1 and not parts[0].strip():
            said.append(_FIRST)
        elif number:
            said.append(_VALUE)
        said.append(r"\s*" if number and words else "")
        said.append(r"(?<!\w)" if part.lstrip()[:1].isalnum() and (part[0].isspace() or not number) else "")
        said.append(words)
        said.append(r"(?!\S)" if words and part[-1].isspace() and not words[-1].isalnum() else "")
    said.append(r"(?!\w)" if phrase.rstrip()[-1:].isalnum() else "" if parts[-1].strip() else r"\s*\Z")
    return re.compile("".join(said), re.IGNORECASE)


def pieces_within(line: str, phrase: str) -> tuple[str, ...] | None:
    """
    Return the values in the first place of a line where a phrase stands; None where it does not.

    Args:
        line: the line.
        phrase: words, with `VALUE` in the place of each value: ``last seen {}``, ``{} of {} orders``. Upper and lower
            case are the same, and any white space is a blank. A value with which the phrase begins is one word, a day,
            or a number with words such as "over" before it; others go as far as the next words of the phrase, the last
            one to the end of the line. Words stand whole where a blank parts them from a value: ``{} sold`` is not in
            "unsold", as ``{}sold`` is.
    """
    found = _pattern(phrase).search(line)
    return None if found is None else found.groups()


def phrased(document: Document, elements: Iterable[Element], phrase: str) -> tuple[str, ...] | None:
    """
    Return the values of a phrase in the first of the lines of some elements that has it; None where none has.

    Args:
        document: the page.
        elements: those in which it may stand.
        phrase: as for `pieces_within`.
    """
    for element in elements:
        for line in (document.block(element) or "").splitlines():
            if (found := pieces_within(line, phrase)) is not None:
                return found
    return None
