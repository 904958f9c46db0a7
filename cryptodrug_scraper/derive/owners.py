"""Put accounts in the place of printed names, and what is of one owner into one group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from cryptodrug_scraper.derive.rows import Rows

__all__ = ["GroupsByPlace", "by_owner", "with_accounts"]
_BITS = 24
"""Of the place of a record on its page: the identifiers of records have no more room for it (`store.row_ids`)."""


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


class GroupsByPlace:
    """
    In which group each statement of a listing is, by its page and its place there.

    Args:
        listings: in groups, with ``page`` and ``ordinal``.
    """

    def __init__(self, listings: Rows) -> None:
        parts = [_key(rows["page"], rows["ordinal"]) for rows in listings.pieces("page", "ordinal")]
        keys = np.concatenate(parts)
        numbers = np.arange(len(parts), dtype=np.min_scalar_type(len(parts)))
        order = keys.argsort()
        self._keys = keys[order]
        self._groups = np.repeat(numbers, [len(part) for part in parts])[order]

    def of(self, pages: pl.Series, ordinals: pl.Series) -> pl.Series:
        """The group of each of some statements; the first, of those that are none."""
        wanted = _key(pages, ordinals)
        groups = np.zeros(len(wanted), np.int64)
        if len(self._keys):
            order = wanted.argsort()  # what is looked for in its order is found several times as fast
            near = self._keys.searchsorted(wanted[order]).clip(max=len(self._keys) - 1)
            groups[order] = np.where(self._keys[near] == wanted[order], self._groups[near], 0)
        return pl.Series(groups)


def _key(pages: pl.Series, ordinals: pl.Series) -> NDArray[np.uint64]:
    keys: NDArray[np.uint64] = (
        pages.cast(pl.UInt64).to_numpy() << np.uint64(_BITS) | ordinals.cast(pl.UInt64).to_numpy()
    )
    return keys
