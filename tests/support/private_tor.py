"""
A real Tor network on loopback: one authority, three relays and a host of onion services.

It takes about ten seconds to come up, and 100 MiB. Clients are the caller's; `PrivateTor.network_file` is what
``CRYPTODRUG_TOR_NETWORK`` names to make the program's own Tor one of them.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from cryptodrug_scraper.errors import TorError
from cryptodrug_scraper.tor.stem_control import open_control
from tests.support.loopback import reaches_loopback_only

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import TypeVar

    from stem.control import Controller
    from stem.response.events import HSDescEvent

    Found = TypeVar("Found")

__all__ = ["PrivateTor", "free_ports", "tor_program", "unpublished_onion", "wait_for"]

_RELAYS = 3
"""With the authority four hops, the least that version 3 onion services work with."""
_PERIOD = 1800
"""Seconds between votes: one consensus, valid for three of them, serves a whole run of the tests."""
_UNCHECKED = "/dev/null"


class PrivateTor:
    """
    The network, up for as long as the context lasts. Only in a namespace that has loopback only.

    Args:
        folder: an empty folder with a short path, for sockets have no long ones.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.network_file = folder / "network"
        """Lines of torrc that make a client one of this network."""
        self._names = ["auth", *(f"relay{number}" for number in range(_RELAYS))]
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._controllers: dict[str, Controller] = {}
        self._hosts: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        self._authority = ""

    def __enter__(self) -> Self:
        if not reaches_loopback_only():
            msg = "a Tor network is only started where nothing but loopback can be reached"
            raise RuntimeError(msg)
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every daemon."""
        for controller in self._controllers.values():
            controller.close()
        for process in self._processes.values():
            process.kill()  # nothing is worth saving
        for process in self._processes.values():
            process.wait()

    # onion services

    def add_onion(self, port: int, *, virtual: int = 80, host: str = "host", again: str | None = None) -> str:
        """
        Publish an onion service, and wait for every copy of its descriptor: one or two seconds.

        Args:
            port: where on 127.0.0.1 its connections go.
            virtual: port that it offers.
            host: daemon that has it.
            again: name of one whose host was killed: it is brought back with its key. None makes a new one.

        Returns:
            Its name, as ``….onion``.
        """
        controller, stored = self._controllers[host], []

        def uploaded(event: HSDescEvent) -> None:
            if event.action == "UPLOADED":
                stored.append(event.address)

        controller.add_event_listener(uploaded, "HS_DESC")
        kind, key = ("NEW", "ED25519-V3") if again is None else ("ED25519-V3", self._keys[again])
        made = controller.create_ephemeral_hidden_service({virtual: f"127.0.0.1:{port}"}, kind, key)
        # Two descriptors, of this period and the next, on each of up to eight relays: stem itself waits for one copy
        # only, and a client may ask a relay that has none yet.
        copies = 2 * min(8, len(self._names))
        wait_for("the onion service's descriptors", lambda: stored.count(made.service_id) >= copies, 60)
        controller.remove_event_listener(uploaded)
        name = f"{made.service_id}.onion"
        self._hosts[name] = host
        if again is None:
            self._keys[name] = made.private_key
        return name

    def remove_onion(self, onion: str) -> None:
        """Take an onion service away. Streams that are open live on; nobody tells the relays that it has gone."""
        host = self._hosts.pop(onion)
        self._controllers[host].remove_ephemeral_hidden_service(onion.removesuffix(".onion"))

    def add_host(self, name: str) -> None:
        """Start a further host of onion services, to be killed or stopped by a test: two seconds."""
        host = self._launch(name, self._daemon(name))
        wait_for(f"a circuit of {name}", lambda: host.get_info("status/circuit-established") == "1", 60)

    def kill(self, name: str) -> None:
        """End a daemon without warning."""
        self._controllers.pop(name).close()
        process = self._processes.pop(name)
        process.kill()
        process.wait()

    def stop(self, name: str) -> None:
        """Make a daemon stand still: it keeps its connections and says nothing."""
        self._processes[name].send_signal(signal.SIGSTOP)

    def resume(self, name: str) -> None:
        """Resume it."""
        self._processes[name].send_signal(signal.SIGCONT)

    # configuration

    @property
    def torrcs(self) -> list[Path]:
        """The configuration of every daemon that was started."""
        return sorted(self.folder.glob("*/torrc"))

    def client_options(self) -> dict[str, str]:
        """Options of torrc for a client; its ports and folder are the caller's."""
        return {
            "TestingTorNetwork": "1",
            "DirAuthority": self._authority,
            "Address": "127.0.0.1",
            "OutboundBindAddress": "127.0.0.1",  # the kernel refuses any other destination
            "NumCPUs": "1",
            "ClientUseIPv6": "0",
            "KISTSchedRunInterval": "1 msec",  # the default of 10 ms is paid at every hop, both ways
            "SocksTimeout": "20",  # a host that died is noticed in 15 s
        }

    def _daemon(self, name: str) -> dict[str, str]:
        data = self.folder / name
        return self.client_options() | {
            "DataDirectory": str(data),
            "SocksPort": "0",
            "GeoIPFile": "",
            "GeoIPv6File": "",
            "ControlSocket": str(data / "control"),
            "Log": f"notice file {data / 'log'}",
            "SafeLogging": "0",
            "__OwningControllerProcess": str(os.getpid()),  # it ends within 15 s of this process
        }

    def _relay(self, name: str, port: int) -> dict[str, str]:
        return self._daemon(name) | {
            "Nickname": name,
            "ORPort": f"127.0.0.1:{port}",
            "AssumeReachable": "1",
            "ContactInfo": "none",
            "ExitRelay": "0",  # no exit: no names are looked up, nothing goes out
            "ExitPolicy": "reject *:*",
            "ServerDNSResolvConfFile": _UNCHECKED,
            "ServerDNSAllowBrokenConfig": "1",
        }

    def _directory(self, port: int) -> dict[str, str]:
        return {
            "DirPort": f"127.0.0.1:{port}",
            "AuthoritativeDirectory": "1",
            "V3AuthoritativeDirectory": "1",
            "V3AuthVotingInterval": str(_PERIOD),
            "TestingV3AuthInitialVotingInterval": str(_PERIOD),
            **{f"V3Auth{name}Delay": "2" for name in ("Vote", "Dist")},
            **{f"TestingV3AuthInitial{name}Delay": "2" for name in ("Vote", "Dist")},
            "TestingDirAuthVoteGuard": "*",
            "TestingDirAuthVoteHSDir": "*",
            "TestingMinFastFlagThreshold": "0",
        }

    # life

    def _start(self) -> None:
        keys = self.folder / "auth" / "keys"
        keys.mkdir(parents=True, mode=0o700)
        directory_port, *ports = free_ports(len(self._names) + 1)
        self._authority = self._make_authority(keys, ports[0], directory_port)
        for name, port in zip(self._names, ports, strict=True):
            self._launch(name, self._relay(name, port) | (self._directory(directory_port) if name == "auth" else {}))
        self._agree()
        for name in self._names[1:]:
            wait_for(f"the directory of {name}", partial(_is_informed, self._controllers[name]), 30)
        # Only now: what asks a relay for descriptors too early backs off for ten seconds or more.
        self.add_host("host")
        lines = (f"{name} {value}\n" for name, value in self.client_options().items())
        self.network_file.write_text("".join(lines), encoding="utf-8")

    def _make_authority(self, keys: Path, port: int, directory_port: int) -> str:
        """Make the authority's keys, and tell how a ``DirAuthority`` line names it."""
        files = ("-i", "authority_identity_key", "-s", "authority_signing_key", "-c", "authority_certificate")
        command = [tor_program("tor-gencert"), "--create-identity-key", "--passphrase-fd", "0", *files]
        command += ["-a", f"127.0.0.1:{directory_port}"]
        subprocess.run(command, cwd=keys, input=b"\n", check=True, capture_output=True)
        certificate = (keys / "authority_certificate").read_text(encoding="ascii")
        identity = certificate.split("\nfingerprint ")[1].split()[0]
        keys.parent.chmod(0o700)
        torrc = (
            f"TestingTorNetwork 1\nDisableNetwork 1\nAddress 127.0.0.1\nNickname auth\nORPort 127.0.0.1:{port}\n"
            f"DirAuthority none orport=1 127.0.0.1:1 {'F' * 40}\nDataDirectory {keys.parent}\n"
        )
        command = [tor_program("tor"), "--list-fingerprint", "--quiet", "-f", "-", "--defaults-torrc", _UNCHECKED]
        shown = subprocess.run(command, input=torrc, check=True, capture_output=True, text=True).stdout
        fingerprint = "".join(shown.split()[1:])
        return f"auth orport={port} no-v2 v3ident={identity} 127.0.0.1:{directory_port} {fingerprint}"

    def _launch(self, name: str, options: Mapping[str, str]) -> Controller:
        data = self.folder / name
        data.mkdir(mode=0o700, exist_ok=True)
        torrc = data / "torrc"
        torrc.write_text("".join(f"{key} {value}\n" for key, value in options.items()), encoding="utf-8")
        command = [tor_program("tor"), "-f", str(torrc), "--defaults-torrc", _UNCHECKED, "--quiet"]
        self._processes[name] = process = subprocess.Popen(command, stdin=subprocess.DEVNULL)

        def connect() -> Controller | None:
            if process.poll() is not None:
                msg = f"the daemon {name} ended: {(data / 'log').read_text(encoding='utf-8')}"
                raise RuntimeError(msg)
            try:
                return open_control(str(data / "control"))
            except TorError:
                return None

        self._controllers[name] = controller = wait_for(f"the control socket of {name}", connect, 30)
        return controller

    def _agree(self) -> None:
        """Make the authority vote as soon as it knows every relay, by moving the times of its votes to now."""
        authority = self._controllers["auth"]

        def described() -> bool:
            return str(authority.get_info("desc/all-recent", "")).count("\nrouter-signature") == len(self._names)

        def listed() -> bool:
            return f"\n{authority.get_info('ns/all', '')}".count("\nr ") == len(self._names)

        wait_for("the relays' descriptors", described, 30)
        for attempt in range(5):
            authority.set_conf("TestingV3AuthVotingStartOffset", str(int(time.time() + 3) % _PERIOD))
            try:
                wait_for("a consensus", listed, 5)
            except TimeoutError:
                if attempt == 4:
                    raise
            else:
                return


def _is_informed(relay: Controller) -> bool:
    if relay.get_info("status/enough-dir-info") == "1":
        return True
    relay.signal("HUP")  # ask again now, not after the back-off of the refusals before the vote
    time.sleep(0.2)
    return False


def unpublished_onion() -> str:
    """The name of an onion service that is valid and that nobody has: its key is the base point of Ed25519."""
    key, version = b"\x58" + b"\x66" * 31, b"\x03"
    checksum = hashlib.sha3_256(b".onion checksum" + key + version).digest()[:2]
    return base64.b32encode(key + checksum + version).decode().lower() + ".onion"


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody listened on a moment ago."""
    servers = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports: list[int] = [server.getsockname()[1] for server in servers]
    for server in servers:
        server.close()
    return ports


def wait_for(what: str, condition: Callable[[], Found | None], seconds: float) -> Found:
    """
    What a condition gives, as soon as it is true.

    Raises:
        TimeoutError: it is not within so many seconds.
    """
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            msg = f"no sign of {what} after {seconds} s"
            raise TimeoutError(msg)
        time.sleep(0.02)
    return value


def tor_program(name: str) -> str:
    """Where a program of Tor's is: unpacked by ``scripts/system-packages``, or installed."""
    unpacked = Path(sys.prefix) / "tor" / "bin" / name
    found = str(unpacked) if unpacked.exists() else shutil.which(name)
    if found is None:
        msg = f"{name} is missing: run scripts/system-packages tor"
        raise FileNotFoundError(msg)
    return found
