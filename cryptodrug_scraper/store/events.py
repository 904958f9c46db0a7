"""Events that a researcher states of markets, in a file, beside those that the markets' packages declare."""
# msgspec reads the annotations when the program runs, so they are no strings here

import tomllib
from collections.abc import Iterable
from typing import Literal, NamedTuple

import msgspec
from sqlalchemy import Connection, delete, select

from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.page.calendar import CalendarEvent
from cryptodrug_scraper.page.market import markets
from cryptodrug_scraper.store.calendar import event_row, write_event
from cryptodrug_scraper.store.models.market import MarketEvent, MarketRow

__all__ = ["Loaded", "StatedEvent", "load_events", "read_events", "remove_event"]


class StatedEvent(CalendarEvent, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    An event as a file has it: as in a market's calendar, with the market.

    Attributes:
        market: code of the market.
    """

    market: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"events": "event"}):
    events: tuple[StatedEvent, ...]


class Loaded(NamedTuple):
    """
    What became of the events of a file.

    Attributes:
        new: events that were not there.
        changed: those that a file had stated otherwise.
        replaced: those that a market's package states; they come back when the file's is removed.
        same: those that were there as they are.
    """

    new: int
    changed: int
    replaced: int
    same: int


def read_events(content: bytes, name: str) -> tuple[StatedEvent, ...]:
    """
    Read a file of events.

    Args:
        content: TOML, an ``[[event]]`` for each.
        name: of the file, for what is wrong with it.

    Raises:
        ConfigurationError: it is no such file, or an event is there twice; the message says what to do.
    """
    try:
        events = msgspec.convert(tomllib.loads(content.decode()), _File).events
    except (ValueError, msgspec.ValidationError) as error:
        msg = f"{name}: {error}: correct it; docs/markets.md, 'Events', has an example"
        raise ConfigurationError(msg) from error
    keys = [(event.market, event.event) for event in events]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        msg = f"{name}: the event {twice[1]} of {twice[0]} is there twice: keep one, or number the other"
        raise ConfigurationError(msg)
    return events


def load_events(connection: Connection, events: Iterable[StatedEvent]) -> Loaded:
    """
    Add events, or bring those that are there to what the file states, in the transaction that is open.

    Raises:
        StoreError: a market is not in the database.
    """
    table = MarketEvent.__table__
    held = {(row.market, row.event): row._asdict() for row in connection.execute(table.select())}
    known = set(connection.execute(select(MarketRow.code)).scalars())
    counts: dict[str, int] = dict.fromkeys(Loaded._fields, 0)
    for event in events:
        if event.market not in known:
            msg = f"{event.market!r} is no market of the database: it has {', '.join(sorted(known))}"
            raise StoreError(msg)
        row = event_row(event.market, event, "file")
        before = held.get((event.market, event.event))
        counts[_what(before, row | {"title": event.title})] += 1
        write_event(connection, row)
    return Loaded(**counts)


def remove_event(connection: Connection, market: str, event: str) -> CalendarEvent | None:
    """
    Remove an event that a file stated, in the transaction that is open.

    Returns:
        What the market's package states of it, which counts again; None where it states nothing.

    Raises:
        StoreError: no file stated it.
    """
    found = MarketEvent.__table__.c
    stated = delete(MarketEvent).where(found.market == market, found.event == event, found.stated_by == "file")
    if not connection.execute(stated).rowcount:
        msg = f"no file stated the event {event!r} of {market!r}: cryptodrug event list shows which are there"
        raise StoreError(msg)
    declared = next((each.calendar.events for each in markets() if each.name == market), ())
    again = next((each for each in declared if each.event == event), None)
    if again is not None:
        write_event(connection, event_row(market, again, "package"))
    return again


def _what(before: dict[str, object] | None, row: dict[str, object]) -> Literal["new", "changed", "replaced", "same"]:
    if before is None:
        return "new"
    if before == row:
        return "same"
    return "replaced" if before["stated_by"] == "package" else "changed"
