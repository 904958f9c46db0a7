"""What the pages say, in the six languages of the market. The other markets have one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["LABELS", "Labels"]


@dataclass(frozen=True, slots=True)
class Labels:
    """
    Labels of one language, and how it writes numbers and times.

    Attributes:
        code: what the market calls the language; its Portuguese is ``br``.
        thousands, decimal: marks of prices and counts; ``rating_decimal`` is that of stars.
        day, moment: forms of a date, and of a date without year but with a time.
        twelve_hours: clocks run to twelve, with ``am`` and ``pm``.
        minutes, hours, days, weeks, months_ago: an age of one, and of another number.

    The others are labels, named for what they stand before.
    """

    code: str
    thousands: str
    decimal: str
    rating_decimal: str
    home: str
    orders: str
    messages: str
    log_out: str
    log_in: str
    sign_up: str
    search: str
    products: str
    results: str
    page: str
    product: str
    vendor: str
    price: str
    amount: str
    name: str
    level: str
    ships_from: str
    ships_world: str
    ships_some: str
    ships_except: str
    payments: Mapping[str, str]
    auto_accept: str
    digital: str
    information: str
    least: str
    most: str
    views: str
    stock: str
    sold: str
    category: str
    prices: str
    shipping: str
    buy: str
    ask: str
    description: str
    refund: str
    feedback: str
    offers: str
    trusted: str
    online: str
    not_available: str
    last_online: str
    member_since: str
    buyer_statistics: str
    completed: str
    buyer_disputes: str
    rated: str
    vendor_statistics: str
    average: str
    vendor_level: str
    vendor_since: str
    recent_rating: str
    open_orders: str
    stats: str
    customers: str
    vendors: str
    settings: str
    gone: str
    not_found: str
    units: Mapping[str, str]
    months: Sequence[str]
    day: str
    moment: str
    twelve_hours: bool
    minutes: Sequence[str]
    hours: Sequence[str]
    days: Sequence[str]
    weeks: Sequence[str]
    months_ago: Sequence[str]


def _read() -> dict[str, Labels]:
    text = (files(__package__) / "labels.toml").read_text(encoding="utf-8")
    return {language: Labels(**labels) for language, labels in tomllib.loads(text).items()}


LABELS: Mapping[str, Labels] = _read()
"""By the interface language that a viewer names: en, de, fr, es, it, pt."""
