"""Find the captures that the database has readings of, and note where captures read before were found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
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

__all__ = ["readings_of", "sightings_of"]

_RUN = Base.metadata.tables["parse_run"]
_READINGS = select(_RUN.c.capture_id, _RUN.c.market, _RUN.c.parser_version).where(
    _RUN.c.capture_id == bindparam("ids", type_=ARRAY(Uuid)).any_()
)

ReadBy = tuple[str | None, str]
"""The market of a page by a reading (None: no market), and the parser version of the reading."""


def readings_of(connection: Connection, captures: Sequence[Capture]) -> dict[UUID, set[ReadBy]]:
    """
    Return the readings that the database has of some captures, in one query. Unknown captures have no entry.

    Args:
        connection: one that has no transaction open.
        captures: some hundreds at most.
    """
    found: dict[UUID, set[ReadBy]] = {}
    with connection.begin():
        ids = [capture.capture_id for capture in captures]
        for capture_id, market, version in connection.execute(_READINGS, {"ids": ids}):
            found.setdefault(capture_id, set()).add((market, version))
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
