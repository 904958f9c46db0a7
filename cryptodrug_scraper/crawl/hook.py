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

_DRIFT = "See what changed: cryptodrug report drift --market {market}; then correct the reader"
_NEXT_STEPS = {
    "session_lost": "Log in with Tor Browser, then run: cryptodrug session put {market}",
    "market_unreachable": "See whether Tor runs (cryptodrug tor status), and whether the market opens in Tor Browser; "
    "if it has moved, name its mirrors in mirrors.toml",
    "crawl_failed": "Mend what the reason names: the crawl is taken up again each hour within the grace of the "
    "schedule, and before the next one that is due; at once by: cryptodrug crawl {market} --resume",
    "crawl_partial": "See what is missing: cryptodrug query 'SELECT * FROM crawl_quality'",
    "crawl_missed": "See which scheduler did not run: cryptodrug schedule status",
    "crawl_skipped": "See what the crawl that runs waits for: cryptodrug schedule status",
    "machine_silent": "Look at {machine}, or name another machine for its entries in schedule.toml",
    "market_gone": "Look for other mirrors; if there are none, state its end (cryptodrug event load), and take its "
    "entries out of schedule.toml",
    "template_changed": _DRIFT,
    "fill_changed": _DRIFT,
}
"""What a person can do, by kind of alert."""

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
            are None it is told nothing. What to do, as ``CRYPTODRUG_NEXT_STEP``, is added.
    """
    told = {f"{_PREFIX}{name.upper()}": str(value) for name, value in facts.items() if value is not None}
    if (step := _NEXT_STEPS.get(str(facts["alert"]))) is not None:
        told[f"{_PREFIX}NEXT_STEP"] = step.format_map(facts)
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
