"""A field of a record that a page states, by the identifier of the record in the views."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.decisions.subject import Field
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.provenance import chain_of
from cryptodrug_scraper.store.readings.filled import RECORDS

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Stated", "field_of"]


class Stated(NamedTuple):
    """
    A field of a record.

    Attributes:
        record_id: identifier of the record, or the first eight or more digits of it.
        field: column of its table.
    """

    record_id: str
    field: str


def field_of(connection: Connection, stated: Stated) -> Field:
    """
    Return the subject of a decision on a field: the identifier is of one reading, the page and the place are not.

    Raises:
        StoreError: no record has the identifier, several do, or it is of another kind, or on a page of no market.
    """
    chain = chain_of(connection, stated.record_id)
    record = RECORDS.get(chain.table)
    market = chain.parse_run.get("market")
    if record is None or market is None:
        msg = (
            f"{stated.record_id} is of {chain.table}: a field is that of a listing, vendor or review, by the "
            "listing_observation_id, vendor_observation_id or review_observation_id of the views"
        )
        raise StoreError(msg)
    return Field(
        market=market,
        capture_id=chain.parse_run["capture_id"],
        record=record,
        ordinal=chain.row["ordinal"],
        field=stated.field,
    )
