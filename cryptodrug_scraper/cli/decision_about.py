"""What a decision is about and what it says, from words of the command line."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.decisions.check import correctable
from cryptodrug_scraper.decisions.stated import Stated
from cryptodrug_scraper.decisions.subject import Account, Class, Country, Field, HoldingPrice, Kind, Link, Subject

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cryptodrug_scraper.decisions.decision import Value

__all__ = ["FORMS", "subject_of", "value_of"]

FORMS: dict[Kind, str] = {
    "link": "MARKET/VENDOR MARKET/VENDOR",
    "country": "MARKET/VENDOR",
    "holding_price": "MARKET/LISTING PRICE CURRENCY",
    "class": "MARKET/LISTING, or MARKET with --title",
    "field": "RECORD_ID FIELD",
}
"""What is named after each kind."""
_WORDS: dict[str, object] = {"null": None, "true": True, "false": False}


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


def value_of(subject: Subject, said: str | None) -> Value | None:
    """
    Return what a decision says, as yet unchecked.

    Args:
        subject: what it is about.
        said: codes with commas between for a country, ``drug_class=Cannabis`` and the like with commas between for a
            class, the value of a field, where ``null`` is none; None: nothing.

    Raises:
        click.UsageError: it does not have this form.
    """
    if said is None:
        return None
    if isinstance(subject, Class):
        pairs = [part.partition("=") for part in said.split(",")]
        if not all(between for _, between, _ in pairs):
            msg = f"{said!r} says nothing of a class: write drug_class=Cannabis,product_class=physical"
            raise click.UsageError(msg)
        return {name.strip(): word.strip() for name, _, word in pairs}
    if isinstance(subject, Country):
        return {"origin_codes": _codes(said)}
    if not isinstance(subject, Field):
        return {"value": said}
    declared = correctable(subject.record).get(subject.field)
    if declared is not None and declared.type == list[str]:
        return {subject.field: None if said == "null" else _codes(said)}
    return {subject.field: _WORDS.get(said, said)}  # type: ignore[dict-item]


def _codes(said: str) -> list[str]:
    return [code.strip().upper() for code in said.split(",") if code.strip()]
