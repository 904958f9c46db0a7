"""
Start the browser, without telling anybody else what lets it in.

What a program is started with can be read by every account of the machine. So the browser is given the path of a file
that only this user reads, with a page that leads on to the address; it is removed as soon as that was used.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["PATIENCE", "in_browser"]

PATIENCE = 30.0
"""Seconds in which a browser has come if it comes at all."""
_LOOK = 0.2
_LEFT: list[subprocess.Popen[bytes]] = []
"""Browsers that stay open when this program ends."""
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={address}"><title>cryptodrug explore</title></head>
<body><p><a href="{address}">To the pages</a></p></body></html>
"""
_START = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"
"""In a process of its own, for the command may wait until its user closes the browser."""


@contextmanager
def in_browser(address: str, used: Event | None, told: Callable[[str], None]) -> Iterator[None]:
    """
    Start the user's browser at an address. The block runs at once, and the browser is left running after it.

    Args:
        address: the address, which has a secret.
        used: is set once somebody has come by it; None where that cannot be known.
        told: is called with what the user must know, if nobody comes.
    """
    over = Event()
    thread = Thread(target=_start, args=(address, used, over, told), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=10 * _LOOK)  # it removes the file


def _start(address: str, used: Event | None, over: Event, told: Callable[[str], None]) -> None:
    try:
        with TemporaryDirectory(prefix="cryptodrug-explore-", dir=_place(), ignore_cleanup_errors=True) as folder:
            page = Path(folder) / "open.html"  # the folder is of mode 0700
            with os.fdopen(os.open(page, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(_PAGE.format(address=escape(address)))
            program = _started(page.as_uri())
            _wait(program, used, over, told)
    except OSError as error:
        told(f"No browser could be started, for {error.filename}: {error.strerror}. Next: open the address above.")
        return
    while program.poll() is None:  # so that it is taken leave of when it ends
        if over.wait(1):
            _LEFT.append(program)
            return


def _place() -> str:
    """
    The user's home where it can be written to, or else where temporary files lie: browsers that are kept in a box
    (snap) see neither temporary files nor hidden folders.
    """
    home = os.path.expanduser("~")  # noqa: PTH111  # Path.home() fails where there is none
    return home if os.access(home, os.W_OK | os.X_OK) else gettempdir()


def _started(page: str) -> subprocess.Popen[bytes]:
    """The process that starts the browser: of no terminal, so that it stops at no Ctrl-C and takes no keys."""
    return subprocess.Popen(
        [sys.executable, "-I", "-c", _START, page],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _wait(program: subprocess.Popen[bytes], used: Event | None, over: Event, told: Callable[[str], None]) -> None:
    """Return when somebody has come, or when nobody will."""
    until = time.monotonic() + PATIENCE
    while not over.wait(_LOOK) and not (used is not None and used.is_set()):
        if program.poll():
            told("No browser could be started. Next: open the address above.")
            return
        if time.monotonic() > until:
            if used is None:
                return
            told(f"No browser has come within {PATIENCE:.0f} seconds. Next: open the address above.")
            return
