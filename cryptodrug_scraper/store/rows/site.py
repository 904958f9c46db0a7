"""What a page says of the market itself as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.store.rows.reading import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.records import Category, ExchangeRate, PageTotal, Site
    from cryptodrug_scraper.store.rows.reading import Reading

__all__ = ["add_categories", "add_page_totals", "add_rates", "add_sites"]


def add_page_totals(reading: Reading, totals: Sequence[tuple[int, PageTotal]]) -> None:
    """Add the extents of the page's lists, each given with its place among the page's records."""
    for ordinal, extent in totals:
        reading.tables["page_total"].append(
            (
                *(reading.row_id("page_total", ordinal), *reading.observed(ordinal), extent.kind),
                *(reading.number(extent.total, "total"), reading.number(extent.pages, "pages")),
                *(reading.number(extent.page, "page"), reading.number(extent.hidden, "hidden")),
            )
        )


def add_categories(reading: Reading, categories: Sequence[tuple[int, Category]]) -> None:
    """Add the categories of the page's menu."""
    for ordinal, category in categories:
        reading.tables["category_count"].append(
            (
                *(reading.row_id("category", ordinal), *reading.observed(ordinal)),
                *(category.category_id, category.category_path),
                reading.number(category.listing_count, "listing_count"),
            )
        )


def add_rates(reading: Reading, rates: Sequence[tuple[int, ExchangeRate]]) -> None:
    """Add the page's exchange rates. The first of a pair counts."""
    pairs: set[tuple[str, str]] = set()
    for ordinal, rate in rates:
        pair = (rate.base, rate.quote)
        reading.tables["exchange_rate"].append(
            (
                *(reading.row_id("exchange_rate", ordinal), *reading.seen(ordinal), pair in pairs),
                *(*pair, reading.decimal(rate.rate, "rate")),
            )
        )
        pairs.add(pair)


def add_sites(reading: Reading, sites: Sequence[tuple[int, Site]]) -> None:
    """Add what the page's frame says."""
    for ordinal, site in sites:
        reading.tables["site_observation"].append(
            (
                *(reading.row_id("site", ordinal), *reading.observed(ordinal), shown(site.server_time)),
                *(shown(site.display_currency), shown(site.logged_in)),
            )
        )
