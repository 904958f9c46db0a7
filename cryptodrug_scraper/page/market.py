"""A market as the framework knows it, and the register of those that are installed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cryptodrug_scraper.page.document import Document
    from cryptodrug_scraper.page.taxonomy import Taxonomy

__all__ = ["GROUP", "Market", "market_named", "markets"]

GROUP = "cryptodrug_scraper.markets"
"""The entry point group under which a package offers a `Market`."""


@dataclass(frozen=True, slots=True)
class Market:
    """
    How the pages of one market are told apart and read.

    Attributes:
        name: the short name in records, options and fixtures.
        claims: tells from the bytes of a page (UTF-8) whether the market made it.
        unread: pairs of a start and an end mark; what lies between is never read, and is dropped before parsing.
        apart: the same for a block that is read apart from the page, since many pages share it to the byte.
        classify: gives the kind of a page of this market.
        readers: for each kind with content, what adds its records to the document.
        taxonomy: what the market's categories sell; ``Taxonomy()`` where they are not known.
        sources: the modules and packages, data files included, whose content decides how the market's pages are read.
            The version of its parser is made of them, of ``page`` and of ``store/rows``.
        libraries: the distributions beside the framework's own whose version decides that too.
    """

    name: str
    claims: Callable[[bytes], bool]
    classify: Callable[[Document], str]
    readers: Mapping[str, Callable[[Document], None]]
    taxonomy: Taxonomy
    sources: tuple[str, ...]
    libraries: tuple[str, ...] = ()
    unread: tuple[tuple[bytes, bytes], ...] = ()
    apart: tuple[bytes, bytes] | None = None


@cache
def markets() -> tuple[Market, ...]:
    """
    The installed markets, by name.

    Raises:
        ConfigurationError: none is registered, or one that is cannot be what it says.
    """
    found: dict[str, Market] = {}
    for point in entry_points(group=GROUP):
        market = point.load()
        if not isinstance(market, Market) or market.name != point.name:
            msg = f"entry point {point.name!r} of {GROUP} is no market of that name: reinstall the package that has it"
            raise ConfigurationError(msg)
        found[market.name] = market
    if not found:
        msg = "no markets are registered: install the project itself (make install), not only its requirements"
        raise ConfigurationError(msg)
    return tuple(found[name] for name in sorted(found))


def market_named(name: str) -> Market:
    """
    The installed market of a name.

    Raises:
        ConfigurationError: there is no such market; the message lists those that there are.
    """
    for market in markets():
        if market.name == name:
            return market
    msg = f"no market is called {name!r}: choose one of {', '.join(market.name for market in markets())}"
    raise ConfigurationError(msg)
