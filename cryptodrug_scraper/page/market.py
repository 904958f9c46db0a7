"""A market as the framework knows it, and the register of those that are installed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page import declared
from cryptodrug_scraper.page.calendar import Calendar
from cryptodrug_scraper.page.plugins import fault_in, load_plugins

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cryptodrug_scraper.page.document import Document
    from cryptodrug_scraper.page.entries import Entries
    from cryptodrug_scraper.page.frame_part import FramePart
    from cryptodrug_scraper.page.plugins import Plugin
    from cryptodrug_scraper.page.taxonomy import Taxonomy

__all__ = ["GROUP", "Market", "MarketFault", "known_faults", "market_faults", "market_named", "markets"]

GROUP = "cryptodrug_scraper.markets"
"""The entry point group under which a package offers a `Market`."""


@dataclass(frozen=True, slots=True)
class Market:
    """
    All that one market brings: how its pages are told apart and read, its calendar, and its spider.

    Attributes:
        name: the short name in records, options and fixtures: small letters and digits.
        title: the full name, as table market has it.
        claims: tells from the bytes of a page (UTF-8) whether the market made it.
        skipped: pairs of a start and an end mark; what lies between is never read, and is dropped before parsing.
        frame: the parts of the frame that many pages share to the byte, and that are read once.
        entries: how the entries of lists are parted that have no element of their own; see `Entries`.
        classify: gives the kind of a page of this market.
        readers: for each kind with content, what adds its records to the document.
        taxonomy: what the market's categories sell; ``Taxonomy()`` where they are not known.
        sources: the modules and packages, data files included, whose content decides how the market's pages are read.
            The version of its parser is made of them, of ``page`` and of ``store/rows``.
            ``calendar.toml`` and the spider's module may lie among them, and are left out.
        libraries: the distributions beside the framework's own whose version decides that too.
        is_typed: whether a type checker has seen, in strict mode, that the readers leave what a document may hold. What
            others leave is checked on every page, which takes a tenth of the time of reading it.
        walls: further kinds of page that never hold content, each with the common wall (`parsed.WALLS`) that it stands
            for: a crawl does about it what it does about that one.
        calendar: between which days its pages can be used, and what happened to it.
        spider: where its `MarketSpider` is, as ``package.module:Class``; None for a market that is not crawled.
    """

    name: str
    title: str
    claims: Callable[[bytes], bool]
    classify: Callable[[Document], str]
    readers: Mapping[str, Callable[[Document], None]]
    taxonomy: Taxonomy
    sources: tuple[str, ...]
    libraries: tuple[str, ...] = ()
    is_typed: bool = False
    skipped: tuple[tuple[bytes, bytes], ...] = ()
    frame: tuple[FramePart[Any], ...] = ()
    entries: tuple[Entries, ...] = ()
    walls: Mapping[str, str] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=Calendar)
    spider: str | None = None

    def check(self) -> None:
        """
        Check whether the declaration can be used.

        Raises:
            ConfigurationError: it cannot; the message says why.
        """
        declared.check_name(self.name, self.title)
        declared.check_kinds(self.readers, self.walls, claims=self.claims, classify=self.classify)
        declared.check_marks(self.skipped, self.frame)
        declared.check_entries(self.entries)
        declared.check_sources(self.sources)
        declared.check_parts(self.calendar, self.taxonomy)
        declared.check_spider(self.spider)


@dataclass(frozen=True, slots=True)
class MarketFault:
    """A market that is installed and cannot be used: its name, the distribution that brings it, and why."""

    name: str
    distribution: str
    reason: str

    def __str__(self) -> str:
        return f"the market {self.name} of {self.distribution} cannot be used: {self.reason}"


def markets() -> tuple[Market, ...]:
    """
    The installed markets that can be used, by name. For the others see `market_faults`.

    Raises:
        ConfigurationError: there is none.
    """
    found, faults = _installed()
    if not found:
        msg = "no markets are registered: install the project itself (make install), not only its requirements"
        raise ConfigurationError(str(faults[0]) if faults else msg)
    return found


def market_faults() -> tuple[MarketFault, ...]:
    """The installed markets that cannot be used."""
    return _installed()[1]


def known_faults() -> tuple[MarketFault, ...]:
    """Those of `market_faults` that are known already: none, if nobody has asked for a market yet."""
    return market_faults() if _installed.cache_info().currsize else ()


def market_named(name: str) -> Market:
    """
    The installed market of a name.

    Raises:
        ConfigurationError: there is no such market, or it cannot be used; the message says why, or which there are.
    """
    for market in markets():
        if market.name == name:
            return market
    for fault in market_faults():
        if fault.name == name:
            raise ConfigurationError(str(fault))
    msg = f"no market is called {name!r}: choose one of {', '.join(market.name for market in markets())}"
    raise ConfigurationError(msg)


@cache
def _installed() -> tuple[tuple[Market, ...], tuple[MarketFault, ...]]:
    found: list[Market] = []
    faults: list[MarketFault] = []
    for plugin in load_plugins(GROUP):
        reason = plugin.fault or _fault_of(plugin)
        if reason is not None:
            faults.append(MarketFault(plugin.name, plugin.distribution, reason))
        elif isinstance(plugin.value, Market):
            found.append(plugin.value)
    return tuple(found), tuple(faults)


def _fault_of(plugin: Plugin) -> str | None:
    market = plugin.value
    if not isinstance(market, Market):
        return f"its entry point leads to a {type(market).__name__}: let it lead to a Market"
    if market.name != plugin.name:
        return f"its entry point is called {plugin.name!r} and the market {market.name!r}: give both one name"
    try:
        market.check()
    except ConfigurationError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001  # a declaration may hold anything in place of what it should
        return f"its declaration cannot be read ({fault_in(error)}): see docs/markets.md"
    return None
