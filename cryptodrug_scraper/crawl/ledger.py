"""The crawl's own rows in the database: its options, its state, and the outcomes of its requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy.dialects.postgresql import insert

from cryptodrug_scraper.store.models import CrawlCount, CrawlRow, MirrorCheck

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy import Connection

    from cryptodrug_scraper.crawl.frontier import Counts
    from cryptodrug_scraper.crawl.scope import Scope

__all__ = ["Check", "CrawlState", "CrawlStatus", "record_checks", "record_crawl"]

CrawlStatus = Literal["running", "paused", "complete", "partial", "aborted"]


@dataclass(frozen=True, slots=True)
class CrawlState:
    """One crawl as table crawl has it; see there for what the fields mean."""

    crawl_id: UUID
    market: str
    label: str | None
    started_at: datetime
    scope: Scope
    status: CrawlStatus = "running"
    reason: str | None = None
    ended_at: datetime | None = None
    tor_bytes_read: int | None = None
    tor_bytes_written: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One attempt to reach a mirror, as table mirror_check has it."""

    market: str
    mirror: str
    checked_at: datetime
    outcome: str
    socks_code: int | None
    seconds: Decimal


def record_crawl(connection: Connection, state: CrawlState, counts: Mapping[str, Counts]) -> None:
    """Write the crawl and its counts, in place of earlier rows about it."""
    crawl = {name: getattr(state, name) for name in state.__slots__}
    rows = [
        {"crawl_id": state.crawl_id, "kind": kind} | {name: getattr(count, name) for name in count.__slots__}
        for kind, count in counts.items()
    ]
    with connection.begin():
        _put(connection, CrawlRow, [crawl], ("crawl_id",))
        _put(connection, CrawlCount, rows, ("crawl_id", "kind"))


def record_checks(connection: Connection, checks: list[Check]) -> None:
    """Write attempts to reach mirrors; those that are there already stay."""
    rows = [{name: getattr(check, name) for name in check.__slots__} for check in checks]
    with connection.begin():
        if rows:
            connection.execute(insert(MirrorCheck).on_conflict_do_nothing(), rows)


def _put(
    connection: Connection, model: type[CrawlRow | CrawlCount], rows: list[dict[str, object]], key: tuple[str, ...]
) -> None:
    if not rows:
        return
    statement = insert(model)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=changed), rows)
