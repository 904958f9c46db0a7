"""Wait for the end of a command."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

    from tests.campaigns.commands.case import Case
    from tests.campaigns.commands.work import Work

__all__ = ["LONGEST", "finish"]

LONGEST = 120.0
"""Seconds after which a command hangs."""
_STEP = 0.005
_A_LOOK = 0.1


def finish(case: Case, work: Work, process: subprocess.Popen[bytes]) -> int | None:
    """
    Wait for the end of a command; a service is told to end once it has done its work, or if it does not do it.

    Returns:
        its exit code; None where it hangs, and was killed.
    """
    end = time.monotonic() + LONGEST
    patience = end - LONGEST / 3
    told = work.service is None
    while process.poll() is None:
        if time.monotonic() > end:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None
        if not told and work.service is not None and (time.monotonic() > patience or work.service(case)):
            process.terminate()
            told = True
        time.sleep(_STEP if told else _A_LOOK)
    return process.returncode
