"""Proposes where pages say how far their lists go, and at which rates a site counts."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.page.extent import headed_total, pages_linked, rates_text
from cryptodrug_scraper.page.extent_within import left_out_within, pages_within, total_within
from cryptodrug_scraper.page.parsed import WALLS
from cryptodrug_scraper.page.rows_within import rates_within
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.outline import step_of
from cryptodrug_scraper.scaffold.own_page import around_lists, shared_selector
from cryptodrug_scraper.scaffold.proposal import OF_LISTING
from cryptodrug_scraper.scaffold.selecting import selector_for, selector_of_blocks
from cryptodrug_scraper.scaffold.shapes import SIGNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.scaffold.outline import Step
    from cryptodrug_scraper.scaffold.own_page import Own
    from cryptodrug_scraper.scaffold.proposal import KindProposal
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import Site

    _Reader = Callable[[Document, Element], object]

__all__ = ["RatesProposal", "propose_extent", "propose_rated", "propose_rates"]

_LONGEST_EXTENT = 120
_LONGEST_RATE = 320
_LEAST = 0.5
"""Share of pages that show it, from which on it is proposed."""
_SOME = 0.25
"""Share of pages that say which of several they are: many lists have one page alone."""
_MOST_PARTS = 60
"""Elements of what stands above ratings that are looked at: a heading or a row of tabs has few."""
_OF_FRAME = 0.5
"""Share of all pages that have a text, from which on it is none of a list's own."""


class RatesProposal(NamedTuple):
    """
    What states rates of exchange.

    Attributes:
        selector: finds the elements.
        is_first: whether the first that it finds alone is meant.
    """

    selector: str
    is_first: bool


def propose_extent(site: Site, own: dict[int, Own], roles: Roles, *, has_total: bool = False) -> list[str]:
    """
    Return selectors of what says which page of how many a list's page is, how many entries there are, and how many of
    these it leaves out.

    Args:
        site: the site.
        own: what the pages say.
        roles: what its pages repeat.
        has_total: whether it is known what says how many there are.
    """
    everywhere = [page.text for page in site.pages]
    beside = {element for each in own.values() for element in _beside_accounts(site, each, roles)}
    found = []
    for readers in ((_pages, pages_linked), *(() if has_total else ((_total,),)), (_left_out,)):
        for reads in readers:
            selector = _extent(own, reads, everywhere, beside)
            if selector is not None:
                found.append(selector)
                break
    return list(dict.fromkeys(found))


def _extent(own: dict[int, Own], reads: _Reader, everywhere: list[str], beside: AbstractSet[Element]) -> str | None:
    found: dict[int, Element] = {}
    for page, each in own.items():
        document = each.page.document
        for element in _innermost(document, each.root, each.inside | each.of_frame, reads, _LONGEST_EXTENT):
            text = document.text(element)
            if reads is not pages_linked and sum(text in other for other in everywhere) > _OF_FRAME * len(everywhere):
                continue
            if (
                reads is _total
                and (element in beside or each.page.kind == "home")  # news count, too
                and not _counts(each, element)
            ):
                continue
            if page not in found or (reads is _total and _counts(each, element) and not _counts(each, found[page])):
                found[page] = element
    least = (_LEAST if reads is _total else _SOME) if len(own) > 1 else 1.0
    lifted = _lifted(own, found, reads)
    tries = sorted((found, lifted, _mostly(found), _mostly(lifted)), key=len, reverse=True)
    return next((said for each in tries if (said := shared_selector(own, each, least=least)) is not None), None)


def _beside_accounts(site: Site, own: Own, roles: Roles) -> Iterator[Element]:
    """What stands beside a link to an account on an offer's page, apart from its list: its counts are the account's."""
    if own.page.kind not in OF_LISTING:
        return
    lists, found = around_lists(own), set()
    for element, address, _ in site.links(own.page):
        if address.route == roles.vendor and element not in own.inside:
            apart = [each for each in element.iterancestors() if each not in lists and each.tag != "body"]
            found |= set(apart[-1:])
    for outer in found:
        yield from outer.iter()


def _mostly(found: dict[int, Element]) -> dict[int, Element]:
    """The elements of the tag and class that the most have: a page that is told wrongly has others."""
    times = Counter(step_of(element) for element in found.values())
    most = times.most_common(1)[0][0] if times else None
    return {page: element for page, element in found.items() if step_of(element) == most}


def _lifted(own: dict[int, Own], found: dict[int, Element], reads: _Reader) -> dict[int, Element]:
    """The elements around some, where these say the same: a page of several has more beside it than the only one."""
    lifted = {}
    for page, element in found.items():
        document, around = own[page].page.document, element.getparent()
        is_same = around is not None and reads(document, around) == reads(document, element)
        is_short = around is not None and len(document.text(around)) <= _LONGEST_EXTENT
        lifted[page] = around if around is not None and around.tag != "div" and is_same and is_short else element
    return lifted


def propose_rated(proposal: KindProposal, own: dict[int, Own]) -> str | None:
    """Return a selector of the heading above ratings that says how many there are, as ``Opiniones (18)``."""
    blocks = [block for block in proposal.blocks if block.record == "review"]
    rated = {page: rows for page, each in own.items() for block in blocks if (rows := block.parts(each.root))}
    found = {page: above for page, rows in rated.items() if (above := _headed(own[page], rows)) is not None}
    if not found or len(found) < _LEAST * len(rated):
        return None
    said = {own[page].page.document.text(element).partition("(")[0] for page, element in found.items()}
    tags = {str(element.tag) for element in found.values()}
    tries = [shared_selector(own, found, least=0.0)]
    if len(said) == len(tags) == 1:
        tries.append(f"{tags.pop()}:contains({json.dumps(said.pop().strip() + ' (', ensure_ascii=False)})")
    return next((each for each in tries if each is not None and _says_totals(each, own, found)), None)


def _headed(own: Own, rows: Sequence[Element]) -> Element | None:
    """What says, right above rows and in no link, how many there are of them: as many as there are rows, or more."""
    for around in (rows[0], *rows[0].iterancestors()):
        if around.tag == "body":
            return None
        for before in around.itersiblings(preceding=True):
            said = [] if not isinstance(before.tag, str) else list(_totals_in(own.page.document, before))
            if len(said) == 1 and said[0][1] >= len(rows):
                return said[0][0]
            if isinstance(before.tag, str) and own.page.document.text(before):
                break
    return None


def _totals_in(document: Document, element: Element) -> Iterator[tuple[Element, int]]:
    """The innermost elements in one, itself among them, that say how many there are of what they name; no link does."""
    if len(document.text(element)) > _LONGEST_EXTENT:
        return
    found: dict[Element, int] = {}
    for each in islice(element.iter(), _MOST_PARTS):
        total = headed_total(document.text(each)) if isinstance(each.tag, str) else None
        is_linked = each.find(".//a") is not None or any(around.tag == "a" for around in (each, *each.iterancestors()))
        if total is not None and not is_linked:
            found[each] = total
    around_others = {around for each in found for around in each.iterancestors()}
    yield from ((each, total) for each, total in found.items() if each not in around_others)


def _says_totals(selector: str, own: dict[int, Own], found: dict[int, Element]) -> bool:
    """Tell whether the first element by a selector is the one that was found on pages, and on others says a total."""
    for page, each in own.items():
        first = next(iter(css(selector)(each.root)), None)
        if first is not found.get(page, first):
            return False
        if first is not None and headed_total(each.page.document.text(first)) is None:
            return False
    return True


def _counts(own: Own, element: Element) -> bool:
    """Tell whether an element says how many entries the list of a page shows, which other counts of a page do not."""
    return _total(own.page.document, element) in own.counts


def _pages(document: Document, element: Element) -> tuple[int, int] | None:
    return pages_within(document.text(element))


def _total(document: Document, element: Element) -> int | None:
    return total_within(document.text(element))


def _left_out(document: Document, element: Element) -> int | None:
    return left_out_within(document.text(element))


def _rates(document: Document, element: Element) -> object:
    return rates_within(rates_text(document, element), SIGNS)


def propose_rates(site: Site) -> RatesProposal | None:
    """Propose which elements state a rate of exchange, if at least half of all pages but walls have some."""
    found = []
    for page in site.pages:
        root = page.document.root
        elements = list(_innermost(page.document, root, set(), _rates, _LONGEST_RATE))
        if elements and len({element.tag for element in elements}) == 1:
            found.append((root, elements))
    if not found or len(found) < _LEAST * sum(page.kind not in WALLS for page in site.pages):
        return None
    by_build: dict[Step, list[tuple[Element, list[Element]]]] = defaultdict(list)
    for root, elements in found:
        by_build[step_of(elements[0])].append((root, elements))
    selectors = [_selector_of_rates(each) for each in by_build.values()]
    if None not in selectors:
        joined = ", ".join(sorted(filter(None, selectors)))
        if all(css(joined)(root) for root, _ in found):
            return RatesProposal(joined, is_first=False)
    first = selector_for([(root, elements[0]) for root, elements in found], with_ids=True)
    is_alone = all(len(elements) == 1 for _, elements in found)
    return RatesProposal(first, is_first=True) if first is not None and is_alone else None


def _selector_of_rates(pages: Sequence[tuple[Element, list[Element]]]) -> str | None:
    """What selects the rates on pages, or else the one element around them."""
    selector = selector_of_blocks(pages)
    around = [(root, {element.getparent() for element in elements}) for root, elements in pages]
    if selector is not None or any(len(each) > 1 for _, each in around):
        return selector
    holders = [(root, holder) for root, each in around for holder in each if holder is not None]
    found = selector_for(holders, with_ids=True)
    return found if found is not None and all(css(found)(root) == [holder] for root, holder in holders) else None


def _innermost(
    document: Document, root: Element, inside: AbstractSet[Element], reads: _Reader, longest: int
) -> Iterator[Element]:
    """The innermost elements, outside of what the page repeats, whose text is short and states what is asked for."""
    for element in root.iter(
        *("p", "div", "span", "li", "ul", "ol", "td", "nav", "strong", "b", "small", "a", "h1", "h2", "h3", "h4", "dd"),
        *("font", "center", "caption", "dl", "tr", "table", "footer", "th", "em", "i", "section"),
    ):
        if element in inside or len(document.text(element)) > longest or reads(document, element) is None:
            continue
        if not any(reads(document, child) is not None for child in element if isinstance(child.tag, str)):
            yield element
