"""Put accounts in the place of printed names, and what is of one owner into one group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.derive.rows import Rows

__all__ = ["by_owner", "with_accounts"]


def with_accounts(rows: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Put the account in the place of each printed name of a vendor; the rows keep their order."""
    renamed = names.filter(pl.col("vendor") != pl.col("account"))
    return rows.with_columns(pl.col("vendor").replace(renamed["vendor"], renamed["account"]))


def by_owner(listings: Rows, names: pl.DataFrame) -> Rows:
    """
    Put statements of listings into groups: all of an account are in one, with all of each listing that it ever had.

    Listings of which no vendor is known are in one group together.

    Args:
        listings: statements with vendors as printed, all of a listing in one group; they are taken from there.
        names: ``vendor, account`` (`measures.accounts.account_names.account_names`).
    """
    pairs = []
    for number in range(listings.groups):
        known = with_accounts(listings.some(number, "listing_id", "vendor"), names).drop_nulls("vendor").unique()
        pairs.append(known.filter(pl.len().over("listing_id") > 1))
    owners = _first_of(pl.concat(pairs).sort("listing_id", "vendor").iter_rows())
    found = listings.like("owner")
    for number in range(listings.groups):
        rows = with_accounts(listings.of(number), names)
        owner = rows.select(pl.col("vendor").max().over("listing_id"))["vendor"]
        found.add(rows, owner.replace(list(owners), list(owners.values())).fill_null("").hash())
        listings.drop(number)
    return found


def _first_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each account that shares a listing with others, one that is the same for all whom such listings connect."""
    above: dict[str, str] = {}

    def first(account: str) -> str:
        while (upper := above.setdefault(account, account)) != account:
            above[account] = account = above[upper]
        return account

    last: tuple[str | None, str] = None, ""
    for listing, account in pairs:
        own = first(account)
        if listing == last[0]:
            one, other = sorted((own, first(last[1])))
            above[other] = one
        last = listing, account
    return {account: first(account) for account in list(above)}
