"""The decisions of people that bear on what is sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.decisions.subject import Class, Country, Field, HoldingPrice, Link

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from cryptodrug_scraper.decisions.decision import Decision
    from cryptodrug_scraper.decisions.subject import Subject

__all__ = ["Concerned", "bearing"]


class Concerned:
    """
    What is sealed, by the keys that decisions name.

    Args:
        accounts: markets and names of accounts.
        listings: markets and identifiers of listings.
        titles: markets and titles of listings.
        captures: identifiers of pages.
    """

    def __init__(
        self,
        accounts: Collection[tuple[str, str]],
        listings: Collection[tuple[str, str]],
        titles: Collection[tuple[str, str]],
        captures: Collection[UUID],
    ) -> None:
        self._accounts = set(accounts)
        self._listings = set(listings)
        self._titles = set(titles)
        self._captures = set(captures)

    def has(self, subject: Subject) -> bool:
        """Whether a subject of a decision is among what is sealed."""
        match subject:
            case Link(first=first, second=second):
                return not self._accounts.isdisjoint(((first.market, first.vendor), (second.market, second.vendor)))
            case Country(market=market, vendor=vendor):
                return (market, vendor) in self._accounts
            case HoldingPrice(market=market, listing_id=listing):
                return (market, listing) in self._listings
            case Class(market=market, listing_id=listing, title=title):
                return (market, listing or "") in self._listings or (market, title or "") in self._titles
            case Field(capture_id=capture):
                return capture in self._captures


def bearing(decisions: Mapping[UUID, Decision], concerned: Concerned) -> dict[UUID, Decision]:
    """Return the decisions on what is sealed; those that were replaced or withdrawn too, since others replace them."""
    return {known: each for known, each in decisions.items() if concerned.has(each.subject)}
