"""Start a Tor, or attach to one that runs already, and wait until it has joined its network."""

from __future__ import annotations

import os
import shutil
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import stem.process

from cryptodrug_scraper.errors import ConfigurationError, TorError
from cryptodrug_scraper.home import data_home, private_folder
from cryptodrug_scraper.tor.stem_control import StemTor, open_control
from cryptodrug_scraper.tor.torrc import client_torrc, control_socket, torrc_text

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from threading import Event

__all__ = ["attach_tor", "connect_tor", "start_tor", "tor_folder"]

_LOOK_EVERY = 0.1
_CONTROL_SECONDS = 10.0
_BOOTSTRAP_SECONDS = 240.0
"""Most seconds to join the network: the public one takes 10 to 60, more on a bad line."""


def tor_folder() -> Path:
    """Return Tor's folder in the data home: its data, its control socket, its log and the state of ``tor start``."""
    return data_home() / "tor"


def start_tor(
    folder: Path,
    socks_port: int | None = None,
    stop: Event | None = None,
    *,
    program: str | None = None,
    progress: Callable[[int, str], None] | None = None,
) -> StemTor:
    """
    Start a Tor that ends with this process, and wait until it has joined its network.

    It ends with this process even if that is killed, some 15 s later.

    Args:
        folder: where it keeps what is its own; made if need be, for its owner's eyes only.
        socks_port: port of its SOCKS port on 127.0.0.1; None has it choose one.
        stop: breaks off the wait when it is set.
        program: Tor's program; None looks for it.
        progress: called with the percentage and Tor's own words whenever these change.

    Raises:
        TorError: Tor does not start, or does not join its network in four minutes.
        ConfigurationError: there is no Tor, or what ``CRYPTODRUG_TOR_NETWORK`` names cannot be used.
    """
    options = client_torrc(folder, socks_port)
    private_folder(folder)
    options["Log"] = [*options["Log"], f"notice file {folder / 'log'}"]
    process: subprocess.Popen[bytes]
    try:
        # Tor says "Bootstrapped 0%" at once or never: so stem's timeout, which works in the main thread only, is not
        # needed. --defaults-torrc keeps away what the system's own torrc would add.
        process = stem.process.launch_tor(
            tor_cmd=program or _find_program(),
            args=["-f", "-", "--defaults-torrc", os.devnull],
            completion_percent=0,
            timeout=None,
            take_ownership=True,
            stdin=torrc_text(options),
        )
    except OSError as error:
        msg = f"Tor does not start: {error}; see {folder / 'log'}. If another one uses the folder: cryptodrug tor stop"
        raise TorError(msg) from error
    control = str(control_socket(folder))
    with ExitStack() as stack:
        stack.callback(process.wait)
        stack.callback(process.kill)
        controller = _connect(control, process)
        stack.callback(controller.close)
        tor = StemTor(controller, control, process)
        _wait(tor, stop, progress)
        stack.pop_all()  # it is up: from now on it is the caller's
    return tor


def attach_tor(
    control: str,
    socks_port: int | None = None,
    stop: Event | None = None,
    *,
    progress: Callable[[int, str], None] | None = None,
) -> StemTor:
    """
    Use a Tor that runs already, and wait until it has joined its network.

    Args:
        control: its control port: path of a socket, a port of 127.0.0.1, or host and port.
        socks_port: the SOCKS port that it must have; None takes any.
        stop: breaks off the wait when it is set.
        progress: as for `start_tor`.

    Raises:
        TorError: nothing answers there, it lets nobody in by cookie, or it has another SOCKS port.
    """
    with ExitStack() as stack:
        tor = stack.enter_context(closing(connect_tor(control)))
        if socks_port not in (None, tor.socks[1]):
            msg = f"the Tor at {control} has its SOCKS port at {tor.socks[1]} now, not at {socks_port}: start again"
            raise TorError(msg)
        _wait(tor, stop, progress)
        stack.pop_all()
    return tor


def connect_tor(control: str) -> StemTor:
    """
    Connect to a Tor that runs already, whether or not it has joined its network.

    Args:
        control: as for `attach_tor`.

    Raises:
        TorError: nothing answers there, or it lets nobody in by cookie.
    """
    controller = open_control(control)
    with ExitStack() as stack:
        stack.callback(controller.close)
        tor = StemTor(controller, control)
        stack.pop_all()
    return tor


def _find_program() -> str:
    found = shutil.which("tor") or shutil.which("tor", path=str(Path(sys.prefix) / "tor" / "bin"))
    if found is None:
        msg = "there is no program tor: install it (on Debian, apt-get install tor), or name one with --program"
        raise ConfigurationError(msg)
    return found


def _connect(control: str, process: subprocess.Popen[bytes]) -> stem.control.Controller:
    end = time.monotonic() + _CONTROL_SECONDS
    while True:
        try:
            return open_control(control)
        except TorError:
            if process.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(_LOOK_EVERY)


def _wait(tor: StemTor, stop: Event | None, progress: Callable[[int, str], None] | None) -> None:
    end = time.monotonic() + _BOOTSTRAP_SECONDS
    shown: tuple[int, str] | None = None
    while True:
        phase = tor.bootstrap_phase()
        now = (int(phase["PROGRESS"]), phase.get("SUMMARY", phase.get("TAG", "")))
        if progress is not None and now != shown:
            progress(*now)
        shown = now
        if now[0] == 100:
            return
        if time.monotonic() > end:
            why = phase.get("WARNING", "Tor gives no reason")
            msg = f"Tor got no further than {now[0]} % ({now[1]}): {why}; is this machine online, and its clock right?"
            raise TorError(msg)
        if stop is not None and stop.wait(_LOOK_EVERY):
            msg = "Tor was stopped before it was up"
            raise TorError(msg)
        if stop is None:
            time.sleep(_LOOK_EVERY)
