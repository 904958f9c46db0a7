"""Finds values in sentences, by the words around them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["VALUE", "phrased", "pieces_within"]

VALUE = "{}"
"""Stands for a value in a phrase."""
_LONGEST = 100
"""Characters of a value: a page of one word, many times over, takes no longer than another one."""


_GROUPED = r"\d{1,3}(?:\s\d{3}(?!\d))+"
"""A number in groups of three digits with blanks between, which is one word."""


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """What finds a phrase in a line, with a group for each value."""
    words = [r"\s+".join(map(re.escape, part.split())) for part in phrase.split(VALUE)]
    first, last = phrase.lstrip()[:1], phrase.rstrip()[-1:]
    said = [r"(?<!\w)" if first.isalnum() else ""]
    for number, part in enumerate(words):
        if number == 1 and not words[0]:
            said.append(rf"(?<![^\s(\[])({_GROUPED}|[^\s()\[\]]{{1,{_LONGEST}}}?)")
        elif number:
            said.append(rf"\s*(\S.{{0,{_LONGEST}}}?)")
        said.append(rf"\s*{part}" if number and part else part)
    said.append(r"(?!\w)" if last.isalnum() else "" if words[-1] else r"\s*[.,;]?\s*\Z")
    return re.compile("".join(said), re.IGNORECASE)


def pieces_within(line: str, phrase: str) -> tuple[str, ...] | None:
    """
    Return the values in the first place of a line where a phrase stands; None where it does not.

    Args:
        line: the line.
        phrase: words, with `VALUE` in the place of each value: ``last seen {}``, ``{} of {} orders``. Upper and lower
            case are the same, and any white space is a blank. A value with which the phrase begins is one word, or a
            number; others go as far as the next words of the phrase, the last one to the end of the line, without a
            stop there.
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
