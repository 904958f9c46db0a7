"""What commands reach for on a network: the short form of tests/campaigns/leaks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.campaigns.leaks.trace import no_routes, reached, traced
from tests.support.loopback import LoopbackOnly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.campaigns.leaks.trace import Reached

PROGRAM = Path(__file__).parent.parent / "campaigns" / "leaks"
REST = ("replay (own server)", "crawl")
COMMANDS = ["archive import (folder)", *(pytest.param(each, marks=pytest.mark.campaign) for each in REST)]
"""Of crawls tests/onion/test_leaks.py sees what they reach for."""


def runs(*commands: str, options: tuple[str, ...] = ()) -> Iterator[dict[str, object]]:
    """What the campaign printed of each run."""
    chosen = [part for name in commands for part in ("--command", name)]
    done = subprocess.run(
        [sys.executable, str(PROGRAM), *chosen, *options], capture_output=True, check=False, text=True
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    yield from map(json.loads, done.stdout.splitlines())


def of_python(tmp_path: Path, program: str) -> tuple[Reached, int]:
    """What some lines of Python reach for where there is loopback alone, and how often the kernel found no way."""
    with LoopbackOnly():
        before = no_routes()
        command = [*traced(tmp_path / "trace"), sys.executable, "-c", f"import socket\n{program}"]
        subprocess.run([*command], check=False, capture_output=True)
        return reached((tmp_path / "trace").read_text().splitlines()), no_routes() - before


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.slow
def test_a_command_reaches_for_nothing_but_this_machine(command: str) -> None:
    (found,) = runs(command, options=("--only-this-user",))
    assert (command, []) == (found["command"], found["wrong"])


@pytest.mark.campaign
def test_the_campaign_runs_them_as_root_and_as_an_ordinary_user() -> None:
    found = list(runs("archive import (folder)"))
    assert ["root", "nobody"] == [each["user"] for each in found]
    assert [] == [each for each in found if each["wrong"]]


@pytest.mark.parametrize(("family", "address"), [("AF_INET", "192.0.2.1"), ("AF_INET6", "2001:db8::1")])
def test_an_address_elsewhere_is_seen(family: str, address: str, tmp_path: Path) -> None:
    found, without_way = of_python(tmp_path, f"socket.socket(socket.{family}).connect(('{address}', 80))")
    assert (1, [], 1) == (len(found.outside), found.names, without_way)


@pytest.mark.parametrize("call", ["getaddrinfo('name.invalid', 80)", "gethostbyname('300.1.2.3')"])
def test_the_look_up_of_a_name_is_seen(call: str, tmp_path: Path) -> None:
    found, _ = of_python(tmp_path, f"socket.{call}")
    assert [] != found.names


def test_this_machine_is_no_address_elsewhere(tmp_path: Path) -> None:
    program = "for family, address in ((2, '127.0.0.1'), (10, '::1')): socket.socket(family).connect_ex((address, 9))"
    found, without_way = of_python(tmp_path, program)
    assert ({"127.0.0.1:9": 1, "::1:9": 1}, [], [], 0) == (found.inside, found.outside, found.names, without_way)


@pytest.mark.parametrize(
    ("end", "names"),
    [
        (["15 <... connect resumed>)           = -1 ENOENT (No such file or directory)"], 0),
        (["15 <... connect resumed>)           = 0"], 1),
        (["16 <... connect resumed>)           = -1 ENOENT (No such file or directory)"], 1),
        ([], 1),
    ],
)
def test_a_call_that_another_process_comes_between_is_read_with_its_end(end: list[str], names: int) -> None:
    begun = '15 connect(3<UNIX-STREAM:[89]>, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110 <unfinished ...>'
    between = '16 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 4'
    found = reached([begun, between, *end])
    assert (names, [], {}) == (len(found.names), found.outside, found.inside)
