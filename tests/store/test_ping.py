"""A server is asked whether it takes connections as pg_isready asks it."""

from __future__ import annotations

import socket
import struct
import threading
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.store.server.ping import takes_connections

if TYPE_CHECKING:
    from pathlib import Path


def message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!i", 4 + len(body)) + body


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (message(b"R", struct.pack("!i", 0)), True),
        (message(b"E", b"SFATAL\0C57P03\0Mthe database system is starting up\0\0"), False),
        (message(b"E", b'SFATAL\0C28000\0Mrole "postgres" does not exist\0\0'), True),
        (b"", False),
    ],
    ids=["lets in", "starts up", "refuses this role", "hangs up"],
)
def test_what_a_server_answers_tells_whether_it_takes_connections(
    tmp_path_factory: pytest.TempPathFactory, answer: bytes, expected: bool
) -> None:
    folder = tmp_path_factory.mktemp("s")
    asked = []
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / ".s.PGSQL.5432"))
        listening.listen()

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                asked.append(connection.recv(4096))
                connection.sendall(answer)

        server = threading.Thread(target=serve)
        server.start()
        found = takes_connections(folder, 5432)
        server.join()

    assert expected is found
    assert struct.unpack("!ii", asked[0][:8]) == (len(asked[0]), 0x30000)


def test_without_a_server_there_is_none_that_takes_connections(tmp_path: Path) -> None:
    assert not takes_connections(tmp_path, 5432)
