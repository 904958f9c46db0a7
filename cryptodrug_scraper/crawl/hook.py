"""Run the program by which a person is told that something needs them."""

from __future__ import annotations

import logging
import os
import subprocess
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["run_hook"]

_log = logging.getLogger(__name__)
_PREFIX = "CRYPTODRUG_"
_LONGEST = 60.0
"""Seconds after which a program that does not end is killed: nothing waits for it, but it may not pile up."""


def run_hook(hook: Sequence[str], facts: Mapping[str, object | None]) -> Thread:
    """
    Run a program beside what goes on, and log a warning if it cannot be run or fails.

    Args:
        hook: program and arguments.
        facts: what it is told in its environment, by name: ``CRYPTODRUG_ALERT``, ``CRYPTODRUG_MARKET``,
            ``CRYPTODRUG_REASON``, ``CRYPTODRUG_ENTRY``, ``CRYPTODRUG_CRAWL``; of those that are
            None it is told nothing.

    Returns:
        The thread that runs it.
    """
    told = {f"{_PREFIX}{name.upper()}": str(value) for name, value in facts.items() if value is not None}
    thread = Thread(target=_run, args=(list(hook), os.environ | told), daemon=True)
    thread.start()
    return thread


def _run(hook: list[str], environment: Mapping[str, str]) -> None:
    try:
        done = subprocess.run(
            hook, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=_LONGEST, check=False
        )
    except OSError as error:
        _log.warning("the hook %s cannot be run: %s", hook[0], error.strerror)
    except subprocess.TimeoutExpired:
        _log.warning("the hook %s was killed: it had not ended after %.0f s", hook[0], _LONGEST)
    else:
        if done.returncode:
            _log.warning("the hook %s ended with exit code %d", hook[0], done.returncode)
