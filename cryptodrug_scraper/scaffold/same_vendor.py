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
    r"|(?:stesso|questo)\s+venditore|(?:samma|denna|denne|samme)\s+(?:säljare|sælger|selger)|(?:другие|ещё|еще|інші)\s+товары?\s+(?:этого\s+|цього\s+)?(?:магазина|продавца)|(?:samalta|tältä)\s+myyjältä|tego\s+(?:samego\s+)?sprzedawc",
    re.IGNORECASE,
)


def tell_same_vendor(proposal: KindProposal, own: dict[int, Own]) -> None:
    """Mark the cards of a kind as of the offer's vendor, where most pages name that vendor, or say so, above them."""
    vendor = proposal.candidate("vendor")
    for block in proposal.blocks:
        is_named = any(each.name == "vendor" for each in block.candidates)
        if block.record == "listing" and vendor is not None and not is_named:
            block.of_same_vendor = _is_said(own, block.selector, vendor.selector)


def _is_said(own: dict[int, Own], cards: str, vendor: str) -> bool:
    """Tell whether words above the first card say so on most pages that have some."""
    with_cards = [(each, found[0]) for each in own.values() if (found := css(cards)(each.root))]
    named = 0
    for each, card in with_cards:
        found = css(vendor)(each.root)
        name = each.page.document.text(found[0]) if found else None
        before = said_before(each.page, card)
        above = "" if before is None else each.page.document.text(before)
        if len(above) > _LONGEST:
            continue
        named += _SAME.search(above) is not None or (name is not None and name in above)
    return bool(with_cards) and named >= _MOST * len(with_cards)
