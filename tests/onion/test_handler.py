"""What the download handler sends, where it connects, and what it does about servers that do not play by the rules."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.crawl.settings import DEFAULTS, USER_AGENT
from tests.onion.support.downloader import Downloader
from tests.onion.support.fake_tor import FakeTor, Listener, receive
from tests.onion.support.onions import onion
from tests.onion.support.site import Site, page, self_signed
from tests.onion.support.through import Through, answering

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator, Sequence

    from tests.onion.support.fake_tor import Stream

HOST = onion()
OTHER = onion(bytes([1]) * 32)


@pytest.fixture(scope="module")
def canary() -> Iterator[Listener]:
    """Where a proxy would be, to which nobody should connect."""
    with Listener(lambda _: None) as listener:
        yield listener


@pytest.fixture(scope="module")
def downloader(canary: Listener) -> Iterator[Downloader]:
    """A process whose environment names a proxy for everything."""
    proxy = "http://{}:{}".format(*canary.address)
    names = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    with Downloader(**dict.fromkeys(names, proxy)) as process:
        yield process


@pytest.fixture
def through(downloader: Downloader) -> Through:
    """A site that answers everything with a page."""
    return Through(downloader, Site())


# what is sent


def test_headers_are_those_of_tor_browser_in_its_order_and_none_is_for_a_proxy(through: Through) -> None:
    given = {
        "Cookie": "session=1",
        "Proxy-Authorization": "Basic eA==",
        "Proxy-Connection": "keep-alive",
        "X-Further": "1",
        "Host": "example.com",
        "Accept-Encoding": "identity",
        "Connection": "close",
        **DEFAULTS["DEFAULT_REQUEST_HEADERS"],
        "User-Agent": USER_AGENT,
    }
    answer = through.fetch({"url": f"http://{HOST}:80/a?b=c#d", "headers": given})

    head = [
        "GET /a?b=c HTTP/1.1",
        f"Host: {HOST}",
        f"User-Agent: {USER_AGENT}",
        "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language: en-US,en;q=0.5",
        "Accept-Encoding: gzip, deflate, br, zstd",
        "Connection: keep-alive",
        "Cookie: session=1",
        "X-Further: 1",
    ]
    assert ["\r\n".join([*head, "", ""]).encode()] == through.wire
    assert [line.split(": ", 1) for line in head[1:]] == answer["records"][0]["sent"]


def test_a_form_is_posted_and_a_port_of_its_own_stands_in_host(through: Through) -> None:
    through.fetch(
        {
            "url": f"http://{HOST}:8080/index",
            "method": "POST",
            "body": "a=1",
            "headers": {"Content-Type": "application/x-www-form-urlencoded"},
        }
    )

    (request,) = through.wire
    assert request.startswith(b"POST /index HTTP/1.1\r\n")
    assert request.endswith(b"\r\n\r\na=1")
    assert f"\r\nHost: {HOST}:8080\r\n".encode() in request
    assert [("x", HOST, 8080)] == [("x", stream.host, stream.port) for stream in through.tor.streams]


def test_what_a_request_says_of_proxies_and_addresses_to_bind_to_changes_nothing(
    through: Through, canary: Listener
) -> None:
    proxy = "http://user:word@{}:{}".format(*canary.address)
    request = {"url": f"http://{HOST}/", "meta": {"proxy": proxy, "bindaddress": "127.0.0.9"}}
    answer = through.fetch(request, DOWNLOAD_BIND_ADDRESS="127.0.0.8")

    assert [200] == [result["status"] for result in answer["results"]]
    assert ["127.0.0.1"] == through.listener.peers
    assert [] == canary.peers


# connections and circuits


def test_requests_of_one_word_share_a_connection_and_those_of_two_words_never_do(through: Through) -> None:
    words = ["a", "b", "a", "b", "a"]
    requests = [{"url": f"http://{HOST}/{word}", "meta": {"isolation": word}} for word in words]
    answer = through.fetch(*requests)

    assert ["a", "b"] == [stream.user for stream in through.tor.streams]
    assert [(word, f"/{word}") for word in words] == [
        (stream.user, request.split()[1].decode()) for stream, request in through.site.requests if stream
    ]
    assert 2 == answer["sockets"]


def test_without_a_word_hosts_and_ports_are_apart(through: Through) -> None:
    through.fetch(*[f"http://{place}/" for place in (HOST, OTHER, f"{HOST}:8080", HOST)])

    assert [f"{HOST}:80", f"{OTHER}:80", f"{HOST}:8080"] == [stream.user for stream in through.tor.streams]


def test_requests_at_the_same_time_have_connections_of_their_own(through: Through) -> None:
    through.site.answers = {"/": (0.2, page())}
    answer = through.fetch(*[f"http://{HOST}/"] * 3, together=True)

    assert [200] * 3 == [result["status"] for result in answer["results"]]
    assert 3 == len(through.tor.streams)


def test_a_connection_that_the_site_closed_meanwhile_is_made_anew(downloader: Downloader) -> None:
    through = answering(downloader, page(), None)
    answer = through.fetch(*[f"http://{HOST}/"] * 3)

    assert [200] * 3 == [result["status"] for result in answer["results"]]
    assert 3 == len(through.tor.streams)


def test_a_certificate_that_nobody_vouches_for_is_no_obstacle(downloader: Downloader) -> None:
    through = Through(downloader, Site(tls=self_signed(HOST)))
    answer = through.fetch(f"https://{HOST}/a", f"https://{HOST}/b")

    assert [(200, True)] * 2 == [(result["status"], result["is_secure"]) for result in answer["results"]]
    assert [443] == [stream.port for stream in through.tor.streams]
    assert f"\r\nHost: {HOST}\r\n".encode() in through.wire[0]


# limits


def test_the_whole_of_a_request_has_one_deadline_wherever_it_hangs(downloader: Downloader) -> None:
    def silent(connection: socket.socket) -> None:
        receive(connection, 1 << 16)

    def dribbling(connection: socket.socket) -> None:
        connection.sendall(b"\x05\x02\x01\x00" + b"\x05\x00\x00\x03\xff")
        drip(connection, bytes(255))

    def quiet(connection: socket.socket, _: Stream) -> None:
        receive(connection, 1 << 16)

    def dripping(connection: socket.socket, _: Stream) -> None:
        connection.recv(1 << 16)
        connection.sendall(page(bytes(500))[:-500])
        drip(connection, bytes(500))

    cases: list[tuple[Callable[[socket.socket], None], str]] = [
        (silent, "http"),
        (dribbling, "http"),
        (FakeTor(quiet), "http"),
        (FakeTor(quiet), "https"),
        (FakeTor(dripping), "http"),
    ]
    for serve, scheme in cases:
        with Listener(serve) as listener:
            settings = {"TOR_SOCKS": listener.address, "DOWNLOAD_TIMEOUT": 0.3}
            answer = downloader.fetch(f"{scheme}://{HOST}/", settings=settings)
        (result,) = answer["results"]
        assert ("DownloadTimeoutError", "no whole response came in 0.3 s") == (result["error"], result["message"]), (
            serve
        )
        assert ([], 0) == (answer["records"], answer["sockets"]), serve


def drip(connection: socket.socket, data: bytes) -> None:
    """Send a byte every 50 ms, for much longer than any deadline of these tests."""
    for byte in data:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"],
    ids=["announced", "unannounced"],
)
def test_a_body_beyond_the_limit_is_broken_off(downloader: Downloader, head: bytes) -> None:
    answer = answering(downloader, head + bytes(5000), 20.0).fetch(f"http://{HOST}/", DOWNLOAD_MAXSIZE=1000)

    assert ["DownloadCancelledError"] == [result["error"] for result in answer["results"]]
    assert "the body is longer than 1000 bytes" in answer["results"][0]["message"]
    assert ([], 0) == (answer["records"], answer["sockets"])


@pytest.mark.parametrize(
    ("pieces", "error"),
    [
        ((page()[:-5], None), "ResponseDataLossError"),
        ((b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", None), "ResponseDataLossError"),
        ((page()[:20], None), "DownloadFailedError"),
        ((None,), "DownloadFailedError"),
        ((b"\x00\x01\x02 no HTTP\r\n\r\n", None), "DownloadFailedError"),
    ],
    ids=["in-body", "in-chunks", "in-headers", "before", "no-http"],
)
def test_what_is_no_whole_response_is_an_error_and_not_recorded(
    downloader: Downloader, pieces: Sequence[bytes | float | None], error: str
) -> None:
    answer = answering(downloader, *pieces).fetch(f"http://{HOST}/")

    assert [error] == [result["error"] for result in answer["results"]]
    assert ([], 0) == (answer["records"], answer["sockets"])


# what may not leave


@pytest.mark.parametrize(
    "settings", [{}, {"HTTPPROXY_ENABLED": True}, {"CRAWL_REPLICA": "http://127.0.0.1:1"}], ids=["", "proxy", "replica"]
)
def test_what_may_not_leave_opens_no_connection(through: Through, canary: Listener, settings: dict[str, Any]) -> None:
    there = "{}:{}".format(*canary.address)
    urls = [
        "http://example.com/",
        f"http://localhost:{canary.address[1]}/",
        "http://192.0.2.1/",
        f"http://{HOST}.example.com/",
    ]
    urls += [f"http://{there}/", f"https://{there}/"] if not settings.get("CRAWL_REPLICA") else [f"http://{HOST}/"]
    answer = through.fetch(*urls, **settings)

    assert ["RefusedError"] * len(urls) == [result["error"] for result in answer["results"]]
    assert ([], [], []) == (through.listener.peers, canary.peers, answer["records"])


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_replica_is_asked_without_tor(downloader: Downloader, host: str) -> None:
    site = Site()
    with Listener(site, (host, 0)) as listener:
        place = f"[{host}]:{listener.address[1]}" if ":" in host else f"{host}:{listener.address[1]}"
        answer = downloader.fetch(f"http://{place}/", f"http://{place}/", settings={"CRAWL_REPLICA": f"http://{place}"})

    assert [200, 200] == [result["status"] for result in answer["results"]]
    assert 1 == len(listener.peers)
    assert f"\r\nHost: {place}\r\n".encode() in site.requests[0][1]


@pytest.mark.parametrize(("settings", "record"), [({}, "keep"), ({"TOR_SOCKS": ["127.0.0.1", 9050]}, "none")])
def test_without_tor_s_port_or_an_archive_there_is_no_handler(
    downloader: Downloader, settings: dict[str, Any], record: str
) -> None:
    assert "NotConfigured" == downloader.fetch(settings=settings, record=record)["error"][0]
