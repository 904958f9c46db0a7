"""Tells whether cards on the page of an offer are other offers of its vendor, by the words above them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.headings import said_before

if TYPE_CHECKING:
    from cryptodrug_scraper.scaffold.own_page import Own
    from cryptodrug_scraper.scaffold.proposal import KindProposal

__all__ = ["tell_same_vendor"]

_MOST = 0.6
"""Share of the pages with such cards whose words say so."""
_LONGEST = 80
"""Letters that such words have at most."""
_SAME = re.compile(
    r"(?:same|this)\s+(?:seller|vendor)|m[êe]me\s+vendeur|ce\s+vendeur|(?:zelfde|deze)\s+(?:verkoper|aanbieder)"
    r"|(?:selben|gleichen|dieses)\s+(?:verkäufers?|anbieters?|händlers?)|(?:mismo|este)\s+vendedor|(?:mesmo|deste)\s+vendedor"
    r"|(?:stesso|questo)\s+venditore|(?:samma|denna|denne|samme)\s+(?:säljare|sælger|selger)|tego\s+(?:samego\s+)?sprzedawc",
    re.IGNORECASE,
)


def tell_same_vendor(proposal: KindProposal, own: dict[int, Own]) -> None:
    """Mark the cards of a kind as of the offer's vendor, where most pages name that vendor, or say so, above them."""
    block = next((each for each in proposal.blocks if each.record == "listing"), None)
    vendor = proposal.candidate("vendor")
    if block is None or vendor is None or any(each.name == "vendor" for each in block.candidates):
        return
    with_cards = [(each, cards[0]) for each in own.values() if (cards := css(block.selector)(each.root))]
    named = 0
    for each, card in with_cards:
        found = css(vendor.selector)(each.root)
        name = each.page.document.text(found[0]) if found else None
        before = said_before(each.page, card)
        above = "" if before is None else each.page.document.text(before)
        if len(above) > _LONGEST:
            continue
        named += _SAME.search(above) is not None or (name is not None and name in above)
    block.of_same_vendor = bool(with_cards) and named >= _MOST * len(with_cards)
