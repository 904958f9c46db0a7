"""How the container of the scheduler reaches Tor and the database: its scripts, and a real Tor behind a socket."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.tor.probe import connect, probe
from cryptodrug_scraper.tor.process import start_tor
from cryptodrug_scraper.tor.stem_control import open_control
from cryptodrug_scraper.tor.torrc import SOCKS_FLAGS
from tests.support.private_tor import free_ports, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCKER = Path(__file__).parents[2] / "docker"
PROGRAM = """#!/bin/sh
printf '%s\\n' "$@" >"$TMPDIR/arguments"
stat --format %a "$PGPASSFILE" >"$TMPDIR/mode"
env >"$TMPDIR/environment"
exec sleep 600
"""
SECONDS = 60.0


@pytest.fixture
def folder(own_home: Path) -> Path:
    """A folder with the secrets and what stands for the program, and a path short enough for sockets."""
    (own_home / "cryptodrug").write_text(PROGRAM, encoding="utf-8")
    (own_home / "cryptodrug").chmod(0o755)
    (own_home / "database_password").write_text("se:c\\ret\n", encoding="utf-8")
    (own_home / "reader_password").write_text("regard", encoding="utf-8")
    return own_home


@contextmanager
def container(folder: Path, port: int) -> Iterator[None]:
    environment = os.environ | {
        "PATH": f"{folder}:{DOCKER}:{os.environ['PATH']}",
        "TMPDIR": str(folder),
        "SECRETS": str(folder),
        "TOR_SOCKS_SOCKET": str(folder / "socks"),
        "TOR_SOCKS_PORT": str(port),
    }
    command = [str(DOCKER / "cryptodrug-behind-tor"), "schedule", "run"]
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        wait_for("the program", (folder / "environment").exists, 10)
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.slow
def test_the_scheduler_reaches_onion_services_and_nothing_else_by_a_socket_of_tor(folder: Path, onion: str) -> None:
    (port,) = free_ports(1)
    with closing(start_tor(folder / "tor")) as tor, closing(open_control(tor.control)) as control:
        flags = " ".join(SOCKS_FLAGS)
        places = (f"127.0.0.1:{tor.socks[1]}", f"unix:{folder}/socks")
        control.set_options([("SocksPort", f"{place} {flags}") for place in places])
        with container(folder, port):
            assert "reachable" == probe(onion, ("127.0.0.1", port), seconds=SECONDS).outcome
            assert "not_allowed" == connect("shop.example", 80, ("127.0.0.1", port), SECONDS).outcome


def test_the_passwords_reach_the_program_in_a_file_that_only_its_owner_can_read(folder: Path) -> None:
    (port,) = free_ports(1)
    with container(folder, port):
        assert "schedule\nrun\n" == (folder / "arguments").read_text(encoding="utf-8")
        assert "600\n" == (folder / "mode").read_text(encoding="utf-8")
        assert "*:*:*:cryptodrug_reader:regard\n*:*:*:cryptodrug:se\\:c\\\\ret\n" == (folder / "pgpass").read_text(
            encoding="utf-8"
        )
        environment = (folder / "environment").read_text(encoding="utf-8")
        assert not any(secret in environment.replace("SECRETS", "") for secret in ("c\\ret", "regard"))
