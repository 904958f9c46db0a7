"""Nothing of a crawl leaves Tor, whatever sites, spiders, settings and the environment do to make it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from cryptodrug_scraper.crawl.settings import DEFAULTS, USER_AGENT
from tests.onion.support.fake_tor import DONE, FakeTor, Listener
from tests.onion.support.onions import onion
from tests.onion.support.site import Site, page, self_signed
from tests.onion.support.witnesses import PROXY_PORT, Witnesses

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from tests.onion.support.fake_tor import Stream

pytestmark = pytest.mark.xdist_group("leaks")  # the witnesses' ports are there once where all tests share a network

HOST, OTHER = onion(), onion(bytes([1]) * 32)
CLEAR = "name.example.com"
PROXY = f"http://127.0.0.1:{PROXY_PORT}"
PRIVATE_FILE = "/etc/passwd"
PROGRAM = Path(__file__).parent / "support" / "watched_crawl.py"
AWAY = [
    f"http://{CLEAR}/",
    f"https://{CLEAR}/",
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "http://localhost/",
    "http://[::1]/",
    "http://192.0.2.1/",
    "ftp://127.0.0.1/file",
    f"file://{PRIVATE_FILE}",
    "s3://bucket/key",
    "data:text/html,page",
]
"""Whatever is not an onion service."""
REDIRECTS = {f"/to/{number}": url for number, url in enumerate([*AWAY, f"//{CLEAR}/", f"http://{OTHER}/redirected"])}
ALL_ON = {
    "COMPRESSION_ENABLED": True,
    "COOKIES_ENABLED": True,
    "HTTPPROXY_ENABLED": True,
    "METAREFRESH_ENABLED": True,
    "REDIRECT_ENABLED": True,
    "REFERER_ENABLED": True,
    "RETRY_ENABLED": True,
    "RETRY_TIMES": 1,
    "ROBOTSTXT_OBEY": True,
    "ITEM_PIPELINES": {"scrapy.pipelines.files.FilesPipeline": 1},
    "DOWNLOAD_BIND_ADDRESS": "127.0.0.9",
    "AUTOTHROTTLE_ENABLED": False,
}
"""What our settings switch off, switched on by mistake."""
STOCK = {
    "DOWNLOAD_HANDLERS": {
        scheme: f"scrapy.core.downloader.handlers.{module}DownloadHandler"
        for scheme, module in {
            "http": "http11.HTTP11",
            "https": "http11.HTTP11",
            "ftp": "ftp.FTP",
            "file": "file.File",
        }.items()
    }
}
CALM = {"AUTOTHROTTLE_ENABLED": False, "DOWNLOAD_TIMEOUT": 20}


HARMLESS = [
    ["socket.bind", "('::1', 0)"],  # urllib3, when it is imported, looks whether there is IPv6
    ["subprocess.Popen", "uname", "['uname', '-p']", "None", "None"],  # Scrapy, when it logs versions
]


class Crawled(NamedTuple):
    """What came of a crawl."""

    outcomes: dict[str, str]
    recorded: list[str]
    events: list[list[str]]
    log: str

    @property
    def connections(self) -> set[str]:
        """Where the process connected to."""
        return {arguments[0] for event, *arguments in self.events if event == "socket.connect"}

    def other_events(self) -> list[list[str]]:
        """What it reached for besides."""
        return [event for event in self.events if event[0] != "socket.connect" and event not in HARMLESS]


@pytest.fixture(scope="module")
def _all_witnesses() -> Iterator[Witnesses]:
    with Witnesses() as all_of_them:
        yield all_of_them


@pytest.fixture
def witnesses(_all_witnesses: Witnesses) -> Witnesses:
    """They have seen nothing yet."""
    _all_witnesses.forget()
    return _all_witnesses


@pytest.fixture
def site() -> Site:
    """A site that wants its visitors elsewhere."""
    lures = 'Alt-Svc: h2="{0}:443"|Onion-Location: http://{0}/|Link: <http://{0}/a>; rel=preload|Refresh: 0; url=http://{0}/'
    cookies = [f"Set-Cookie: a=1; Domain={domain}" for domain in (".example.com", HOST, ".onion", CLEAR)]
    answers: dict[str, tuple[bytes | float | None, ...]] = {
        "/lures": (page(b"<html>lures</html>", *lures.format(CLEAR).split("|")),),
        "/cookies": (page(b"<html>cookies</html>", *cookies),),
        "/robots.txt": (page(f"User-agent: *\nSitemap: http://{CLEAR}/sitemap.xml\nHost: {CLEAR}\n".encode()),),
        "/refresh": (page(f'<html><meta http-equiv="refresh" content="0;url=http://{CLEAR}/"></html>'.encode()),),
        "/busy": (page(b"", status="503 Busy"),),
        "/cut": (page()[:-3], None),
        "/sitemap.xml": (
            page(
                b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
                + "".join(f"<url><loc>{url}</loc></url>" for url in AWAY[:6]).encode()
                + b"</urlset>"
            ),
        ),
    }
    answers |= {
        path: (page(b"", f"Location: {url}", status=f"{301 if number % 2 else 302} Found"),)
        for number, (path, url) in enumerate(REDIRECTS.items())
    }
    return Site(answers, tls=self_signed(HOST))


def crawl(witnesses: Witnesses, *requests: dict[str, Any], folder: Path, **job: Any) -> Crawled:
    """Crawl in the witnesses' network, with an environment that names a proxy for everything."""
    names = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy")
    environment = {key: PROXY for name in names for key in (name, name.upper())}
    defaults: dict[str, Any] = {
        "sitemaps": [],
        "media": [],
        "secrets": [PRIVATE_FILE],
        "settings": {},
        "as_we_set": True,
    }
    argument = json.dumps(defaults | {"requests": requests} | job)
    with witnesses.space:
        done = subprocess.run(
            [sys.executable, str(PROGRAM), argument],
            capture_output=True,
            check=True,
            cwd=folder,
            env=os.environ | environment | {"HOME": str(folder), "XDG_CACHE_HOME": str(folder)},
            text=True,
            timeout=60,
        )
    return Crawled(**json.loads(done.stdout), log=done.stderr)


def everything(host: str) -> list[dict[str, Any]]:
    """Requests that provoke all that we know of."""
    here = ["/", "/lures", "/cookies", "/cookies", "/refresh", "/busy", "/cut", "/robots.txt", *REDIRECTS]
    metas: list[dict[str, Any]] = [
        {"proxy": PROXY},
        {"proxy": f"socks5h://127.0.0.1:{PROXY_PORT}"},
        {"proxy": "https://user:word@127.0.0.1:443"},
        {"bindaddress": "127.0.0.7"},
    ]
    plain = [f"http://{host}{path}" for path in here] + [f"https://{host}/secure", f"http://{OTHER}/", *AWAY]
    return [{"url": url} for url in plain] + [
        {"url": f"{scheme}://{host}/meta/{number}", "meta": meta, "headers": {"Proxy-Authorization": "Basic eA=="}}
        for number, meta in enumerate(metas)
        for scheme in ("http", "https")
    ]


def assert_nothing_leaked(witnesses: Witnesses, crawled: Crawled, tor: tuple[str, int]) -> None:
    """Inside and outside agree: the process went to Tor's port and reached for nothing else."""
    assert [] == witnesses.names, "names were looked up"
    assert [] == witnesses.connections, "somebody connected to a site or a proxy"
    assert crawled.connections <= {str(tor)}
    assert [] == crawled.other_events()
    assert [] == [url for url in crawled.recorded if HOST not in url and OTHER not in url]


def refused(status: str) -> bool:
    """Whether an outcome is that a request was not sent."""
    return status in {"RefusedError", "NotSupported", "UnsupportedURLSchemeError"}


@pytest.mark.parametrize("settings", [CALM, CALM | ALL_ON], ids=["as-we-set", "all-switched-on"])
@pytest.mark.slow
def test_everything_goes_to_tor_or_nowhere(
    witnesses: Witnesses, site: Site, settings: dict[str, Any], tmp_path: Path
) -> None:
    with witnesses.space:
        tor = Listener(
            FakeTor(
                site, reply=lambda stream: DONE if stream.host.endswith(".onion") else b"\x05\x06\x00\x01" + bytes(6)
            )
        )
    with tor:
        crawled = crawl(
            witnesses,
            *everything(HOST),
            folder=tmp_path,
            sitemaps=[f"http://{HOST}/robots.txt", f"http://{HOST}/sitemap.xml"],
            media=[*AWAY, f"http://{HOST}/image.png"],
            settings=settings | {"TOR_SOCKS": tor.address, "FILES_STORE": str(tmp_path / "files")},
        )

    assert_nothing_leaked(witnesses, crawled, tor.address)
    assert {str(tor.address)} == crawled.connections
    assert [] == [url for url in AWAY if not refused(crawled.outcomes[url])]
    assert "200" == crawled.outcomes[f"http://{HOST}/"] == crawled.outcomes[f"https://{HOST}/secure"]
    if "REDIRECT_ENABLED" not in settings:
        assert HOST not in crawled.log, "the log names the site"
    ours = [request for _, request in site.requests if request.startswith(b"GET / HTTP/1.1")]
    head = f"GET / HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: {USER_AGENT}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in DEFAULTS["DEFAULT_REQUEST_HEADERS"].items())
    head += "Accept-Encoding: gzip, deflate, br, zstd\r\nConnection: keep-alive\r\n\r\n"
    assert head.encode() in ours
    assert not [request for _, request in site.requests if b"scrapy" in request.lower() or b"Proxy" in request]


@pytest.mark.slow
def test_the_same_crawl_with_scrapy_s_own_handlers_is_seen(witnesses: Witnesses, tmp_path: Path) -> None:
    crawled = crawl(
        witnesses,
        *everything(HOST),
        folder=tmp_path,
        settings=CALM | STOCK | {"DOWNLOAD_TIMEOUT": 2, "HTTPPROXY_ENABLED": False},
    )

    assert {HOST, CLEAR} <= set(witnesses.names)
    assert {21, 80, 443, PROXY_PORT} <= set(witnesses.connections)
    assert {"socket.connect", "socket.gethostbyname", "open"} <= {event for event, *_ in crawled.events}
    with pytest.raises(AssertionError):
        assert_nothing_leaked(witnesses, crawled, ("127.0.0.1", 9050))


def test_the_environment_leads_scrapy_s_own_handlers_to_a_proxy(witnesses: Witnesses, tmp_path: Path) -> None:
    crawl(witnesses, {"url": f"http://{HOST}/"}, folder=tmp_path, as_we_set=False, settings={"RETRY_ENABLED": False})

    assert [PROXY_PORT] == sorted(set(witnesses.connections))


def test_without_tor_nothing_goes_anywhere(witnesses: Witnesses, tmp_path: Path) -> None:
    with witnesses.space, Listener(lambda _: None) as gone:
        pass
    crawled = crawl(
        witnesses,
        *everything(HOST),
        folder=tmp_path,
        settings=CALM | ALL_ON | {"TOR_SOCKS": gone.address, "FILES_STORE": str(tmp_path)},
    )

    assert_nothing_leaked(witnesses, crawled, gone.address)
    assert {str(gone.address)} == crawled.connections
    assert [] == crawled.recorded
    assert "SocksError" == crawled.outcomes[f"http://{HOST}/"] == crawled.outcomes[f"https://{HOST}/secure"]
    assert not [status for status in crawled.outcomes.values() if status != "SocksError" and not refused(status)]


def test_when_tor_is_killed_nothing_goes_anywhere_from_then_on(
    witnesses: Witnesses, site: Site, tmp_path: Path
) -> None:
    def deadly(connection: socket.socket, stream: Stream) -> None:
        if "last" in stream.user:
            tor.close()
        site(connection, stream)

    with witnesses.space:
        tor = Listener(FakeTor(deadly))
    paths = ["/1", "/2", "/last", "/3", "/4"]
    with tor:
        crawled = crawl(
            witnesses,
            *({"url": f"http://{HOST}{path}", "meta": {"isolation": path}} for path in paths),
            folder=tmp_path,
            settings=CALM
            | ALL_ON
            | {
                "ROBOTSTXT_OBEY": False,
                "CONCURRENT_REQUESTS": 1,
                "TOR_SOCKS": tor.address,
                "FILES_STORE": str(tmp_path),
            },
        )

    assert_nothing_leaked(witnesses, crawled, tor.address)
    assert [f"http://{HOST}{path}" for path in paths[:2]] == crawled.recorded
    assert ["200", "200", "SocksError", "SocksError", "SocksError"] == [
        crawled.outcomes[f"http://{HOST}{path}"] for path in paths
    ]
