"""A rating that a buyer left, as one list on one page shows it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from cryptodrug_scraper.page.fields import Column, Form, Means, Personal, Views
from cryptodrug_scraper.page.parts import Age, Interval, Money, Shown, Sign

__all__ = ["Review"]

_BOTH = Views.ROWS | Views.LOOKS


class Review(msgspec.Struct, tag="review", tag_field="record", kw_only=True, gc=False):
    """
    One rating left by a buyer, at its ``position`` (from 1) on the page.

    ``amount_step`` is the rounding of the printed ``amount``. ``occurred`` is the interval within which the rating was
    left, from the printed age and the capture time, or from a printed time. ``age`` is the printed age by itself.
    """

    vendor: Annotated[
        str | None,
        Column("vendor", form=Form.KEY),
        Means("Name of the account that is rated.", Personal.VENDOR, null="the page does not say.", views=_BOTH),
    ]
    position: Annotated[
        int,
        Column("position", form=Form.SMALL),
        Means("Position in the page's list, from 1.", Personal.NO, views=_BOTH),
    ]
    listing_id: Annotated[
        Shown[str],
        Column("listing_id", form=Form.KEY),
        Means("The listing that was bought (market's own id).", Personal.LISTING, views=_BOTH),
    ] = UNSET
    listing_title: Annotated[
        Shown[str], Means("Title of the listing that was bought.", Personal.WORDS, views=_BOTH)
    ] = UNSET
    stars: Annotated[Shown[Decimal | int], Means("Stars given, out of 5.", Personal.NO, unit="stars", views=_BOTH)] = (
        UNSET
    )
    sign: Annotated[Shown[Sign], Means("positive, neutral or negative.", Personal.NO, views=_BOTH)] = UNSET
    comment: Annotated[
        Shown[str],
        Column("comment_sha256", form=Form.TEXT),
        Means("The words of the buyer.", Personal.WORDS, called="the buyer's words", views=_BOTH),
    ] = UNSET
    is_default_comment: Annotated[
        bool | UnsetType,
        Means(
            "Whether the words are the market's own default; then there is no comment.", Personal.NO, null="not known."
        ),
    ] = UNSET
    buyer_mask: Annotated[Shown[str], Means("Masked name of the buyer.", Personal.BUYER)] = UNSET
    amount: Annotated[
        Shown[Money],
        Column("amount", "amount"),
        Means("Amount of the order, in amount_currency.", Personal.NO, unit="amount_currency", views=_BOTH),
        Column("amount_currency", "currency"),
        Means("Currency of amount.", Personal.NO, null="there is no amount.", views=_BOTH),
    ] = UNSET
    amount_step: Annotated[
        Shown[Money],
        Column("amount_step", "amount"),
        Means("Rounding of the printed amount, in amount_step_currency.", Personal.NO, unit="amount_step_currency"),
        Column("amount_step_currency", "currency"),
        Means("Currency of amount_step.", Personal.NO, null="there is none."),
    ] = UNSET
    age_raw: Annotated[Shown[str], Means("Age or time as printed.", Personal.WORDS, views=_BOTH)] = UNSET
    occurred: Annotated[
        Shown[Interval],
        Column("occurred_from", "start"),
        Means(
            "Earliest instant at which the rating can have been left (UTC), from the printed age and the capture time.",
            Personal.NO,
            null="not known.",
            views=_BOTH,
        ),
        Column("occurred_to", "end"),
        Means(
            "End of the interval that begins with occurred_from, itself outside (UTC).",
            Personal.NO,
            null="not known.",
            views=_BOTH,
        ),
    ] = UNSET
    age: Annotated[
        Shown[Age],
        Column("age_least", "least", since="0104"),
        Means(
            "Least age of the rating when the page was made, by what it prints.",
            Personal.NO,
            unit="seconds",
            null="the page prints no age, or release 0.2.0 read it.",
        ),
        Column("age_most", "most", since="0104"),
        Means(
            "Greatest age of the rating when the page was made, by what it prints.",
            Personal.NO,
            unit="seconds",
            null="the page prints no age, or release 0.2.0 read it.",
        ),
    ] = UNSET
    delivery_days: Annotated[
        Shown[Decimal],
        Column("delivery_days", since="0121"),
        Means("Days that delivery took, as the rating says.", Personal.NO, unit="days"),
    ] = UNSET
    buyer_level: Annotated[
        Shown[int],
        Column("buyer_level", since="0121"),
        Means("Level that the market gives the buyer.", Personal.NO),
    ] = UNSET
    reply: Annotated[
        Shown[str],
        Column("reply_sha256", form=Form.TEXT),
        Means("The answer of the vendor.", Personal.WORDS, called="the vendor's answer"),
    ] = UNSET
