"""Wall Street Market."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cryptodrug_scraper.crawl.frontier import Planned
from cryptodrug_scraper.crawl.scope import RANKS, Scope
from cryptodrug_scraper.crawl.spider import MarketSpider
from cryptodrug_scraper.page.records import Category, PageTotal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["WallStreetSpider"]

_INDEX = frozenset({"category_list"})
_LISTING = frozenset({"listing", "listing_refund"})
_VENDOR = frozenset({"vendor_profile", "vendor_pgp", "vendor_offers"})
_URL = "/index"
_CARDS = "90"
"""Cards on a page: the largest number that the market offers."""
_LEVELS = "TMB"
"""The letters before the numbers of the three levels of categories."""


class WallStreetSpider(MarketSpider):
    """
    The spider of Wall Street Market. All lists have one address: category and page are fields of a form. Feedback
    stands on the listing's page.

    A form with ``dofilter=1`` is answered with an empty list, so the field is always 0.
    """

    name = "wallstreet"
    starts: ClassVar = (Planned("category_list", _URL, RANKS["category_list"]),)
    scopes: ClassVar[dict[Scope, frozenset[str]]] = {
        "index": _INDEX,
        "listings": _INDEX | {"listing"},
        "vendors": _INDEX | _VENDOR,
        "feedback": _INDEX | {"listing"},
        "all": _INDEX | _LISTING | _VENDOR,
    }

    def more(self, asked: Planned, page: ParsedPage) -> Iterable[Planned]:
        """
        Request the lists of the categories without subcategories, and the further pages of such a list.

        Each listing stands in one of those lists; those of the levels above would repeat its card.
        """
        if page.kind == "category_list":
            yield from (_list(form) for form in _forms(asked, page))


def _forms(asked: Planned, page: ParsedPage) -> Iterator[dict[str, str]]:
    categories = [record for record in page.records if isinstance(record, Category)]
    above = {tuple(category.category_path or ())[:-1] for category in categories}
    for category in categories:
        number = str(category.category_id)
        if number[:1] in _LEVELS and tuple(category.category_path or ()) not in above:
            yield {f"menuCat{number[0]}": number[1:]}
    pressed = next(((name[-1], value) for name, value in asked.form or () if name.startswith("menuCat")), None)
    if pressed is not None:
        level, number = pressed
        last = max((record.pages or 1 for record in page.records if isinstance(record, PageTotal)), default=1)
        for place in range(2, last + 1):
            yield {f"form[cat{level}]": number, "page": str(place)}


def _list(form: dict[str, str]) -> Planned:
    fields = form | {"form[limit]": _CARDS, "dofilter": "0"}
    return Planned("category_list", _URL, RANKS["category_list"], tuple(fields.items()))
