"""Reads comments without the seller's answers, where these stand within them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.labelled import bare_lines, opening
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.candidates import OPENING
from cryptodrug_scraper.scaffold.outline import BARE_LINES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.scaffold.candidates import Candidate

__all__ = ["leave_reply_out"]


def leave_reply_out(candidates: Sequence[Candidate], ratings: Sequence[tuple[Document, Element]]) -> None:
    """
    Have the comment among the fields of ratings read without the answers in its place: what stands before the first
    block in it or, where an answer is in no block, the lines of its own.
    """
    reply = next((each for each in candidates if each.name == "reply"), None)
    comment = next((each for each in candidates if each.name == "comment" and each.selector), None)
    if comment is None or reply is None or comment.attribute == BARE_LINES or comment.others or comment.phrase:
        return
    find = css(comment.selector)
    places = [(document, element) for document, block in ratings for element in find(block)[:1]]
    answers = {answer for answer in reply.samples if answer}

    def has_answers(said: Sequence[str]) -> bool:
        return any(answer in text for text in said for answer in answers)

    if not has_answers([document.text(element) for document, element in places]):
        return
    comment.attribute, comment.of = OPENING, len(ratings)
    comment.samples = [opening(document, element) for document, element in places]
    bare = [bare_lines(document, element) or "" for document, element in places]
    if has_answers(comment.samples) and not has_answers(bare):
        comment.attribute, comment.samples = BARE_LINES, bare
