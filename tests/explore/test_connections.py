"""The server under clients that send what they like, as slowly as they like, on as many connections as they like."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack, contextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.explore.connections import server_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
LAST = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
LARGE = 50_000_000
asked: list[str] = []


def answers(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    asked.append(environ["PATH_INFO"])
    start_response("200 OK", [("Content-Type", "text/plain")])
    return (b"x" * 1_000_000 for _ in range(LARGE // 1_000_000)) if environ["PATH_INFO"] == "/large" else [b"here"]


@contextmanager
def served(connections: int = 200, seconds: int = 30) -> Iterator[tuple[str, int]]:
    asked.clear()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = server_on(listening, answers, connections=connections, seconds=seconds)
        Thread(target=server.run, daemon=True).start()
        yield listening.getsockname()
        server.close()


def answer(address: tuple[str, int], sent: bytes, patience: float = 20) -> bytes:
    """All that comes back until the connection is closed."""
    received = b""
    with socket.create_connection(address, timeout=patience) as client:
        client.sendall(sent)
        with suppress(ConnectionError):  # it is closed before all was read that was sent
            while part := client.recv(65536):
                received += part
    return received


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000000\r\n\r\n", b"413"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n", b"413"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n", b"413"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\nx", b"413"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", b"501"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", b"400"),
        (b"GET /" + b"a" * 70_000, b"431"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70_000, b"431"),
        (b"nonsense\r\n\r\n", b"400"),
    ],
    ids=lambda value: value[:60].decode(),
)
def test_what_is_sent_is_bounded_before_it_is_read(sent: bytes, status: bytes) -> None:
    with served() as address:
        assert status == answer(address, sent).split(b" ")[1]
        assert [] == asked
        assert b"here" in answer(address, LAST)


@pytest.mark.parametrize("piece", [b"", b"x"], ids=["silent", "byte by byte"])
@pytest.mark.parametrize("before", [b"", b"GET /", GET], ids=["at once", "within a line", "after an answer"])
def test_a_request_that_does_not_come_ends_its_connection(before: bytes, piece: bytes) -> None:
    with served(seconds=1) as address, socket.create_connection(address, timeout=0.2) as client:
        client.sendall(before)
        until = time.monotonic() + 120
        received = b"-"
        while received:
            assert time.monotonic() < until
            try:
                client.sendall(piece)
                received = client.recv(65536)
            except TimeoutError:
                continue
            except ConnectionError:
                break


def test_too_many_connections_give_way_to_one_that_asks() -> None:
    with served(connections=20) as address, ExitStack() as stack:
        silent = [stack.enter_context(socket.create_connection(address, timeout=120)) for _ in range(100)]
        for client in silent:
            with suppress(ConnectionError):
                client.sendall(b"GET /")
        for _ in range(3):
            assert b"here" in answer(address, LAST)


def test_the_oldest_that_asks_nothing_gives_way_even_if_a_part_of_its_request_came_last() -> None:
    with served(connections=20) as address, ExitStack() as stack:

        def connect() -> socket.socket:
            return stack.enter_context(socket.create_connection(address, timeout=120))

        silent = [connect() for _ in range(10)]
        held_up = connect()
        assert b"here" in answer(address, LAST)  # all those are let in
        for client in silent:
            client.sendall(b"GET /")
        assert b"here" in answer(address, LAST)  # and what they sent is read
        for _ in range(15):
            connect()
        assert b"here" in answer(address, LAST)
        held_up.sendall(LAST)
        with held_up.makefile("rb") as answered:  # which comes in more than one piece
            assert b"here" in answered.read()


def test_an_answer_that_nobody_takes_ends_its_connection() -> None:
    with served(seconds=1) as address, ExitStack() as stack:
        for _ in range(12):  # more than there are threads
            client = stack.enter_context(socket.create_connection(address, timeout=120))
            client.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"here" in answer(address, LAST, 60)


def test_a_large_answer_that_is_taken_slowly_is_whole() -> None:
    received = 0
    with served(seconds=2) as address, socket.create_connection(address, timeout=120) as client:
        client.sendall(b"GET /large HTTP/1.0\r\nHost: x\r\n\r\n")
        while chunk := client.recv(2_000_000):
            received += len(chunk)
            time.sleep(0.02)
    assert received > LARGE
