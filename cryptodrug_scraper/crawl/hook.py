"""Run the program by which a person is told that something needs them."""

from __future__ import annotations

import logging
import os
import subprocess
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["ENTRY_VARIABLE", "run_hook"]

ENTRY_VARIABLE = "CRYPTODRUG_ENTRY"
"""Names the entry of the schedule to a scheduled crawl, and so to its hook."""

_log = logging.getLogger(__name__)
_PREFIX = "CRYPTODRUG_"
_LONGEST = 60.0
"""Seconds after which a program that does not end is killed: nothing waits for it, but it may not pile up."""


def run_hook(hook: Sequence[str], facts: Mapping[str, object | None]) -> None:
    """
    Start a program, wait for its end beside what goes on, and log a warning if it cannot be run or fails.

    Args:
        hook: program and arguments.
        facts: what it is told in its environment, by name: ``CRYPTODRUG_ALERT``, ``CRYPTODRUG_MARKET``,
            ``CRYPTODRUG_REASON``, ``CRYPTODRUG_ENTRY``, ``CRYPTODRUG_CRAWL``, ``CRYPTODRUG_MACHINE``; of those that
            are None it is told nothing.
    """
    told = {f"{_PREFIX}{name.upper()}": str(value) for name, value in facts.items() if value is not None}
    try:  # here and not beside: it begins even if the crawl ends at once
        process = subprocess.Popen(
            hook, env=os.environ | told, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        )
    except OSError as error:
        _log.warning("the hook %s cannot be run: %s", hook[0], error.strerror, extra={"event": "hook_failed"})
        return
    Thread(target=_watch, args=(hook[0], process), daemon=True).start()


def _watch(program: str, process: subprocess.Popen[bytes]) -> None:
    try:
        code = process.wait(_LONGEST)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        _log.warning(
            "the hook %s was killed: it had not ended after %.0f s", program, _LONGEST, extra={"event": "hook_failed"}
        )
    else:
        if code:
            _log.warning("the hook %s ended with exit code %d", program, code, extra={"event": "hook_failed"})
