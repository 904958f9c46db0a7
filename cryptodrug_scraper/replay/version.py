"""
The version of a parser, made from what can change a reading, so that nobody can forget to change it.

It covers the rooms ``page`` and ``store/rows``, the module ``bounded``, the sources that the market declares, and the
installed versions of the libraries that decide how a page is read. Nothing else changes it: a market's calendar and
spider may lie among its sources, and are left out. So is what stands in ``Means(...)`` beside the type of a field: what
it means to people, its unit, how personal it is and which views show it (`cryptodrug_scraper.page.fields`).
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from lxml import etree

from cryptodrug_scraper import __version__
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.market import market_named, markets
from cryptodrug_scraper.page.sources import reading_files

__all__ = ["parser_version"]

_SOURCES = ("cryptodrug_scraper.bounded", "cryptodrug_scraper.page", "cryptodrug_scraper.store.rows")
_LIBRARIES = ("babel", "cssselect", "lxml", "pycountry", "pysequoia")
"""Words of time, selectors, trees, names of countries, and fingerprints of keys."""
_LENGTH = 12
_MEANING = re.compile(rb'\bMeans\((?:"[^"\n]*"|[^"()])*\)')
"""What is declared for people alone: words and names, without any call."""


@cache
def parser_version(market: str | None) -> str:
    """
    The version of what reads the pages of a market: the release, then a digest, as ``0.2.0+dream.1f0c9a…``.

    A page is of no market when no market claims it, so the version for such pages, with ``none`` for the market's name,
    covers all that are installed.

    Raises:
        ConfigurationError: there is no such market, or a source or library that it declares is not there.
    """
    read_by = markets() if market is None else (market_named(market),)
    digest = hashlib.sha256()
    for name in sorted({*_LIBRARIES, *(library for each in read_by for library in each.libraries)}):
        digest.update(f"{name} {_version_of(name)}\n".encode())
    digest.update(f"libxml2 {etree.LIBXML_VERSION}\n".encode())
    spiders = [each.spider.partition(":")[0] for each in read_by if each.spider is not None]
    for source in sorted({*_SOURCES, *(source for each in read_by for source in each.sources)}):
        for name, file in reading_files(source, spiders):
            body = _MEANING.sub(b"", file.read_bytes())
            digest.update(f"{source} {name} {len(body)}\n".encode())
            digest.update(body)
    return f"{__version__}+{market or 'none'}.{digest.hexdigest()[:_LENGTH]}"


def _version_of(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError as error:
        msg = f"the library {library!r}, which decides how pages are read, is not installed: install it"
        raise ConfigurationError(msg) from error
