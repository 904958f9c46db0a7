"""Read what Dream Market prints after a vendor's name, on any page."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.money import parse_count, parse_number
from cryptodrug_scraper.page.records import UNSET, Counter, ExternalRating, Rating, Vendor
from parsers.dream.addresses import feedback_url, vendor_url

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["SCALE", "read_badges"]

SCALE = 5

_MEAN_COUNT = re.compile(r"rating out of (\d[\d.,'’ ]{0,12}) rating")
_DEALS_MEAN = re.compile(r"#?(\d{1,9})(~\d{1,9})?\s*,\s*(\d{1,3}(?:\.\d{1,9})?)/(\d{1,3})\Z")
_SIGNS = re.compile(r"(\d{1,9})/(\d{1,9})/(\d{1,9})\Z")
_DEALS_PERCENT = re.compile(r"(\d{1,9})/(\d{1,3})\Z")


def read_badges(document: Document, cell: Element, name: str, seen_on: Literal["card", "listing", "page"]) -> Vendor:
    """
    Read the counters and ratings in the cell that holds a vendor's name.

    Sales and the number of ratings are rounded by the market, so sales are no exact counter.
    """
    vendor = Vendor(vendor=name, seen_on=seen_on)
    external: list[ExternalRating] = []
    for link in cell.iter("a"):
        if link.get("class") == "viewRatings":
            vendor.sales = vendor.rating = None
    for span in cell.iter("span"):
        title = span.get("title", "")
        names = classes(span)
        if title == "Successful transactions":
            count = document.read("sales", document.text(span).strip("()"), parse_count)
            vendor.sales = None if count is None else Counter(count, exact=False)
        elif "userRating" in names:
            vendor.rating = document.read("rating", f"{document.text(span)}|{title}", _rating)
            if vendor.rating is not None and vendor.rating.count is UNSET and " out of " in title:
                document.issue("field_unreadable", f"rating: {title[:80]!r}")
        elif "externalVendorRef" in names:
            market = next((name for name in names if name.endswith("LinkedUserRating")), "")
            rating = document.read(
                f"external rating of {market}", f"{market[:-16].lower()}|{document.text(span)}", _external
            )
            if rating is not None:
                external.append(rating)
        elif "sellerStatus" in names:
            vendor.trusted = "untrusted" not in names
    if external:
        vendor.external_ratings = external
    document.link("vendor_profile", vendor_url(name))
    document.link("vendor_feedback", feedback_url(name))
    return vendor


@lru_cache(maxsize=4096)
def _rating(text: str) -> Rating | None:
    printed, _, title = text.partition("|")
    count = _MEAN_COUNT.search(title)
    mean = parse_number(printed)
    number = None if count is None else parse_count(count[1])
    return None if mean is None else Rating(mean, SCALE, UNSET if number is None else number)


@lru_cache(maxsize=4096)
def _external(text: str) -> ExternalRating | None:
    """
    Read ``2500, 4.7/5``, ``100~200, 4.8/5``, ``#21, 9.5/10`` (deals, mean), ``700/20/90`` (signs) or ``3/98``
    (deals, satisfaction in per cent).
    """
    market, _, printed = text.partition("|")
    if (match := _DEALS_MEAN.match(printed)) is not None:
        sales = Counter(int(match[1]), exact=False) if match[2] else Counter(int(match[1]))
        return ExternalRating(market, sales=sales, mean=Decimal(match[3]), scale=int(match[4]))
    if (match := _SIGNS.match(printed)) is not None:
        return ExternalRating(market, positive=int(match[1]), neutral=int(match[2]), negative=int(match[3]))
    if (match := _DEALS_PERCENT.match(printed)) is not None:
        return ExternalRating(market, sales=Counter(int(match[1])), mean=Decimal(match[2]), scale=100)
    return None
