"""Run a crawl as a process of its own, which the scheduler watches and can stop."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Ended", "run_tied"]

_TIED = (sys.executable, "-m", "cryptodrug_scraper.schedule.tied")
_REST = 5.0
"""Seconds to wait for the last lines of a process that has ended; a process that it started may keep the pipe open."""


@dataclass(frozen=True, slots=True)
class Ended:
    """
    How a process ended.

    Attributes:
        code: its exit code; negative for the signal that killed it.
        output: the last line that it wrote to standard output; empty if there was none.
        last_line: the same of standard error.
        stopped: why it was told to stop; None if it was not.
    """

    code: int
    output: str
    last_line: str
    stopped: str | None


def run_tied(
    command: Sequence[str], must_stop: Callable[[], str | None], poll: float, told: Mapping[str, str] | None = None
) -> Ended:
    """
    Run a command until it ends. What it writes to standard error is passed on, and its standard output is not.

    It has a session of its own, so that Ctrl-C in a terminal reaches it once, through the scheduler; and it ends when
    the scheduler does (see `cryptodrug_scraper.schedule.tied`).

    Args:
        command: program and arguments.
        must_stop: asked again and again for a reason to stop it. Then it is sent one SIGTERM, and has all the time
            that it needs.
        poll: seconds between two questions.
        told: variables of its environment beside those of the scheduler; None for none.
    """
    process = subprocess.Popen(
        [*_TIED, str(os.getpid()), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, **(told or {})},
        text=True,
        errors="replace",
    )
    assert process.stdout is not None  # noqa: S101  # they are pipes
    assert process.stderr is not None  # noqa: S101
    output, said = _Lines(process.stdout, None), _Lines(process.stderr, sys.stderr)
    output.start()
    said.start()
    stopped = None
    while process.poll() is None:
        if stopped is None and (stopped := must_stop()) is not None:
            process.terminate()
        time.sleep(poll)
    output.join(_REST)
    said.join(_REST)
    return Ended(process.returncode, output.last, said.last, stopped)


class _Lines(threading.Thread):
    """Remembers the last line that a process prints, and passes all lines on if wanted."""

    def __init__(self, stream: IO[str], onward: TextIO | None) -> None:
        super().__init__(daemon=True)
        self._stream, self._onward = stream, onward
        self.last = ""

    def run(self) -> None:
        with self._stream:
            for line in self._stream:
                self.last = line.strip() or self.last
                if self._onward is not None:
                    self._onward.write(line)
                    self._onward.flush()
