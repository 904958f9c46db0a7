"""The addresses of forms by which a person decides, each with the words of its link."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from cryptodrug_scraper.decisions.correctable import correctable
from cryptodrug_scraper.store.readings.filled import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["of_account", "of_field", "of_listing", "of_pair", "of_price"]


def _path(kind: str, **asked: object) -> str:
    return f"/decide/{kind}?{urlencode({name: str(value) for name, value in asked.items() if value is not None})}"


def of_account(market: str, vendor: str) -> tuple[str, str]:
    """From where an account sends."""
    return _path("country", market=market, vendor=vendor), "from where it sends"


def of_pair(one: tuple[str, str], other: tuple[str, str]) -> str:
    """Whether two accounts, each a market and a name, are one seller's."""
    return _path("link", market=one[0], vendor=one[1], other_market=other[0], other_vendor=other[1])


def of_listing(market: str, listing_id: str, title: object = None) -> tuple[str, str]:
    """What a listing sells, or all of its title."""
    return _path("class", market=market, listing_id=listing_id, title=title), "what it sells"


def of_price(market: str, listing_id: str, price: object, currency: object) -> tuple[str, str]:
    """Whether a price that a listing asks only holds its place."""
    path = _path("holding_price", market=market, listing_id=listing_id, price=price, currency=currency)
    return path, f"whether {price} {currency} only holds its place"


def of_field(table: str, record_id: object) -> Iterable[tuple[str, str]]:
    """What the fields of a record say that can be corrected."""
    record = RECORDS.get(table)
    names = () if record is None else correctable(record)
    return [(_path("field", record_id=record_id, field=name), name) for name in names]
