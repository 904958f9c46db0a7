"""The spiders of the installed markets, for Scrapy: each is imported only when its market is crawled."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Self, get_args

from scrapy.exceptions import UsageError

from cryptodrug_scraper.crawl.scope import Scope
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.market import market_named, markets
from cryptodrug_scraper.page.plugins import fault_in

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.settings import BaseSettings

    from cryptodrug_scraper.crawl.spider import MarketSpider

__all__ = ["MarketSpiders", "NoSpiderError", "spider_of"]


def spider_of(market: str) -> type[MarketSpider]:
    """
    The spider of a market.

    Raises:
        ConfigurationError: there is no such market, it has no spider, or what it declares is not a spider of its name.
    """
    from cryptodrug_scraper.crawl.spider import MarketSpider  # noqa: PLC0415  # listing the spiders needs no crawl

    declared = market_named(market).spider
    if declared is None:
        msg = f"the market {market} declares no spider: it can be read, and not crawled"
        raise ConfigurationError(msg)
    module, _, name = declared.partition(":")
    try:
        found = getattr(import_module(module), name)
    except (Exception, SystemExit) as error:  # a plug-in's module may raise anything when it is imported
        msg = f"the spider {declared} of the market {market} cannot be loaded ({fault_in(error)}): mend that module"
        raise ConfigurationError(msg) from error
    if not (isinstance(found, type) and issubclass(found, MarketSpider)):
        msg = f"{declared}, the spider of the market {market}, is no MarketSpider: derive it from that class"
        raise ConfigurationError(msg)
    if getattr(found, "name", None) != market:
        msg = f"{declared} has the name {getattr(found, 'name', None)!r}: give it that of its market, {market!r}"
        raise ConfigurationError(msg)
    lacking = [f"no {name}" for name in ("starts", "scopes") if not getattr(found, name, None)]
    lacking = lacking or [f"no scope {scope}" for scope in get_args(Scope) if scope not in found.scopes]
    if lacking:
        msg = f"{declared}, the spider of the market {market}, is not whole: it has {', '.join(lacking)}"
        raise ConfigurationError(msg)
    return found


class NoSpiderError(KeyError, UsageError):
    """There is no spider of a name: what Scrapy's parts look for, and what its command prints on one line."""

    def __str__(self) -> str:
        return str(self.args[0])


class MarketSpiders:
    """Scrapy's register of spiders: those that the markets declare."""

    @classmethod
    def from_settings(cls, _settings: BaseSettings) -> Self:
        """Make the register. No setting changes it."""
        return cls()

    def load(self, spider_name: str) -> type[MarketSpider]:
        """
        The spider of a market.

        Raises:
            NoSpiderError: there is none; the message says why.
        """
        try:
            return spider_of(spider_name)
        except ConfigurationError as error:
            raise NoSpiderError(str(error)) from error

    def find_by_request(self, request: Request) -> list[str]:
        """No spider: the addresses of markets are in no code."""
        del request
        return []

    def list(self) -> list[str]:
        """The markets that can be crawled."""
        return [market.name for market in markets() if market.spider is not None]
