"""Reads amounts without prices that are struck out, where places of a field have some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.labelled import unstruck
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.candidates import UNSTRUCK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.scaffold.candidates import Candidate

__all__ = ["leave_struck_out"]


def leave_struck_out(candidates: Iterable[Candidate], things: Sequence[tuple[Document, Element]]) -> None:
    """Have the amounts among some fields read without what is struck out, where that stands at their places."""
    for each in candidates:
        if each.form != "money" or not each.selector or each.attribute or each.phrase:
            continue
        find = css(each.selector)
        places = [(document, found) for document, root in things for found in find(root)[:1]]
        if any(unstruck(document, found) != document.text(found) for document, found in places):
            each.attribute, each.of = UNSTRUCK, len(things)
            each.samples = [unstruck(document, found) for document, found in places]
