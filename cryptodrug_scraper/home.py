"""The folder in which the program keeps its own data."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

__all__ = ["HOME_VARIABLE", "data_home"]

HOME_VARIABLE = "CRYPTODRUG_HOME"


def data_home() -> Path:
    """
    The folder named by ``CRYPTODRUG_HOME``, or else the user's data folder. It need not exist.

    The environment is read at each call, so that a test or a command can change it.
    """
    named = os.environ.get(HOME_VARIABLE)
    if named:
        return Path(named).expanduser().resolve()
    return platformdirs.user_data_path("cryptodrug", appauthor=False)
