"""Open a notebook of marimo that has the charts of the report as starting points."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.whole_file import whole_file

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["NOTEBOOK", "open_notebook", "write_notebook"]

NOTEBOOK = "cryptodrug-notebook.py"
"""The name of the file that is made where none is named."""


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


def open_notebook(path: Path, *, port: int | None = None, headless: bool = False) -> int:
    """
    Open a notebook in the browser, and wait until it is closed; return the exit code of marimo.

    It listens on loopback, and lets in who has the token in the address that it prints.

    Args:
        path: the notebook; it is made if it is not there.
        port: where it listens; None for one that is free.
        headless: open no browser.

    Raises:
        ConfigurationError: marimo is not installed, or the notebook cannot be written.
    """
    if find_spec("marimo") is None:
        msg = "there is no marimo here: pip install 'cryptodrug-scraper[notebook]'"
        raise ConfigurationError(msg)
    write_notebook(path)
    options = ["--host", "127.0.0.1", "--skip-update-check"]
    options += [] if port is None else ["--port", str(port)]
    options += ["--headless"] if headless else []
    command = [sys.executable, "-m", "marimo", "--yes", "edit", str(path), *options]
    environment = os.environ | {"MARIMO_SKIP_UPDATE_CHECK": "1", "DO_NOT_TRACK": "1"}
    with subprocess.Popen(command, env=environment) as marimo:
        try:
            return marimo.wait()
        except KeyboardInterrupt:  # which marimo was sent too, and ends at
            marimo.wait()
            return 0
