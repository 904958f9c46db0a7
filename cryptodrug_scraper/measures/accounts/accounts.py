"""The accounts of several markets side by side: when each was active, which keys it printed, and what it writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.accounts.handles import handle_key

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["AccountPages", "account_keys", "account_table", "account_texts", "sightings"]

_INSTANT: pl.DataType = pl.Datetime("us", "UTC")
_FINGERPRINT = r"^(?:[0-9A-F]{32}|[0-9A-F]{40}|[0-9A-F]{64})$"


@dataclass(frozen=True, slots=True)
class AccountPages:
    """
    What the pages of one market state of its accounts.

    Attributes:
        vendors: statements of vendors.
        listings: statements of listings.
        external: ratings of other markets that the market prints behind a vendor's name.
        texts: ``sha256`` and ``body`` of descriptions and profiles.
        reviews: distinct reviews (``vendor``, ``occurred_from``, ``occurred_to``); None where they are not compared.
    """

    vendors: pl.DataFrame
    listings: pl.DataFrame
    external: pl.DataFrame
    texts: pl.DataFrame
    reviews: pl.DataFrame | None = None


def sightings(vendors: pl.DataFrame, listings: pl.DataFrame) -> pl.DataFrame:
    """
    Return when each account of a market was seen, one row per account that any statement names.

    Returns:
        ``vendor``, ``first_at`` (first statement), ``last_at`` (last card or page of one of its listings, or day on
        which the market says that it was last active; its last statement where neither is known), ``member_since``
        (the earliest day stated; null if none).
    """
    stated = vendors.group_by("vendor").agg(
        pl.col("captured_at").min().alias("first_stated"),
        pl.col("captured_at").max().alias("last_stated"),
        pl.col("last_active_on").max().cast(_INSTANT),
        pl.col("member_since").min(),
    )
    offered = listings.group_by("vendor").agg(
        pl.col("captured_at").min().alias("first_offer"), pl.col("captured_at").max().alias("last_offer")
    )
    active = pl.max_horizontal("last_offer", "last_active_on")
    return (
        stated.join(offered, on="vendor", how="full", coalesce=True)
        .drop_nulls("vendor")
        .select(
            "vendor",
            pl.min_horizontal("first_stated", "first_offer").alias("first_at"),
            pl.coalesce(active, "last_stated").alias("last_at"),
            "member_since",
        )
        .sort("vendor")
    )


def account_table(markets: Mapping[str, AccountPages]) -> pl.DataFrame:
    """
    Number the accounts of all markets in the order of market and name.

    Returns:
        ``account`` (UInt32), ``market``, ``vendor``, ``handle`` (see `handle_key`), and the columns of `sightings`.
    """
    seen = [
        sightings(pages.vendors, pages.listings).with_columns(pl.lit(market).alias("market"))
        for market, pages in sorted(markets.items())
    ]
    table = pl.concat(seen) if seen else _NO_ACCOUNT
    handles = pl.Series("handle", [handle_key(name) for name in table["vendor"]], dtype=pl.String)
    return (
        table.with_columns(handles)
        .sort("market", "vendor")
        .with_row_index("account")
        .select("account", "market", "vendor", "handle", "first_at", "last_at", "member_since")
    )


_NO_ACCOUNT = pl.DataFrame(
    schema={
        "vendor": pl.String(),
        "first_at": _INSTANT,
        "last_at": _INSTANT,
        "member_since": pl.Date,
        "market": pl.String(),
    }
)


def account_keys(accounts: pl.DataFrame, markets: Mapping[str, AccountPages]) -> pl.DataFrame:
    """
    Return the keys that accounts printed, by the fingerprint of the parsed key.

    A block that could not be parsed has no fingerprint and is no key, however often it is printed; spaces and small
    letters make no other key.

    Returns:
        ``account``, ``key``, ``first_at`` and ``last_at`` of the captures with it, one row per account and key.
    """
    key = pl.col("pgp_fingerprint").str.replace_all(r"\s", "").str.to_uppercase().alias("key")
    stated = [
        pages.vendors.select(pl.lit(market).alias("market"), "vendor", key, "captured_at")
        for market, pages in markets.items()
    ]
    return (
        _numbered(accounts, stated, pl.Schema({"key": pl.String(), "captured_at": _INSTANT}))
        .filter(pl.col("key").str.contains(_FINGERPRINT))
        .group_by("account", "key")
        .agg(pl.col("captured_at").min().alias("first_at"), pl.col("captured_at").max().alias("last_at"))
        .sort("account", "key")
    )


def account_texts(accounts: pl.DataFrame, markets: Mapping[str, AccountPages], what: str) -> pl.DataFrame:
    """
    Return what accounts wrote.

    Args:
        accounts: of `account_table`.
        markets: by code.
        what: ``profile``, ``description`` or ``title``.

    Returns:
        ``account`` and ``text``, each pair once.
    """
    stated = []
    for market, pages in markets.items():
        if what == "title":
            found = pages.listings.select("vendor", pl.col("title").alias("text"))
        else:
            frame = pages.vendors if what == "profile" else pages.listings
            digests = frame.select("vendor", pl.col(f"{what}_sha256").alias("sha256")).drop_nulls().unique()
            found = digests.join(pages.texts, on="sha256").select("vendor", pl.col("body").alias("text"))
        stated.append(found.drop_nulls().unique().select(pl.lit(market).alias("market"), "vendor", "text"))
    return _numbered(accounts, stated, pl.Schema({"text": pl.String()})).unique()


def _numbered(accounts: pl.DataFrame, stated: list[pl.DataFrame], schema: pl.Schema) -> pl.DataFrame:
    """Statements of all markets, with the account's number in place of market and name."""
    empty = pl.DataFrame(schema={"market": pl.String(), "vendor": pl.String(), **schema})
    numbers = accounts.select("account", "market", "vendor")
    return pl.concat([empty, *stated]).join(numbers, on=["market", "vendor"]).select("account", *schema)
