"""Proposes where pages of accounts state their ratings by windows of time."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, cast

from cryptodrug_scraper.page.feedback_table import look_for_windows
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.candidates import Candidate
from cryptodrug_scraper.scaffold.outline import step_of
from cryptodrug_scraper.scaffold.own_page import shared_selector

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.page.feedback_table import WindowsRead
    from cryptodrug_scraper.page.parts import Sign
    from cryptodrug_scraper.scaffold.own_page import Own
    from cryptodrug_scraper.scaffold.proposal import KindProposal

__all__ = ["FEEDBACK", "inside_windows", "join_windows", "propose_windows", "take_windows"]

FEEDBACK = "feedback"
"""The field of ratings by windows."""
_HOLDERS = ("table", "ul", "ol", "dl", "div", "section", "p", "td", "span")
_LONGEST = 400
_NUMBER = re.compile(r"\d+")
_FEWEST_NUMBERS = 2
_FEWEST = 2
_UNREAD = "feedback was answered, and no ratings by windows can be read there"


def propose_windows(proposal: KindProposal, own: dict[int, Own], words: Mapping[str, str]) -> None:
    """
    Propose the ratings by windows, at each place where pages show them.

    What only the order of columns tells is proposed where several pages show it at one place, or there is one page.
    """
    places: dict[object, dict[int, tuple[Element, WindowsRead]]] = defaultdict(dict)
    for page, each in own.items():
        found = _windows_on(each, words)
        if found is not None:
            around = found[0].getparent()
            places[step_of(found[0]), None if around is None else step_of(around)][page] = found
    added: list[Candidate] = []
    for by_page in sorted(places.values(), key=lambda each: -len(each)):
        reads = [read for _, read in by_page.values()]
        if any(read.by_order for read in reads) and len(by_page) < min(_FEWEST, len(own)):
            continue
        selector = shared_selector(own, {page: element for page, (element, _) in by_page.items()}, least=0)
        if selector is None:
            continue
        for page, (element, _) in by_page.items():
            own[page].used.append(element)
        added.append(_with_reads(Candidate(FEEDBACK, selector=selector, of=len(own)), reads))
    proposal.candidates += join_windows(added)
    for each in own.values():
        each.inside |= inside_windows(proposal.candidate(FEEDBACK), each, words)


def take_windows(candidate: Candidate, things: Sequence[tuple[Document, Element]], words: Mapping[str, str]) -> None:
    """Look at what an answer says to be ratings by windows: what is read there, and what only their order tells."""
    found = [
        next(
            (read for element in _selected(candidate, root) if (read := _look(document, element, words)).windows),
            None,
        )
        for document, root in things
    ]
    reads = [read for read in found if read is not None]
    candidate.own_form, candidate.doubts = "", []
    _with_reads(candidate, reads)
    if not reads:
        candidate.name, candidate.doubts = "", [_UNREAD]


def join_windows(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates with those of ratings by windows as one, which looks at all of their places."""
    found = [each for each in candidates if each.name == FEEDBACK]
    if len(found) < _FEWEST:
        return list(candidates)
    one = found[0]
    for each in found[1:]:
        one.others += [said for said in (each.selector, *each.others) if said not in {one.selector, *one.others}]
        one.samples += each.samples
        one.doubts += [doubt for doubt in each.doubts if doubt not in one.doubts]
        one.unknown_words += each.unknown_words
    return [each for each in candidates if each is one or each not in found]


def inside_windows(candidate: Candidate | None, own: Own, words: Mapping[str, str]) -> set[Element]:
    """What stands within the ratings by windows of a page: neither labels nor values of their own."""
    return {
        inner
        for element in ([] if candidate is None else _selected(candidate, own.root))
        if _look(own.page.document, element, words).windows is not None
        for inner in element.iter()
    }


def _windows_on(own: Own, words: Mapping[str, str]) -> tuple[Element, WindowsRead] | None:
    """The innermost element of a page that states ratings by windows; None where several state other ones."""
    document = own.page.document
    found = [
        (element, read) for element in _small(own) if (read := _look(document, element, words)).windows is not None
    ]
    around = {above for element, _ in found for above in element.iterancestors()}
    inner = [(element, read) for element, read in found if element not in around]
    told = [each for each in inner if not each[1].by_order] or inner
    return told[0] if told and all(read.windows == told[0][1].windows for _, read in told) else None


def _small(own: Own) -> Iterator[Element]:
    """The elements of a page with a short text that has several numbers."""
    for element in own.root.iter(*_HOLDERS):
        if element not in own.inside and element not in own.of_frame:
            text = own.page.document.text(element)
            if len(text) <= _LONGEST and len(_NUMBER.findall(text)) >= _FEWEST_NUMBERS:
                yield element


def _selected(candidate: Candidate, root: Element) -> list[Element]:
    return [element for selector in (candidate.selector, *candidate.others) for element in css(selector)(root)]


def _look(document: Document, element: Element, words: Mapping[str, str]) -> WindowsRead:
    """What an element states of windows, with the words that an author answered for signs."""
    return look_for_windows(document, element, cast("Mapping[str, Sign]", words))


def _with_reads(candidate: Candidate, reads: Sequence[WindowsRead]) -> Candidate:
    """A candidate with what is read at its place, and why that may be wrong."""
    candidate.samples = [_said(read) for read in reads]
    if any(read.by_order for read in reads):
        candidate.unknown_words = list(dict.fromkeys(name for read in reads for name in read.names))
        named = f" ({', '.join(candidate.unknown_words)})" if candidate.unknown_words else ""
        candidate.doubts.append(
            f"nothing tells which numbers are positive, neutral and negative{named}: they are taken in this order"
        )
    return candidate


def _said(read: WindowsRead) -> str:
    """Windows in a few words, as ``1m 43/1/2, all 92/6/6``."""
    return ", ".join(
        f"{each.window} {'/'.join('-' if n is None else str(n) for n in (each.positive, each.neutral, each.negative))}"
        for each in read.windows or ()
    )
