"""In words: what has no amount in EUR for want of a rate, and pages whose time had not come when they were loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.counted import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.derive.lacking import WithoutRate
    from cryptodrug_scraper.store.future import Future

__all__ = ["FUTURE_ADVICE", "RATES_ADVICE", "future_words", "without_rate_words"]

RATES_ADVICE = (
    "cryptodrug rates add FILE adds newer rates of the European Central Bank; of a coin, give a series of your own "
    "(docs/deriving.md, Rates). Then derive again"
)
FUTURE_ADVICE = (
    "docs/importing.md says how pages get their times: correct them, take the pages out with cryptodrug db remove, "
    "and replay them again"
)


def without_rate_words(found: Iterable[WithoutRate]) -> list[str]:
    """A line for each market with sales or prices that have no amount in EUR."""
    return [
        f"{each.market}: {counted(each.sales, 'sale', ',')} and {counted(each.prices, 'asked price', ',')} of "
        f"{each.first_day} to {each.last_day} have no amount in EUR, as their currencies have no rate of that day "
        "(price_source no_rate)."
        for each in found
    ]


def future_words(found: Iterable[Future]) -> list[str]:
    """A line for each market with pages whose time had not come."""
    return [
        f"{each.market or 'no known market'}: {counted(each.captures, 'page is|pages are', ',')} dated "
        f"{each.first_day} to {each.last_day}, which was yet to come when {_they(each, 'it was', 'they were')} loaded, "
        f"such as {each.example}: {_they(each, 'it is', 'they are')} in no snapshot and no figure."
        for each in found
    ]


def _they(found: Future, one: str, several: str) -> str:
    return one if found.captures == 1 else several
