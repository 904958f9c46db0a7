"""What the database calls its markets and their events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.market import markets
from cryptodrug_scraper.words.wording import Words

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["titles_of", "words_of"]

_TITLES = "SELECT market, market_title FROM research.market_life ORDER BY market"
_EVENTS = (
    "SELECT event, event_title::text FROM research.market_event WHERE event_title IS NOT NULL ORDER BY event, market"
)


def titles_of(connection: Connection) -> dict[str, str]:
    """
    Return what each market is called, by its code: those of the database, whether their packages are installed or not,
    and installed ones, of which a study may speak without a page of theirs.
    """
    installed = {market.name: market.title for market in markets()}
    return installed | {row.market: row.market_title for row in connection.exec_driver_sql(_TITLES)}


def words_of(connection: Connection, language: str) -> Words:
    """Return the words of a language, those of events that packages and researchers stated among them."""
    stated = {event: json.loads(title) for event, title in connection.exec_driver_sql(_EVENTS)}
    return Words(language, {f"event.{event}": title.get(language) or title["en"] for event, title in stated.items()})
