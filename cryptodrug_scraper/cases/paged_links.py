"""Numbers of pages in links, which follow those that the page itself prints."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.list_words import PAGE_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cryptodrug_scraper.cases.page_texts import PageText

__all__ = ["PAGED", "PagedLinks"]

PAGED = re.compile(rf"(?:p|pg|s|{'|'.join(map(re.escape, PAGE_WORDS))})\d{{1,5}}", re.IGNORECASE)
"""The number of a page in a link, with a word for it."""
_NUMBERED = re.compile(r"([^\d=&?#/]*[=/]?)(?<!\d)(\d{1,7})(?!\d)")
"""What stands before a number of an address, back to the last number or part."""
_AROUND = " []()\xa0"
_LONGEST = 5
_FEWEST = 2
"""Links that say that what stands before a number is what stands before that of a page."""


class PagedLinks:
    """
    Links of a page to others of the same list. Where the number of a page becomes another one, links to it do.

    Args:
        texts: of the page.
        now: gives what stands in the place of the number of a page.
    """

    def __init__(self, texts: Sequence[PageText], now: Callable[[int], int]) -> None:
        self._now = now
        self._steps = _steps_of(texts)

    def followed(self, address: str) -> str:
        """The address with the last page of the draft in the place of that of the page."""
        return _NUMBERED.sub(self._number, address) if self._steps else address

    def _number(self, match: re.Match[str]) -> str:
        step = self._steps.get(match[1].casefold())
        if step is None:
            return match[0]
        said = int(match[2])
        page = said if not step else said // step + 1
        new = page if step and said % step else self._now(page)
        if new == page:
            return match[0]
        return match[1] + str(new if not step else step * (new - 1))


def _steps_of(texts: Sequence[PageText]) -> dict[str, int]:
    """
    What stands before numbers of pages in addresses, by links that print such a number: 0 for the number itself, else
    by how much the number of the first row grows from page to page.
    """
    said: dict[str, dict[int, int]] = defaultdict(dict)
    for each in texts:
        printed = each.text.strip(_AROUND)
        if each.node is None or not printed.isdecimal() or len(printed) > _LONGEST:
            continue
        link = each.node.find_parent("a")
        for before, number in _NUMBERED.findall(str(link.get("href") or "")) if link is not None else ():
            said[before.casefold()][int(printed)] = int(number)
    steps = {}
    for before, numbers in said.items():
        if len(numbers) < _FEWEST:
            continue
        if all(page == number for page, number in numbers.items()):
            steps[before] = 0
            continue
        page, number = max(numbers.items())
        step = number // (page - 1) if page > 1 else 0
        if step and all(number == step * (page - 1) for page, number in numbers.items()):
            steps[before] = step
    return steps
