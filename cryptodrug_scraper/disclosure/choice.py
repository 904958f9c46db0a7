"""
The one choice of what is withheld of what was derived, for whatever is published of it.

A package and a report of the same country and window are read side by side: what one of them withholds, the other must
not show. So both ask here, and all sums that any of them has are looked at together, with those that the ledger says
were published before. What is published again of the same derivation, country, window and study is chosen once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.disclosure.before import Shown
from cryptodrug_scraper.disclosure.findings import PublicFindings
from cryptodrug_scraper.disclosure.ledger import before_of, keep, same_shown, scope_of
from cryptodrug_scraper.disclosure.listings import Listed, listings_sums, listings_withheld
from cryptodrug_scraper.disclosure.packed import marked
from cryptodrug_scraper.disclosure.sales import CHOICES, sales_sums, sales_withheld
from cryptodrug_scraper.disclosure.sold import Sold
from cryptodrug_scraper.disclosure.uncollected import uncollected
from cryptodrug_scraper.study.installed import study_named

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from sqlalchemy import Connection

    from cryptodrug_scraper.disclosure.before import Withheld
    from cryptodrug_scraper.disclosure.ledger import Scope
    from cryptodrug_scraper.disclosure.sums import Key, Sums
    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Study

__all__ = ["CHOICES", "Choice", "chosen"]


@dataclass(frozen=True, slots=True)
class Choice:
    """
    What is withheld.

    Attributes:
        sales: sums of sales, of those that `sales_sums` names.
        listings: numbers of listings, of those that `listings_sums` does.
        findings: makes findings public.
        because: sums that are withheld for what was published before, each with the publications together with which
            it would have told of few vendors.
        sums: how many sums there are.
        is_again: whether the ledger has a publication of the same, whose choice this is.
        scope: what is published, and of which data.
        shown: what is shown of each market, for the ledger.
    """

    sales: frozenset[Key]
    listings: frozenset[Key]
    findings: PublicFindings
    because: Mapping[tuple[str, Key], frozenset[UUID]]
    sums: int
    is_again: bool
    scope: Scope
    shown: Mapping[str, Shown]

    @uncollected()
    def keep(self, connection: Connection, kind: str, name: str, digest: str) -> UUID:
        """Write what was made by this choice into the ledger; arguments, what is returned and raised as of `keep`."""
        return keep(connection, kind, name, self.scope, self.shown, digest)


@uncollected()
def chosen(connection: Connection, asked: Asked, markets: tuple[str, ...] = (), study: Study | None = None) -> Choice:
    """
    Choose what is withheld.

    Args:
        connection: to the database.
        asked: what findings are about.
        markets: which ones; none for all.
        study: whose findings are published; None: the one that is usual.

    Raises:
        StoreError: nothing was derived.
    """
    study = study or study_named()
    scope = scope_of(connection, asked, study)
    before = before_of(connection)
    again = same_shown(connection, scope, before)
    sold = sales_sums(connection, asked, markets, study, {name: each.moments for name, each in before.items()})
    listed = listings_sums(connection, asked, markets)
    sales: Withheld = {key: frozenset() for shown in again.values() for key in shown.hidden_sales}
    listings: Withheld = {key: frozenset() for shown in again.values() for key in shown.hidden_listings}
    sales |= sales_withheld({market: each for market, each in sold.items() if market not in again}, before)
    listings |= listings_withheld({market: each for market, each in listed.items() if market not in again}, before)
    found = sold.keys() | listed.keys()
    return Choice(
        frozenset(sales),
        frozenset(listings),
        PublicFindings(connection, asked, frozenset(sales), frozenset(listings), study),
        {(of, key): why for of, gone in (("sales", sales), ("listings", listings)) for key, why in gone.items() if why},
        sum(len(each.sums) for each in sold.values())
        + sum(len(each.months) + len(each.window) for each in listed.values()),
        found <= again.keys(),
        scope,
        {
            market: _shown(market, sold.get(market, Sold()), listed.get(market, Listed()), sales, listings)
            for market in sorted(found)
        },
    )


def _shown(market: str, sold: Sold, listed: Listed, sales: Collection[Key], listings: Collection[Key]) -> Shown:
    """What is shown of a market, with marks in place of names."""
    known = Shown(
        _others(sold.sums, sales),
        sold.edges,
        sold.ratings,
        sold.amounts,
        _others(listed.months, listings),
        _others(listed.window, listings),
        frozenset(key for key in sold.sums if key in sales),
        frozenset(key for key in (*listed.months, *listed.window) if key in listings),
    )
    return marked(market, known)


def _others(sums: Sums, hidden: Collection[Key]) -> Sums:
    return {key: part for key, part in sums.items() if key not in hidden and part}
