"""An account that sells, as one page states it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET

from cryptodrug_scraper.page.fields import Column, Form, Means, Personal, Table, Views
from cryptodrug_scraper.page.parts import (
    Counter,
    ExternalRating,
    FeedbackWindow,
    Interval,
    Payment,
    Place,
    Rating,
    Shown,
    StarCounts,
    StarRatings,
    TrustVotes,
)

__all__ = ["Vendor"]

_NO_ORIGIN = "there is no origin."


class Vendor(msgspec.Struct, tag="vendor", tag_field="record", kw_only=True):
    """
    One account as one page states it.

    ``seen_on`` is ``page`` for the vendor's own pages, ``listing`` for a listing's page, ``card`` for a list of cards.
    ``positive_share`` is in per cent, as printed. ``ships_from`` and ``payment`` are what the page says of the account,
    not of an offer. ``last_active`` is a printed day; ``last_active_within`` the interval in which it was last active,
    where the page prints an age ("3 days ago") or a bound ("within a week").
    """

    vendor: Annotated[str, Column("vendor", form=Form.KEY), Means("Name of the account as printed.", Personal.VENDOR)]
    seen_on: Annotated[
        Literal["card", "listing", "page"],
        Means("page (the account's own), listing (a listing's page) or card.", Personal.NO),
    ]
    sales: Annotated[
        Shown[Counter],
        Column("sales_count", "value"),
        Means("Running count of sales; see sales_is_exact.", Personal.NO, unit="sales"),
        Column("sales_since", "since"),
        Means("Day from which sales_count counts.", Personal.NO, null="not shown."),
        Column("sales_is_exact", "exact"),
        Means(
            "False where the market rounds sales_count, which is then a lower bound.",
            Personal.NO,
            null="not known, or no count.",
        ),
    ] = UNSET
    rating: Annotated[
        Shown[Rating],
        Column("rating_mean", "mean"),
        Means("Mean rating, out of rating_scale.", Personal.NO, unit="of rating_scale"),
        Column("rating_scale", "scale"),
        Means("Best rating there is.", Personal.NO, null="there is no rating."),
        Column("rating_count", "count"),
        Means("Number of ratings, as printed.", Personal.NO, unit="ratings"),
    ] = UNSET
    feedback: Annotated[
        Shown[list[FeedbackWindow]],
        Table("vendor_counter"),
        Means("Ratings received over rolling windows.", Personal.NO),
    ] = UNSET
    positive_share: Annotated[
        Shown[Decimal],
        Column("positive_share_pct"),
        Means("Share of positive ratings, in per cent.", Personal.NO, unit="per cent"),
    ] = UNSET
    star_counts: Annotated[
        Shown[list[StarCounts]], Table("vendor_counter"), Means("Ratings by stars, in bands of age.", Personal.NO)
    ] = UNSET
    star_ratings: Annotated[
        Shown[StarRatings], Table("vendor_counter"), Means("Stars for stealth, quality and value.", Personal.NO)
    ] = UNSET
    level: Annotated[Shown[int], Means("Level that the market gives the account.", Personal.NO)] = UNSET
    trust_level: Annotated[Shown[int], Means("Trust level that the market gives the account.", Personal.NO)] = UNSET
    experience: Annotated[
        Shown[int], Means("Experience points that the market gives it.", Personal.NO, unit="points")
    ] = UNSET
    trusted: Annotated[
        Shown[bool], Column("is_trusted"), Means("Whether the market marks the account as trusted.", Personal.NO)
    ] = UNSET
    trust_votes: Annotated[
        Shown[TrustVotes], Table("vendor_counter"), Means("Votes of users for and against it.", Personal.NO)
    ] = UNSET
    finalize_early: Annotated[
        Shown[bool],
        Column("may_finalize_early"),
        Means("Whether the account may have buyers pay before delivery.", Personal.NO),
    ] = UNSET
    member_since: Annotated[Shown[date], Means("Day on which it joined, as printed.", Personal.NO)] = UNSET
    last_active: Annotated[
        Shown[date], Column("last_active_on"), Means("Day on which it was last active, as printed.", Personal.NO)
    ] = UNSET
    banned: Annotated[Shown[bool], Column("is_banned"), Means("Whether it is shown as banned.", Personal.NO)] = UNSET
    on_vacation: Annotated[
        Shown[bool], Column("is_on_vacation"), Means("Whether it is shown as away.", Personal.NO)
    ] = UNSET
    external_ratings: Annotated[
        Shown[list[ExternalRating]],
        Table("external_rating"),
        Means("Its reputation on other markets, as this one shows it.", Personal.NO),
    ] = UNSET
    profile: Annotated[
        Shown[str],
        Column("profile_sha256", form=Form.TEXT),
        Means("The profile of the vendor.", Personal.WORDS, called="the profile"),
    ] = UNSET
    terms: Annotated[
        Shown[str],
        Column("terms_sha256", form=Form.TEXT),
        Means("The terms of the vendor.", Personal.WORDS, called="the terms"),
    ] = UNSET
    pgp_key: Annotated[
        Shown[str],
        Column("pgp_key_sha256", form=Form.TEXT),
        Means("The printed PGP key. Personal data.", Personal.WORDS, called="the printed PGP key"),
    ] = UNSET
    pgp_fingerprint: Annotated[Shown[str], Means("Fingerprint of the PGP key.", Personal.KEY)] = UNSET
    disputes: Annotated[
        Shown[int], Column("dispute_count"), Means("Disputes, as printed.", Personal.NO, unit="disputes")
    ] = UNSET
    orders: Annotated[Shown[int], Column("order_count"), Means("Orders, as printed.", Personal.NO, unit="orders")] = (
        UNSET
    )
    ships_from: Annotated[
        Shown[Place],
        Column("ships_from_raw", "raw"),
        Means("Where the account says that it sends from, as printed.", Personal.WORDS, views=Views.NONE),
        Column("ships_from_kind", "kind"),
        Means(
            "What that is: country, multi, region, world, digital or unknown.",
            Personal.NO,
            null=_NO_ORIGIN,
            views=Views.NONE,
        ),
        Column("origin_codes", "codes"),
        Means(
            "Set of origins of the account: ISO 3166-1 alpha-2 and region names, sorted; empty if none could be read.",
            Personal.NO,
            null=_NO_ORIGIN,
            views=Views.NONE,
        ),
        Column("origin_excluded", "excluded"),
        Means("Places that the origin names as excluded, sorted.", Personal.NO, null=_NO_ORIGIN, views=Views.NONE),
    ] = UNSET
    payment: Annotated[
        Shown[list[Payment]],
        Means(
            "Ways in which the account is paid, among escrow, finalize_early and multisig.",
            Personal.NO,
            views=Views.NONE,
        ),
    ] = UNSET
    subscribers: Annotated[
        Shown[int],
        Column("subscriber_count", since="0121"),
        Means("Users who follow the account, as printed.", Personal.NO, unit="users"),
    ] = UNSET
    last_active_within: Annotated[
        Shown[Interval],
        Column("active_from", "start"),
        Means(
            "Start of the interval in which the account was last active, from a printed age or bound (UTC).",
            Personal.NO,
            views=Views.NONE,
        ),
        Column("active_to", "end"),
        Means(
            "End of the interval that begins with active_from, itself outside (UTC).",
            Personal.NO,
            null="not known.",
            views=Views.NONE,
        ),
    ] = UNSET
