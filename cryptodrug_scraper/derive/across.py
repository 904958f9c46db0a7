"""Derive what goes across markets: links, where the vendors of a market went after its end, doubts of orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.corrected import Corrected
from cryptodrug_scraper.derive.decided_pairs import DecidedPairs
from cryptodrug_scraper.derive.left_out import LEFT_OUT, left_out
from cryptodrug_scraper.derive.outcome import Outcome
from cryptodrug_scraper.derive.told_accounts import told_accounts
from cryptodrug_scraper.measures.accounts.account_links import account_links, clusters
from cryptodrug_scraper.measures.accounts.accounts import AccountPages
from cryptodrug_scraper.measures.accounts.decided_links import decided_links
from cryptodrug_scraper.measures.accounts.migration import MOST_ACCOUNTS, cohort, migration
from cryptodrug_scraper.measures.accounts.shocks import observed_until, shocks
from cryptodrug_scraper.measures.money.order_doubt import order_alike, order_apart
from cryptodrug_scraper.measures.money.order_ratios import printed_orders
from cryptodrug_scraper.measures.places.regions import region_table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from uuid import UUID

    from adbc_driver_postgresql.dbapi import Connection

    from cryptodrug_scraper.decisions.decision import Decision
    from cryptodrug_scraper.derive.observed import Observed
    from cryptodrug_scraper.derive.parameters import Parameters
    from cryptodrug_scraper.derive.parts import Part
    from cryptodrug_scraper.derive.plan import MarketPart
    from cryptodrug_scraper.derive.told_accounts import Frames

__all__ = ["across", "across_markets"]

_NEEDED = {
    "capture_time": ("capture_id", "estimated_from", "estimated_to", "verdict", "doubt"),
    "distinct_review": ("vendor", "occurred_from", "occurred_to"),
    "sale": (
        "market",
        "vendor",
        "listing_id",
        "is_tiered",
        "amount_eur",
        "asked_eur",
        "price_source",
        "price_flag",
    ),
}
"""Columns that are needed of derived tables; of others all are read."""
_PAGES = ("vendors", "listings", "external", "texts", "reviews")
_TITLES = "SELECT code, name FROM market"


def across_markets(
    observed: Connection,
    read: Callable[[MarketPart], Observed],
    kept: Callable[[MarketPart, Callable[[MarketPart], Frames]], Frames],
    derived: Callable[[Part, str, Collection[str] | None], pl.DataFrame],
    parts: Iterable[MarketPart],
    parameters: Parameters,
    decisions: Mapping[UUID, Decision],
) -> dict[str, pl.DataFrame]:
    """
    Derive the rows of the tables that concern several markets, and what bounds left out of them.

    Args:
        observed: a steady view of the database.
        read: gives what the pages of a market state.
        kept: gives what a function gives of a market, which it need not do again where nothing of that is new.
        derived: gives the rows of a derived table that belong to a part, with the columns that are named, or all.
        parts: those of the markets.
        parameters: of the measures.
        decisions: those of people on links, and on markets of which nothing counts.
    """
    known = {each.market: each for each in parts}

    def rows(market: str, table: str) -> pl.DataFrame:
        return derived(known[market].part, table, _NEEDED.get(table))

    def told(each: MarketPart) -> Frames:
        return told_accounts(Corrected(read(each), Outcome(each.decisions)).observed(), rows)

    titles = dict(pl.read_database(_TITLES, observed).iter_rows())
    return across(((market, kept(each, told)) for market, each in known.items()), rows, titles, parameters, decisions)


def across(
    markets: Iterable[tuple[str, Frames]],
    derived: Callable[[str, str], pl.DataFrame],
    titles: Mapping[str, str],
    parameters: Parameters,
    decisions: Mapping[UUID, Decision] | None = None,
) -> dict[str, pl.DataFrame]:
    """
    Derive the same of markets as they are read, one after the other.

    Args:
        markets: the code of each, and what `told_accounts.told_accounts` gives of it.
        derived: gives the rows of a derived table of a market, by its code.
        titles: names of markets, by their codes.
        parameters: of the measures.
        decisions: those of people on links, and on markets of which nothing counts; None: there are none.
    """
    outcome = Outcome(decisions or {})
    accounts, events, snapshots, firsts, cohorts, orders = {}, {}, {}, [], [], []
    named: dict[str, dict[str, str]] = {}
    for market, told in markets:
        if not told:
            continue
        named[market] = dict(told["names"].select("vendor", "account").iter_rows())
        accounts[market] = AccountPages(*(told[name] for name in _PAGES))
        events[market], snapshots[market] = told["events"], told["snapshots"]
        orders.append(printed_orders(derived(market, "sale")))
        firsts.append(told["firsts"])
    regions = region_table().with_row_index("number", offset=1)
    if not accounts:
        return {"region_country": regions, **dict(outcome.frames()), LEFT_OUT: left_out()}
    struck = shocks(events)
    for market, pages_of in accounts.items():
        if pages_of.reviews is not None:
            cohorts.append(
                cohort(struck, market, pages_of.listings, pages_of.reviews, window=parameters.migration.pre_window)
            )

    def moved_by(links: pl.DataFrame) -> pl.DataFrame:
        return migration(struck, pl.concat(cohorts), pl.concat(firsts), links, observed_until(snapshots, events))

    pairs = DecidedPairs(outcome, named)
    measured = account_links(accounts, titles=titles)
    links = decided_links(measured, pairs.frame())
    moved = moved_by(links)
    if outcome.decisions:
        pairs.note((measured, links), (moved_by(measured), moved))
    known = pl.concat(orders)
    number = pl.int_range(1, pl.len() + 1).over("event", "from_market", "from_vendor")
    return {
        "account_link": links,
        "migration": moved.with_columns(number.alias("number")),
        "region_country": regions,
        **dict(outcome.frames()),
        "order_doubt": pl.DataFrame({"alike": [order_alike(known)], "apart": [order_apart(known)]}),
        LEFT_OUT: left_out(chained=clusters(links).filter(pl.col("account_count") > MOST_ACCOUNTS).height),
    }
