"""Accounts, and the numbers about them, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.records import Interval, Place, Rating, StarRatings, TrustVotes
from cryptodrug_scraper.store.rows.page_rows import empty_fields
from cryptodrug_scraper.store.rows.values import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cryptodrug_scraper.page.records import ExternalRating, Vendor
    from cryptodrug_scraper.store.rows.page_rows import PageRows

__all__ = ["add_vendors"]

_LISTS = frozenset({"feedback", "star_counts", "external_ratings"})
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
        is_repeat = best[vendor.vendor] != ordinal
        handle = rows.key(vendor.vendor, "vendor")
        _add_vendor(rows, vendor, ordinal=ordinal, is_repeat=is_repeat, vendor=handle)
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
        _add_external_ratings(rows, ordinal, shown(vendor.external_ratings) or ())


def _add_vendor(rows: PageRows, stated: Vendor, **own: object) -> None:
    """Add the row of one account; ``own`` is what its place on the page says."""
    rating = stated.rating
    origin = stated.ships_from if isinstance(stated.ships_from, Place) else None
    active = stated.last_active_within if isinstance(stated.last_active_within, Interval) else None
    sales_count, sales_since, sales_is_exact = rows.counter(stated.sales, "sales")
    empty = empty_fields(stated, _LISTS)
    if isinstance(rating, Rating):
        empty += [f"rating.{name}" for name in empty_fields(rating)]
    rows.add(
        "vendor_observation",
        **own,
        seen_on=stated.seen_on,
        sales_count=sales_count,
        sales_since=sales_since,
        sales_is_exact=sales_is_exact,
        rating_mean=rows.decimal(rating.mean, "rating.mean") if isinstance(rating, Rating) else None,
        rating_scale=rows.number(rating.scale, "rating.scale") if isinstance(rating, Rating) else None,
        rating_count=rows.number(rating.count, "rating.count") if isinstance(rating, Rating) else None,
        positive_share_pct=rows.decimal(stated.positive_share, "positive_share"),
        level=rows.number(stated.level, "level"),
        trust_level=rows.number(stated.trust_level, "trust_level"),
        experience=rows.number(stated.experience, "experience"),
        is_trusted=shown(stated.trusted),
        may_finalize_early=shown(stated.finalize_early),
        member_since=shown(stated.member_since),
        last_active_on=shown(stated.last_active),
        is_banned=shown(stated.banned),
        is_on_vacation=shown(stated.on_vacation),
        profile_sha256=rows.text(stated.profile),
        terms_sha256=rows.text(stated.terms),
        pgp_key_sha256=rows.text(stated.pgp_key),
        pgp_fingerprint=shown(stated.pgp_fingerprint),
        dispute_count=rows.number(stated.disputes, "disputes"),
        order_count=rows.number(stated.orders, "orders"),
        empty_fields=empty,
        ships_from_raw=None if origin is None else origin.raw,
        ships_from_kind=None if origin is None else origin.kind,
        origin_codes=None if origin is None else origin.codes,
        origin_excluded=None if origin is None else origin.excluded,
        payment=shown(stated.payment),
        active_from=None if active is None else active.start,
        active_to=None if active is None else active.end,
    )


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


def _add_external_ratings(rows: PageRows, vendor: int, ratings: Sequence[ExternalRating]) -> None:
    for number, rating in enumerate(ratings):
        sales_count, sales_since, sales_is_exact = rows.counter(rating.sales, "external_ratings.sales")
        rows.add(
            "external_rating",
            vendor_ordinal=vendor,
            ordinal=number,
            external_market=rating.market,
            sales_count=sales_count,
            sales_since=sales_since,
            sales_is_exact=sales_is_exact,
            rating_mean=rows.decimal(rating.mean, "external_ratings.mean"),
            rating_scale=rows.number(rating.scale, "external_ratings.scale"),
            positive_count=rows.number(rating.positive, "external_ratings.positive"),
            neutral_count=rows.number(rating.neutral, "external_ratings.neutral"),
            negative_count=rows.number(rating.negative, "external_ratings.negative"),
        )
