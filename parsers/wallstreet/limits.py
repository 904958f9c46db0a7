"""Read the limits of one order, which may be in another unit than the price, or than one another."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.quantity_words import GRAMS
from cryptodrug_scraper.page.records import UNSET, OrderLimits
from parsers.wallstreet.labels import fold
from parsers.wallstreet.prices import amount, is_unlimited, unit_behind

if TYPE_CHECKING:
    from msgspec import UnsetType

    from cryptodrug_scraper.page.document import Document

__all__ = ["read_limits"]

_PLACES = 6
"""To how many places a quantity is rounded that was turned into another unit."""


def read_limits(document: Document, least: str | None, most: str | None, unit: str | None) -> OrderLimits:
    """
    Read the smallest and the largest quantity of one order, both in units of the price.

    Where a limit has no unit, or one that both have and the price does not, its number counts. A limit in a unit that
    cannot be turned into that of the other is not read.

    Args:
        document: the page.
        least: the text of the smallest quantity; None where the page has none.
        most: that of the largest.
        unit: what the price is for; None where the page does not say it.
    """
    units = ["" if text is None else unit_behind(text) for text in (least, most)]
    base = next((name for name in (unit or "", *units) if name), "")
    agree = not all(units) or _in_units_of(units[0], units[1]) == 1
    return OrderLimits(
        min=_limit(document, "min_order", least, base, agree=agree),
        max=_limit(document, "max_order", most, base, agree=agree),
    )


def _limit(document: Document, field: str, text: str | None, base: str, *, agree: bool) -> Decimal | UnsetType | None:
    if text is None:
        return UNSET
    if is_unlimited(text):
        return None
    value = document.read(field, text, amount)
    unit = unit_behind(text)
    each = _in_units_of(unit, base) if unit else Decimal(1)
    if value is None or (each is None and agree):
        return value
    if each is None:
        document.issue("field_unreadable", f"{field}: {text[:60]!r} is not in {base[:20]!r}")
        return None
    return value if each == 1 else _plain(round(value * each, _PLACES))


def _plain(number: Decimal) -> Decimal:
    """A number without noughts behind its last digit after the point."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _in_units_of(unit: str, base: str) -> Decimal | None:
    """How many of one unit one of another is; None where that is not known."""
    one, other = (fold(name) for name in (unit, base))
    if one.rstrip("s") == other.rstrip("s"):
        return Decimal(1)
    return GRAMS[one] / GRAMS[other] if one in GRAMS and other in GRAMS else None
