"""What Tor answers, and what answers in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.onion.support.downloader import Downloader
from tests.onion.support.fake_tor import DONE, FakeTor, Listener
from tests.onion.support.onions import onion
from tests.onion.support.site import Site, page
from tests.onion.support.through import Through

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from tests.onion.support.fake_tor import Stream

HOST = onion()


@pytest.fixture(scope="module")
def downloader() -> Iterator[Downloader]:
    """A process that downloads."""
    with Downloader() as process:
        yield process


@pytest.mark.parametrize("piece", [1, 3, 1024])
@pytest.mark.parametrize(
    "bound",
    [
        b"\x01\x7f\x00\x00\x01\x00\x50",
        b"\x04" + bytes(16) + b"\x00\x50",
        b"\x03\x09some.name\x00\x50",
        b"\x03\x00\x00\x00",
    ],
    ids=["IPv4", "IPv6", "name", "no-name"],
)
def test_replies_come_in_whatever_pieces_and_with_whatever_bound_address(
    downloader: Downloader, bound: bytes, piece: int
) -> None:
    through = Through(downloader, Site(), reply=lambda _: b"\x05\x00\x00" + bound, piece=piece)

    assert [200] == [result["status"] for result in through.fetch(f"http://{HOST}/")["results"]]


def test_a_site_that_answers_before_it_is_asked_is_not_believed(downloader: Downloader) -> None:
    through = Through(downloader, Site(), reply=lambda _: DONE + page())
    answer = through.fetch(f"http://{HOST}/")

    assert ["DownloadFailedError"] == [result["error"] for result in answer["results"]]
    assert [] == answer["records"]


@pytest.mark.parametrize("code", [0x01, 0x05, 0x06, 0xF0, 0xF2, 0xF6, 0xAA])
def test_tor_s_codes_are_kept(downloader: Downloader, code: int) -> None:
    through = Through(downloader, Site(), reply=lambda _: b"\x05" + bytes([code]) + b"\x00\x01" + bytes(6))
    answer = through.fetch(f"http://{HOST}/")

    (result,) = answer["results"]
    assert ("SocksError", code) == (result["error"], result["code"])
    assert f"0x{code:02X}" in result["message"]
    assert 0 == answer["sockets"]
    assert [] == answer["records"]


@pytest.mark.parametrize(
    "answers",
    [
        {"greeting": b"HTTP/1.1 400 Bad Request\r\n\r\n"},
        {"greeting": b"\x05\xff"},
        {"greeting": b"\x05\x00"},
        {"greeting": b"\x04\x5a" + bytes(6)},
        {"password": b"\x05\x00"},
        {"password": b"\x01\x01"},
        {"reply": lambda _: b"\x04\x00\x00\x01" + bytes(6)},
        {"reply": lambda _: b"\x05\x00\x00\x09" + bytes(6)},
    ],
    ids=["http", "no-method", "no-isolation", "SOCKS4", "password-version", "refused", "version", "kind"],
)
def test_a_port_that_is_not_tor_s_is_named_and_left(downloader: Downloader, answers: dict[str, Any]) -> None:
    through = Through(downloader, Site(), **answers)
    answer = through.fetch(f"http://{HOST}/")

    (result,) = answer["results"]
    assert ("SocksError", None) == (result["error"], result["code"])
    assert 0 == answer["sockets"]
    assert [] == through.site.requests


@pytest.mark.parametrize(
    "answers",
    [{"greeting": b""}, {"greeting": b"\x05"}, {"password": b"\x01"}, {"reply": lambda _: DONE[:5]}],
    ids=["at-once", "in-greeting", "in-password", "in-reply"],
)
def test_tor_may_close_the_connection_at_any_point(downloader: Downloader, answers: dict[str, Any]) -> None:
    def closing(_: socket.socket, __: Stream) -> None:
        return

    class Closing(FakeTor):
        def _send(self, connection: socket.socket, data: bytes) -> None:
            super()._send(connection, data)
            if data in {b"", b"\x05", b"\x01", DONE[:5]}:
                raise EOFError

    with Listener(Closing(closing, **answers)) as listener:
        answer = downloader.fetch(f"http://{HOST}/", settings={"TOR_SOCKS": listener.address})

    (result,) = answer["results"]
    assert ("SocksError", None) == (result["error"], result["code"])
    assert "closed the connection" in result["message"]
    assert 0 == answer["sockets"]


def test_without_tor_requests_fail_at_once(downloader: Downloader) -> None:
    with Listener(lambda _: None) as listener:
        pass
    answer = downloader.fetch(
        *[f"{scheme}://{HOST}/" for scheme in ("http", "https")], settings={"TOR_SOCKS": listener.address}
    )

    assert [("SocksError", None)] * 2 == [(result["error"], result["code"]) for result in answer["results"]]
    assert all("does Tor run?" in result["message"] for result in answer["results"])
    assert ([], 0) == (answer["records"], answer["sockets"])


def test_tor_may_listen_on_either_loopback_and_be_named_in_text(downloader: Downloader) -> None:
    for host, form in (("127.0.0.1", "{}:{}"), ("::1", "[{}]:{}")):
        with Listener(FakeTor(Site()), (host, 0)) as listener:
            answer = downloader.fetch(f"http://{HOST}/", settings={"TOR_SOCKS": form.format(*listener.address)})
        assert [200] == [result["status"] for result in answer["results"]]


@pytest.mark.parametrize("place", ["localhost:9050", "192.0.2.1:9050", "9050", ["tor", 9050], ["127.0.0.1", 0]])
def test_a_tor_on_another_machine_or_behind_a_name_is_not_used(downloader: Downloader, place: Any) -> None:
    error, message = downloader.fetch(settings={"TOR_SOCKS": place})["error"]

    assert "ConfigurationError" == error
    assert "only a Tor on this machine is used" in message
