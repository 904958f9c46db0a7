"""Read what Empire Market prints after a vendor's name: levels, and verified sales on other markets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.bounded import decimal, whole
from cryptodrug_scraper.page.money import parse_count
from cryptodrug_scraper.page.records import Counter, ExternalRating, Vendor

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["read_badges"]

_LEVEL = re.compile(r"(Vendor|Trust) level (\d+)\Z", re.IGNORECASE)
_VERIFIED = re.compile(r"Verified (.+?) successful sales")
_SALES_MEAN = re.compile(r"(?<![\d,])([\d,]+)\)?\s*\((\d+(?:\.\d+)?)\)")
"""It begins where a number does: from within a long one it would look through the rest of it again and again."""
_SCALE = 5
_MARKETS = {"dreammarket": "dream", "wallstreetmarket": "wallstreet"}


def read_badges(document: Document, spans: list[Element], vendor: Vendor) -> None:
    """Read levels and verified badges from the spans around a vendor's name."""
    external: list[ExternalRating] = []
    for span in spans:
        title = span.get("title", "")
        verified = _VERIFIED.match(title)
        if verified is not None:
            rating = document.read("external_ratings", f"{verified[1]}|{document.text(span)}", _external)
            if rating is not None:
                external.append(rating)
            continue
        level = _LEVEL.match(document.text(span))
        if level is not None:
            if level[1].lower() == "vendor":
                vendor.level = document.read("level", level[2], whole)
            else:
                vendor.trust_level = document.read("trust_level", level[2], whole)
        elif title:
            document.issue("unknown_label", f"vendor: badge {title[:80]!r}")
    if external:
        vendor.external_ratings = external


def _external(text: str) -> ExternalRating | None:
    name, _, printed = text.partition("|")
    match = _SALES_MEAN.search(printed)
    sales, mean = (None, None) if match is None else (parse_count(match[1]), decimal(match[2]))
    if sales is None or mean is None:
        return None
    key = re.sub(r"[^a-z0-9]", "", name.lower())
    market = _MARKETS.get(key, key.removesuffix("market") or key)
    return ExternalRating(market, sales=Counter(sales), mean=mean, scale=_SCALE)
