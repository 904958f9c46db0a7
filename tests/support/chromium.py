"""Chromium, in which a file is opened as a person would, and every request that it then makes for a host is seen."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["requested"]

_OWN = ("*.google.com", "*.googleapis.com", "*.gvt1.com")
"""Hosts that Chromium asks for by itself, whatever it shows."""
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=5000",
    "--dump-dom",
)


def requested(url: str) -> list[str]:
    """
    Open an address, let five seconds of the page's own time pass, and return what was requested.

    Args:
        url: ``file:``, or ``http:`` on 127.0.0.1, whose own requests are not counted. All other names lead to a server
            of the test's own.

    Returns:
        Of each request its first line; of one that is encrypted, "encrypted".

    Raises:
        RuntimeError: Chromium is missing, or has not shown the page.
    """
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        msg = "Chromium is missing; run: scripts/system-packages chromium"
        raise RuntimeError(msg)
    with _catcher() as (port, seen), TemporaryDirectory(prefix="chromium-") as home:
        rules = ", ".join([*(f"MAP {host} ~NOTFOUND" for host in _OWN), f"MAP * 127.0.0.1:{port}", "EXCLUDE 127.0.0.1"])
        command = [program, *_OPTIONS, f"--host-resolver-rules={rules}", f"--user-data-dir={home}/profile", url]
        environment = {"PATH": os.environ["PATH"], "HOME": home}
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        ) as browser:
            try:
                elements, _ = browser.communicate(timeout=90)
            finally:
                with suppress(ProcessLookupError):  # all of them have ended
                    os.killpg(browser.pid, signal.SIGKILL)
    if b"<body" not in elements or b"main-frame-error" in elements:
        msg = f"Chromium has not shown {url}"
        raise RuntimeError(msg)
    return seen


@contextmanager
def _catcher() -> Iterator[tuple[int, list[str]]]:
    """A server that notes what is asked of it, and answers that there is nothing to show."""
    seen: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def note() -> None:
            with suppress(OSError):  # the server is closed
                while True:
                    client, _ = server.accept()
                    with client, suppress(TimeoutError):  # a connection without a request
                        client.settimeout(1)
                        line = client.recv(4096).partition(b"\r\n")[0]
                        seen.append(line.decode() if line.isascii() and line[:1].isalpha() else "encrypted")
                        client.sendall(b"HTTP/1.0 204 No Content\r\n\r\n")

        Thread(target=note, daemon=True).start()
        yield server.getsockname()[1], seen
        server.shutdown(socket.SHUT_RDWR)
