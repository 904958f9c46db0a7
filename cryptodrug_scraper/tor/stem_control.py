"""Control a Tor by the library stem."""

from __future__ import annotations

import ipaddress
import logging
import shlex
import socket
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import stem
from stem.control import Controller, EventType, Listener
from stem.response.events import CircuitEvent, HSDescEvent

from cryptodrug_scraper.errors import TorError
from cryptodrug_scraper.tor.control import TorEvent, TorStatus, Traffic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stem.response.events import Event

__all__ = ["StemTor", "open_control"]

logging.getLogger("stem").setLevel(logging.WARNING)  # below that it may log events with whole onion addresses

_END_SECONDS = 5.0
_WALL = {"OnionTrafficOnly", "NoDNSRequest", "NoIPv4Traffic", "NoIPv6Traffic"}


class StemTor:
    """
    One Tor and the connection to its control port; see `cryptodrug_scraper.tor.control.Tor`.

    Args:
        controller: an open and authenticated connection.
        control: where it leads.
        process: Tor's process, if it is ours to end.

    Raises:
        TorError: Tor has no SOCKS port on this machine.
    """

    def __init__(self, controller: Controller, control: str, process: subprocess.Popen[bytes] | None = None) -> None:
        self._controller, self._control, self._process = controller, control, process
        self._socks = self._find_socks()

    @property
    def socks(self) -> tuple[str, int]:
        """Host and port of the SOCKS port."""
        return self._socks

    @property
    def control(self) -> str:
        """Where the control port is."""
        return self._control

    @property
    def pid(self) -> int | None:
        """Tor's process."""
        if self._process is not None:
            return self._process.pid
        pid = self._controller.get_pid(None)
        return None if pid is None else int(pid)

    def is_alive(self) -> bool:
        """
        Tell whether Tor runs. This asks no question of Tor, since stem would answer for a dead Tor from its memory.
        """
        return (self._process is None or self._process.poll() is None) and bool(self._controller.is_alive())

    def bootstrap_phase(self) -> dict[str, str]:
        """How far it has joined the network: ``PROGRESS`` in percent, ``SUMMARY``, and ``WARNING`` if there is one."""
        words = shlex.split(self._ask("status/bootstrap-phase"))
        return dict(word.split("=", 1) for word in words if "=" in word)

    def status(self) -> TorStatus:
        """Return the state of Tor."""
        phase = self.bootstrap_phase()
        circuits = [line.split() for line in self._ask("circuit-status").splitlines()]
        return TorStatus(
            version=self._ask("version"),
            bootstrapped=int(phase["PROGRESS"]),
            phase=phase.get("SUMMARY", phase.get("TAG", "")),
            circuit_established=self._ask("status/circuit-established") == "1",
            circuits=sum(words[1:2] == ["BUILT"] for words in circuits),
            lacking=self._lacking(),
        )

    def traffic(self) -> Traffic:
        """Return the bytes exchanged since Tor started."""
        return Traffic(int(self._ask("traffic/read")), int(self._ask("traffic/written")))

    def identity_wait(self) -> float:
        """Seconds until it acts on a demand for a new identity. Of demands by other connections nothing is known."""
        return float(self._controller.get_newnym_wait())

    def new_identity(self) -> None:
        """Make new streams use new circuits."""
        with self._answering():
            self._controller.signal(stem.Signal.NEWNYM)

    def listen(self, hear: Callable[[TorEvent], None]) -> None:
        """Call something with every event, in a thread of stem's."""
        with self._answering():
            self._controller.add_event_listener(lambda event: hear(_event_of(event)), EventType.CIRC, EventType.HS_DESC)

    def close(self) -> None:
        """Close the connection, and end Tor if this program started it."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._controller.close()

    def _find_socks(self) -> tuple[str, int]:
        with self._answering():
            listeners: list[tuple[str, int]] = self._controller.get_listeners(Listener.SOCKS)
        for host, port in listeners:
            if ipaddress.ip_address(host).is_loopback:
                return host, int(port)
        msg = (
            f"the Tor at {self._control} listens at no SOCKS port on a loopback address: see that its torrc has "
            "SocksPort 9050 and not DisableNetwork 1"
        )
        raise TorError(msg)

    def _lacking(self) -> tuple[str, ...]:
        with self._answering():
            lines: list[str] = self._controller.get_conf("SocksPort", [], multiple=True)
        ours = next((line for line in lines if line.split()[0].rpartition(":")[2] == str(self._socks[1])), "")
        # a port that Tor chose stands there as auto
        flags = set((ours or (lines[0] if len(lines) == 1 else "")).split()[1:])
        lacking = [] if flags & {"OnionTrafficOnly"} or flags >= _WALL - {"OnionTrafficOnly"} else ["OnionTrafficOnly"]
        lacking += [] if "ExtendedErrors" in flags else ["ExtendedErrors"]
        lacking += ["IsolateSOCKSAuth"] if "NoIsolateSOCKSAuth" in flags else []
        return tuple(lacking)

    def _ask(self, key: str) -> str:
        with self._answering():
            return str(self._controller.get_info(key))

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except stem.ControllerError as error:
            msg = f"the Tor at {self._control} does not answer: {error}; see cryptodrug tor status"
            raise TorError(msg) from error


def open_control(control: str) -> Controller:
    """
    Connect to a control port and authenticate by its cookie.

    Args:
        control: path of a socket, a port of 127.0.0.1, or host and port.

    Raises:
        TorError: nothing listens there, or it lets nobody in by cookie.
    """
    address = control_address(control)
    try:
        _knock(address)
        controller = Controller.from_socket_file(control) if address == control else Controller.from_port(*address)
    except (OSError, stem.SocketError) as error:
        msg = f"no Tor answers at {control}: {error}; is it running, with ControlPort or ControlSocket in its torrc?"
        raise TorError(msg) from error
    try:
        controller.authenticate()
    except (stem.connection.AuthenticationFailure, stem.ControllerError) as error:
        controller.close()
        msg = f"the Tor at {control} does not let us in: {error}; set CookieAuthentication 1 and let us read the cookie"
        raise TorError(msg) from error
    return controller


def control_address(control: str) -> str | tuple[str, int]:
    """
    Return the path of a control socket, or the host and port of a control port.

    Raises:
        TorError: it is neither.
    """
    if "/" in control:
        return control
    host, _, port = control.rpartition(":")
    try:
        address, number = str(ipaddress.IPv4Address(host or "127.0.0.1")), int(port)
    except ValueError:
        number = 0
    if not 0 < number < 1 << 16:
        msg = f"{control} is no control port: write a socket's path, or host and port as 127.0.0.1:9051"
        raise TorError(msg)
    return address, number


def _knock(address: str | tuple[str, int]) -> None:
    """Connect and hang up: where nothing listens, stem would leave its socket open."""
    with socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET) as stream:
        stream.connect(address)


def _event_of(event: Event) -> TorEvent:
    if isinstance(event, HSDescEvent):
        return TorEvent("descriptor", event.action.lower(), _word(event.reason), event.address)
    assert isinstance(event, CircuitEvent)  # noqa: S101  # we asked for no other
    reason = event.remote_reason if event.reason == "DESTROYED" else event.reason
    return TorEvent("circuit", event.status.lower(), _word(reason or event.reason), event.rend_query)


def _word(reason: str | None) -> str | None:
    return None if reason is None else reason.lower()
