"""Draw a sample of what the database tells: by strata, by chance, and the same for the same data and seed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import text

from cryptodrug_scraper.adjudication.allocation import allocation
from cryptodrug_scraper.adjudication.machine import told_by
from cryptodrug_scraper.adjudication.sample import KINDS, Item, Sample
from cryptodrug_scraper.decisions.subject import Account, Field, Link
from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

__all__ = ["LARGEST", "draw"]

LARGEST = 5000
"""Items of the largest sample."""
_LINKS = text(statement(__package__, "population_links"))
_RECORDS = (text(statement(__package__, "population_listings")), text(statement(__package__, "population_ratings")))


def draw(connection: Connection, size: int, seed: int, by: str, at: datetime) -> Sample:
    """
    Return a new sample; nothing is written.

    Things that people decided are not drawn: they are no longer the program's to err in. Each thing of a stratum is as
    likely as any other; its place in the order of chance hangs on its keys and the seed alone.

    Args:
        connection: of the role that owns the database.
        size: how many items are wanted, 1 to `LARGEST`; there are fewer where there is less to draw from.
        seed: of the chance.
        by: who has it drawn.
        at: when.

    Raises:
        ConfigurationError: the size is out of bounds.
        StoreError: there is nothing to draw from.
    """
    if not 1 <= size <= LARGEST:
        msg = f"a sample has 1 to {LARGEST:,} items, not {size:,}"
        raise ConfigurationError(msg)
    strata: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in _candidates(connection, {"seed": str(seed), "most": size}):
        strata[item.kind][item.stratum].append(item)
    if not strata:
        msg = "there is nothing to judge yet: replay an archive, or crawl, and run cryptodrug derive"
        raise StoreError(msg)
    wanted = allocation(
        size,
        {
            kind: {name: items[0].population for name, items in sorted(strata[kind].items())}
            for kind in KINDS
            if kind in strata
        },
    )
    drawn = tuple(
        msgspec.structs.replace(item, drawn=count)
        for kind, counts in wanted.items()
        for name, count in counts.items()
        for item in strata[kind][name][:count]
    )
    return Sample(size=size, seed=seed, drawn_at=at, drawn_by=by, items=drawn)


def _candidates(connection: Connection, asked: dict[str, object]) -> list[Item]:
    """As many of each stratum as may be drawn, in the order of chance."""
    links = [_pair(row) for row in connection.execute(_LINKS, asked).mappings()]
    records = [_record(row) for statement in _RECORDS for row in connection.execute(statement, asked).mappings()]
    return links + records


def _pair(row: RowMapping) -> Item:
    first, second = sorted((Account(row["market_a"], row["vendor_a"]), Account(row["market_b"], row["vendor_b"])))
    return Item(
        kind="link",
        stratum=row["stratum"],
        population=row["population"],
        drawn=1,
        subject=Link(first=first, second=second),
        machine="same" if row["stratum"] == "same" else "different",
        pages=tuple(map(UUID, row["pages"])),
    )


def _record(row: RowMapping) -> Item:
    said: dict[str, Any] = msgspec.json.decode(row["said"])
    return Item(
        kind=row["kind"],
        stratum=row["stratum"],
        population=row["population"],
        drawn=1,
        subject=Field(
            market=row["market"],
            capture_id=UUID(row["capture_id"]),
            record=row["record"],
            ordinal=row["ordinal"],
            field=row["field"],
        ),
        machine=told_by(row["kind"], row["field"], said),
        parser_version=row["parser_version"],
        pages=(UUID(row["capture_id"]),),
    )
