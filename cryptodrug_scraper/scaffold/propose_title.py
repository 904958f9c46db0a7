"""Proposes where a page of an offer says its title."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.scaffold.candidates import OWN_TEXT
from cryptodrug_scraper.scaffold.own_page import add_at, with_layouts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.own_page import Own
    from cryptodrug_scraper.scaffold.proposal import KindProposal
    from cryptodrug_scraper.scaffold.roles import Roles

__all__ = ["NAMING", "propose_title"]

NAMING = ("h1", "h2", "h3", "h4", "div", "span", "td", "b", "strong", "p", "dd", "a", "font", "big", "em", "i")
"""What may hold the name of an account, or the title of an offer."""
_NEARLY_ALL = 0.8
"""Share of the pages of offers that have a title: one that is told wrongly has none."""
_UNNAMED = 2
"""Rank of a heading that is neither an offer's title in a list nor in the page's title."""
_DOUBTS = ("a heading that differs from page to page",)
_SHORTEST, _LONGEST = 4, 249
"""Characters of a title."""


class _Try(NamedTuple):
    """A text that may be a page's title: the less its rank, the more says so; only its own where more stands in it."""

    rank: int
    element: Element
    text: str
    is_own: bool


class _Place(NamedTuple):
    """What pages say at a place that may be of titles, and how many of these a list or the page's own title names."""

    tries: dict[int, _Try]
    named: int


def propose_title(proposal: KindProposal, own: dict[int, Own], roles: Roles) -> None:
    """Propose the heading that is an offer's title in a list, or in the page's title; else the first that differs."""
    places = _places(own, roles)
    known = [found for found in places if found.named * 2 > len(found.tries)]
    for found in known:
        if _add(proposal, own, found.tries, () if found.named * 2 > len(own) else _DOUBTS):
            return
    if known and _add(proposal, own, _of_layouts(known), ()):
        return
    for found in places:
        if found not in known and _add(proposal, own, found.tries, _DOUBTS):
            return


def _of_layouts(known: Sequence[_Place]) -> dict[int, _Try]:
    """The titles of pages of several layouts, by what has the most of them first."""
    groups = sorted((found.tries for found in known), key=len, reverse=True)
    tries = {(page, each.element): each for found in groups for page, each in found.items()}
    elements = with_layouts([{page: each.element for page, each in found.items()} for found in groups])
    return {page: tries[page, element] for page, element in elements.items()}


def _places(own: dict[int, Own], roles: Roles) -> Sequence[_Place]:
    """Where titles may stand, by tag and class, the likeliest first."""
    tries: dict[str, dict[int, _Try]] = defaultdict(dict)
    for page, each in own.items():
        for found in _tries_on(each, roles):
            key = f"{found.element.tag}.{found.element.get('class')}"
            known = tries[key].get(page)
            if known is None or (found.rank, found.is_own) < (known.rank, known.is_own):
                tries[key][page] = found
    of_page = {id(element) for each in own.values() for element, _ in each.texts}
    order = []
    for key, at in tries.items():
        texts = {each.text for each in at.values()}
        if len(own) == 1 or 1 < len(texts) > len(at) / 2:  # what many pages say alike names none of them
            named = sum(each.rank < _UNNAMED for each in at.values())
            best = min(each.rank for each in at.values())
            is_of_page = any(id(each.element) in of_page for each in at.values())
            order.append((named * 2 <= len(at), best, not is_of_page, key, _Place(at, named)))
    return [place for *_, place in sorted(order, key=lambda each: each[:4])]


def _tries_on(own: Own, roles: Roles) -> Iterator[_Try]:
    """The texts of a page that may be its title."""
    document = own.page.document
    for element in own.root.iter(*NAMING, "legend"):
        if element in own.inside:
            continue
        whole, opening = document.text(element), document.line(element.text or "")
        for text in dict.fromkeys((whole, opening)):
            if not _SHORTEST <= len(text) <= _LONGEST or text not in {*own.headings, *roles.titles}:
                continue
            rank = 0 if text in roles.titles else 1 if text in document.title else _UNNAMED
            if text == whole or rank < _UNNAMED:
                yield _Try(rank, element, text, is_own=text != whole)


def _add(proposal: KindProposal, own: dict[int, Own], found: dict[int, _Try], doubts: Sequence[str]) -> bool:
    """Add the title that stands at the given places, if they can be selected; tell whether it was added."""
    has_own = any(each.is_own for each in found.values())
    document = {page: each.page.document for page, each in own.items()}
    if has_own and any(document[page].line(each.element.text or "") != each.text for page, each in found.items()):
        return False
    if not add_at(
        proposal, own, "title", {page: each.element for page, each in found.items()}, *doubts, least=_NEARLY_ALL
    ):
        return False
    if has_own:
        added = proposal.candidates[-1]
        added.attribute, added.samples = OWN_TEXT, [each.text for each in found.values()]
    return True
