"""What the pages of one market state, and what was derived of it, as far as links between markets need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.dated import with_times
from cryptodrug_scraper.derive.owners import with_accounts
from cryptodrug_scraper.measures.accounts.first_seen import first_seen
from cryptodrug_scraper.measures.pieces import united

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from cryptodrug_scraper.derive.observed import Observed

    Frames: TypeAlias = dict[str, pl.DataFrame]

__all__ = ["told_accounts"]

_GOODS = (
    "vendor",
    "title",
    "description_sha256",
    "substance",
    "drug_class",
    "quantity_grams",
    "quantity_units",
    "quantity_unit",
)
"""What tells of a listing's goods and words; when it stood there does not matter beside them."""
_ACTIVE = ("vendor", "captured_at", "last_active_on", "member_since", "sales_count", "sales_is_exact")
"""What a statement of a vendor tells of when the account was active, and how much it sold."""


def told_accounts(read: Observed, derived: Callable[[str, str], pl.DataFrame]) -> Frames:
    """
    Return the frames of a market that tell of its accounts, by name.

    Args:
        read: what its pages state.
        derived: gives the rows of a derived table of a market, by its code.

    Returns:
        ``vendors, listings, external, texts, reviews`` as `measures.accounts.accounts.AccountPages` has them, with
        accounts in the place of names; ``names``: ``account, vendor``, the name as printed; ``snapshots``; ``events``;
        ``firsts`` of `measures.accounts.first_seen.first_seen`. None at all of a market of which nothing was derived
        but times.
    """
    market = read.market
    snapshots = derived(market, "snapshot")
    if snapshots.is_empty():
        return {}
    pages = with_times(read.captures(), derived(market, "capture_time"))
    pages = pages.filter(~pl.col("is_vague")).select("page", "run", "captured_at")
    names = derived(market, "account_name").rename({"vendor": "account", "printed_name": "vendor"})
    external = with_accounts(read.frame("external", pages), names)
    vendors, listings = _stated(read, pages, names), _offered(read, pages, names)
    reviews = derived(market, "distinct_review").select("vendor", "occurred_from", "occurred_to")
    return {
        "names": names.select("account", "vendor"),
        "vendors": vendors,
        "listings": listings,
        "external": external,
        "texts": read.frame("texts", pages),
        "reviews": reviews,
        "events": read.frame("events", pages),
        "snapshots": snapshots,
        "firsts": first_seen(market, vendors, listings, snapshots, reviews),
    }


def _stated(read: Observed, pages: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """When each account was active and what it sold, what it wrote, and from when to when it had a key, each once."""
    key, at = ["vendor", "pgp_fingerprint"], pl.col("captured_at")
    active, wrote, keys = [], [], []
    for block in read.framed("vendors", pages):
        rows = with_accounts(block, names)
        active.append(rows.select(_ACTIVE).unique())
        wrote.append(rows.select("vendor", "profile_sha256").unique())
        keys.append(rows.group_by(key).agg(first=at.min(), last=at.max()))
    shown = pl.concat(keys).group_by(key).agg(pl.col("first").min(), pl.col("last").max())
    at_ends = (shown.select(*key, captured_at=end) for end in ("first", "last"))
    return pl.concat([pl.concat(active), united(wrote), *at_ends], how="diagonal")


def _offered(read: Observed, pages: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """When each account offered anything, and what it offered, each once: of statements that repeat there are many."""
    seen = []

    def blocks() -> Iterator[pl.DataFrame]:
        for block in read.framed("listings", pages):
            rows = with_accounts(block, names)
            seen.append(rows.select("vendor", "captured_at").unique())
            yield rows.select(_GOODS)

    goods = united(blocks())
    return pl.concat([united(seen), goods], how="diagonal")
