"""
Which figures of a page follow from others, as it is read: the same must hold on the draft of a fixture.

Shares and rates are held against their parts as exactly as they are printed.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["broken", "doings"]


def _records(page: ParsedPage) -> list[dict[str, Any]]:
    return [msgspec.to_builtins(record, builtin_types=(Decimal, datetime, date)) for record in page.records]


def doings(page: ParsedPage) -> list[tuple[str, str]]:
    """Masks with the minutes in which they bought."""
    return [
        (record["buyer_mask"], str(record["occurred"]))
        for record in _records(page)
        if record["record"] == "review" and record.get("buyer_mask") and record.get("occurred")
    ]


def broken(page: ParsedPage, draft: ParsedPage) -> Iterator[str]:
    """Figures that follow from others on the page, and do not on the draft."""
    ones, others = list(_follows(page)), list(_follows(draft))
    for one, other in zip(ones, others, strict=False):
        if one[1] and not other[1]:
            yield f"{one[0]} held, and does not: {other[0]}"
    if len(ones) != len(others):
        yield f"{len(ones)} relations became {len(others)}"


def _follows(page: ParsedPage) -> Iterator[tuple[str, bool]]:
    records = _records(page)
    counts = {
        tuple(each["category_path"]): each.get("listing_count") for each in records if each["record"] == "category"
    }
    for place, (path, count) in enumerate(counts.items()):
        parts = [number for other, number in counts.items() if other[:-1] == path and number is not None]
        yield f"category {place}: {count} is the sum of {parts}", len(parts) > 1 and sum(parts) == count
    for each in records:
        if each["record"] == "vendor":
            first, last = each.get("member_since"), each.get("last_active")
            yield f"{first} is before {last}", bool(first and last and first <= last)
            for window in [window for window in each.get("feedback") or [] if window["window"] == "12m"]:
                share = each.get("positive_share")
                yield f"{share} % of {window}", _is_share(window, share)
    stamps = [each["occurred"] for each in records if each["record"] == "review" and each.get("occurred")]
    order = [str(stamp["from"] if isinstance(stamp, dict) else stamp) for stamp in stamps]
    yield f"{len(order)} reviews stand in their order", order == sorted(order, reverse=True)
    ratios = [ratio for each in records for ratio in _ratios(each)]
    low, high = (
        max((low for low, _ in ratios), default=Decimal(1)),
        min((high for _, high in ratios), default=Decimal(0)),
    )
    yield f"prices in coins are by one rate: {ratios}", low <= high
    printed = [
        each["rate"]
        for each in records
        if each["record"] == "exchange_rate" and (each["base"], each["quote"]) == ("BTC", "USD") and each.get("rate")
    ]
    is_printed = low <= high and bool(printed) and low * Decimal("0.999") <= printed[0] <= high * Decimal("1.001")
    yield f"prices in coins are by the rate that is printed: {low} to {high}, {printed}", is_printed


def _is_share(window: dict[str, Any], share: Decimal | None) -> bool:
    whole = window["positive"] + window["negative"]
    if not whole or share is None:
        return False
    return bool(abs(100 * Decimal(window["positive"]) / whole - share) <= _half_step(share))


def _half_step(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    return Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)


def _ratios(record: dict[str, Any]) -> Iterator[tuple[Decimal, Decimal]]:
    """US dollars in a bitcoin, by the prices of a listing that are in both: from and to, as both are rounded."""
    prices = record.get("prices") or []
    for price in (prices, *(tier.get("prices") or [] for tier in record.get("price_tiers") or [])):
        worth = {each["currency"]: Decimal(each["amount"]) for each in price}
        if worth.get("BTC", 0) * 20_000 > 1 and "USD" in worth:
            dollars, coins = worth["USD"], worth["BTC"]
            yield (
                (dollars - _half_step(dollars)) / (coins + _half_step(coins)),
                (dollars + _half_step(dollars)) / (coins - _half_step(coins)),
            )
