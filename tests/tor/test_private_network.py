from __future__ import annotations

import errno
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.tor.torrc import client_torrc

if TYPE_CHECKING:
    from tests.support.private_tor import PrivateTor

ROOT = Path(__file__).parent.parent.parent
TEST_NET = "192.0.2.1"
STARTS_TOR = re.compile(r"launch_tor|tor_program\(\"tor\"")


@pytest.mark.usefixtures("loopback_only")
def test_nothing_but_loopback_is_there() -> None:
    interfaces = Path("/proc/thread-self/net/dev").read_text(encoding="ascii").splitlines()[2:]
    assert ["lo"] == [line.partition(":")[0].strip() for line in interfaces]


@pytest.mark.usefixtures("loopback_only")
def test_no_way_leads_to_a_public_address() -> None:
    with socket.socket() as stream, pytest.raises(OSError, match="unreachable") as caught:
        stream.connect((TEST_NET, 80))
    assert errno.ENETUNREACH == caught.value.errno


@pytest.mark.usefixtures("loopback_only")
def test_a_process_that_a_test_starts_can_reach_no_more_than_the_test() -> None:
    code = f"import socket; socket.socket().connect(({TEST_NET!r}, 80))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert b"Network is unreachable" in done.stderr


@pytest.mark.usefixtures("tor_client")
def test_every_torrc_of_the_network_is_of_a_private_one(tor_network: PrivateTor) -> None:
    assert len(tor_network.torrcs) >= 5
    assert [] == [torrc for torrc in tor_network.torrcs if not is_private(torrc.read_text(encoding="utf-8"))]


def test_the_programs_own_torrc_in_tests_is_of_the_private_network(tor_network: PrivateTor, tmp_path: Path) -> None:
    own = client_torrc(tmp_path.relative_to(tmp_path.root))
    assert (["1"], True) == (own["TestingTorNetwork"], "DisableNetwork" not in own)
    assert own["DirAuthority"] == [tor_network.client_options()["DirAuthority"]]
    assert is_private("".join(f"{name} {value}\n" for name, values in own.items() for value in values))


def test_a_test_that_asks_for_no_network_has_a_tor_without_one() -> None:
    assert ["1"] == client_torrc(Path("tor"))["DisableNetwork"]


def test_only_two_places_start_a_tor() -> None:
    folders = ("cryptodrug_scraper", "parsers", "spiders", "simulator", "tests", "benchmarks", "docs", "migrations")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py") if file != Path(__file__)]
    found = {file.name for file in files if STARTS_TOR.search(file.read_text(encoding="utf-8"))}
    assert {"process.py", "private_tor.py", "test_torrc.py"} == found


def is_private(torrc: str) -> bool:
    """Whether a Tor with this configuration stays on this machine."""
    options = [line.split(maxsplit=1) for line in torrc.splitlines() if line.strip()]
    authorities = [rest[0] for name, *rest in options if name.lower() == "dirauthority"]
    if ["DisableNetwork", "1"] in options:
        return True
    return (
        ["TestingTorNetwork", "1"] in options
        and bool(authorities)
        and all(re.search(r" 127\.0\.0\.1:\d+ ", authority) for authority in authorities)
    )
