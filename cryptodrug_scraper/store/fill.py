"""
Count how often each field is filled, per crawl, to show when a parser no longer finds a field.

The queries are made from the models, so that a new column is counted by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Date, Table, Text, Uuid, cast, exists, func, literal, select

from cryptodrug_scraper.measures.looks.drift import Fill
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.models.base import MONTH
from cryptodrug_scraper.store.tables import PARTS, beside_readings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection, Select

__all__ = ["fill_rates"]

_RECORDS = ("listing_observation", "vendor_observation", "review_observation")
_NOT_FIELDS = frozenset({"empty_fields", "captured_at", MONTH, "ordinal", "price_ordinal", "seen_on"})


def fill_rates(connection: Connection, market: str | None = None, since: datetime | None = None) -> Iterator[Fill]:
    """
    Count the filled fields of all records of known time, from the shown reading of each whole page.

    Args:
        connection: a connection to the database.
        market: only records of this market.
        since: only records of captures from this instant on.
    """
    for name in _RECORDS:
        query, fields = _counts(Base.metadata.tables[name], market, since)
        for row in connection.execute(query):
            market_name, kind, crawl, day, record_count = row[:5]
            for field, count in zip(fields, row[5:], strict=True):
                yield Fill(market_name, kind, name, field, crawl, day, record_count, count)


def _counts(record: Table, market: str | None, since: datetime | None) -> tuple[Select[Any], list[str]]:
    tables = Base.metadata.tables
    run, origin, superseded = tables["parse_run"], tables["capture_origin"], tables["superseded_run"]
    day = cast(func.timezone("UTC", run.c.captured_at), Date)
    crawls = (
        select(origin.c.capture_id, func.min(origin.c.crawl_id.cast(Text)).label("crawl"))
        .where(origin.c.crawl_id.is_not(None))
        .group_by(origin.c.capture_id)
        .subquery()
    )
    crawl = func.coalesce(crawls.c.crawl, day.cast(Text))
    kind: ColumnElement[str] = run.c.kind
    if "seen_on" in record.c:
        kind = kind + literal("/") + record.c.seen_on
    fields: dict[str, ColumnElement[int]] = {
        column.name: func.count(column)
        for column in record.c
        if not isinstance(column.type, Uuid) and column.name not in _NOT_FIELDS
    }
    for part, (_, place) in ((part, whole) for part, whole in PARTS.items() if whole[0] == record.name):
        parts = tables[part]
        own = parts.c.captured_at == record.c.captured_at, parts.c.parse_run_id == record.c.parse_run_id
        has: ColumnElement[bool] = exists().where(*own, parts.c[place] == record.c.ordinal)
        if part == "listing_price":
            has |= record.c.price_ordinal.is_not(None)
        fields[part] = func.count().filter(has)
    query = (
        select(run.c.market, kind.label("kind"), crawl.label("crawl"), func.min(day), func.count(), *fields.values())
        .select_from(beside_readings(record))
        .join(crawls, crawls.c.capture_id == run.c.capture_id, isouter=True)
        .where(run.c.market.is_not(None), run.c.captured_at.is_not(None), run.c.is_complete)
        .where(~exists().where(superseded.c.parse_run_id == run.c.parse_run_id))
        .group_by(run.c.market, kind, crawl)
        .order_by(run.c.market, kind, func.min(day), crawl)
    )
    if market is not None:
        query = query.where(run.c.market == market)
    if since is not None:
        query = query.where(run.c.captured_at >= since)
    return query, list(fields)
