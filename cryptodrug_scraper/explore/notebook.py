"""Open a notebook of marimo that has the charts of the report as starting points."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from contextlib import suppress
from importlib.resources import files
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING, cast

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.explore.opening import in_browser
from cryptodrug_scraper.whole_file import whole_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["NOTEBOOK", "check_marimo", "open_notebook", "write_notebook"]

NOTEBOOK = "cryptodrug-notebook.py"
"""The name of the file that is made where none is named."""
_PATIENCE = 5.0
"""Seconds for marimo to end by itself."""
_MARIMO = """
import json, runpy, sys
sys.argv[1:] = json.load(sys.stdin)
runpy.run_module("marimo", run_name="__main__", alter_sys=True)
"""
"""Starts marimo with arguments that nobody sees."""


def write_notebook(path: Path) -> bool:
    """
    Write the notebook, for its user to change; one that is there is left as it is. Tell whether it was written.

    Raises:
        ConfigurationError: it cannot be written.
    """
    content = (files("cryptodrug_scraper.explore") / "starting_points.py").read_text(encoding="utf-8")
    try:
        with whole_file(path, only_new=True) as new:
            new.write_text(content, encoding="utf-8")
    except FileExistsError:
        return False
    except OSError as error:
        msg = f"the notebook {path} cannot be written: {error.strerror}; name another file"
        raise ConfigurationError(msg) from error
    return True


def open_notebook(
    path: Path, *, port: int | None = None, headless: bool = False, told: Callable[[str], None] = lambda _line: None
) -> int:
    """
    Open a notebook in the browser, and wait until it is closed; return the exit code of marimo.

    It listens on loopback, and lets in who has the token in the address that it prints. Whoever is let in can run any
    code as this user. So neither the token nor the path below which the notebook lies is among the arguments of a
    program, which all accounts of the machine can read; and its cookie is sent to no other port, as is that of
    `cryptodrug_scraper.explore.guard`.

    Args:
        path: the notebook; it is made if it is not there.
        port: where it listens; None for one that is free.
        headless: open no browser.
        told: is called with what the user must know, if no browser can be started.

    Raises:
        ConfigurationError: marimo is not installed, or the notebook cannot be written.
    """
    check_marimo()
    write_notebook(path)
    port = port or _free_port()
    root, token = f"/{secrets.token_urlsafe(32)}", secrets.token_urlsafe(32)
    options = ["--host", "127.0.0.1", "--port", str(port), "--base-url", root, "--token-password", token, "--headless"]
    arguments = ["--yes", "edit", str(path), "--skip-update-check", *options]
    environment = os.environ | {"MARIMO_SKIP_UPDATE_CHECK": "1", "DO_NOT_TRACK": "1"}
    with subprocess.Popen([sys.executable, "-c", _MARIMO], env=environment, stdin=subprocess.PIPE) as marimo:
        to = cast("IO[bytes]", marimo.stdin)
        try:
            with suppress(BrokenPipeError), to:
                to.write(json.dumps(arguments).encode())
            if headless or not _is_there(port, marimo):
                return marimo.wait()
            with in_browser(f"http://127.0.0.1:{port}{root}?access_token={token}", None, told):
                return marimo.wait()
        except KeyboardInterrupt:  # which a terminal sends to marimo too
            try:
                marimo.wait(timeout=_PATIENCE)
            except subprocess.TimeoutExpired:
                marimo.terminate()
            return 0


def check_marimo() -> None:
    """
    Make sure that notebooks can be opened.

    Raises:
        ConfigurationError: marimo is not installed.
    """
    if find_spec("marimo") is None:
        msg = "there is no marimo here: pip install 'cryptodrug-scraper[notebook]'"
        raise ConfigurationError(msg)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _is_there(port: int, marimo: subprocess.Popen[bytes]) -> bool:
    """Wait until a port is listened on; tell whether it is, which it is not if marimo has ended."""
    while marimo.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        time.sleep(0.1)
    return False
