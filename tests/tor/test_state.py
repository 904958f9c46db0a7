from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import psutil
import pytest
from msgspec.structs import replace

from cryptodrug_scraper.tor.state import (
    TorState,
    began_of,
    forget_state,
    keep_port,
    kept_port,
    running_tor,
    this_process,
    write_state,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def state(own_home: Path) -> TorState:
    """What this process would tell."""
    owner, began = this_process()
    return TorState(owner, began, ("127.0.0.1", 9150), str(own_home / "control"), is_up=True, pid=None, attached=False)


def test_a_tor_that_is_watched_over_is_found_until_that_ends(state: TorState) -> None:
    assert running_tor() is None
    write_state(state)
    assert state == running_tor()
    forget_state()
    assert running_tor() is None


def test_what_a_process_that_died_left_behind_counts_for_nothing(state: TorState) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as owner:
        left = replace(state, owner=owner.pid, owner_began=began_of(psutil.Process(owner.pid)))
        write_state(left)
        assert left == running_tor()
        owner.kill()
        os.waitid(os.P_PID, owner.pid, os.WEXITED | os.WNOWAIT)  # it ended, and nobody has taken notice
        assert running_tor() is None
    assert running_tor() is None


def test_a_process_that_has_the_number_of_one_that_died_is_not_taken_for_it(state: TorState) -> None:
    write_state(replace(state, owner_began=state.owner_began - 100))
    assert running_tor() is None


@pytest.mark.parametrize("seconds", [-3600.0, -1.0, 1.0, 86400.0])
def test_a_tor_is_found_after_the_clock_was_set(
    state: TorState, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_state(state)
    started = psutil.boot_time()
    monkeypatch.setattr("psutil._pslinux.boot_time", lambda: started + seconds)  # it is reckoned from the clock
    assert state == running_tor()


def test_a_file_that_is_cut_short_counts_for_nothing(state: TorState, own_home: Path) -> None:
    write_state(state)
    file = own_home / "tor" / "state.json"
    file.write_bytes(file.read_bytes()[:-5])
    assert running_tor() is None


def test_no_half_written_file_is_left(state: TorState, own_home: Path) -> None:
    write_state(state)
    write_state(state)
    assert ["state.json"] == [file.name for file in (own_home / "tor").iterdir()]


def test_the_port_that_tor_had_last_is_taken_again_unless_somebody_has_it(own_home: Path) -> None:
    assert kept_port() is None
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        keep_port(port)
        assert kept_port() is None
    assert port == kept_port()
    for damaged in ("no port", "99999", "9" * 1000, ""):
        (own_home / "tor" / "socks-port").write_text(f"{damaged}\n", encoding="ascii")
        assert kept_port() is None
