"""
Read what a site says of an account beside its ratings: the fingerprint of its key, votes for and against it, its
reputation on other markets; and set parts of what a record has as one.

Functions ending in ``_within`` take a text on one line, and give None where it states no such thing, or several.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.page.counters_within import counter_within
from cryptodrug_scraper.page.money import parse_count
from cryptodrug_scraper.page.parts import ExternalRating, StarRatings, TrustVotes
from cryptodrug_scraper.page.rated_within import MEAN, bare_stars, rating_within, stars_within

if TYPE_CHECKING:
    from datetime import date

    from msgspec import UnsetType

    from cryptodrug_scraper.page.parts import Counter

__all__ = [
    "counted_since",
    "external_within",
    "fingerprint_within",
    "star_ratings",
    "votes_within",
    "whole_stars",
]

_FINGERPRINT = re.compile(r"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{4}[\s:]*){9}[0-9A-Fa-f]{4}(?![0-9A-Fa-f])")
_NUMBER = r"(\d{1,3}(?:[.,'’ \u00a0]\d{3})+|\d+)"
_VOTES = re.compile(rf"(?<![\d.,]){_NUMBER}(?![\d.,]*\d)")
_SIGNED = re.compile(rf"\+\s?{_NUMBER}\D{{1,20}}?{_NUMBER}\D{{0,20}}?[-−–]\s?{_NUMBER}")
"""Positive, neutral and negative ratings, with their signs."""
_MARKET = re.compile(r"\s*(?=[^:(|–—]*[^\W\d_])([^:(|–—]{1,60}?)\s*(?:[:(|–—]|\s-\s)|\s*([^\W\d_][^\d,;]*[^\s\d,;])")
"""The name of a market: what stands before a colon, a dash or a bracket, or else before a number."""
_TWO = 2


def fingerprint_within(text: str) -> str | None:
    """Return the one fingerprint of 40 hexadecimal digits in a text, in upper case without blanks."""
    found = _FINGERPRINT.findall(text)
    return re.sub(r"[\s:]", "", found[0]).upper() if len(found) == 1 else None


def votes_within(text: str) -> TrustVotes | None:
    """Return the two whole numbers of a text as votes for and against an account: ``71 trust, 5 distrust``."""
    found = [parse_count(each) for each in _VOTES.findall(text)]
    if len(found) != _TWO or found[0] is None or found[1] is None:
        return None
    return TrustVotes(trust=found[0], distrust=found[1])


def external_within(text: str) -> ExternalRating | None:
    """
    Return the reputation on another market that a text states, whose name it begins with: ``Hansa: 120 sales, 4.8 / 5,
    +118 / =2 / -0``. A number that is neither a mean, nor has signs, nor is a share is that of sales.
    """
    market = _MARKET.match(text)
    if market is None:
        return None
    said = text[market.end() :]
    rating = ExternalRating(market=market[1] or market[2])
    if (signs := _SIGNED.search(said)) is not None:
        positive, neutral, negative = map(parse_count, signs.groups())
        rating = msgspec.structs.replace(rating, positive=positive, neutral=neutral, negative=negative)
        said = _SIGNED.sub(" ", said)
    if (mean := rating_within(said)) is not None:
        rating = msgspec.structs.replace(rating, mean=mean.mean, scale=mean.scale)
        said = MEAN.sub(" ", said)
    sales = counter_within(re.sub(r"\d+(?:[.,]\d+)?\s*%", " ", said))
    return rating if sales is None else msgspec.structs.replace(rating, sales=sales)


def counted_since(counter: Counter | UnsetType | None, day: date | None) -> Counter | UnsetType | None:
    """Return a counter with the day from which it counts, where both are known."""
    return msgspec.structs.replace(counter, since=day) if counter and day is not None else counter


def whole_stars(text: str) -> int | None:
    """Return the whole stars out of five that a text states, as a number or otherwise."""
    stars = stars_within(text)
    if stars is None:
        stars = bare_stars(text)
    return None if stars is None or stars % 1 else int(stars)


def star_ratings(before: StarRatings | UnsetType | None, **stars: int | None) -> StarRatings:
    """
    Return stars for stealth, quality and value, with what is known of them already.

    Args:
        before: that, as the record has it.
        stars: those that are set, by what they are for.
    """
    return msgspec.structs.replace(before or StarRatings(stealth=None, quality=None, value=None), **stars)
