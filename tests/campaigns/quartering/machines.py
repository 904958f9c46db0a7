"""A machine of a quarter: a data home, an archive on a disk of its own, a Tor, and the scheduler with its crawls."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

import psutil

from cryptodrug_scraper.archive.layout import ARCHIVE_VARIABLE
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.schedule.machines import MACHINE_VARIABLE
from cryptodrug_scraper.tor.torrc import NETWORK_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

__all__ = ["Machine", "Sitting"]

_PROGRAM = [sys.executable, "-m", "cryptodrug_scraper"]


@dataclass(slots=True)
class Sitting:
    """
    A crawl's process.

    Attributes:
        machine, market: where it ran, and of what.
        folder: of its crawl; None as long as it is not known.
        began, ended: when it was first and last seen.
        seen: seconds of the real time, since when it is seen.
    """

    machine: str
    market: str
    folder: Path | None
    began: datetime
    ended: datetime
    seen: float
    before: frozenset[Path] = field(default_factory=frozenset)


class Machine:
    """
    A machine.

    Args:
        name: as the schedule has it.
        folder: an empty one with a short path.
        schedule: text of its schedule file.
        environment: variables of all that runs on it.
        fast: variables of what runs by the fast clock.
        network: file of the Tor network; None without Tor.
    """

    def __init__(
        self,
        name: str,
        folder: Path,
        schedule: str,
        environment: Mapping[str, str],
        fast: Mapping[str, str],
        network: Path | None,
    ) -> None:
        self.name, self.home, self.archive = name, folder, folder / "archive"
        folder.mkdir(exist_ok=True)
        (folder / "schedule.toml").write_text(schedule, encoding="utf-8")
        own = {HOME_VARIABLE: str(folder), ARCHIVE_VARIABLE: str(self.archive), MACHINE_VARIABLE: name}
        self._environment = {**os.environ, **environment, **own}
        if network is not None:
            self._environment[NETWORK_VARIABLE] = str(network)
        self._fast, self._has_tor = fast, network is not None
        self._log, self._logged = folder / "log.jsonl", 0
        self.scheduler: subprocess.Popen[bytes] | None = None
        self.tor: subprocess.Popen[bytes] | None = None

    @property
    def is_up(self) -> bool:
        """Whether its scheduler runs."""
        return self.scheduler is not None and self.scheduler.poll() is None

    @property
    def is_ready(self) -> bool:
        """Whether its scheduler, which runs, has begun to look at its plan."""
        with self._log.open("rb") as log:
            log.seek(self._logged)
            return b'"scheduler_starts"' in log.read(4096)

    def start(self) -> None:
        """Start all that starts with the machine."""
        self.start_tor()
        with self._log.open("ab") as log:
            self._logged = log.tell()
            self.scheduler = self._begin("schedule", "run", "--log", "json", log=log, fast=True)

    def start_tor(self) -> None:
        """Start Tor, and what watches over it; wait until it is there."""
        if self._has_tor and (self.tor is None or self.tor.poll() is not None):
            with (self.home / "tor.log").open("ab") as log:
                self.tor = self._begin("tor", "start", "--json", log=log, output=subprocess.PIPE)
            assert self.tor.stdout is not None
            while b'"up"' not in (line := self.tor.stdout.readline()):
                if not line:
                    msg = f"the Tor of {self.name} does not start: see {self.home / 'tor.log'}"
                    raise RuntimeError(msg)

    def kill_tor(self) -> None:
        """End Tor, and what watches over it, without warning."""
        if self.tor is not None and self.tor.poll() is None:
            _kill(self.tor)

    def reboot(self) -> None:
        """End all that runs, without warning: `start` is the second half."""
        if self.scheduler is not None:
            _kill(self.scheduler)
        self.kill_tor()

    def stop(self) -> None:
        """Tell all to end, and wait."""
        for process in (self.scheduler, self.tor):
            if process is not None and process.poll() is None:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(20)
        self.reboot()

    def command(self, *words: str, stdin: str = "") -> str:
        """Run the program as a person does on this machine, and return what it printed."""
        done = subprocess.run(
            [*_PROGRAM, *words], env=self._environment, input=stdin, text=True, capture_output=True, check=False
        )
        return (done.stdout + done.stderr).strip()

    def folders(self, market: str) -> frozenset[Path]:
        """The folders of a market's crawls."""
        return frozenset((self.home / "crawls").glob(f"{market}-*"))

    def crawls(self) -> Iterator[tuple[int, str, Path | None]]:
        """Process, market and folder of each crawl that runs; no folder of one that is new."""
        if not self.is_up:
            return
        assert self.scheduler is not None
        for pid in _children(self.scheduler.pid):
            with suppress(OSError, ValueError):
                words = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")
                at = words.index("crawl")
                set_to = [word.partition("=")[2] for word in words if word.startswith("CRAWL_FOLDER=")]
                yield pid, words[at + 1], self.home / set_to[0] if set_to else None

    def _begin(
        self, *words: str, log: IO[bytes], fast: bool = False, output: int | None = None
    ) -> subprocess.Popen[bytes]:
        environment = {**self._environment, **(self._fast if fast else {})}
        command = [*_PROGRAM, *words]
        return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=log)


def _children(pid: int) -> list[int]:
    """The processes that a process started: each is listed with the thread that started it."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, task.read_text(encoding="ascii").split())
    return found


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, by their numbers."""
    with suppress(psutil.NoSuchProcess):
        below = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        for each in below:
            with suppress(psutil.NoSuchProcess):
                each.kill()
        psutil.wait_procs(below, 10)
    process.wait()
