"""Find the captures that the database has readings of, and note where captures read before were found again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Uuid

from cryptodrug_scraper.store.copyformat import encode_rows
from cryptodrug_scraper.store.loading.batch import Batch
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.rows.page import origin_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import Connection

    from cryptodrug_scraper.capture import Capture

__all__ = ["ReadBy", "readings_of", "sightings_of"]

_RUN = Base.metadata.tables["parse_run"]
_HIDDEN = Base.metadata.tables["superseded_run"]
_RECORDS = _RUN.c.listing_count + _RUN.c.vendor_count + _RUN.c.review_count + _RUN.c.other_count
_READINGS = select(
    *(_RUN.c.capture_id, _RUN.c.market, _RUN.c.parser_version, _RUN.c.kind, _RECORDS),
    ~exists().where(_HIDDEN.c.parse_run_id == _RUN.c.parse_run_id),
    _RUN.c.parse_run_id,
).where(_RUN.c.capture_id == bindparam("ids", type_=ARRAY(Uuid)).any_())


@dataclass(frozen=True, slots=True)
class ReadBy:
    """
    One reading of a page.

    Attributes:
        market: that of the page by this reading; None: no market.
        version: the parser version.
        kind: the kind of page.
        records: how many records were read.
        is_shown: whether the views show this reading.
        run: its identifier.
    """

    market: str | None
    version: str
    kind: str
    records: int
    is_shown: bool
    run: UUID


def readings_of(connection: Connection, captures: Sequence[Capture]) -> dict[UUID, list[ReadBy]]:
    """
    Return the readings that the database has of some captures, in one query. Unknown captures have no entry.

    Args:
        connection: one that has no transaction open.
        captures: some hundreds at most.
    """
    found: dict[UUID, list[ReadBy]] = {}
    with connection.begin():
        ids = [capture.capture_id for capture in captures]
        for capture_id, *read in connection.execute(_READINGS, {"ids": ids}):
            found.setdefault(capture_id, []).append(ReadBy(*read))
    return found


def sightings_of(captures: Sequence[Capture]) -> Batch:
    """Make a batch with only the places of some captures, which were read before, perhaps from another file."""
    rows = [origin_row(capture) for capture in captures]
    return Batch(
        tables={"capture_origin": encode_rows(rows)},
        rows={"capture_origin": len(rows)},
        months=frozenset(),
        parser_versions=frozenset(),
        captures=len(rows),
    )
