"""
The one choice of what is withheld of what was derived, for whatever is published of it.

A package and a report of the same country and window are read side by side: what one of them withholds, the other must
not show. So both ask here, and all sums that any of them has are looked at together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.disclosure.findings import PublicFindings
from cryptodrug_scraper.disclosure.listings import listings_withheld
from cryptodrug_scraper.disclosure.sales import CHOICES, sales_withheld
from cryptodrug_scraper.study.file import shipped_study

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cryptodrug_scraper.disclosure.sums import Key
    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Study

__all__ = ["CHOICES", "Choice", "chosen"]


@dataclass(frozen=True, slots=True)
class Choice:
    """
    What is withheld.

    Attributes:
        sales: sums of sales, as `sales_withheld` gives them.
        listings: numbers of listings, as `listings_withheld` does.
        findings: makes findings public.
    """

    sales: frozenset[Key]
    listings: frozenset[Key]
    findings: PublicFindings


def chosen(connection: Connection, asked: Asked, markets: tuple[str, ...] = (), study: Study | None = None) -> Choice:
    """
    Choose what is withheld.

    Args:
        connection: to the database.
        asked: what findings are about.
        markets: which ones; none for all.
        study: whose findings are published; None: the one that is usual.
    """
    study = study or shipped_study()
    sales = sales_withheld(connection, asked, markets, study)
    listings = listings_withheld(connection, asked, markets)
    return Choice(sales, listings, PublicFindings(connection, asked, sales, listings, study))
