"""Proposes the fields of accounts on lists of them, and those that values tell themselves on their own pages."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.candidates import fits
from cryptodrug_scraper.scaffold.outline import step_of
from cryptodrug_scraper.scaffold.own_page import Own, add_at
from cryptodrug_scraper.scaffold.propose_icons import icons_of_blocks
from cryptodrug_scraper.scaffold.seen_blocks import SeenBlocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.outline import Step
    from cryptodrug_scraper.scaffold.proposal import BlockProposal, KindProposal
    from cryptodrug_scraper.scaffold.repeated import Slot
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = ["propose_accounts", "propose_accounts_beside", "propose_told"]

_LONGEST = 60
_DECIMAL = re.compile(r"\d[.,]\d")
_SOME = 0.3
"""Share of the pages of accounts that show something, from which on it is proposed: new ones have no ratings."""

_TOLD_BY_FORM = {"level": "level", "rating": "rating", "positive_share": "share"}
"""Fields of an account whose values say themselves what they are, by a word, what they are out of, or a sign; with
the form of such a value."""


def _tells(name: str, samples: Sequence[str], form: str) -> bool:
    """Tell whether values say themselves that they are of a field; means of ratings have decimals, levels have none."""
    return fits(name, samples, form=form) and (name != "rating" or any(map(_DECIMAL.search, samples)))


def _is_of_frame(own: Own, element: Element) -> bool:
    """Tell whether all that an element says is of the frame."""
    return all(inner in own.of_frame for inner in element.iter() if (inner.text or "").strip())


def _length(slot: Slot) -> int:
    return sum(map(len, slot.samples))


def propose_told(proposal: KindProposal, own: dict[int, Own]) -> None:
    """Propose, for pages of accounts, what values say themselves, of fields that no label names."""
    for name, form in _TOLD_BY_FORM.items():
        if proposal.candidate(name) is not None:
            continue
        places: dict[Step, dict[int, Element]] = defaultdict(dict)
        for page, each in own.items():
            for element in each.root.iter("li", "p", "span", "div", "dd", "td", "b", "strong", "em", "small"):
                text = "" if element in each.inside or _is_of_frame(each, element) else each.page.document.text(element)
                if 0 < len(text) <= _LONGEST and fits(name, [text], form=form):
                    places[step_of(element)].setdefault(page, element)
        for _, found in sorted(places.items(), key=lambda item: (-len(item[1]), item[0])):
            samples = [own[page].page.document.text(element) for page, element in found.items()]
            if (
                len(found) >= min(2, len(own))
                and _tells(name, samples, form)
                and add_at(proposal, own, name, found, least=_SOME)
            ):
                proposal.candidates[-1].own_form = form
                break


def propose_accounts_beside(site: Site, roles: Roles, pages: Sequence[SavedPage]) -> list[BlockProposal]:
    """
    Propose how accounts are read on pages that list something else, such as the best sellers on the first page; nothing
    where they cannot be told from what other pages of the kind have.
    """
    proposal = propose_accounts(site, roles, pages)
    if proposal is None:
        return []
    find = css(proposal.selector)
    rest = [page for page in pages if id(page) not in roles.accounts]
    return [] if any(find(page.document.root) for page in rest) else [proposal]


def propose_accounts(site: Site, roles: Roles, pages: Sequence[SavedPage]) -> BlockProposal | None:
    """Propose how the accounts on a list of them are read; None where they cannot be selected."""
    seen = SeenBlocks.of(site, roles.accounts, pages)
    if seen is None:
        return None
    named = [slot for slot in seen.leading_to(roles.vendor) if roles.vendors.issuperset(seen.text_at(slot))]
    link = seen.selector(named[0]) if named else None
    if link is None:
        return None
    candidates = [each for each in (*seen.labelled("vendor"), *seen.under_headings("vendor")) if each.name]
    known = {each.name for each in candidates}
    for name, form in _TOLD_BY_FORM.items():
        fitting = [slot for slot in seen.texts() if name not in known and _tells(name, slot.samples, form)]
        found = [one for slot in sorted(fitting, key=_length) if (one := seen.candidate(name, slot)) is not None]
        for each in found[:1]:
            each.own_form = form
            candidates.append(each)
    candidates += icons_of_blocks(seen, "vendor", candidates)
    return seen.proposal("vendor", link, [each for each in candidates if each.name != "vendor"])
