"""Takes what an author says of how far lists go into what is proposed for the readers of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.phrases import VALUE, phrased
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.answers import NO_FIELD, Totals
from cryptodrug_scraper.scaffold.candidates import parts_of_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.scaffold.proposal import KindProposal

__all__ = ["take_totals"]


def take_totals(proposal: KindProposal, totals: Totals) -> Iterator[tuple[str, str]]:
    """
    Take what says how far the lists on pages of a kind go; give the place of each answer that these pages have.

    Args:
        proposal: the proposal for the kind, which is altered.
        totals: what was answered.
    """
    for listed in Totals.__struct_fields__:
        for key, answer in totals.of(listed).items() if listed in proposal.lists else ():
            selector, phrase = parts_of_place(key)
            found = [(page.document, css(selector)(page.document.root)) for page in proposal.pages]
            if not any(phrased(*each, phrase) if VALUE in key else each[1] for each in found):
                continue
            yield f"totals.{listed}", key
            if answer == NO_FIELD:
                proposal.extent = [each for each in proposal.extent if each != selector]
            elif answer:
                proposal.totals.setdefault(listed, []).append(selector)
