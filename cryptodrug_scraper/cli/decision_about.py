"""What a decision is about, from words of the command line."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.decisions.stated import Stated
from cryptodrug_scraper.decisions.subject import Account, Class, Country, HoldingPrice, Kind, Link, Subject

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


__all__ = ["FORMS", "subject_of"]

FORMS: dict[Kind, str] = {
    "link": "MARKET/VENDOR MARKET/VENDOR",
    "country": "MARKET/VENDOR",
    "holding_price": "MARKET/LISTING PRICE CURRENCY",
    "class": "MARKET/LISTING, or MARKET with --title",
    "field": "RECORD_ID FIELD",
}
"""What is named after each kind."""


def subject_of(
    kind: Kind, about: Sequence[str], first_day: date | None, last_day: date | None, title: str | None
) -> Subject | Stated:
    """
    Return what a decision is about.

    Args:
        kind: of it.
        about: the words after the kind, as in `FORMS`.
        first_day: of a country or a price the first day; None: open.
        last_day: the last.
        title: of listings, in place of one.

    Raises:
        click.UsageError: the words do not have this form.
    """
    days = {"first_day": first_day, "last_day": last_day}
    if (first_day or last_day) and kind not in {"country", "holding_price"}:
        msg = "--from and --until are for a country or a holding_price"
        raise click.UsageError(msg)
    if title is not None and kind != "class":
        msg = "--title is for a class"
        raise click.UsageError(msg)
    match kind, tuple(about):
        case "link", (one, other):
            return Link(first=Account(*_pair(one, kind)), second=Account(*_pair(other, kind)))
        case "country", (account,):
            market, vendor = _pair(account, kind)
            return Country(market=market, vendor=vendor, **days)
        case "holding_price", (listing, price, currency):
            market, listing_id = _pair(listing, kind)
            return HoldingPrice(market=market, listing_id=listing_id, price=_price(price), currency=currency, **days)
        case "class", (listing,):
            if title is not None:
                return Class(market=listing, title=title)
            market, listing_id = _pair(listing, kind)
            return Class(market=market, listing_id=listing_id)
        case "field", (record_id, field):
            return Stated(record_id, field)
    raise click.UsageError(_form(kind))


def _form(kind: Kind) -> str:
    return f"of a {kind} is named: {FORMS[kind]}"


def _pair(word: str, kind: Kind) -> tuple[str, str]:
    one, _, other = word.partition("/")
    if not one or not other:
        msg = f"{word!r} has no two parts with a / between: {_form(kind)}"
        raise click.UsageError(msg)
    return one, other


def _price(word: str) -> Decimal:
    try:
        return Decimal(word)
    except InvalidOperation:
        msg = f"{word!r} is no price: write it as 9999.50"
        raise click.UsageError(msg) from None
