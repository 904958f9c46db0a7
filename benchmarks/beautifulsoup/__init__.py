"""
The same fields by BeautifulSoup: pages of listings and of vendors, read as most scrapers read them.

Written as its users would write it: the parser of lxml, ``select`` and ``find`` by class, no caches. What it reads has
the values that our parsers read; what it leaves out is in README.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.beautifulsoup import dream, empire, wallstreet

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.beautifulsoup.values import Fields

__all__ = ["READERS"]

READERS: dict[tuple[str, str], Callable[[bytes], list[Fields]]] = {
    ("dream", "listing"): dream.listing,
    ("dream", "vendor_profile"): dream.vendor,
    ("empire", "listing"): empire.listing,
    ("empire", "vendor_profile"): empire.vendor,
    ("wallstreet", "listing"): wallstreet.listing,
    ("wallstreet", "vendor_profile"): wallstreet.vendor,
}
"""Readers by market and kind of page. Each gives records as ``cryptodrug parse`` prints them, with fewer fields."""
