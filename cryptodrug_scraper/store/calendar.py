"""The calendars of the installed markets, written into the tables market and market_event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec
from sqlalchemy import and_, null, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from cryptodrug_scraper.page.market import markets
from cryptodrug_scraper.store.models.market import MarketEvent, MarketRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Connection

    from cryptodrug_scraper.page.calendar import CalendarEvent
    from cryptodrug_scraper.page.market import Market

__all__ = ["add_new_markets", "event_row", "write_calendars", "write_event"]


def write_calendars(connection: Connection) -> None:
    """
    Bring the rows of the installed markets to what these declare, in the transaction that is open.

    Rows of markets that are not installed, events that no market declares, and those that a researcher stated
    (`store.events`) stay as they are.
    """
    for market in markets():
        _write(connection, market)


def add_new_markets(connection: Connection) -> None:
    """
    Write the rows of installed markets that have none yet, in a transaction of its own.

    Args:
        connection: one that has no transaction open.
    """
    with connection.begin():
        known = set(connection.execute(select(MarketRow.code)).scalars())
        for market in markets():
            if market.name not in known:
                _write(connection, market)


def _write(connection: Connection, market: Market) -> None:
    calendar = market.calendar
    row = {
        "code": market.name,
        "name": market.title,
        "first_usable_on": calendar.first_usable_on,
        "last_usable_on": calendar.last_usable_on,
    }
    _upsert(connection, MarketRow, ("code",), row)
    for event in calendar.events:
        write_event(connection, event_row(market.name, event, "package"), only=MarketEvent.stated_by == "package")


def event_row(market: str, event: CalendarEvent, stated_by: Literal["package", "file"]) -> dict[str, object]:
    """Return the row of table market_event for an event of a market."""
    stated = msgspec.structs.asdict(event)
    return {"market": market} | stated | {"acts": event.does, "title": event.title or null(), "stated_by": stated_by}


def write_event(connection: Connection, row: Mapping[str, object], only: ColumnElement[bool] | None = None) -> None:
    """
    Add a row of table market_event, or bring the one with its key to it.

    Args:
        connection: with the transaction that is open.
        row: as `event_row` gives it.
        only: which rows may be changed, where not all; one that may not stays as it is.
    """
    _upsert(connection, MarketEvent, ("market", "event"), row, only)


def _upsert(
    connection: Connection,
    model: type[MarketRow | MarketEvent],
    key: tuple[str, ...],
    row: Mapping[str, object],
    only: ColumnElement[bool] | None = None,
) -> None:
    """Add a row, or bring the one with its key to it; a row that is so already is not touched."""
    statement = insert(model).values(row)
    told = {column.name: column for column in statement.excluded if column.name not in key}
    differs = tuple_(*(model.__table__.c[name] for name in told)).is_distinct_from(tuple_(*told.values()))
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=key, set_=told, where=differs if only is None else and_(only, differs)
        )
    )
