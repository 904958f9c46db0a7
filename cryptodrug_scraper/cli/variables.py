"""Check the folders that the environment names, before a command begins."""

from __future__ import annotations

import os
from pathlib import Path

from cryptodrug_scraper.errors import ConfigurationError

__all__ = ["check_folders"]


def check_folders() -> None:
    """
    Check ``CRYPTODRUG_HOME`` and ``CRYPTODRUG_ARCHIVE``. What they name need not exist.

    Raises:
        ConfigurationError: one of them can be no folder, since something else is there or in its way.
    """
    for variable in ("CRYPTODRUG_HOME", "CRYPTODRUG_ARCHIVE"):
        named = os.environ.get(variable)
        if not named:
            continue
        try:
            folder = Path(named).expanduser().resolve()
        except RuntimeError as error:
            msg = f"{variable} names the home of a user who is not known: {named}"
            raise ConfigurationError(msg) from error
        there = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
        if not there.is_dir():
            msg = f"{variable} names no folder: {there} is something else"
            raise ConfigurationError(msg)
