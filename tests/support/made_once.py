"""What the processes of a run of tests share: the first that asks for something makes it, the others wait for it."""

from __future__ import annotations

import fcntl
import os
import pickle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["begin_run", "made_once", "of_run"]

_VARIABLE = "CRYPTODRUG_TEST_RUN"
"""Names the folder that they share; they inherit it from the process that distributes the tests."""
Made = TypeVar("Made")


def begin_run() -> TemporaryDirectory[str]:
    """Make the folder, for as long as the run lasts. A run within a test has one of its own."""
    folder = TemporaryDirectory(prefix="cryptodrug-run-")
    os.environ[_VARIABLE] = folder.name
    return folder


def of_run() -> Path:
    """The folder that all processes of the run share."""
    return Path(os.environ[_VARIABLE])


def made_once(name: str, make: Callable[[], Made], run: Path | None = None) -> Made:
    """
    Return what was made under a name in this run: here, if it was not yet. Of an error nothing is kept.

    Args:
        name: what it is called.
        make: makes it.
        run: the folder of the run; that of the variable where None.
    """
    run = run or of_run()
    with (run / f"{name}.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = run / f"{name}.pickle"
        if not kept.exists():
            made = make()
            kept.write_bytes(pickle.dumps(made))
        found: Made = pickle.loads(kept.read_bytes())
        return found
