"""What the pages of a site repeat, and where its links lead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptodrug_scraper.scaffold.repeated import Blocks
    from cryptodrug_scraper.scaffold.routes import Address

__all__ = ["Roles"]


@dataclass(slots=True)
class Roles:
    """
    What the pages of a site repeat, and the routes of what it shows.

    Attributes:
        cards: the blocks of offers, by page.
        more_cards: further blocks of offers, by page: those of other lists on it, or of another layout.
        reviews: the blocks of ratings, by page.
        accounts: the blocks of accounts on lists of them, by page.
        listing: the route of offers; None where no list of them was seen.
        vendor: the route of accounts; None where none was seen.
        vendors: names of accounts.
        titles: the identifier of each offer by its title.
    """

    cards: dict[int, Blocks] = field(default_factory=dict)
    more_cards: dict[int, list[Blocks]] = field(default_factory=dict)
    reviews: dict[int, Blocks] = field(default_factory=dict)
    accounts: dict[int, Blocks] = field(default_factory=dict)
    listing: str | None = None
    vendor: str | None = None
    vendors: set[str] = field(default_factory=set)
    titles: dict[str, Address] = field(default_factory=dict)
