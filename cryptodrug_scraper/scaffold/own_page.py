"""What one page says that is neither of the frame nor of what it repeats."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.page.worded import worded
from cryptodrug_scraper.scaffold.candidates import Candidate
from cryptodrug_scraper.scaffold.frame import where_labelled
from cryptodrug_scraper.scaffold.headings import headings_of
from cryptodrug_scraper.scaffold.outline import own_text, step_of
from cryptodrug_scraper.scaffold.selecting import selector_for
from cryptodrug_scraper.scaffold.shapes import shapes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.page.labelled import Labelled
    from cryptodrug_scraper.scaffold.proposal import KindProposal
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = ["Own", "add_at", "around_lists", "shared_selector", "with_layouts"]

_LONGEST_LABELLED = 300


_MOST_LAYOUTS, _FEWEST_EACH = 3, 2
"""Layouts of one kind of page, and pages of each on average: what stands elsewhere on each page is at no place."""


_PROSE_TAGS = ("p", "pre", "div", "td", "dd", "span", "article", "section", "blockquote", "textarea", "code", "li")


class Own:
    """What one page says that is neither of the frame nor of what it repeats."""

    def __init__(self, site: Site, roles: Roles, page: SavedPage, proposal: KindProposal) -> None:
        self.page = page
        self.root = page.document.root
        self.inside = {element for each in proposal.blocks for part in each.parts(self.root) for element in part.iter()}
        self.counts = {len(each.parts(self.root)) for each in proposal.blocks} - {0}
        self.texts = [(element, text) for element, text in site.own_texts(page) if element not in self.inside]
        self.of_frame = {
            element
            for way, elements in page.outline.items()
            for element in elements
            if (way, page.document.line(element.text or "")) in site.frame
        }
        self._frame_labels = site.frame_labels
        self._frame_prose = {element for way in site.frame_prose for element in page.outline.get(way, ())}
        self.headings = headings_of(page, roles)
        self.used: list[Element] = []
        self.of_seller: set[Element] = set()

    def prose(self) -> list[Element]:
        """The elements with long texts, each once and the innermost that has all of it."""
        found: list[Element] = []
        for element in self.root.iter(*_PROSE_TAGS):
            if (
                element in self.inside
                or element in self._frame_prose
                or "prose" not in shapes_of(self.page.document.line(own_text(element)))
            ):
                continue
            found.append(element)
        return [
            each
            for each in found
            if not any(each is not other and each in set(other.iterancestors()) for other in found)
        ]

    def labelled(self) -> list[Labelled]:
        """The labelled values, but for those in long texts and in what the page repeats."""
        prose = {inner for element in self.prose() for inner in element.iter()}
        return self._own(self.page.labels, prose)

    def worded(self) -> list[Labelled]:
        """The values with their words on the same line, but for those in long texts and in what the page repeats."""
        prose = {inner for element in self.prose() for inner in element.iter()}
        return [each for each in self._own(worded(self.page.document, self.root), prose) if each.element not in prose]

    def iconed(self) -> list[Labelled]:
        """The values that have an icon for a label, but for those in long texts and in what the page repeats."""
        prose = {inner for element in self.prose() for inner in element.iter()}
        return self._own(self.page.icons, prose)

    def _own(self, found: list[Labelled], prose: set[Element]) -> list[Labelled]:
        frame = {element for element, _ in self.texts}
        return [
            each
            for each in found
            if each.element not in self.inside
            and each.element not in prose
            and each.element not in self.of_seller
            and len(each.text) <= _LONGEST_LABELLED
            and (
                not each.text
                or where_labelled(each) not in self._frame_labels
                or any(inner in frame for inner in each.element.iter())
            )
        ]


def around_lists(own: Own) -> set[Element]:
    """The elements around what a page repeats."""
    held = {around for element in own.inside if (around := element.getparent()) is not None} - own.inside
    return {*held, *(around for element in held for around in element.iterancestors())}


def shared_selector(own: dict[int, Own], found: dict[int, Element], *, least: float = 1.0) -> str | None:
    """
    A selector of the elements that are given for pages, of several where pages have several layouts; None where they
    are too few, or none finds them all.
    """
    if not found or len(found) < least * len(own):
        return None
    pairs = [(own[page].root, element) for page, element in found.items()]
    return selector_for(pairs, with_ids=True) or _of_layouts(pairs)


def _of_layouts(pairs: Sequence[tuple[Element, Element]]) -> str | None:
    """The selectors of the places at which a few layouts have an element each, as one; None where that finds others."""
    layouts: dict[object, list[tuple[Element, Element]]] = defaultdict(list)
    for root, element in pairs:
        around = element.getparent()
        layouts[step_of(element), None if around is None else step_of(around)].append((root, element))
    selectors = [selector_for(each, with_ids=True) for each in layouts.values()]
    if not 1 < len(layouts) <= _MOST_LAYOUTS or len(pairs) < _FEWEST_EACH * len(layouts) or not all(selectors):
        return None
    every = ", ".join(dict.fromkeys(filter(None, selectors)))
    find = css(every)
    return every if all(next(iter(find(root)), None) is element for root, element in pairs) else None


def with_layouts(groups: Sequence[dict[int, Element]]) -> dict[int, Element]:
    """
    The elements of the first of some groups, which have pages by their places, with those of others for pages that it
    has not: of pages with other layouts, at least two each.
    """
    found = dict(groups[0])
    count = 1
    for group in groups[1:]:
        rest = {page: element for page, element in group.items() if page not in found}
        if len(rest) >= _FEWEST_EACH and count < _MOST_LAYOUTS:
            found |= rest
            count += 1
    return found


def add_at(
    proposal: KindProposal, own: dict[int, Own], name: str, found: dict[int, Element], *doubts: str, least: float = 1.0
) -> bool:
    """Add a field that stands at the given elements, if they can be selected; tell whether it was added."""
    selector = shared_selector(own, found, least=least)
    if selector is None:
        return False
    for page, element in found.items():
        own[page].used.append(element)
    samples = [own[page].page.document.text(element) for page, element in found.items()]
    proposal.candidates.append(Candidate(name, "", selector, "", samples, len(own), list(doubts)))
    return True
