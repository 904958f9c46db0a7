"""Accounts, and the numbers about them, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.records import StarRatings, TrustVotes
from cryptodrug_scraper.store.rows.page_rows import empty_fields
from cryptodrug_scraper.store.rows.stated import stated
from cryptodrug_scraper.store.rows.values import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cryptodrug_scraper.page.records import Vendor
    from cryptodrug_scraper.store.rows.page_rows import PageRows

__all__ = ["add_vendors"]

_LISTS = frozenset({"feedback", "star_counts", "external_ratings"})
_IN_PARTS = ("rating",)
_RANK = {"page": 0, "listing": 1, "card": 2}


def add_vendors(rows: PageRows, vendors: Sequence[tuple[int, Vendor]]) -> None:
    """
    Add the rows of the accounts that a page states, each given with its place among the page's records.

    Where the page states one account more than once, its own page comes before a listing's, that before cards, and the
    first before the others.
    """
    best: dict[str, int] = {}
    for ordinal, vendor in sorted(vendors, key=lambda pair: (_RANK[pair[1].seen_on], pair[0])):
        best.setdefault(vendor.vendor, ordinal)
    for ordinal, vendor in vendors:
        rows.add(
            "vendor_observation",
            stated(rows, vendor),
            ordinal=ordinal,
            is_repeat=best[vendor.vendor] != ordinal,
            empty_fields=empty_fields(vendor, _LISTS, _IN_PARTS),
        )
        for number, (counter, window, value) in enumerate(_counters(vendor)):
            rows.add(
                "vendor_counter",
                vendor_ordinal=ordinal,
                ordinal=number,
                counter=counter,
                window_or_band=window,
                value=rows.number(value, counter),
                is_exact=None,
                since=None,
            )
        for number, rating in enumerate(shown(vendor.external_ratings) or ()):
            rows.add(
                "external_rating", stated(rows, rating, "external_ratings."), vendor_ordinal=ordinal, ordinal=number
            )


def _counters(vendor: Vendor) -> Iterator[tuple[str, str | None, int | None]]:
    for window in shown(vendor.feedback) or ():
        span = _span(window.window)
        yield "feedback_positive", span, window.positive
        yield "feedback_neutral", span, window.neutral
        yield "feedback_negative", span, window.negative
    for band in shown(vendor.star_counts) or ():
        for stars, count in enumerate(band.stars, start=1):
            yield f"stars_{stars}", _span(band.band), count
    if isinstance(vendor.trust_votes, TrustVotes):
        yield "trust_votes_for", None, vendor.trust_votes.trust
        yield "trust_votes_against", None, vendor.trust_votes.distrust
    if isinstance(vendor.star_ratings, StarRatings):
        yield "rating_stealth", None, vendor.star_ratings.stealth
        yield "rating_quality", None, vendor.star_ratings.quality
        yield "rating_value", None, vendor.star_ratings.value


def _span(said: str) -> str | None:
    """The window or band as its column has it."""
    return None if said == "all" else said
