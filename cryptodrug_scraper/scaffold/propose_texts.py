"""Proposes where the long texts of a page are, and the key of an account."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.labelled import below_heading, heading_text
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.headings import said_before
from cryptodrug_scraper.scaffold.label_words import field_of_label
from cryptodrug_scraper.scaffold.outline import step_of
from cryptodrug_scraper.scaffold.own_page import Own, add_at, shared_selector
from cryptodrug_scraper.scaffold.proposal import HeadedProposal
from cryptodrug_scraper.scaffold.shapes import shapes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.outline import Step
    from cryptodrug_scraper.scaffold.proposal import KindProposal

__all__ = ["propose_key", "propose_texts"]

_HEADINGS = (
    *("h2", "h3", "h4", "h5", "h6", "b", "strong", "legend", "summary"),
    *("div", "dt", "th", "span", "font", "p", "td"),
)
_CALLED = re.compile(r"[^\W\d_]+")
_FEW_WORDS = 3
_LONGEST_HEADING = 40
_MOST = 0.7
"""Share of the pages that have a text at one place, from which on it is looked for there."""
_TIMES = 2
"""Times as many pages as have a heading of words, from which on what is called so by its markup is the text."""
_OFTEN = 3
"""Pages that say the same from which on it is a notice of the market's."""
_LEAST_TEXT = 20
"""Characters of a heading at most, and of a text at least."""
_FACTS = frozenset({"key", "rating", "day", "clock", "age"})
"""Shapes of what is no text of a person's, whatever its class says: "profile__rating" is no profile."""


class _Fields:
    """
    Which of some fields a heading speaks of, by answers or else by its words.

    Args:
        names: the fields.
        answers: the field of each heading that was answered.
    """

    def __init__(self, names: tuple[str, ...], answers: Mapping[str, str]) -> None:
        self._names, self._answers = names, answers

    def of(self, heading: str) -> str | None:
        """The field of which a heading speaks, if it is one of these; what describes an account is its profile."""
        name = self._answers.get(heading) or None
        if name is None and len(heading) <= 2 * _LONGEST_HEADING:
            name = field_of_label(heading, "text")
        if name == "description" and "profile" in self._names:
            name = "profile"
        return name if name in self._names else None

    def are_answered(self, heading: str) -> bool:
        """Tell whether the field of a heading was answered."""
        return bool(self._answers.get(heading))


def propose_texts(
    proposal: KindProposal, own: dict[int, Own], names: tuple[str, ...], answers: Mapping[str, str]
) -> None:
    """
    The long texts, by the heading before each; the first one without a known heading is the first of the fields.

    A text that no selector finds on its pages alone is read from its heading to the next one.

    Args:
        proposal: where they are added.
        own: what the pages say.
        names: the fields.
        answers: the field of the text below each heading that was answered.
    """
    fields = _Fields(names, answers)
    found: dict[str, dict[int, Element]] = defaultdict(dict)
    headings: dict[str, dict[int, Element]] = defaultdict(dict)
    rest: dict[str, dict[int, Element]] = defaultdict(dict)
    for page, each in own.items():
        for element in each.prose():
            if "key" in shapes_of(each.page.document.text(element)):
                continue
            heading = _heading_before(each, element)
            name = fields.of(each.page.document.text(heading)) if heading is not None else None
            if name is not None and heading is not None:
                found[name].setdefault(page, element)
                headings[name].setdefault(page, heading)
            else:
                rest[f"{element.tag}.{element.get('class')}"].setdefault(page, element)
        for title in each.root.iter(*_HEADINGS):
            name, text = _text_below(each, title, fields)
            if name is not None and page not in found[name]:
                headings[name].setdefault(page, title)
                if text is not None:
                    found[name][page] = text
    for name, called in _all_called(own, fields).items():
        if len(called) > _TIMES * len(headings[name]):  # few pages have such words within another text
            found[name], headings[name] = {}, {}
        for page, element in called.items():
            if page not in found[name] and page not in headings[name]:
                found[name][page] = element
    for name in names:
        titles, places = headings[name], found[name]
        is_found = _is_alone(own, places)
        if titles and not (is_found and len(places) > len(titles)) and (set(places) != set(titles) or not is_found):
            proposal.headed += _headed(name, own, titles)
        if name not in {each.name for each in proposal.headed}:
            add_at(proposal, own, name, places, least=0.0)
    first = names[0]
    if not headings[first] and not found[first]:
        for places in sorted(
            rest.values(),
            key=lambda each: -sum(len(own[page].page.document.text(element)) for page, element in each.items()),
        ):
            if add_at(proposal, own, first, places, "the longest text without a heading that is known", least=0.3):
                return


def _all_called(own: dict[int, Own], fields: _Fields) -> dict[str, dict[int, Element]]:
    """
    The texts whose identifier or classes say what they are: of each field the innermost elements, without notices of
    the market beside them, or else those that are called so, where only these can be selected.
    """
    found: dict[str, dict[int, Element]] = defaultdict(dict)
    for page, each in own.items():
        for name, element in _called(each, fields):
            found[name][page] = element
    for name, called in found.items():
        for inner in (_without_notices(own, called), {page: _innermost(element) for page, element in called.items()}):
            if inner and shared_selector(own, inner, least=0.0) is not None:
                found[name] = inner
                break
    return found


def _without_notices(own: dict[int, Own], called: dict[int, Element]) -> dict[int, Element]:
    """
    Of elements with a few parts, the one that differs from page to page, at the place that most of them have; nothing
    where these are few.
    """
    said = Counter(own[page].page.document.text(part) for page, element in called.items() for part in element)
    found: dict[Step, dict[int, Element]] = defaultdict(dict)
    for page, element in called.items():
        parts = [part for part in element if said[own[page].page.document.text(part)] < _OFTEN]
        if len(parts) == 1:
            found[step_of(parts[0])][page] = parts[0]
    most = max(found.values(), key=len, default={})
    return most if any(len(called[page]) > 1 for page in most) and len(most) >= _MOST * len(called) else {}


def _called(own: Own, fields: _Fields) -> Iterator[tuple[str, Element]]:
    """The texts whose identifier or classes say what they are, the last of each field."""
    seen: dict[str, Element] = {}
    for element in own.root.iter("div", "section", "article", "p", "td", "pre", "blockquote"):
        called = " ".join(_CALLED.findall(f"{element.get('id') or ''} {element.get('class') or ''}"))
        is_part = element in own.inside or next(element.iter("h1", "nav", "form"), None) is not None
        name = fields.of(called) if called and not is_part else None
        text = own.page.document.text(element) if name is not None else ""
        if name is not None and len(text) >= _LEAST_TEXT and not _FACTS & shapes_of(text):
            seen[name] = element
    yield from seen.items()


def _is_alone(own: dict[int, Own], places: dict[int, Element]) -> bool:
    """Tell whether a selector finds a text on its pages, and nothing on those that do not have it."""
    selector = shared_selector(own, places, least=0.0)
    return selector is not None and not any(
        css(selector)(each.root) for page, each in own.items() if page not in places
    )


def _headed(name: str, own: dict[int, Own], titles: dict[int, Element]) -> list[HeadedProposal]:
    """How a text is read below its headings; nothing where these have too many different words."""
    words = Counter(own[page].page.document.text(title) for page, title in titles.items())
    tags = {str(title.tag) for title in titles.values()}
    if len(words) > _FEW_WORDS or any(title in own[page].inside for page, title in titles.items()):
        return []
    return [HeadedProposal(name, tuple(sorted(tags)), tuple(sorted(words)), len(titles))]


def _innermost(element: Element) -> Element:
    """The element that holds all that another one does."""
    while len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip():
        element = element[0]
    return element


def _heading_before(own: Own, element: Element) -> Element | None:
    """The heading before an element, or before what holds it alone."""
    before = said_before(own.page, element)
    if before is None or before.find(".//a") is not None:
        return None
    return before if len(own.page.document.text(before)) <= 2 * _LONGEST_HEADING else None


def propose_key(proposal: KindProposal, own: dict[int, Own]) -> None:
    """Propose where the public key of an account is."""
    found: dict[int, Element] = {}
    for page, each in own.items():
        for element in each.root.iter("pre", "textarea", "code", "p", "div", "td"):
            if "key" in shapes_of(element.text or ""):
                found.setdefault(page, element)
    add_at(proposal, own, "pgp_key", found, least=0.0)


def _text_below(own: Own, title: Element, fields: _Fields) -> tuple[str | None, Element | None]:
    """The field whose text stands below a heading, if there is one, and the one element that holds all of it."""
    said = own.page.document.text(title)
    is_short = len(said) <= _LONGEST_HEADING and (not said.endswith((":", ".")) or _is_above(title))
    is_heading = fields.are_answered(said) or is_short
    if title in own.inside or len(title) or not said or not is_heading:
        return None, None
    name = fields.of(said)
    below = heading_text(own.page.document, title) if name is not None else None
    if below is None or len(below) - _linked(own, title) < _LEAST_TEXT:  # links alone are those of tabs
        return None, None
    behind = title.getnext()
    is_whole = (
        behind is not None
        and behind.tag not in {"a", "br", "form", "input", "table"}
        and len(own.page.document.text(behind)) >= _LEAST_TEXT
    )
    return name, _innermost(behind) if is_whole and behind is not None else None


def _is_above(title: Element) -> bool:
    """Tell whether a heading with a colon has a line for itself, so that it labels what stands below."""
    before, behind = title.getprevious(), title.getnext()
    is_first = before is None or before.tag == "br"
    is_alone = behind is not None and behind.tag == "br" and not (title.tail or "").strip()
    return is_first and is_alone and (title.text or "").rstrip().endswith(":")


def _linked(own: Own, title: Element) -> int:
    """Characters of the text below a heading that are within links."""
    links = [link for part in below_heading(title) for link in part.iter("a")]
    return sum(len(own.page.document.text(link)) for link in links)
