"""Makers of destinations of listings, from what pages of a small market state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl

from cryptodrug_scraper.measures.places.destinations import listing_destinations
from tests.measures.origin_cases import snapshots_on, state_of

__all__ = ["FIRST", "SNAPSHOTS", "Statement", "destinations", "frames"]

FIRST = datetime(2019, 3, 1, tzinfo=UTC)
SNAPSHOTS = snapshots_on(FIRST, FIRST + timedelta(days=30), FIRST + timedelta(days=60))

Statement = tuple[str, int, str, str | None, list[tuple[str, str, str | None]]]
"""Listing, snapshot, ``page`` or ``card`` or ``tab``, field or None, exclusions as code, source, words."""


def frames(*statements: Statement) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Statements of listings, and the places that they exclude."""
    rows, excluded = [], []
    for page, (listing, snapshot, seen_on, field, out) in enumerate(statements):
        codes = None if field is None else field.split("+")
        whole = b"d" if seen_on == "page" else None
        at = FIRST + timedelta(days=30 * (snapshot - 1), minutes=page)
        field_out = [code for code, source, _ in out if source == "field"]
        seen = "card" if seen_on == "card" else "page"
        rows.append((page, at, 0, listing, f"S{snapshot}", seen, codes, field_out, whole))
        excluded += [(page, 0, n, code, source, words) for n, (code, source, words) in enumerate(out)]
    texts = pl.List(pl.Utf8())
    listing_schema: dict[str, pl.DataType] = {
        "page": pl.UInt32(),
        "captured_at": pl.Datetime("us", "UTC"),
        "ordinal": pl.Int32(),
        "listing_id": pl.Utf8(),
        "snapshot_id": pl.Utf8(),
        "seen_on": pl.Utf8(),
        "destination_codes": texts,
        "destination_excluded": texts,
        "description_sha256": pl.Binary(),
    }
    exclusion_schema: dict[str, pl.DataType] = {
        "page": pl.UInt32(),
        "listing_ordinal": pl.Int32(),
        "ordinal": pl.Int32(),
        "code": pl.Utf8(),
        "source": pl.Utf8(),
        "span": pl.Utf8(),
    }
    return (
        pl.DataFrame(rows, schema=listing_schema, orient="row"),
        pl.DataFrame(excluded, schema=exclusion_schema, orient="row"),
    )


def destinations(*statements: Statement) -> pl.DataFrame:
    """Spells of destinations, of listings that are live from the first statement to the last."""
    live: dict[str, list[str | None]] = {}
    for listing, snapshot, *_ in statements:
        live.setdefault(listing, [None] * 3)[snapshot - 1] = "BE"
    state = state_of(
        {
            listing: [value if any(states[n:]) else None for n, value in enumerate(states)]
            for listing, states in live.items()
        }
    )
    return listing_destinations(state, *frames(*statements), SNAPSHOTS, market="m")
