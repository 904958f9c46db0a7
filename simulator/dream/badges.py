"""Print what Dream Market shows after a vendor's name, on any page: sales, rating, and ratings on other markets."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from simulator.dream.counts import rounded_down
from simulator.dream.markup import attribute
from simulator.dream.reviews import mean_stars

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.state import ExternalRating, VendorState

__all__ = ["badges", "external_records", "ratings_link", "user_rating"]

_DEALS = "Deal count, Average Rating out of 5 stars"
_BADGES = {
    "bmr": ("bmr", "User rating on Black Market Reloaded (positive/neutral/negative)"),
    "agora": ("agora", f"Vendor rating on Agora ({_DEALS})"),
    "nucleus": ("nucleus", f"Nucleus vendor rating ({_DEALS})"),
    "alphabay": ("alphabay", "Alphabay vendor rating (Positive/neutral/negative)"),
    "abraxas": ("abraxas", "Abraxas vendor rating (Deals, Stars out of 5)"),
    "middleearth": ("middleEarth", "Middle Earth vendor rating (Deals, Rating out of 10)"),
    "hansa": ("hansa", "Hansa vendor rating (Pos, Neut, Neg Ratings)"),
}
"""Class and title of the markets from which this one took ratings over, in the order of its badges."""
_SIGNED = frozenset({"bmr", "alphabay", "hansa"})
_RANGES = (0, 50, 100, 200, 500, 700, 1000, 1500, 2000, 3000, 5000, 10_000, 50_000)
"""Bounds between which the deals on Abraxas are given."""
_GOLD = Decimal("4.5")


def user_rating(stars: Sequence[int]) -> str:
    """The mean of ratings in brackets, which are empty without any."""
    mean = mean_stars(stars)
    if mean is None:
        return "()"
    metal = "gold" if mean >= _GOLD else "silver"
    return (
        f'(<span class="userRating {metal}"\n'
        f'\t\t\ttitle="Average rating out of {rounded_down(sum(stars))} rating[s] (1-5 stars)" >'
        f"{mean}&nbsp;&nbsp;&nbsp;&nbsp;</span>)"
    )


def ratings_link(vendor: VendorState, name: str, stars: Sequence[int]) -> str:
    """The link with sales and rating; ``name`` is the vendor's as it stands in an address."""
    return (
        f'<a class="viewRatings" href="/contactMember?member={name}&amp;tab=ratings#tabChooser" target="_blank">  '
        f'<span title="Successful transactions">({rounded_down(vendor.sales)})</span> {user_rating(stars)}</a>'
    )


def badges(vendor: VendorState) -> str:
    """Ratings on other markets, each in brackets."""
    return "".join(
        f' (<span class="{style}LinkedUserRating externalVendorRef" title="{attribute(title)}">{text}</span>)'
        for style, title, text, _ in _external(vendor)
    )


def external_records(vendor: VendorState) -> list[dict[str, Any]]:
    """Return the same ratings as records."""
    return [record for _, _, _, record in _external(vendor)]


def _external(vendor: VendorState) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Class, title, text and record of each badge; a market gives the kind of numbers that it counted in."""
    ratings = {rating.market.lower(): rating for rating in vendor.external}
    for market, (style, title) in _BADGES.items():
        rating = ratings.get(market)
        if rating is None:
            continue
        if market in _SIGNED:
            if rating.positive is not None and rating.neutral is not None and rating.negative is not None:
                signs = {"positive": rating.positive, "neutral": rating.neutral, "negative": rating.negative}
                yield style, title, "/".join(map(str, signs.values())), {"market": market} | signs
        elif rating.sales is not None and rating.mean is not None and rating.scale is not None:
            yield style, title, *_deals(market, rating, rating.sales, rating.mean)


def _deals(market: str, rating: ExternalRating, sales: int, mean: int) -> tuple[str, dict[str, Any]]:
    printed = f"{Decimal(mean).scaleb(-2):f}".rstrip("0").rstrip(".")
    counter: dict[str, Any] = {"value": sales}
    deals = str(sales)
    if market == "abraxas":
        upper = bisect_right(_RANGES, sales)
        counter = {"value": _RANGES[upper - 1], "exact": False}
        deals = f"{_RANGES[upper - 1]}~{_RANGES[min(upper, len(_RANGES) - 1)]}"
    elif market == "middleearth":
        deals = f"#{sales}"
    record = {"market": market, "sales": counter, "mean": printed, "scale": rating.scale}
    return f"{deals}, {printed}/{rating.scale}", record
