"""
What ``cryptodrug tor start`` tells other commands about the Tor that it runs, in a file of Tor's folder.
"""

from __future__ import annotations

import os
import socket

import msgspec
import psutil

from cryptodrug_scraper.home import private_folder
from cryptodrug_scraper.tor.process import tor_folder
from cryptodrug_scraper.whole_file import whole_file

__all__ = [
    "TorState",
    "began_of",
    "forget_state",
    "keep_port",
    "kept_port",
    "running_tor",
    "this_process",
    "write_state",
]

_FILE = "state.json"
_PORT = "socks-port"
_SAME_SECONDS = 1.5
"""Two readings of when a process began differ by less: the machine's own start is known to the second."""


class TorState(msgspec.Struct, frozen=True):
    """
    A Tor and the command that watches over it.

    Attributes:
        owner: process of the command.
        owner_began: when that process began, as `began_of` has it: numbers of processes are used again.
        socks: host and port of the SOCKS port; stays the same when Tor is brought back.
        control: where its control port is.
        is_up: whether Tor runs, as the command sees it.
        pid: Tor's process; None where it is not known.
        attached: whether Tor ran before the command, and will run after it.
        restarts: how often it was brought back.
        bytes_read: what it received since the command began.
        bytes_written: what it sent since then.
        events: counts of circuits and onion services since then, by the words of `EventCounts`.
    """

    owner: int
    owner_began: float
    socks: tuple[str, int]
    control: str
    is_up: bool
    pid: int | None
    attached: bool
    restarts: int = 0
    bytes_read: int = 0
    bytes_written: int = 0
    events: dict[str, int] = {}


def running_tor() -> TorState | None:
    """
    Return the Tor that ``cryptodrug tor start`` watches over in this data home; None if there is none.

    A file that a killed command left behind counts for nothing. Tor itself may be down at the moment: ``is_up``.
    """
    try:
        state = msgspec.json.decode((tor_folder() / _FILE).read_bytes(), type=TorState)
        owner = psutil.Process(state.owner)
        is_it = abs(began_of(owner) - state.owner_began) < _SAME_SECONDS
        return state if is_it and owner.status() != psutil.STATUS_ZOMBIE else None
    except (FileNotFoundError, msgspec.DecodeError, psutil.NoSuchProcess):
        return None


def write_state(state: TorState) -> None:
    """Write the state where `running_tor` finds it, completely or not at all."""
    folder = private_folder(tor_folder())
    with whole_file(folder / _FILE, mode=0o600, lasts=False) as new:  # it is of no use once the machine went down
        new.write_bytes(msgspec.json.encode(state))


def keep_port(port: int) -> None:
    """Note the SOCKS port, for `kept_port`."""
    with whole_file(private_folder(tor_folder()) / _PORT, mode=0o600) as new:
        new.write_text(f"{port}\n", encoding="ascii")


def kept_port() -> int | None:
    """
    Return the SOCKS port that Tor had last in this data home, if nobody has it now. Crawls that wait for a Tor that
    died know no other.
    """
    try:
        port = int((tor_folder() / _PORT).read_text(encoding="ascii"))
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port
    except (OSError, ValueError, OverflowError):  # no port, or not free
        return None


def forget_state() -> None:
    """Remove the state when the command ends."""
    (tor_folder() / _FILE).unlink(missing_ok=True)


def this_process() -> tuple[int, float]:
    """Return the number of this process, and when it began."""
    return os.getpid(), began_of(psutil.Process())


def began_of(process: psutil.Process) -> float:
    """Return when a process began, in seconds since the machine started: setting the clock does not change that."""
    return process.create_time() - psutil.boot_time()
