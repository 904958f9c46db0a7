"""Empire Market."""

from __future__ import annotations

from typing import ClassVar

from cryptodrug_scraper.crawl.frontier import Planned
from cryptodrug_scraper.crawl.scope import RANKS, Scope
from cryptodrug_scraper.crawl.spider import MarketSpider

__all__ = ["EmpireSpider"]

_INDEX = frozenset({"home", "category_list"})
_LISTING = frozenset({"listing", "listing_feedback", "listing_refund"})
_VENDOR = frozenset({"vendor_profile", "vendor_pgp", "vendor_offers"})


class EmpireSpider(MarketSpider):
    """
    The spider of Empire Market. Only a vendor's profile has the addresses of its tabs, so feedback is reached through
    it.
    """

    name = "empire"
    starts: ClassVar = (Planned("home", "/home", RANKS["home"]),)
    scopes: ClassVar[dict[Scope, frozenset[str]]] = {
        "index": _INDEX,
        "listings": _INDEX | _LISTING,
        "vendors": _INDEX | _VENDOR,
        "feedback": _INDEX | {"vendor_profile", "vendor_feedback"},
        "all": _INDEX | _LISTING | _VENDOR | {"vendor_feedback"},
    }
