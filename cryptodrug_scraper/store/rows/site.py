"""Turn what a page says of the market itself into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.store.rows.stated import stated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.records import Fee, PageTotal, Site
    from cryptodrug_scraper.store.rows.page_rows import PageRows

__all__ = ["add_fees", "add_page_totals", "add_sites"]


def add_page_totals(rows: PageRows, totals: Sequence[tuple[int, PageTotal]]) -> None:
    """Add the extents of the page's lists, each given with its place among the page's records."""
    for ordinal, extent in totals:
        rows.add("page_total", stated(rows, extent), ordinal=ordinal)


def add_fees(rows: PageRows, fees: Sequence[tuple[int, Fee]]) -> None:
    """Add what the market takes, each with its place among the page's records."""
    for ordinal, fee in fees:
        rows.add("fee", stated(rows, fee), ordinal=ordinal)


def add_sites(rows: PageRows, sites: Sequence[tuple[int, Site]]) -> None:
    """Add what the page's frame says."""
    for ordinal, site in sites:
        rows.add("site_observation", stated(rows, site), ordinal=ordinal)
