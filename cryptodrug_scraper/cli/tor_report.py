"""
How the state of Tor is reported: what ``tor start`` says while it runs, as a bar on a terminal, plain lines elsewhere
or JSON for machines; and the answer of ``tor status``.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Protocol

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from cryptodrug_scraper.cli.screen import inert_streams, say
from cryptodrug_scraper.cli.tables import console
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.tor.control import Tor, TorStatus, Traffic

__all__ = ["Found", "Report", "report"]

_MEGABYTE = 1024**2


class Report(Protocol):
    """Reports what happens to a Tor that is watched over."""

    def bootstrap(self, percent: int, phase: str) -> None:
        """Report how far Tor has joined its network."""

    def up(self, tor: Tor) -> None:
        """Report that Tor is up."""

    def down(self, reason: str) -> None:
        """Report that Tor was lost and is being started again."""

    def end(self) -> None:
        """Report that Tor ends, as requested."""


@contextmanager
def report(*, as_json: bool) -> Iterator[Report]:
    """Give what the reports are sent to, until the context ends."""
    screen = console(stderr=True)
    if as_json:
        yield _Json()
    elif not screen.is_terminal:
        yield _Lines()
    else:
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=screen, transient=True) as bar, inert_streams():
            yield _Bar(bar)


class _Lines:
    def bootstrap(self, percent: int, phase: str) -> None:
        say(f"{percent:3} %  {phase}", err=True)

    def up(self, tor: Tor) -> None:
        say("Tor is up; SOCKS port {}:{}; Ctrl-C ends it".format(*tor.socks), err=True)

    def down(self, reason: str) -> None:
        say(f"{reason}; it is brought back", err=True)

    def end(self) -> None:
        say("Tor ends", err=True)


class _Bar(_Lines):
    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("Tor starts", total=100)

    def bootstrap(self, percent: int, phase: str) -> None:
        self._bar.update(self._task, completed=percent, description=phase, visible=percent < 100)

    def down(self, reason: str) -> None:
        self._bar.reset(self._task, description="Tor starts", visible=True)
        super().down(reason)


class _Json:
    def bootstrap(self, percent: int, phase: str) -> None:
        self._say(event="bootstrap", percent=percent, phase=phase)

    def up(self, tor: Tor) -> None:
        self._say(event="up", socks=list(tor.socks), control=tor.control, pid=tor.pid)

    def down(self, reason: str) -> None:
        self._say(event="down", reason=reason)

    def end(self) -> None:
        self._say(event="end")

    def _say(self, **facts: object) -> None:
        sys.stdout.buffer.write(to_json(facts) + b"\n")
        sys.stdout.buffer.flush()


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of ``tor status``. Facts that only ``tor start`` knows are None for another Tor."""

    socks: tuple[str, int]
    control: str
    pid: int | None
    status: TorStatus
    carried: Traffic
    restarts: int | None
    events: dict[str, int]

    def facts(self) -> dict[str, object]:
        """The answer for machines."""
        carried = {"bytes_read": self.carried.read, "bytes_written": self.carried.written}
        watched = {"restarts": self.restarts, "events": self.events}
        return {"socks": self.socks, "control": self.control, "pid": self.pid} | asdict(self.status) | carried | watched

    def lines(self) -> Iterator[str]:
        """The answer for people."""
        yield f"tor       {self.status.version}, process {self.pid or 'not known'}"
        yield "socks     {}:{}".format(*self.socks)
        yield f"control   {self.control}"
        yield f"network   {self.status.bootstrapped} %, {self.status.phase}"
        works = "they work" if self.status.circuit_established else "none works"
        yield f"circuits  {self.status.circuits} built, {works}"
        yield f"carried   {self.carried.read / _MEGABYTE:.1f} MB in, {self.carried.written / _MEGABYTE:.1f} MB out"
        if self.restarts is not None:
            yield f"restarts  {self.restarts}"
        if self.status.lacking:
            yield f"note      its SOCKS port lacks {', '.join(self.status.lacking)}: see docs/tor.md"
        for name, count in self.events.items():
            yield f"events    {name} {count}"
