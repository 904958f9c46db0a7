"""The commands as a user runs them: processes of their own, in the namespace of the test."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from sqlalchemy import select

from cryptodrug_scraper.cli.tor import tor
from cryptodrug_scraper.store.models import MirrorCheck
from tests.support.command import run_command
from tests.support.private_tor import unpublished_onion, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database
    from cryptodrug_scraper.tor.stem_control import StemTor

COMMAND = [sys.executable, "-m", "cryptodrug_scraper", "tor"]


def run(*arguments: str, code: int = 0) -> bytes:
    """Run a command and expect an exit code; whatever happens, it prints no traceback."""
    done = run_command("tor", *arguments, code=code)
    return done.stdout + done.stderr


def until(event: str, process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """Read what ``tor start --json`` says up to an event."""
    assert process.stdout is not None
    for line in process.stdout:
        said: dict[str, Any] = json.loads(line)
        if said["event"] == event:
            return said
    pytest.fail(f"it ended before it was {event}")


@pytest.fixture
def started(own_home: Path, tor_network: object) -> Iterator[subprocess.Popen[bytes]]:
    """``cryptodrug tor start --json`` that has just begun."""
    del own_home, tor_network
    with subprocess.Popen([*COMMAND, "start", "--json"], stdout=subprocess.PIPE) as process:
        yield process
        process.terminate()


def test_a_tor_from_its_start_to_its_end(started: subprocess.Popen[bytes], own_home: Path, onion: str) -> None:
    assert "percent" in until("bootstrap", started)
    up = until("up", started)
    host, port = up["socks"]
    state = json.loads(run("status", "--json"))
    assert ([host, port], 100, [], 0) == tuple(state[key] for key in ("socks", "bootstrapped", "lacking", "restarts"))
    assert (up["pid"], up["control"]) == (state["pid"], state["control"])
    assert f"socks     {host}:{port}".encode() in run("status")
    assert b"watches over a Tor already" in run("start", code=6)

    assert b"new streams use new circuits" in run("new-identity")
    assert b"Tor gives the next identity in" in run("new-identity", code=6)

    found = [json.loads(line) for line in run("probe", "--json", onion, unpublished_onion()).splitlines()]
    assert [("reachable", None), ("descriptor_not_found", 240)] == [
        (one["outcome"], one["socks_code"]) for one in found
    ]

    os.kill(up["pid"], signal.SIGKILL)
    until("down", started)
    again = until("up", started)
    assert up["socks"] == again["socks"]
    assert up["pid"] != again["pid"]
    while (state := json.loads(run("status", "--json")))["restarts"] != 1:
        time.sleep(0.1)
    assert again["pid"] == state["pid"]
    assert state["events"]["circuit_built"] > 0

    assert b"stopped" in run("stop")
    until("end", started)
    assert 0 == started.wait()
    assert not (own_home / "tor" / "state.json").exists()
    assert b"it was not running" in run("stop")


def test_tor_ends_with_the_command_even_if_that_is_killed(started: subprocess.Popen[bytes]) -> None:
    daemon = psutil.Process(until("up", started)["pid"])
    started.kill()
    wait_for("its end", lambda: not daemon.is_running() or daemon.status() == psutil.STATUS_ZOMBIE, 30)
    assert b"no Tor runs" in run("status", code=6)


def test_another_tor_is_watched_over_and_left_running(tor_client: StemTor, own_home: Path) -> None:
    del own_home
    command = [*COMMAND, "start", "--attach", tor_client.control]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        said = [process.stderr.readline().decode() for _ in range(2)]
        process.send_signal(signal.SIGINT)
        said.append(process.stderr.read().decode())
    host, port = tor_client.socks
    assert ["100 %  Done\n", f"Tor is up; SOCKS port {host}:{port}; Ctrl-C ends it\n", "Tor ends\n"] == said
    assert 0 == process.returncode
    assert tor_client.is_alive()


@pytest.mark.slow
def test_what_cannot_be_written_ends_no_tor(tor_client: StemTor, own_home: Path) -> None:
    state = own_home / "tor" / "state.json"
    command = [*COMMAND, "start", "--attach", tor_client.control]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        wait_for("its state", state.exists, 60)
        said = [process.stderr.readline().decode() for _ in range(2)]
        state.unlink()
        state.mkdir()
        said.append(process.stderr.readline().decode())
        state.rmdir()
        wait_for("its state again", state.exists, 60)
        assert 100 == json.loads(run("status", "--json"))["bootstrapped"]
        process.send_signal(signal.SIGINT)
        assert "Tor ends\n" == process.stderr.read().decode()
    assert "what Tor does cannot be told to other commands: Is a directory" in said[2]
    assert 0 == process.returncode


def test_a_tor_of_others_can_be_asked_too(tor_client: StemTor, own_home: Path) -> None:
    del own_home
    state = json.loads(run("status", "--json", "--attach", tor_client.control))
    assert (tor_client.pid, None, {}) == (state["pid"], state["restarts"], state["events"])
    found = json.loads(run("probe", "--json", "--attach", tor_client.control, unpublished_onion()))
    assert "descriptor_not_found" == found["outcome"]


@pytest.mark.parametrize("arguments", [["status"], ["new-identity"], ["probe", unpublished_onion()]])
def test_without_tor_it_is_said_how_to_start_it(own_home: Path, arguments: list[str]) -> None:
    del own_home
    assert b"start it in another terminal with cryptodrug tor start" in run(*arguments, code=6)


@pytest.mark.usefixtures("own_home")
def test_a_probe_of_anything_but_onion_services_is_refused_before_any_is_tried() -> None:
    said = run("probe", unpublished_onion(), "example.invalid", code=6)
    assert b"address 2 of 2: refused http to a host that is no onion service: only those of version 3 are asked" in said
    assert b"example.invalid" not in said
    assert b"name an address" in run("probe", code=2)
    assert b"no mirror is known" in run("probe", "--market", "dream", code=2)


def test_the_probes_of_a_markets_mirrors_are_recorded(tor_client: StemTor, own_home: Path, database: Database) -> None:
    mirror = unpublished_onion()
    (own_home / "mirrors.toml").write_text(f'dream = ["http://{mirror}", "http://{mirror}:81"]\n', encoding="utf-8")
    run("probe", "--market", "dream", "--attach", tor_client.control)
    with database.engine.connect() as connection:
        rows = connection.execute(select(MirrorCheck.__table__).order_by(MirrorCheck.mirror)).all()
    assert [mirror, f"{mirror}:81"] == [row.mirror for row in rows]
    assert {("dream", "descriptor_not_found", 0xF0)} == {(row.market, row.outcome, row.socks_code) for row in rows}
    assert all(row.seconds >= 0 for row in rows)


@pytest.mark.parametrize("name", sorted(tor.commands))
def test_every_command_has_an_example_and_says_its_exit_codes(name: str) -> None:
    text = run(name, "--help").decode()
    assert f"cryptodrug tor {name}" in text.partition("Example:")[2]
    assert "6  " in text.partition("Exit codes:")[2]
