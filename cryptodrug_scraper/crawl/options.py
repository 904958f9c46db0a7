"""The options of a crawl, from the command line or Scrapy's settings, within limits that no option can lift."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from cryptodrug_scraper.archive import default_archive
from cryptodrug_scraper.crawl.mirrors import read_mirrors
from cryptodrug_scraper.crawl.scope import Scope
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.home import data_home

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

__all__ = ["MOST_AT_ONCE", "MOST_PER_SECOND", "CrawlOptions"]

MOST_AT_ONCE = 8
"""Most requests under way at a time."""
MOST_PER_SECOND = 40.0
"""Most requests in a second: more than one circuit of Tor can carry. The default is one."""
_SHORTEST_POLL = 0.01


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """
    Options of a crawl. Each is a setting of Scrapy's too, named in capitals with ``CRAWL_`` before it.

    Attributes:
        scope: what to fetch.
        mirrors: addresses of the market's mirrors.
        replica: whether these are replicas on loopback, asked without Tor.
        archive: folder of the archive.
        folder: where the crawl keeps its frontier; a new crawl gets a new folder.
        label: what the operator calls the crawl.
        budget: requests that may be sent in all; None is no limit.
        per_second: requests in a second.
        at_once: requests under way at a time.
        hook: command that is run when the crawl pauses; empty for none.
        attempts: how often a page is asked for before it is given up.
        retry_wait: seconds before it is asked for a second time; each further wait is twice as long.
        maintenance_wait: seconds to wait when the market says that it is closed.
        outage_wait: seconds without any page, while the market cannot be reached or says that it is closed, after which
            the crawl ends as partial.
        session_wait: seconds to wait for a new session before the crawl ends as partial; None waits for ever.
        poll: seconds between looks for a new session.
        close: whether nothing more is fetched: what an unfinished crawl has is loaded, and it ends.
    """

    scope: Scope
    mirrors: tuple[str, ...]
    replica: bool
    archive: Path
    folder: Path | None
    label: str | None
    budget: int | None
    per_second: float
    at_once: int
    hook: tuple[str, ...]
    attempts: int
    retry_wait: float
    maintenance_wait: float
    outage_wait: float
    session_wait: float | None
    poll: float
    close: bool = False

    @classmethod
    def of(cls, settings: BaseSettings, market: str) -> CrawlOptions:
        """
        Read the options from Scrapy's settings.

        Raises:
            ConfigurationError: a setting is not valid, or beyond the limits of every crawl.
        """
        scope = settings.get("CRAWL_SCOPE", "all")
        if scope not in get_args(Scope):
            msg = f"{scope!r} is no scope: choose one of {', '.join(get_args(Scope))}"
            raise ConfigurationError(msg)
        per_second = _number(settings, "CRAWL_PER_SECOND", 1.0, 0.0)
        if not 0 < per_second <= MOST_PER_SECOND:
            msg = f"{per_second:g} requests a second: choose more than 0 and at most {MOST_PER_SECOND:g}"
            raise ConfigurationError(msg)
        at_once = int(_number(settings, "CRAWL_AT_ONCE", 2, 0))
        if not 1 <= at_once <= MOST_AT_ONCE:
            msg = f"{at_once} requests at once: choose 1 to {MOST_AT_ONCE}"
            raise ConfigurationError(msg)
        replica = settings.get("CRAWL_REPLICA")
        listed = settings.getlist("CRAWL_MIRRORS")
        folder, archive, budget = (settings.get(f"CRAWL_{name}") for name in ("FOLDER", "ARCHIVE", "BUDGET"))
        wait = settings.get("CRAWL_SESSION_WAIT")
        return cls(
            scope=scope,
            mirrors=(replica,) if replica else tuple(listed or read_mirrors(data_home() / "mirrors.toml", market)),
            replica=bool(replica),
            archive=Path(archive) if archive else default_archive(),
            folder=Path(folder) if folder else None,
            label=settings.get("CRAWL_LABEL"),
            budget=int(budget) if budget is not None else None,
            per_second=per_second,
            at_once=at_once,
            hook=tuple(settings.getlist("CRAWL_HOOK")),
            attempts=int(_number(settings, "CRAWL_ATTEMPTS", 5, 1)),
            retry_wait=_number(settings, "CRAWL_RETRY_WAIT", 10.0, 0.0),
            maintenance_wait=_number(settings, "CRAWL_MAINTENANCE_WAIT", 600.0, 0.0),
            outage_wait=_number(settings, "CRAWL_OUTAGE_WAIT", 86_400.0, 0.0),
            session_wait=float(wait) if wait is not None else None,
            poll=_number(settings, "CRAWL_POLL", 2.0, _SHORTEST_POLL),
            close=settings.getbool("CRAWL_CLOSE"),
        )

    def rate_settings(self) -> dict[str, float]:
        """Return Scrapy's settings for the rate."""
        return {
            "DOWNLOAD_DELAY": 1.0 / self.per_second,
            "CONCURRENT_REQUESTS": self.at_once,
            "CONCURRENT_REQUESTS_PER_DOMAIN": self.at_once,
            "AUTOTHROTTLE_TARGET_CONCURRENCY": float(self.at_once),
        }


def _number(settings: BaseSettings, name: str, usual: float, least: float) -> float:
    try:
        number = settings.getfloat(name, usual)
    except ValueError:
        number = math.nan
    if not least <= number < math.inf:
        msg = f"{name} is {settings.get(name)!r}: write a number, at least {least:g}"
        raise ConfigurationError(msg)
    return number
