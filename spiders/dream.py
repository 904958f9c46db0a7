"""Dream Market."""

from __future__ import annotations

from typing import ClassVar

from cryptodrug_scraper.crawl.frontier import Planned
from cryptodrug_scraper.crawl.scope import RANKS, Scope
from cryptodrug_scraper.crawl.spider import MarketSpider

__all__ = ["DreamSpider"]

_INDEX = frozenset({"home", "category_list"})


class DreamSpider(MarketSpider):
    """
    The spider of Dream Market. Cards link to listings, vendors and the tabs of their ratings. Categories overlap, so
    cards repeat.
    """

    name = "dream"
    starts: ClassVar = (Planned("home", "/", RANKS["home"]),)
    scopes: ClassVar[dict[Scope, frozenset[str]]] = {
        "index": _INDEX,
        "listings": _INDEX | {"listing"},
        "vendors": _INDEX | {"vendor_profile"},
        "feedback": _INDEX | {"vendor_feedback"},
        "all": _INDEX | {"listing", "vendor_profile", "vendor_feedback"},
    }
