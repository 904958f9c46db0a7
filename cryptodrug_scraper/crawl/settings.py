"""
Scrapy's settings for a crawl. Those in `REQUIRED` are not optional: with Scrapy's own, requests go around Tor, or
responses around the archive.
"""

from __future__ import annotations

import math
import os
from typing import Any

from cryptodrug_scraper.errors import ConfigurationError

__all__ = ["DEFAULTS", "REQUIRED", "USER_AGENT", "check_setting"]

# Scrapy's cookie middleware is off, but whatever imports tldextract must not fetch its list from the clear web either.
os.environ["TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS"] = ""

USER_AGENT = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
"""That of Tor Browser, the same for all its users; so are the values of Accept and Accept-Language below."""

_HANDLER = "cryptodrug_scraper.onion.handler.PermittedDownloadHandler"

REQUIRED: dict[str, Any] = {
    "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER, "ftp": None, "s3": None, "file": None, "data": None},
    "SPIDER_LOADER_CLASS": "cryptodrug_scraper.crawl.spiders.MarketSpiders",
    "SCHEDULER": "cryptodrug_scraper.crawl.scheduler.FrontierScheduler",
    "EXTENSIONS": {
        "cryptodrug_scraper.crawl.run.CrawlRun": -1000,  # before those that its settings switch off
        "scrapy.extensions.remote_control.RemoteControl": None,  # not even imported, which takes as long as much else
        "scrapy.extensions.telnet.TelnetConsole": None,
    },
    "COMPRESSION_ENABLED": False,
    "COOKIES_ENABLED": False,
    "HTTPCACHE_ENABLED": False,
    "HTTPPROXY_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "REDIRECT_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,  # a server on loopback that runs whatever code it is sent
    "RETRY_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "TELNETCONSOLE_ENABLED": False,
    "HTTPERROR_ALLOW_ALL": True,
    "REFERER_ENABLED": False,
    "ITEM_PIPELINES": {},
}
"""What no option changes."""

DEFAULTS: dict[str, Any] = {
    "AUTOTHROTTLE_ENABLED": True,
    "AUTOTHROTTLE_START_DELAY": 1.0,
    "AUTOTHROTTLE_MAX_DELAY": 60.0,
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "en-US,en;q=0.5",
    },
    "DOWNLOAD_FAIL_ON_DATALOSS": True,
    "DOWNLOAD_MAXSIZE": 16 * 1024 * 1024,
    "DOWNLOAD_WARNSIZE": 4 * 1024 * 1024,
    "DOWNLOAD_TIMEOUT": 120,
    "LOG_LEVEL": "INFO",
    "USER_AGENT": USER_AGENT,
}
"""What a user may change."""


def check_setting(name: str, value: str) -> None:
    """
    Check a setting that a user gives, as text. Those of the program (``CRAWL_``) are checked by `CrawlOptions`.

    Raises:
        ConfigurationError: there is no such setting, it may not be changed, or its value is no finite number where
            Scrapy's is a number.
    """
    from scrapy.settings import default_settings  # noqa: PLC0415  # only where one is given

    if name in REQUIRED or not (name.startswith("CRAWL_") or name in {*DEFAULTS, *vars(default_settings)}):
        msg = f"{name!r} is no setting that may be changed: write NAME=VALUE, such as DOWNLOAD_TIMEOUT=60"
        raise ConfigurationError(msg)
    usual = DEFAULTS.get(name, vars(default_settings).get(name))
    if isinstance(usual, int | float) and not isinstance(usual, bool) and not _is_number(value):
        msg = f"{name} is {value!r}: write a number"
        raise ConfigurationError(msg)


def _is_number(value: str) -> bool:
    try:
        return math.isfinite(float(value))
    except ValueError:
        return False
