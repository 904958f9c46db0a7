"""
The only way in which the crawler reaches anything: a download handler for Scrapy.

It decides by itself where a request may go and through what, so that no setting, middleware, spider or variable of the
environment can lead around Tor: not ``robots.txt``, whose requests have no spider's meta, and not ``http_proxy``. It
hands every response to the archive before Scrapy sees it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _ScrapyAgent
from scrapy.exceptions import NotConfigured
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet import endpoints
from twisted.web.client import Agent

from cryptodrug_scraper.crawl.permitted import RefusedError, Target, loopback_target, onion_target
from cryptodrug_scraper.crawl.socks import SocksEndpoint

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.web.client import URI, HTTPConnectionPool

__all__ = ["ISOLATION", "RECORD", "REPLICA", "TOR_SOCKS", "PermittedDownloadHandler"]

TOR_SOCKS = "TOR_SOCKS"
"""Setting: host and port of Tor's SOCKS port, as ``("127.0.0.1", 9050)``."""
REPLICA = "CRAWL_REPLICA"
"""Setting: true where a replica on loopback is crawled, without Tor."""
RECORD = "CRAWL_RECORD"
"""Setting: what is called with each request, its response and the instant it was sent, before anything else sees it."""
ISOLATION = "isolation"
"""Key of a request's meta: streams of other words never share a circuit with it. By default host and port."""

Endpoint = Any
"""An endpoint of Twisted's; its interfaces are not types."""


class PermittedDownloadHandler(HTTP11DownloadHandler):
    """
    Downloads through Tor from onion services, or from a replica on loopback, and from nowhere else.

    The total of connecting, waiting and reading is limited by ``DOWNLOAD_TIMEOUT``, the body by ``DOWNLOAD_MAXSIZE``.

    Raises:
        NotConfigured: Tor's port is not set, and no replica is to be crawled; or nothing keeps the responses.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._replica = crawler.settings.getbool(REPLICA)
        self._socks: tuple[str, int] | None = crawler.settings.get(TOR_SOCKS)
        self._record: Callable[[Request, Response, datetime], None] | None = crawler.settings.get(RECORD)
        if self._record is None or (self._socks is None and not self._replica):
            msg = f"the settings {TOR_SOCKS} and {RECORD} are missing: crawl with cryptodrug crawl or scrapy crawl"
            raise NotConfigured(msg)

    async def download_request(self, request: Request) -> Response:
        """
        Fetch a page and hand it to the archive.

        Raises:
            RefusedError: the request may not leave; no socket was opened.
            SocksError: Tor did not open the stream.
        """
        target = (loopback_target if self._replica else onion_target)(request.url)
        request.headers.pop("Proxy-Authorization", None)
        agent = _PermittedScrapyAgent(
            contextFactory=self._contextFactory,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        agent.target = target
        agent.socks = None if self._replica else self._socks
        began = datetime.now(UTC)
        with wrap_twisted_exceptions():
            response = await maybe_deferred_to_future(agent.download_request(request))
        assert self._record is not None  # noqa: S101  # the constructor refuses
        self._record(request, response, began)
        return response


class _PermittedScrapyAgent(_ScrapyAgent):
    """Scrapy's own way to make one request, on a connection of ours."""

    target: Target
    socks: tuple[str, int] | None

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        from twisted.internet import reactor  # noqa: PLC0415  # importing it installs it

        isolation = str(request.meta.get(ISOLATION) or f"{self.target.host}:{self.target.port}")
        if self.socks is None:
            kind = endpoints.TCP6ClientEndpoint if ":" in self.target.host else endpoints.TCP4ClientEndpoint
            endpoint: Endpoint = kind(reactor, self.target.host, self.target.port, timeout=timeout)
        else:
            tor = endpoints.TCP4ClientEndpoint(reactor, *self.socks, timeout=timeout)
            endpoint = SocksEndpoint(tor, self.target.host.encode(), self.target.port, isolation)
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
        if (uri.host, uri.port) != (self._target.host.encode(), self._target.port):
            msg = "refused an address that two programs read in different ways"
            raise RefusedError(msg)
        if uri.scheme == b"https":
            return endpoints.wrapClientTLS(self._policy.creatorForNetloc(uri.host, uri.port), self._stream)
        return self._stream

    def _requestWithEndpoint(self, key: tuple[Any, ...], *args: Any) -> Any:  # noqa: ANN401, N802
        return super()._requestWithEndpoint((*key, self._isolation), *args)
