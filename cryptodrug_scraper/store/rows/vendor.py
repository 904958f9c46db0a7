"""Accounts, and the numbers about them, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.records import Counter, Rating, StarRatings, TrustVotes
from cryptodrug_scraper.store.rows.reading import empty_fields, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from cryptodrug_scraper.page.records import ExternalRating, Vendor
    from cryptodrug_scraper.store.rows.reading import Reading, Row

__all__ = ["add_vendors"]

_LISTS = frozenset({"feedback", "star_counts", "external_ratings"})
_RANK = {"page": 0, "listing": 1, "card": 2}


def add_vendors(reading: Reading, vendors: Sequence[tuple[int, Vendor]]) -> None:
    """
    Add the rows of the accounts that a page states, each given with its place among the page's records.

    Where the page states one account more than once, its own page comes before a listing's, that before cards, and the
    first before the others.
    """
    best: dict[str, int] = {}
    for ordinal, vendor in sorted(vendors, key=lambda pair: (_RANK[pair[1].seen_on], pair[0])):
        best.setdefault(vendor.vendor, ordinal)
    for ordinal, vendor in vendors:
        is_repeat = best[vendor.vendor] != ordinal
        name = reading.row_id("vendor", ordinal)
        handle = reading.key(vendor.vendor, "vendor")
        row = _vendor_row(reading, vendor)
        reading.tables["vendor_observation"].append((name, *reading.seen(ordinal), is_repeat, handle, *row))
        for number, (counter, window, value) in enumerate(_counters(vendor)):
            count = reading.number(value, counter)
            reading.tables["vendor_counter"].append(
                (name, *reading.observed(number), is_repeat, handle, counter, window, count, None, None)
            )
        _add_external_ratings(reading, name, shown(vendor.external_ratings) or ())


def _vendor_row(reading: Reading, vendor: Vendor) -> Row:
    rating = vendor.rating
    empty = empty_fields(vendor, _LISTS)
    if isinstance(rating, Rating):
        empty += [f"rating.{name}" for name in empty_fields(rating)]
    return (
        vendor.seen_on,
        *_counter(reading, vendor.sales, "sales"),
        reading.decimal(rating.mean, "rating.mean") if isinstance(rating, Rating) else None,
        reading.number(rating.scale, "rating.scale") if isinstance(rating, Rating) else None,
        reading.number(rating.count, "rating.count") if isinstance(rating, Rating) else None,
        *(reading.decimal(vendor.positive_share, "positive_share"), reading.number(vendor.level, "level")),
        *(reading.number(vendor.trust_level, "trust_level"), reading.number(vendor.experience, "experience")),
        *(shown(vendor.trusted), shown(vendor.finalize_early), shown(vendor.member_since), shown(vendor.last_active)),
        *(shown(vendor.banned), shown(vendor.on_vacation)),
        *(reading.text(vendor.profile), reading.text(vendor.terms), reading.text(vendor.pgp_key)),
        *(shown(vendor.pgp_fingerprint), reading.number(vendor.disputes, "disputes")),
        *(reading.number(vendor.orders, "orders"), empty),
    )


def _counter(reading: Reading, counter: object, name: str) -> Row:
    if not isinstance(counter, Counter):
        return (None, None, None)
    return (reading.number(counter.value, name), shown(counter.since), shown(counter.exact))


def _counters(vendor: Vendor) -> Iterator[tuple[str, str | None, int | None]]:
    for window in shown(vendor.feedback) or ():
        yield "feedback_positive", window.window, window.positive
        yield "feedback_neutral", window.window, window.neutral
        yield "feedback_negative", window.window, window.negative
    for band in shown(vendor.star_counts) or ():
        for stars, count in enumerate(band.stars, start=1):
            yield f"stars_{stars}", band.band, count
    if isinstance(vendor.trust_votes, TrustVotes):
        yield "trust_votes_for", None, vendor.trust_votes.trust
        yield "trust_votes_against", None, vendor.trust_votes.distrust
    if isinstance(vendor.star_ratings, StarRatings):
        yield "rating_stealth", None, vendor.star_ratings.stealth
        yield "rating_quality", None, vendor.star_ratings.quality
        yield "rating_value", None, vendor.star_ratings.value


def _add_external_ratings(reading: Reading, name: UUID, ratings: Sequence[ExternalRating]) -> None:
    for number, rating in enumerate(ratings):
        reading.tables["external_rating"].append(
            (
                *(name, number, reading.at, rating.market, *_counter(reading, rating.sales, "external_ratings.sales")),
                reading.decimal(rating.mean, "external_ratings.mean"),
                reading.number(rating.scale, "external_ratings.scale"),
                reading.number(rating.positive, "external_ratings.positive"),
                reading.number(rating.neutral, "external_ratings.neutral"),
                reading.number(rating.negative, "external_ratings.negative"),
            )
        )
