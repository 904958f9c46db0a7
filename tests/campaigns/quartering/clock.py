"""
A clock for whole processes that runs fast, and that is put forward at once where nothing happens.

It is libfaketime's, so the programs, their database server and the market all run as they are: what they read as the
time, and how long they wait, follows it. Tor does not: its network has a clock of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from glob import glob
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

__all__ = ["FastClock"]

_LIBRARY = "/usr/lib/*/faketime/libfaketimeMT.so.1"
_HOLDER = """
import os, sys, time
print(os.environ["FAKETIME_SHARED"], flush=True)
for _ in sys.stdin:
    print(time.time(), flush=True)
"""
"""A process from whose start the fast time is counted, as long as it lives, by all that know its name for that."""


class FastClock:
    """
    The clock, for as long as the context lasts.

    Args:
        folder: where its file lies, which others may read.
        begin: what it shows at first.
        speed: its seconds in one second.
    """

    def __init__(self, folder: Path, begin: datetime, speed: int) -> None:
        self._file, self.speed = folder / "time", speed
        self._begin = begin.timestamp()
        self._start = self._ahead = 0.0

    def __enter__(self) -> Self:
        libraries = glob(_LIBRARY)  # noqa: PTH207  # a pattern from the root
        if not libraries:
            msg = "libfaketime is missing: run scripts/system-packages faketime"
            raise FileNotFoundError(msg)
        self.environment = {
            "LD_PRELOAD": libraries[0],
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_SKIP_CMDS": "tor",
            "NO_FAKE_STAT": "1",  # times of files are not to change with the speed
        }
        self._write()
        self._holder = subprocess.Popen(
            [sys.executable, "-c", _HOLDER],
            env=os.environ | self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._holder.stdin is not None
        assert self._holder.stdout is not None
        self.environment["FAKETIME_SHARED"] = self._holder.stdout.readline().strip()
        self._holder.stdin.write("\n")
        self._holder.stdin.flush()
        shown, now = float(self._holder.stdout.readline()), time.time()
        self._start = (shown - self.speed * now) / (1 - self.speed)
        self._ahead = self._begin - self._start
        self._write()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._holder.kill()
        self._holder.communicate()

    def now(self) -> datetime:
        """What it shows."""
        passed = (time.time() - self._start) * self.speed
        return datetime.fromtimestamp(self._start + passed + self._ahead, UTC)

    def leap(self, seconds: float) -> None:
        """Put it forward at once. What waits goes on when its own time to wait has passed."""
        self._ahead += seconds
        self._write()

    def _write(self) -> None:
        new = self._file.with_suffix(".new")
        new.write_text(f"{self._ahead:+.3f} x{self.speed}\n", encoding="utf-8")
        new.chmod(0o644)
        new.replace(self._file)
