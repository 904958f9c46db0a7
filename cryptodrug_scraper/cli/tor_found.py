"""Find the Tor that a command is about: that of ``cryptodrug tor start``, or another one that the user names."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.values import CONTROL
from cryptodrug_scraper.errors import TorError

if TYPE_CHECKING:
    from cryptodrug_scraper.tor.state import TorState

__all__ = ["ATTACH", "find_tor", "socks_port"]

ATTACH = click.option(
    "--attach",
    type=CONTROL,
    metavar="CONTROL",
    help="Another Tor's control port: path of a socket, a port of this machine, or host:port.",
)


def find_tor(attach: str | None) -> tuple[TorState | None, str]:
    """
    Return what is known of the Tor that is meant, and where its control port is.

    Args:
        attach: control port of another Tor, of which nothing is known; None for the one that is watched over.

    Raises:
        TorError: none is watched over, or that one is down.
    """
    from cryptodrug_scraper.tor.state import running_tor

    if attach is not None:
        return None, attach
    state = running_tor()
    if state is None:
        msg = "no Tor runs: start it in another terminal with cryptodrug tor start, or name one with --attach"
        raise TorError(msg)
    if not state.is_up:
        msg = f"Tor is down, and process {state.owner} is bringing it back: try again in a minute"
        raise TorError(msg)
    return state, state.control


def socks_port(attach: str | None) -> tuple[str, int]:
    """
    Return the host and port of its SOCKS port.

    Raises:
        TorError: as for `find_tor`; or the other Tor does not answer.
    """
    from cryptodrug_scraper.tor.process import connect_tor

    state, control = find_tor(attach)
    if state is not None:
        return state.socks
    with closing(connect_tor(control)) as found:
        return found.socks
