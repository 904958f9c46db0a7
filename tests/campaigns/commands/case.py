"""One run of a command: a folder, a database and an environment of its own, and the processes that it starts."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import psutil

from tests.campaigns.commands.stage import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.campaigns.commands.stage import Stage

__all__ = ["Case"]

_MARK = "CRYPTODRUG_CAMPAIGN_CASE"
"""A variable of the environment by which all processes of a case are known, whoever their parents are by now."""
_LEAVING_SECONDS = 20.0
"""In which processes must be gone: Tor looks every 15 s whether its owner lives."""


@dataclass
class Case:
    """
    Attributes:
        stage: what is shared.
        folder: a new folder, which all that the command writes lies in.
        template: the database that it has a copy of; None: no database is named.
        more: further variables of the environment.
        before: what stands before every command that is run.
        facts: what was prepared and is asked for later.
    """

    stage: Stage
    folder: Path
    template: str | None = None
    more: dict[str, str] = field(default_factory=dict)
    before: Sequence[str] = ()
    facts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for part in (self.folder, self.home, self.out, self.temporary):
            part.mkdir(exist_ok=True)
        if self.database is not None:
            assert self.template is not None
            self.stage.postgres.make(self.database, self.template)

    @property
    def name(self) -> str:
        """Of the case; no other has it."""
        return f"case_{self.folder.name}"

    @property
    def database(self) -> str | None:
        """The name of its own."""
        return None if self.template is None else self.name

    @cached_property
    def home(self) -> Path:
        """The data folder, with the archive."""
        return self.folder / "home"

    @cached_property
    def out(self) -> Path:
        """Where results are written."""
        return self.folder / "out"

    @cached_property
    def temporary(self) -> Path:
        """Where temporary files go."""
        return self.folder / "tmp"

    def environment(self) -> dict[str, str]:
        """That of its processes."""
        marks = {_MARK: self._mark, "TMPDIR": str(self.temporary)}
        return self.stage.environment(self.home, self.database, **marks, **self.more)

    def start(
        self, arguments: Sequence[str], *, before: Sequence[str] = (), log: str = "said", **more: str
    ) -> subprocess.Popen[bytes]:
        """Start a command as the leader of a group; what it prints goes to files, which nobody waits for."""
        command = [*self.before, *before, sys.executable, "-m", "cryptodrug_scraper", *arguments]
        with self._log(log, "out").open("wb") as out, self._log(log, "err").open("wb") as error:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment() | more,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=error,
                start_new_session=True,
            )

    def said(self, log: str = "said") -> tuple[str, str]:
        """What it printed, and what it printed of errors."""
        return self._log(log, "out").read_text(errors="replace"), self._log(log, "err").read_text(errors="replace")

    def do(self, *arguments: str) -> str:
        """Run a command of the preparation."""
        process = self.start(arguments, log="prepared")
        assert process.wait(120) == 0, self.said("prepared")
        return self.said("prepared")[0]

    def help(self, *arguments: str) -> None:
        """Start a command that is there for as long as the case is."""
        self.start(arguments, log="helper", **{_MARK: self._helpers})

    def processes(self) -> list[psutil.Process]:
        """Those of the case that live, without its helpers."""
        return _marked(self._mark)

    def left(self) -> list[str]:
        """The command lines of processes that do not leave."""
        end = time.monotonic() + _LEAVING_SECONDS
        while found := self.processes():
            if time.monotonic() > end:
                return [" ".join(_words(each)) for each in found]
            time.sleep(0.1)
        return []

    def close(self) -> None:
        """End what is left."""
        for process in (*self.processes(), *_marked(self._helpers)):
            process.kill()
        if self.database is not None:
            self.stage.postgres.drop(self.database)

    @property
    def _mark(self) -> str:
        """No other case has it, not one of another campaign either that runs on this machine."""
        return str(self.folder)

    @property
    def _helpers(self) -> str:
        return f"{self._mark} helper"

    def _log(self, log: str, kind: str) -> Path:
        """Not on the case's own disk, which may be full."""
        folder = self.stage.folder / "said"
        folder.mkdir(exist_ok=True)
        return folder / f"{self.folder.name}.{log}.{kind}"


def _marked(name: str) -> list[psutil.Process]:
    return [each for each in psutil.process_iter() if _is_marked(each, name)]


def _is_marked(process: psutil.Process, name: str) -> bool:
    try:
        return process.environ().get(_MARK) == name and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
