"""
Request new identities, no faster than Tor gives them.

A crawl needs none: it changes the user name of its streams, which changes their circuits at once. These are for a
person at the command line.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import TorError
from cryptodrug_scraper.home import private_folder

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.tor.control import Tor

__all__ = ["IdentityLimitError", "identity_wait", "new_identity"]

_FILE = "identity"
_SECONDS_BETWEEN = 10.0
"""Tor acts on one request in ten seconds. It accepts further ones silently, and acts on one of them at the end."""


class IdentityLimitError(TorError):
    """
    Tor does not accept a request for a new identity yet.

    Attributes:
        seconds: how long that will last.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Tor gives the next identity in {seconds:.1f} s: try again then, or use --wait")
        self.seconds = seconds


def identity_wait(tor: Tor, folder: Path) -> float:
    """
    Return the seconds until Tor gives a new identity.

    Tor does not tell, and stem knows of its own connection only, so the last demand of each command is remembered in a
    file of Tor's folder.
    """
    try:
        age = time.time() - (folder / _FILE).stat().st_mtime
    except FileNotFoundError:
        age = _SECONDS_BETWEEN
    remembered = _SECONDS_BETWEEN - age if age >= 0 else 0.0  # a clock that was put back tells nothing
    return max(0.0, remembered, tor.identity_wait())


def new_identity(tor: Tor, folder: Path, *, wait: bool = False) -> float:
    """
    Make new streams use new circuits.

    Args:
        tor: whose streams.
        folder: Tor's folder.
        wait: sleep until Tor acts, if need be.

    Returns:
        Seconds that it waited.

    Raises:
        IdentityLimitError: it would have had to wait.
        TorError: Tor does not answer.
    """
    seconds = identity_wait(tor, folder)
    if seconds > 0 and not wait:
        raise IdentityLimitError(seconds)
    time.sleep(seconds)
    tor.new_identity()
    (private_folder(folder) / _FILE).touch(mode=0o600)
    return seconds
