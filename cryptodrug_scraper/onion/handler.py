"""
The only way by which the crawler reaches a network: a download handler for Scrapy.

It decides by itself where a request may go and through what, so that no setting, middleware, spider or variable of the
environment can lead around Tor: not ``robots.txt``, whose requests have no spider's meta, and not ``http_proxy``. It
hands every response to the archive before Scrapy sees it.
"""

from __future__ import annotations

import ipaddress
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _ScrapyAgent
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, NotConfigured
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet import endpoints
from twisted.web.client import Agent

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.onion.decoding import UNDECODED, UndecodableError, decode, undecorated
from cryptodrug_scraper.onion.headers import browser_headers
from cryptodrug_scraper.onion.permitted import RefusedError, Target, loopback_target, onion_target
from cryptodrug_scraper.onion.socks import SocksEndpoint

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.web.client import URI, HTTPConnectionPool

__all__ = ["ISOLATION", "RECORD", "REPLICA", "TOR_SOCKS", "PermittedDownloadHandler", "socks_port"]

TOR_SOCKS = "TOR_SOCKS"
"""Setting: where Tor's SOCKS port is, as ``("127.0.0.1", 9050)`` or ``127.0.0.1:9050``."""
REPLICA = "CRAWL_REPLICA"
"""Setting: not empty where a replica on loopback is crawled, without Tor."""
RECORD = "CRAWL_RECORD"
"""
Setting: what is called with each request, its response and the instant at which that had arrived, before anything else
sees it. The request has the headers that were sent; the response has those that came, and its body is decoded, or is
as it came and bears the flag ``undecoded``.
"""
ISOLATION = "isolation"
"""Key of a request's meta: streams of other words never share a circuit with it. By default host and port."""

Endpoint = Any
"""An endpoint of Twisted's; its interfaces are not types."""

# They warn of large bodies, and of certificates that nobody vouches for (an onion's address does), and name the whole
# address each time; logs do not have it.
for _name in ("scrapy.core.downloader.handlers.http11", "scrapy.core.downloader.tls"):
    logging.getLogger(_name).setLevel(logging.ERROR)


class PermittedDownloadHandler(HTTP11DownloadHandler):
    """
    Downloads through Tor from onion services, or from a replica on loopback, and from nowhere else.

    The total of connecting, waiting and reading is limited by ``DOWNLOAD_TIMEOUT``, the body by ``DOWNLOAD_MAXSIZE``,
    both as it travels and as it is when it is decoded.

    Raises:
        NotConfigured: Tor's port is not set, and no replica is to be crawled; or nothing keeps the responses.
        ConfigurationError: the port set as Tor's is not on this machine.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        replica, socks, record = settings.get(REPLICA), settings.get(TOR_SOCKS), settings.get(RECORD)
        if record is None or not (replica or socks):
            msg = f"the settings {TOR_SOCKS} and {RECORD} are missing: crawl with cryptodrug crawl or scrapy crawl"
            raise NotConfigured(msg)
        self._record: Callable[[Request, Response, datetime], None] = record
        self._socks = None if replica else socks_port(socks)
        self._timeout = settings.getfloat("DOWNLOAD_TIMEOUT")

    async def download_request(self, request: Request) -> Response:
        """
        Fetch a page and hand it to the archive.

        Raises:
            RefusedError: the request may not leave; no socket was opened.
            SocksError: Tor did not open the stream, or does not run.
            UndecodableError: the body is broken; the archive has it as it came.
            DownloadTimeoutError: no whole response came in time; the archive has nothing of it.
            DownloadCancelledError: the body is longer than the limit, or the download was stopped; the archive has
                nothing of it.
            ResponseDataLossError: the body is shorter than its header says; the archive has nothing of it.
            DownloadFailedError: no response came; the archive has nothing of it.
        """
        target = (loopback_target if self._socks is None else onion_target)(request.url)
        request.headers = browser_headers(request.headers, target)
        agent = _PermittedScrapyAgent(
            contextFactory=self._contextFactory,
            connectTimeout=self._timeout,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        agent.target, agent.socks = target, self._socks
        limit = request.meta.get("download_maxsize", self._default_maxsize)
        try:
            with wrap_twisted_exceptions():
                received = await maybe_deferred_to_future(agent.download_request(request))
        except DownloadTimeoutError as error:  # Scrapy's messages name the whole address
            msg = f"no whole response came in {request.meta.get('download_timeout') or self._timeout:g} s"
            raise DownloadTimeoutError(msg) from error
        except DownloadCancelledError as error:
            msg = f"the body is longer than {limit} bytes, or the download was stopped"
            raise DownloadCancelledError(msg) from error
        arrived = datetime.now(UTC)
        received.ip_address = None  # that of Tor's port, which says nothing of the site
        try:
            decoded = decode(received, limit)
        except UndecodableError:
            received.flags.append(UNDECODED)
            self._record(request, received, arrived)
            raise
        self._record(request, decoded, arrived)
        return undecorated(decoded)


class _PermittedScrapyAgent(_ScrapyAgent):
    """
    Scrapy's agent for one request, on this program's own connection. Proxies named in a request's meta are not read.
    """

    target: Target
    socks: tuple[str, int] | None

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        del timeout
        from twisted.internet import reactor  # noqa: PLC0415  # importing it installs it

        isolation = str(request.meta.get(ISOLATION) or f"{self.target.host}:{self.target.port}")
        if self.socks is None:
            endpoint = _tcp(reactor, self.target.host, self.target.port)
        else:
            endpoint = SocksEndpoint(_tcp(reactor, *self.socks), self.target.host.encode(), self.target.port, isolation)
        return _TargetAgent(reactor, self._contextFactory, self._pool, self.target, endpoint, isolation)


class _TargetAgent(Agent):
    """Connects to its one target; connections are pooled by isolation too, so that no circuit serves two identities."""

    def __init__(
        self,
        reactor: Any,  # noqa: ANN401  # Twisted's reactor has no one type
        policy: Any,  # noqa: ANN401  # an interface
        pool: HTTPConnectionPool | None,
        target: Target,
        endpoint: Endpoint,
        isolation: str,
    ) -> None:
        super().__init__(reactor, policy, pool=pool)  # type: ignore[no-untyped-call]  # Twisted's
        self._policy, self._target, self._stream, self._isolation = policy, target, endpoint, isolation

    def _getEndpoint(self, uri: URI) -> Endpoint:  # noqa: N802
        if (uri.host.lower(), uri.port) != (self._target.host.encode(), self._target.port):
            msg = "refused an address that two programs read in different ways"
            raise RefusedError(msg)
        if uri.scheme == b"https":
            return endpoints.wrapClientTLS(self._policy.creatorForNetloc(uri.host, uri.port), self._stream)
        return self._stream

    def _requestWithEndpoint(self, key: tuple[Any, ...], *args: Any) -> Any:  # noqa: ANN401, N802
        return super()._requestWithEndpoint((*key, self._isolation), *args)


def _tcp(reactor: Any, host: str, port: int) -> Endpoint:  # noqa: ANN401  # Twisted's reactor has no one type
    """An endpoint for an address: names never come this far, so nothing is looked up."""
    kind: Any = endpoints.TCP6ClientEndpoint if ":" in host else endpoints.TCP4ClientEndpoint
    return kind(reactor, host, port, timeout=None)  # the whole of a request has a timeout


def socks_port(setting: Any) -> tuple[str, int]:  # noqa: ANN401  # settings are of any type
    """
    Return the host and port of Tor's SOCKS port from a setting: ``host:port``, or the two.

    Raises:
        ConfigurationError: it is not on this machine, or no port.
    """
    host, _, port = setting.rpartition(":") if isinstance(setting, str) else (setting[0], "", setting[1])
    try:
        address = ipaddress.ip_address(host.strip("[]"))
        if address.is_loopback and 0 < int(port) < 1 << 16:
            return str(address), int(port)
    except ValueError:
        pass
    msg = f"{TOR_SOCKS} is {setting!r}, but only a Tor on this machine is used: give it as 127.0.0.1:9050"
    raise ConfigurationError(msg)
