"""
Tell other processes how far a replay is: in a small file in the data folder, for as long as the replay runs.

The file is locked by the replay, so one that was left behind by a killed process is known for what it is, and removed.
"""

from __future__ import annotations

import fcntl
import json
import logging
import math
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.home import data_home, private_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from cryptodrug_scraper.importers.places import Place
    from cryptodrug_scraper.replay.summary import Summary

__all__ = ["announced", "running"]

_FOLDER = "replays"
_EVERY = 0.5
"""Seconds between two states that are told."""
_UNTOLD = "the replay goes on, but replay status cannot tell how far it is: %s"

_log = logging.getLogger(__name__)


@contextmanager
def announced(paths: Sequence[Place]) -> Iterator[Callable[[Summary], None]]:
    """
    Tell of a replay of some paths while the block runs. Where the data folder cannot be written to, the log says so.

    Yields:
        A function to call with the counts so far, as often as they change.
    """
    try:
        file = private_folder(data_home() / _FOLDER) / f"{os.getpid()}.json"
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        _log.warning(_UNTOLD, error.strerror)
        yield lambda _summary: None
        return
    began = time.time()
    next_at = 0.0

    def tell(summary: Summary) -> None:
        nonlocal next_at
        if time.monotonic() < next_at:
            return
        next_at = time.monotonic() + _EVERY
        try:
            _write(descriptor, _state(summary, paths, began))
        except OSError as error:
            _log.warning(_UNTOLD, error.strerror)
            next_at = math.inf

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield tell
    finally:
        file.unlink(missing_ok=True)
        os.close(descriptor)


def running() -> list[dict[str, Any]]:
    """Return the states of the replays that run now with this data folder, the oldest first."""
    folder = data_home() / _FOLDER
    states = [_read(file) for file in folder.glob("*.json")] if folder.is_dir() else []
    return sorted((state for state in states if state is not None), key=lambda state: float(state["began"]))


def _state(summary: Summary, paths: Sequence[Place], began: float) -> dict[str, Any]:
    return {
        "process": os.getpid(),
        "paths": [str(path) for path in paths],
        "began": began,
        "seconds": summary.seconds,
        "pages": summary.pages,
        "read_before": summary.read_before,
        "records": summary.records,
        "rate": summary.rate,
        "share": summary.share,
        "seconds_left": summary.seconds_left,
        "time_sources": dict(summary.taken.time_sources.most_common()),
        "undated": summary.taken.undated,
        "of_unread_sites": summary.taken.unread,
        "issues": dict(summary.issues.most_common()),
        "refused": dict(summary.report.refused.most_common()),
    }


def _write(descriptor: int, state: dict[str, Any]) -> None:
    data = json.dumps(state).encode()
    os.pwrite(descriptor, data, 0)  # readers take the first object, so the rest of a longer one does no harm
    os.ftruncate(descriptor, len(data))


def _read(file: Path) -> dict[str, Any] | None:
    """The state in a file; None where its replay has ended, or has not told anything yet."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, encoding="utf-8") as opened:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            text = opened.read()
        else:
            file.unlink(missing_ok=True)
            return None
    state: dict[str, Any] | None = json.JSONDecoder().raw_decode(text)[0] if text else None
    return state
