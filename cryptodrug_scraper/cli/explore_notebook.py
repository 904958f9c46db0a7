"""``cryptodrug explore --notebook``: a notebook with the charts of the report."""

from __future__ import annotations

from pathlib import Path

from cryptodrug_scraper.cli.screen import say

__all__ = ["run_notebook"]


def run_notebook(path: Path | None = None, *, port: int | None = None, headless: bool = False) -> int:
    """
    Open a notebook and keep the database open for it, until it is closed; return the exit code.

    Args:
        path: the notebook; None for the one in this folder, which is made if it is not there.
        port: of 127.0.0.1; None for one that is free.
        headless: open no browser, and print the address only.

    Raises:
        ConfigurationError: marimo is not installed, or the notebook cannot be written.
        StoreError: the database cannot be used.
    """
    from cryptodrug_scraper.explore.notebook import NOTEBOOK, open_notebook  # --help is quick without these
    from cryptodrug_scraper.store.database import open_for_reader

    file = Path(NOTEBOOK) if path is None else path
    with open_for_reader():  # its queries need not wait for the server to start
        say(f"{file} is yours to change; Ctrl-C closes it", err=True)
        return open_notebook(file, port=port, headless=headless, told=lambda line: say(line, err=True))
