"""What a person calls a row: the title of a listing, its vendor, its market and the day, as they stand in the row."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.output import inert_lines
from cryptodrug_scraper.page.market import markets
from cryptodrug_scraper.words.wording import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["called", "day_of", "link_words", "market_called"]

_LONGEST = 60
_TIMES = ("captured_at", "stated_at", "occurred_from", "snapshot_first_at", "first_at")
_KINDS = {
    "review_observation": "Rating of",
    "page_total": "Total on a page of",
    "site_observation": "Page of",
}


def called(row: Mapping[str, object], market: object = None, table: str = "") -> str:
    """
    Return what a row is called: as "Speed Paste 10g, AmberAcorn12, Dream, 18 Nov 2018"; empty where it has no words.

    Args:
        row: the row, by the names of its columns.
        market: its market's code, where the row has none.
        table: the table that it is of.
    """
    code = row.get("market") or market
    parts = [_words(row.get("title")), _words(row.get("vendor"))]
    if not parts[0] and row.get("listing_id") is not None and table != "review_observation":
        parts[0] = f"listing {_words(row['listing_id'])}"
    known = [part for part in parts if part]
    if _KINDS.get(table):
        known = [f"{_KINDS[table]} {known[0] if known else 'a market'}", *known[1:]]
    when = next((value for name in _TIMES if (value := row.get(name)) is not None), None)
    known += [market_called(code)] if code is not None else []
    known += [day_of(when)] if isinstance(when, date) else []
    return ", ".join(known)


def link_words(row: Mapping[str, object], column: str, about: Mapping[str, object]) -> str:
    """
    Return the words of a link to what a page says of a listing or vendor; empty for other columns.

    Args:
        row: the row with the link.
        column: the column that leads there.
        about: what all rows of its table are of, where they do not say it themselves.
    """
    if column not in {"listing_observation_id", "vendor_observation_id"} or row.get(column) is None:
        return ""
    return called(dict(about) | {name: value for name, value in row.items() if value is not None})


def market_called(code: object) -> str:
    """The title of a market; its code where it is not installed."""
    return next((market.title for market in markets() if market.name == code), inert_lines(str(code)))


def day_of(when: date) -> str:
    """A day as it is written in words: "18 Nov 2018"."""
    return _english().day(when)


@lru_cache(maxsize=1)
def _english() -> Words:
    return Words("en")


def _words(value: object) -> str:
    if not isinstance(value, str):
        return ""
    text = " ".join(inert_lines(value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
