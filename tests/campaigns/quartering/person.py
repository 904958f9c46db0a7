"""What a person does in a quarter: only what an alert, or their look at the schedule each Monday, makes them do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Act", "Alert", "HookLog", "Person", "Task"]

_FIELDS = ("ALERT", "MARKET", "MACHINE", "ENTRY", "REASON", "NEXT_STEP")
_SCRIPT = """#!/bin/sh
printf '%s\\037{fields}\\036' "$(date +%s)" {values} >> "{told}"
"""
_UNIT, _RECORD = "\x1f", "\x1e"


@dataclass(frozen=True, slots=True)
class Alert:
    """What the hook was told, and when."""

    at: datetime
    kind: str
    market: str
    machine: str
    entry: str
    reason: str
    step: str


class HookLog:
    """
    A program that writes what it is told to a file.

    Args:
        folder: where both lie.
    """

    def __init__(self, folder: Path) -> None:
        self.program, self._told = folder / "tell", folder / "told"
        fields = "\\037".join(["%s"] * len(_FIELDS))
        values = " ".join(f'"$CRYPTODRUG_{name}"' for name in _FIELDS)
        self.program.write_text(_SCRIPT.format(fields=fields, values=values, told=self._told), encoding="utf-8")
        self.program.chmod(0o755)

    def alerts(self) -> list[Alert]:
        """All that it was told so far."""
        if not self._told.exists():
            return []
        records = self._told.read_text(encoding="utf-8").split(_RECORD)[:-1]
        split = [record.split(_UNIT) for record in records]
        return [Alert(datetime.fromtimestamp(int(at), UTC), *said) for at, *said in split]


@dataclass(frozen=True, slots=True)
class Task:
    """
    What a person has to do about a fault.

    Attributes:
        kinds: alerts that make them do it.
        where: name of the market or machine that these must be of.
        after: how long they take to come to it.
        what: in words.
        do: does it, and tells what the program said to it.
    """

    kinds: frozenset[str]
    where: str
    after: timedelta
    what: str
    do: Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a person did, what it was, and what made them do it."""

    at: datetime
    what: str
    told_at: datetime
    by: str
    message: str


class Person:
    """
    Someone who reads the alerts.

    Args:
        look: first instant of the look that they take each week.
    """

    def __init__(self, look: datetime) -> None:
        self._look = look
        self._open: list[Task] = []
        self._under_way: list[tuple[datetime, Task, datetime, str, str]] = []
        self._read = 0
        self.acts: list[Act] = []

    def has_to(self, task: Task) -> None:
        """There is something to do, of which they do not know yet."""
        self._open.append(task)

    def moments(self) -> list[datetime]:
        """When they will do something, or look."""
        return [self._look, *(at for at, *_ in self._under_way)]

    def go_on(self, alerts: list[Alert], now: datetime) -> None:
        """Read what is new, and do what is to be done by now."""
        for alert in alerts[self._read :]:
            for task in list(self._open):
                if alert.kind in task.kinds and task.where in (alert.market, alert.machine):
                    self._plan(task, alert.at, alert.kind, alert.reason)
        self._read = len(alerts)
        if now >= self._look:
            for task in list(self._open):
                self._plan(task, self._look, "the weekly look", "no alert had told it")
            self._look += timedelta(days=7)
        for each in sorted(self._under_way, key=lambda each: each[0]):
            at, task, told_at, by, message = each
            if at <= now:
                self._under_way.remove(each)
                said = task.do()
                self.acts.append(Act(now, task.what + (f" ({said})" if said else ""), told_at, by, message))

    def _plan(self, task: Task, at: datetime, by: str, message: str) -> None:
        self._open.remove(task)
        self._under_way.append((at + task.after, task, at, by, message))
