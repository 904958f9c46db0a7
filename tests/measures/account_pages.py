"""Makes small pages of accounts for the tests of links and migration."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl

from cryptodrug_scraper.measures.accounts.accounts import AccountPages

INSTANT = pl.Datetime("us", "UTC")
KEY_A, KEY_B, KEY_C = "A" * 40, "B" * 40, "0123456789ABCDEF" * 2 + "01234567"

VENDORS = {
    "vendor": pl.String,
    "captured_at": INSTANT,
    "sales_count": pl.Int64,
    "sales_is_exact": pl.Boolean,
    "member_since": pl.Date,
    "last_active_on": pl.Date,
    "profile_sha256": pl.Binary,
    "pgp_fingerprint": pl.String,
    "pgp_key_sha256": pl.Binary,
}
LISTINGS = {
    "vendor": pl.String,
    "captured_at": INSTANT,
    "title": pl.String,
    "description_sha256": pl.Binary,
    "drug_class": pl.String,
    "substance": pl.String,
    "quantity_grams": pl.Float64,
    "quantity_units": pl.Float64,
    "quantity_unit": pl.String,
}
EXTERNAL = {"vendor": pl.String, "captured_at": INSTANT, "external_market": pl.String, "sales_count": pl.Int64}
REVIEWS = {"vendor": pl.String, "occurred_from": INSTANT, "occurred_to": INSTANT}
LINKS = dict.fromkeys(
    ("market_a", "vendor_a", "market_b", "vendor_b", "evidence", "strength", "decision", "detail"), pl.String
)


def at(day: str, hour: int = 12) -> datetime:
    """Midday, or another hour, of a day of 2019 such as "03-26"."""
    return datetime.fromisoformat(f"2019-{day}").replace(tzinfo=UTC) + timedelta(hours=hour)


def on(day: str) -> date:
    return date.fromisoformat(f"2019-{day}")


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def rows(schema: dict[str, Any], *found: dict[str, Any]) -> pl.DataFrame:
    """A frame with all columns of a schema; what a row does not name is null."""
    return pl.DataFrame([{**dict.fromkeys(schema), **row} for row in found], schema=schema, orient="row")


def pages(
    vendors: list[dict[str, Any]],
    listings: list[dict[str, Any]] | None = None,
    external: list[dict[str, Any]] | None = None,
    texts: list[str] | None = None,
    reviews: list[dict[str, Any]] | None = None,
) -> AccountPages:
    """Pages of one market; a vendor is captured on 1 January unless it says otherwise."""
    stated = [{"captured_at": at("01-01"), **vendor} for vendor in vendors]
    bodies = texts or []
    return AccountPages(
        vendors=rows(VENDORS, *stated),
        listings=rows(LISTINGS, *(listings or [])),
        external=rows(EXTERNAL, *(external or [])),
        texts=pl.DataFrame(
            {"sha256": [digest(body) for body in bodies], "body": bodies},
            schema={"sha256": pl.Binary, "body": pl.String},
        ),
        reviews=None if reviews is None else rows(REVIEWS, *reviews),
    )


def seen_for(vendor: str, key: str | None, first: str, last: str) -> list[dict[str, Any]]:
    """An account that is seen on two days with one key."""
    return [
        {"vendor": vendor, "pgp_fingerprint": key, "captured_at": at(day), "last_active_on": on(day)}
        for day in (first, last)
    ]
