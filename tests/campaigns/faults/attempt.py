"""A run of a command that a fault strikes."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.campaigns.commands.finish import LONGEST, finish

if TYPE_CHECKING:
    import random
    import subprocess
    from collections.abc import Callable, Sequence

    from tests.campaigns.commands.case import Case
    from tests.campaigns.commands.work import Work

__all__ = ["Attempt", "Undisturbed"]

_STEP = 0.005


@dataclass(frozen=True)
class Undisturbed:
    """
    What a run is like without a fault.

    Attributes:
        code: exit code.
        outcome: see `Work`.
        seconds: how long it took.
        grown: bytes that it added to its folder.
        asked: how often it asked the market.
    """

    code: int
    outcome: object
    seconds: float
    grown: int
    asked: int


@dataclass
class Attempt:
    """
    Attributes:
        case: what it is run on.
        work: the command.
        like: the same without a fault.
        chance: for what is left to it.
        struck: what the fault did, for the report.
        wrong: what the fault itself saw that is not as it must be.
    """

    case: Case
    work: Work
    like: Undisturbed
    chance: random.Random
    struck: str = ""
    code: int | None = None
    wrong: list[str] = field(default_factory=list)
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self, before: Sequence[str] = (), **more: str) -> None:
        """Begin."""
        self._before = self._asked()
        self.process = self.case.start(self.work.arguments(self.case), before=before, **more)

    def linger(self) -> None:
        """Let it run until a random moment: a share of the time, or of the pages, that it takes."""
        if self.work.asks == "replica":
            pages = self.chance.uniform(-0.1, 1.0) * self.like.asked
            self._wait(lambda: self._asked() - self._before >= pages, LONGEST)
            self._wait(lambda: False, self.chance.uniform(0.0, 0.1))
            return
        # the first third of a run is mostly its start, so it is struck more seldom
        earliest = self.chance.choice((0.0, 0.3, 0.3))
        self._wait(lambda: False, self.like.seconds * self.chance.uniform(earliest, 1.0))

    def pause(self, least: float, most: float) -> None:
        """Let the fault last a while."""
        self._wait(lambda: False, self.chance.uniform(least, most))

    def finish(self) -> None:
        """Wait for its end."""
        self.code = finish(self.case, self.work, self.process)

    def signal(self, number: int, *, group: bool) -> None:
        """Send a signal to it, or to all of its group, if it has not ended."""
        if self.process.poll() is None:
            self.struck = f"{signal.Signals(number).name} to {'its group' if group else 'it alone'}"
            if group:
                os.killpg(self.process.pid, number)
            else:
                self.process.send_signal(number)

    def _wait(self, enough: Callable[[], bool], seconds: float) -> None:
        end = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < end and not enough():
            time.sleep(_STEP)

    def _asked(self) -> int:
        return self.case.stage.market.request_count() if self.work.asks else 0
