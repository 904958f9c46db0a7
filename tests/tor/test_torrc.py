from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.onion.replies import REPLIES
from cryptodrug_scraper.tor.torrc import (
    _NETWORK_OPTIONS,
    NETWORK_VARIABLE,
    SOCKS_FLAGS,
    client_torrc,
    control_socket,
    torrc_text,
)
from tests.support.private_tor import tor_program

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = (Path(__file__).parent.parent.parent / "docs" / "tor.md").read_text(encoding="utf-8")
FOLDER = Path("/tmp/tor")  # noqa: S108  # nothing is written there


@pytest.fixture
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Name a file with these lines as the network."""

    def write(lines: str) -> None:
        (tmp_path / "network").write_text(lines, encoding="utf-8")
        monkeypatch.setenv(NETWORK_VARIABLE, str(tmp_path / "network"))

    return write


@pytest.mark.parametrize("name", ["tor", 'a folder with "quotes", # and \\'])
def test_tor_itself_accepts_the_options(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir(mode=0o700)
    torrc = torrc_text(client_torrc(Path("/") / name) | {"DataDirectory": [f'"{tmp_path}"']})
    torrc = torrc.replace("ControlSocket", "#ControlSocket") if name != "tor" else torrc
    command = [tor_program("tor"), "--verify-config", "-f", "-", "--defaults-torrc", "/dev/null"]
    done = subprocess.run(command, input=torrc, capture_output=True, text=True, check=False)
    assert "DisableNetwork 1\n" in torrc
    assert (0, True) == (done.returncode, "Configuration was valid" in done.stdout), done.stdout


def test_the_socks_port_takes_onion_traffic_only_and_isolates_by_user_name() -> None:
    options = client_torrc(FOLDER, 9150)
    flags = "OnionTrafficOnly ExtendedErrors IsolateSOCKSAuth KeepAliveIsolateSOCKSAuth"
    assert [f"127.0.0.1:9150 {flags}"] == options["SocksPort"]
    assert ["1"] == options["SafeSocks"]


def test_nobody_but_the_owner_controls_it() -> None:
    options = client_torrc(FOLDER)
    assert (["0"], ["1"]) == (options["ControlPort"], options["CookieAuthentication"])
    assert [f'"{control_socket(FOLDER)}"'] == options["ControlSocket"]


def test_a_network_file_may_name_bridges(network: Callable[[str], None]) -> None:
    network("# two of them\nusebridges 1\nBridge 127.0.0.1:1  # near\nBridge 127.0.0.1:2\n")
    options = client_torrc(FOLDER)
    assert (["1"], ["127.0.0.1:1", "127.0.0.1:2"]) == (options["UseBridges"], options["Bridge"])


@pytest.mark.parametrize("line", ["SocksPort 9050", "HTTPTunnelPort 8118", "DNSPort 53", "socksport 1", "Bridge"])
def test_a_network_file_opens_no_other_way_in(network: Callable[[str], None], line: str) -> None:
    network(f"UseBridges 1\n{line}\n")
    with pytest.raises(ConfigurationError, match="not one of the options allowed there"):
        client_torrc(FOLDER)


def test_a_network_file_that_is_missing_is_an_error_and_not_the_public_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NETWORK_VARIABLE, str(tmp_path / "none"))
    with pytest.raises(ConfigurationError, match="CRYPTODRUG_TOR_NETWORK, cannot be read"):
        client_torrc(FOLDER)


def test_a_folder_whose_path_is_too_long_for_a_socket_is_named() -> None:
    with pytest.raises(ConfigurationError, match="set CRYPTODRUG_HOME to a shorter one"):
        client_torrc(FOLDER / ("a" * 100))


def test_every_option_and_every_outcome_is_documented() -> None:
    words = [word for word, _ in REPLIES.values()]
    documented = [*words, *(f"0x{code:02X}" for code in REPLIES), *_NETWORK_OPTIONS.values(), *SOCKS_FLAGS]
    assert [] == [word for word in documented if word not in DOCS]
