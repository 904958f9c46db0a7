"""Small frames of a market, for the tests of what a snapshot shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

START = datetime(2019, 1, 3, 9, tzinfo=UTC)
TIME = pl.Datetime("us", "UTC")

SCHEMAS: dict[str, dict[str, Any]] = {
    "pages": {
        "page": pl.UInt32,
        "captured_at": TIME,
        "url_key": pl.Utf8,
        "kind": pl.Utf8,
        "is_wall": pl.Boolean,
        "is_complete": pl.Boolean,
        "menu_id": pl.Utf8,
        "crawl_id": pl.Utf8,
        "snapshot_id": pl.Utf8,
    },
    "listings": {
        "page": pl.UInt32,
        "captured_at": TIME,
        "ordinal": pl.Int32,
        "listing_id": pl.Utf8,
        "seen_on": pl.Utf8,
        "vendor": pl.Utf8,
        "category_path": pl.Utf8,
        "price": pl.Float64,
        "price_currency": pl.Utf8,
        "origin_codes": pl.List(pl.Utf8),
        "destination_codes": pl.List(pl.Utf8),
        "destination_excluded": pl.List(pl.Utf8),
        "product_class": pl.Utf8,
        "drug_class": pl.Utf8,
        "substance": pl.Utf8,
        "quantity_grams": pl.Float64,
        "quantity_units": pl.Float64,
        "quantity_unit": pl.Utf8,
        "snapshot_id": pl.Utf8,
    },
    "vendors": {"page": pl.UInt32, "vendor": pl.Utf8, "seen_on": pl.Utf8, "rating_count": pl.Int64},
    "reviews": {
        "page": pl.UInt32,
        "captured_at": TIME,
        "vendor": pl.Utf8,
        "listing_id": pl.Utf8,
        "sign": pl.Utf8,
        "occurred_from": TIME,
        "occurred_to": TIME,
    },
    "counters": {
        "page": pl.UInt32,
        "vendor": pl.Utf8,
        "counter": pl.Utf8,
        "window_or_band": pl.Utf8,
        "value": pl.Int64,
    },
    "totals": {
        "page": pl.UInt32,
        "listed_kind": pl.Utf8,
        "total_count": pl.Int64,
        "page_count": pl.Int64,
        "page_number": pl.Int64,
    },
    "menus": {"menu_id": pl.Utf8, "category_path": pl.Utf8, "listing_count": pl.Int64},
    "snapshots": {
        "snapshot_id": pl.Utf8,
        "first_at": TIME,
        "last_at": TIME,
        "crawl_id": pl.Utf8,
        "grade": pl.Utf8,
        "listing_completeness": pl.Float64,
        "vendor_completeness": pl.Float64,
    },
}


def frame(name: str, *rows: dict[str, Any]) -> pl.DataFrame:
    schema = SCHEMAS[name]
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)


def pages(*rows: dict[str, Any]) -> pl.DataFrame:
    usual = {"captured_at": START, "is_wall": False, "is_complete": True, "snapshot_id": "s1"}
    return frame("pages", *(usual | row for row in rows))


def snapshots(count: int, *, days: float = 7, grade: str = "usable", share: float | None = 0.97) -> pl.DataFrame:
    """``s1``, ``s2`` and so on, six hours each."""
    starts = [START + timedelta(days=days * i) for i in range(count)]
    return frame(
        "snapshots",
        *(
            {
                "snapshot_id": f"s{i}",
                "first_at": at,
                "last_at": at + timedelta(hours=6),
                "grade": grade,
                "listing_completeness": share,
                "vendor_completeness": share,
            }
            for i, at in enumerate(starts, start=1)
        ),
    )


def histories(*found: tuple[str, int]) -> pl.DataFrame:
    """Sightings from histories such as 101, each so many times."""
    rows = [
        {"snapshot_id": f"s{place}", "id": f"{history}-{copy}"}
        for history, count in found
        for copy in range(count)
        for place, sign in enumerate(history, start=1)
        if sign == "1"
    ]
    return pl.DataFrame(rows, schema={"snapshot_id": pl.Utf8, "id": pl.Utf8})


def reviews_aged(page: int, vendor: str, *days: float) -> list[dict[str, Any]]:
    """Ratings whose printed age is so many whole days."""
    return [
        {
            "page": page,
            "captured_at": START,
            "vendor": vendor,
            "occurred_from": START - timedelta(days=age + 1),
            "occurred_to": START - timedelta(days=age),
        }
        for age in days
    ]


PIKE = (
    ("1100", 3),
    ("1010", 2),
    ("1001", 1),
    ("1000", 21),
    ("0110", 2),
    ("0101", 1),
    ("0100", 12),
    ("0011", 2),
    ("0010", 8),
    ("0001", 5),
)
"""The published pike data: methods E2."""

DIPPERS = (
    ("1111110", 1),
    ("1111100", 1),
    ("1111000", 2),
    ("1101110", 1),
    ("1100000", 6),
    ("1010000", 2),
    ("1000000", 9),
    ("0111111", 2),
    ("0111110", 1),
    ("0111100", 3),
    ("0111000", 2),
    ("0110110", 1),
    ("0110000", 11),
    ("0100000", 29),
    ("0011111", 2),
    ("0011110", 2),
    ("0011100", 6),
    ("0011000", 12),
    ("0010110", 1),
    ("0010000", 29),
    ("0001111", 8),
    ("0001110", 7),
    ("0001100", 11),
    ("0001011", 1),
    ("0001001", 2),
    ("0001000", 16),
    ("0000111", 16),
    ("0000110", 9),
    ("0000100", 16),
    ("0000011", 23),
    ("0000010", 23),
    ("0000001", 39),
)
"""The European dippers of G. Marzolin, 1981 to 1987: 294 birds (Lebreton, Burnham, Clobert and Anderson 1992)."""
